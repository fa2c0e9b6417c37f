"""Live workers, and news of jobs, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.errors import StoreFault


@dataclass
class MemoryNews:
    """Tells at once, in the thread that did it; meets ``ports.machines.JobNews``."""

    listeners: list[Callable[[str], None]] = field(default_factory=list)

    @contextmanager
    def listen(self, told: Callable[[str], None]) -> Iterator[None]:
        self.listeners.append(told)
        try:
            yield
        finally:
            self.listeners.remove(told)

    def tell(self, uid: str) -> None:
        for told in tuple(self.listeners):
            told(uid)


@dataclass
class MemoryWorkers:
    """Keeps live workers in a dictionary; meets ``ports.machines.Workers``."""

    kept: dict[str, LiveWorker] = field(default_factory=dict)
    fault: StoreFault | None = None
    """Once set, raised by every call."""

    def seen(self, worker: LiveWorker) -> None:
        self._check()
        self.kept[worker.name] = worker

    def left(self, name: str) -> None:
        self._check()
        self.kept.pop(name, None)

    def live(self, now: datetime) -> tuple[LiveWorker, ...]:
        self._check()
        for each in tuple(self.kept.values()):
            if each.seen_until < now:
                del self.kept[each.name]
        return tuple(sorted(self.kept.values(), key=lambda each: each.name))

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault
