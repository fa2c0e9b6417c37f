"""Lanes are opened once, with the first run that needs them, and given back."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.errors import SandboxFault
from codementor_cli.services.jobs.machines.lanes_on_demand import LanesOnDemand
from tests.fakes.consoles import RecordingConsole
from tests.fakes.jobs import program
from tests.fakes.service import ScriptedSandbox


@dataclass
class _Lanes(ScriptedSandbox):
    """Lanes of which two wait, until they are closed."""

    closed: list[bool] = field(default_factory=list)

    def waiting_count(self) -> int:
        return 2

    def close(self) -> None:
        self.closed.append(True)


def test_nothing_is_opened_before_it_is_needed() -> None:
    lanes = LanesOnDemand(_never, "bubblewrap")
    assert (lanes.name, lanes.waiting_count()) == ("bubblewrap", 0)
    lanes.close()


def _never() -> _Lanes:
    raise AssertionError("no run needs them")


def test_all_runs_share_what_the_first_one_opened() -> None:
    made: list[_Lanes] = []

    def open_lanes() -> _Lanes:
        made.append(_Lanes())
        return made[-1]

    lanes = LanesOnDemand(open_lanes, "bubblewrap")
    for _ in range(2):
        _, execution = lanes.run_live(program(b"say hello"), (), Limits(), RecordingConsole())
        assert execution is not None
    lanes.open(program(), Limits(), 1).close()
    assert len(made) == 1
    assert (lanes.name, lanes.waiting_count()) == ("fake", 2)
    lanes.close()
    assert made[0].closed == [True]


def test_engine_that_is_not_there_is_said_and_asked_for_again() -> None:
    found: list[_Lanes] = []

    def open_lanes() -> _Lanes:
        if not found:
            found.append(_Lanes())
            raise SandboxFault("bubblewrap is not installed.", "sudo apt-get install bubblewrap")
        return found[0]

    lanes = LanesOnDemand(open_lanes, "bubblewrap")
    with pytest.raises(SandboxFault, match="not installed"):
        lanes.opened()
    assert lanes.opened() is found[0]
