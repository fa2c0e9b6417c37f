"""What a daemon says while it builds or pulls: one short line for people, and the end of it where it fails."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from codementor_cli.text.excerpts import shortened

Report = Callable[[str], None]
"""Takes one short line about how long work goes on."""

_STEP = re.compile(r"^Step (\d+)/(\d+) : (\S+)\s*(.*)", re.DOTALL)
_PACKAGES = re.compile(r"\binstall ((?:[a-z0-9][a-z0-9.+-]* ?)+)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NOISE = (" --->", "Removing intermediate", "Removed intermediate")
"""How the daemon's own lines about its layers begin; users do not need them."""
_NETWORK = re.compile(
    r"failed to create endpoint|on network bridge|\bveth|external connectivity"  # the daemon's
    r"|failed to fetch|temporary failure resolving|could not resolve|unable to connect"  # apt's
    r"|connection (?:timed out|refused|reset)|network is unreachable|no route to host|i/o timeout|handshake timeout",
    re.IGNORECASE,
)
"""What the daemon and apt say where the network failed and the recipe did not.

Source: libnetwork's endpoint.go and the bridge driver; apt's methods/connect.cc and apt-pkg/acquire-item.cc.
"""
_LONGEST = 60
_KEPT_LINE_COUNT = 12


class BuildError(Exception):
    """A build or pull that failed; the message is the end of its output."""

    @property
    def is_of_the_network(self) -> bool:
        """Whether the network failed: the same build may well succeed the next time."""
        return bool(_NETWORK.search(str(self)))


def follow(events: Iterable[Mapping[str, Any]], name: str, report: Report) -> None:
    """Report each step of a build or pull until it ends.

    Args:
        events: The daemon's decoded stream.
        name: What is built, to start each line with.
        report: Takes the lines.

    Raises:
        BuildError: It failed.
    """
    kept: deque[str] = deque(maxlen=_KEPT_LINE_COUNT)
    for event in events:
        if "error" in event:
            raise BuildError("\n".join((*kept, _plain(str(event["error"])))))
        text = _plain(str(event.get("stream", "")))
        kept.extend(line for line in text.splitlines() if line.strip() and not line.startswith(_NOISE))
        step = describe_step(text)
        if step:
            report(f"{name}: {step}")


def describe_step(text: str) -> str:
    """Return ``step 2 of 4: installing nodejs`` for the daemon's line about it; empty for any other line."""
    match = _STEP.match(text)
    if not match:
        return ""
    number, count, instruction, arguments = match.groups()
    packages = _PACKAGES.search(arguments) if instruction == "RUN" else None
    what = f"installing {packages[1].strip()}" if packages else f"{instruction} {' '.join(arguments.split())}".strip()
    return f"step {number} of {count}: {shortened(what, _LONGEST)}"


def _plain(text: str) -> str:
    return _COLOUR.sub("", text).rstrip()
