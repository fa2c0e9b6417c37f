"""A pool of lanes that have started and hold nothing: each is handed out once, and never comes back.

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

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.warm.demand import Demand, PoolOptions, Shape
from codementor_cli.sandbox.warm.launchers import Held, Launchers

_END_SECONDS = 5.0
"""How long closing waits for each thread: a lane starts in a fraction of a second, and may hang for minutes."""


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
        launchers: Launchers,
        options: PoolOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._launchers = launchers
        self._options = options or PoolOptions()
        self._clock = clock
        self._demand = Demand(self._options.most_waiting)
        self._guard = threading.Lock()
        """Held for all that follows, and by all conditions."""
        self._arrived = threading.Condition(self._guard)
        """For programs: a lane waits, or will not."""
        self._to_make = threading.Condition(self._guard)
        """For makers: a lane was taken, or there is time now."""
        self._to_end = threading.Condition(self._guard)
        """For the closer: a lane was used, or grows old."""
        self._waiting: dict[Shape, deque[_Waiting]] = {}
        """Those that have waited longest first."""
        self._starting: Counter[Shape] = Counter()
        self._awaited: Counter[Shape] = Counter()
        """How many programs wait for one that is starting."""
        self._ended: deque[Held] = deque()
        self._ending_count = 0
        """How many lanes the closer waits for."""
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
            held.end()

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
            raise SandboxFault("The judge is shutting down.", "Submit again once it has started again.")
        stamp = self._launchers.stamp(shape.language)
        found = None if anew else self._take_waiting(shape, stamp)
        return found or self._launchers.start(shape, stamp)

    def expect(self, shape: Shape) -> None:
        """Let a lane of this shape wait, although no program has asked for one."""
        with self._guard:
            self._demand.asked(shape, missed=True)
            self._start_threads()
            self._to_make.notify()

    def waiting_count(self) -> int:
        """Return how many lanes wait now."""
        with self._guard:
            return sum(map(len, self._waiting.values()))

    def settle(self) -> None:
        """Wait until all lanes wait that are to, and all that have ended are gone."""
        with self._guard:
            while self._starting or self._ending_count or self._ended or self._shape_to_make() is not None:
                self._arrived.wait()

    def close(self) -> None:
        """End every lane, and start no more; wait until none is left."""
        with self._guard:
            self._closed = True
            for condition in (self._arrived, self._to_make, self._to_end):
                condition.notify_all()
        for thread in self._threads:
            thread.join(_END_SECONDS)
        self._launchers.finish()  # which ends a lane that is still starting
        for thread in self._threads:
            thread.join(_END_SECONDS)

    def _take_waiting(self, shape: Shape, stamp: str) -> Held | None:
        """Return a lane that waits, or the next one that has started; None: a new one must start."""
        with self._guard:
            self._demand.asked(shape, missed=not self._waiting.get(shape))
            found = self._pop(shape, stamp)
            while found is None and self._starting[shape] > self._awaited[shape] and not self._closed:
                self._awaited[shape] += 1
                self._arrived.wait()
                self._awaited -= Counter([shape])
                found = self._pop(shape, stamp)
            self._to_make.notify()
            return found

    def _pop(self, shape: Shape, stamp: str) -> Held | None:
        """Return the lane that has waited shortest, if it is well: so those that are too many grow old."""
        lanes = self._waiting.get(shape)
        while lanes:
            found = lanes.pop()
            if found.stamp == stamp and found.held.lane.is_waiting():
                return found.held
            self._end(found.held)
        return None

    def _end(self, held: Held) -> None:
        """Leave a lane to the closer."""
        self._ended.append(held)
        self._to_end.notify()

    def _start_threads(self) -> None:
        if not self._threads:
            work = [*[self._make] * self._options.maker_count, self._close_ended]
            self._threads = [threading.Thread(target=each, daemon=True) for each in work]
            for thread in self._threads:
                thread.start()

    def _make(self) -> None:
        """Start lanes until the pool closes."""
        while (shape := self._next_shape()) is not None:
            made: _Waiting | None = None
            with suppress(Exception):  # the program that needs such a lane starts one, and reports the fault
                stamp = self._launchers.stamp(shape.language)
                made = _Waiting(self._launchers.start(shape, stamp), stamp, self._clock())
            with self._guard:
                self._starting -= Counter([shape])
                if made is None:
                    self._demand.forget(shape)
                elif self._closed:
                    self._ended.append(made.held)
                else:
                    self._waiting.setdefault(shape, deque()).append(made)
                self._to_end.notify()  # there is one more to grow old, or one less to wait for
                self._arrived.notify_all()

    def _next_shape(self) -> Shape | None:
        """Return the shape to start a lane of, once there is one and time for it; None: the pool is closed."""
        with self._guard:
            while not self._closed:
                shape = self._shape_to_make()
                if shape is not None:
                    self._give_up_for(shape)
                    self._starting[shape] += 1
                    return shape
                self._to_make.wait()
            return None

    def _shape_to_make(self) -> Shape | None:
        is_quiet = self._session_count < self._options.busy_count and not self._closed
        return self._demand.wanted(self._present()) if is_quiet else None

    def _present(self) -> Counter[Shape]:
        """Return how many lanes wait, or are about to."""
        return self._starting + Counter({shape: len(lanes) for shape, lanes in self._waiting.items()})

    def _give_up_for(self, needed: Shape) -> None:
        """Where there are as many as may be, end a lane of the shape that was not asked for the longest."""
        present = self._present()
        is_full = sum(present.values()) >= self._options.most_waiting
        surplus = self._demand.surplus(present, needed) if is_full else None
        if surplus is not None and (lanes := self._waiting.get(surplus)):
            self._demand.waited_in_vain(surplus)
            self._end(lanes.popleft().held)

    def _close_ended(self) -> None:
        """Wait for the ends of lanes that are used up, or have waited too long, until the pool closes."""
        while (held := self._next_ended()) is not None:
            with suppress(SandboxFault):
                held.end()
            with self._guard:
                self._ending_count -= 1
                self._arrived.notify_all()

    def _next_ended(self) -> Held | None:
        with self._guard:
            while True:
                seconds = self._end_idle()
                if self._ended:
                    self._ending_count += 1
                    return self._ended.popleft()
                if self._closed and not self._starting:
                    return None
                self._to_end.wait(seconds)

    def _end_idle(self) -> float | None:
        """End lanes that have waited too long; return for how many seconds there will be no other."""
        now = self._clock()
        for shape, lanes in list(self._waiting.items()):
            while lanes and (self._closed or now - lanes[0].since >= self._options.idle_seconds):
                self._demand.waited_in_vain(shape)
                self._ended.append(lanes.popleft().held)
            if not lanes:
                del self._waiting[shape]
        since = min((lanes[0].since for lanes in self._waiting.values()), default=None)
        return None if since is None else since + self._options.idle_seconds - now
