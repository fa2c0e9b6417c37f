"""A lane without its language's tool: the advice is for the lane's own engine, and names no other."""

from __future__ import annotations

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes import lane


def advice(identity: str) -> tuple[str, str]:
    fault = lane._fault({"missing": "rustc"}, identity)
    assert isinstance(fault, SandboxFault)
    return fault.message, fault.next_step


def test_bubblewrap_lane_needs_it_on_this_machine() -> None:
    assert advice("bwrap-4711") == (
        "This machine has no `rustc` that can be started.",
        "Install rustc on this machine; `codementor doctor` lists what is missing.",
    )


def test_docker_lane_needs_it_in_the_image() -> None:
    assert advice("8a3f") == (
        "The language's image has no `rustc` that can be started.",
        "Build the image again: codementor images build --force",
    )
