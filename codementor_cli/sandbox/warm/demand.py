"""How many lanes of each shape are to wait: pure, but for what it remembers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from codementor_cli.sandbox.policy import LanePolicy, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """What an operator may set of a pool."""

    most_waiting: int = 8
    """Lanes that wait at a time, of all shapes together. Each takes up to 16 MB; 0: none waits."""
    idle_seconds: float = 300.0
    """A lane that waited this long ends, and its shape is to have one less."""
    busy_count: int = 1
    """While so many programs are judged, no lane is started ahead: it would take a core from one of them."""
    maker_count: int = 2
    """Lanes that start ahead at a time."""


@dataclass(frozen=True, slots=True)
class Shape:
    """All that must fit where a program gets a lane that has started already."""

    language: str
    policy: LanePolicy
    zygote: Step | None = field(default=None, compare=False)
    """The step that an interpreter is started for in the lane; None: there is no such interpreter."""
    traits: str = ""
    """What such an interpreter cannot change any more."""


def shape_of(language: str, policy: LanePolicy, zygote: Step | None) -> Shape:
    """Return the shape of a lane."""
    return Shape(language, policy, zygote, "" if zygote is None else json.dumps(zygote.zygote_traits, sort_keys=True))


class Demand:
    """Grows with each lane that was asked for and did not wait, and shrinks with each that waited in vain."""

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._targets: dict[Shape, int] = {}
        """The shape that was asked for last comes last."""

    def asked(self, shape: Shape, *, missed: bool) -> None:
        """Take note that a program asked for a lane, and whether none waited for it."""
        target = self._targets.pop(shape, 0) + missed
        if self._most:
            self._targets[shape] = min(max(target, 1), self._most)
        while len(self._targets) > self._most:
            del self._targets[next(iter(self._targets))]

    def waited_in_vain(self, shape: Shape) -> None:
        """Take note that a lane of this shape was not asked for in all its time."""
        target = self.target(shape) - 1
        if target > 0:
            self._targets[shape] = target
        else:
            self.forget(shape)

    def forget(self, shape: Shape) -> None:
        """Let none of this shape wait until the next program asks: they cannot be started."""
        self._targets.pop(shape, None)

    def target(self, shape: Shape) -> int:
        """Return how many lanes of a shape are to wait."""
        return self._targets.get(shape, 0)

    def wanted(self, present: Mapping[Shape, int]) -> Shape | None:
        """Return the shape that the next lane is to have; None: there are enough.

        Args:
            present: How many wait, or are about to. Where there are as many as may be, a shape that was asked for
                later than another one comes first: the other one then has one too many, see ``surplus``.
        """
        room = self._most - sum(present.values())
        for shape in reversed(self._targets):
            if present.get(shape, 0) < self._targets[shape]:
                return shape if room > 0 or self.surplus(present, shape) is not None else None
        return None

    def surplus(self, present: Mapping[Shape, int], needed: Shape) -> Shape | None:
        """Return the shape that gives up a lane for one that is needed; None: none may."""
        for shape in (*(each for each in present if each not in self._targets), *self._targets):
            if shape == needed:
                return None
            if present.get(shape, 0) > 0:
                return shape
        return None
