"""A budget of lanes in memory."""

from __future__ import annotations

from collections.abc import Callable


class FakeSlot:
    """Meets ``ports.Slot``."""

    def __init__(self, budget: FakeBudget) -> None:
        self._budget: FakeBudget | None = budget

    def give_back(self) -> None:
        if self._budget is not None:
            self._budget.held -= 1
            self._budget = None


class FakeBudget:
    """Some free slots; who waits is told, and gets one all the same. Meets ``ports.Budget``."""

    def __init__(self, free: int) -> None:
        self.free = free
        self.held = 0
        self.most_held = 0

    def take(self, waits: Callable[[], None]) -> FakeSlot:
        if self.held >= self.free:
            waits()
        return self._taken()

    def take_if_free(self) -> FakeSlot | None:
        return None if self.held >= self.free else self._taken()

    def _taken(self) -> FakeSlot:
        self.held += 1
        self.most_held = max(self.most_held, self.held)
        return FakeSlot(self)
