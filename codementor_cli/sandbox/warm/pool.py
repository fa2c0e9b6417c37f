"""A pool of lanes that have started and hold nothing: taken once each, and never given back.

A lane holds one program in its life and ends with it. A program takes a lane of the shape that it needs; another one
starts in its place, when there is time for that.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from codementor_cli.domain.challenge.program import Language
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Languages
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import Launcher
from codementor_cli.sandbox.warm.demand import Demand, PoolOptions, Shape


class Engine(Protocol):
    """An engine as a pool needs it: the parts of ``ports.Sandbox`` without a session, and its launchers."""

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""

    def launcher(self, language: Language) -> Launcher:
        """Return the launcher of a language's lanes."""

    def stamp(self, language: Language) -> str:
        """Return a text that changes whenever such lanes would have other files than before."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lane, and the launcher that it comes from."""

    lane: Lane
    launcher: Launcher


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A lane that waits."""

    held: Held
    stamp: str
    since: float


class LanePool:
    """Lanes of one engine. Threads may share it.

    It has threads of its own: makers, which start lanes, and a closer, which waits for the ends of lanes.
    """

    def __init__(
        self,
        engine: Engine,
        languages: Languages,
        options: PoolOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._languages = languages
        self._options = options or PoolOptions()
        self._clock = clock
        self._demand = Demand(self._options.most_waiting)
        self._launchers: dict[str, tuple[str, Launcher]] = {}
        self._old_launchers: list[Launcher] = []
        self._making = threading.Lock()
        """Held while a launcher is made."""
        self._guard = threading.Lock()
        """Held for all that follows."""
        self._arrived = threading.Condition(self._guard)
        self._to_make = threading.Condition(self._guard)
        self._to_end = threading.Condition(self._guard)
        self._waiting: dict[Shape, deque[_Waiting]] = {}
        """Those that have waited longest first."""
        self._starting: Counter[Shape] = Counter()
        self._awaited: Counter[Shape] = Counter()
        """How many programs wait for one that is starting."""
        self._ended: deque[Held] = deque()
        self._session_count = 0
        self._threads: list[threading.Thread] = []
        self._closed = False

    def begin_session(self) -> None:
        """Take note that a program will be judged."""
        with self._guard:
            self._session_count += 1

    def end_session(self, lanes: Iterable[Held]) -> None:
        """Take back what the lanes of a program held; they are closed, and end meanwhile."""
        with self._guard:
            self._session_count -= 1
            if not self._closed:
                self._ended.extend(lanes)
                self._start_threads()
                self._to_end.notify()
                self._to_make.notify_all()
                return
        for held in lanes:
            held.launcher.release(held.lane)

    def take(self, shape: Shape, *, anew: bool = False) -> Held:
        """Return an empty lane: one that waits, or is about to, else a new one.

        Args:
            shape: What it must be like.
            anew: Whether none that has waited will do.

        Raises:
            SandboxFault: The engine cannot make one, or the pool was closed.
            LaneDiedError: It was made, and died.
        """
        if self._closed:
            raise SandboxFault("The judge is shutting down.", "Start it again, and submit again.")
        stamp = self._engine.stamp(self._languages.get(shape.language))
        found = None if anew else self._take_waiting(shape, stamp)
        return found or self._start(shape, stamp)

    def expect(self, shape: Shape) -> None:
        """Let a lane of this shape wait, although no program has asked for one."""
        with self._guard:
            self._demand.asked(shape, missed=True)
            self._start_threads()
            self._to_make.notify()

    def launcher(self, language: str, stamp: str | None = None) -> Launcher:
        """Return the launcher of a language's lanes as they are now."""
        of_now = self._engine.stamp(self._languages.get(language)) if stamp is None else stamp
        with self._making:
            found = self._launchers.get(language)
            if found is not None and found[0] == of_now:
                return found[1]
            if found is not None:
                self._old_launchers.append(found[1])
            made = self._engine.launcher(self._languages.get(language))
            self._launchers[language] = (of_now, made)
            return made

    def waiting_count(self) -> int:
        """Return how many lanes wait now."""
        with self._guard:
            return sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """End every lane, and start no more; wait until none is left."""
        with self._guard:
            self._closed = True
            for condition in (self._arrived, self._to_make, self._to_end):
                condition.notify_all()
            threads = list(self._threads)
        for thread in threads:
            thread.join()
        with self._making:
            launchers = [*self._old_launchers, *(launcher for _, launcher in self._launchers.values())]
            self._launchers.clear()
            self._old_launchers.clear()
        for launcher in launchers:
            launcher.finish()

    def _take_waiting(self, shape: Shape, stamp: str) -> Held | None:
        """Return a lane that waits, or the next one that has started; None: a new one must start."""
        with self._guard:
            missed = False
            try:
                while not self._closed:
                    found = self._pop(shape, stamp)
                    if found is not None:
                        return found
                    missed = True
                    if self._starting[shape] <= self._awaited[shape]:
                        break
                    self._awaited[shape] += 1
                    self._arrived.wait()
                    _take_one(self._awaited, shape)
                return None
            finally:
                self._demand.asked(shape, missed=missed)
                if not missed:
                    self._to_make.notify()

    def _pop(self, shape: Shape, stamp: str) -> Held | None:
        """Return the lane that has waited shortest, if it is well: those that are too many grow old."""
        lanes = self._waiting.get(shape)
        while lanes:
            found = lanes.pop()
            if found.stamp == stamp and found.held.lane.is_waiting():
                return found.held
            self._end(found.held)
        return None

    def _start(self, shape: Shape, stamp: str) -> Held:
        launcher = self.launcher(shape.language, stamp)
        lane = launcher.launch(shape.policy)
        if shape.zygote is not None:
            lane.send_zygote(shape.zygote)
        return Held(lane, launcher)

    def _end(self, held: Held) -> None:
        """Leave a lane to the closer."""
        self._ended.append(held)
        self._to_end.notify()

    def _start_threads(self) -> None:
        if not self._threads and not self._closed:
            work = [*[self._make] * self._options.maker_count, self._close_ended]
            self._threads = [threading.Thread(target=each, daemon=True) for each in work]
            for thread in self._threads:
                thread.start()

    def _make(self) -> None:
        """Start lanes until the pool closes."""
        while (shape := self._next_shape()) is not None:
            made: _Waiting | None = None
            with suppress(Exception):  # the program that needs such a lane starts one, and reports the fault
                stamp = self._engine.stamp(self._languages.get(shape.language))
                made = _Waiting(self._start(shape, stamp), stamp, self._clock())
            with self._guard:
                _take_one(self._starting, shape)
                if made is None:
                    self._demand.forget(shape)
                elif self._closed:
                    self._end(made.held)
                else:
                    self._waiting.setdefault(shape, deque()).append(made)
                self._to_end.notify()  # there is one more to grow old, or one less to wait for
                self._arrived.notify_all()

    def _next_shape(self) -> Shape | None:
        """Return the shape to start a lane of, once there is one and time for it; None: the pool is closed."""
        with self._guard:
            while not self._closed:
                present = self._present()
                shape = self._demand.wanted(present) if self._session_count < self._options.busy_count else None
                if shape is not None:
                    if sum(present.values()) >= self._options.most_waiting:
                        self._give_up(present, shape)
                    self._starting[shape] += 1
                    return shape
                self._to_make.wait()
            return None

    def _present(self) -> Counter[Shape]:
        """Return how many lanes wait, or are about to."""
        return self._starting + Counter({shape: len(lanes) for shape, lanes in self._waiting.items()})

    def _give_up(self, present: Counter[Shape], needed: Shape) -> None:
        """End a lane of the shape that was not asked for the longest."""
        surplus = self._demand.surplus(present, needed)
        if surplus is not None and (lanes := self._waiting.get(surplus)):
            self._demand.waited_in_vain(surplus)
            self._end(lanes.popleft().held)

    def _close_ended(self) -> None:
        """Wait for the ends of lanes that are used up, or have waited too long, until the pool closes."""
        while (held := self._next_ended()) is not None:
            held.lane.close()
            with suppress(SandboxFault):
                held.launcher.release(held.lane)

    def _next_ended(self) -> Held | None:
        with self._guard:
            while True:
                oldest = self._end_idle()
                if self._ended:
                    return self._ended.popleft()
                if self._closed and not sum(self._starting.values()):
                    return None
                self._to_end.wait(oldest)

    def _end_idle(self) -> float | None:
        """End lanes that have waited too long; return for how many seconds there will be no other."""
        now, left = self._clock(), []
        for shape in list(self._waiting):
            lanes = self._waiting[shape]
            while lanes and (self._closed or now - lanes[0].since >= self._options.idle_seconds):
                self._demand.waited_in_vain(shape)
                self._ended.append(lanes.popleft().held)
            if lanes:
                left.append(lanes[0].since + self._options.idle_seconds - now)
            else:
                del self._waiting[shape]
        return min(left, default=None)


def _take_one(counter: Counter[Shape], shape: Shape) -> None:
    """Count one less, and keep nothing of a shape that is not there any more."""
    counter[shape] -= 1
    if not counter[shape]:
        del counter[shape]
