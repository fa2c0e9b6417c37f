"""What rules of a diagnosis take and give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from codementor_cli.domain.mentor.packet import Packet, VisibleFailure

CONFIDENCE = 0.4
"""Of a diagnosis by the verdict alone; a cause that the judge's facts show is surer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to look at."""

    rule: str
    """A short name of the rule, for records and tests: ``reads-too-much``."""
    hint: str
    suggested_approach: str
    next_steps: tuple[str, ...]
    """One to four."""
    confidence: float = CONFIDENCE


Rule: TypeAlias = Callable[[Packet], Advice | None]


def first_failure(packet: Packet) -> VisibleFailure | None:
    """Return the first failing case that the learner can see."""
    return packet.visible_failures[0] if packet.visible_failures else None


def place(line: int | None) -> str:
    """Return `` in line 7``, or nothing."""
    return "" if line is None else f" in line {line}"
