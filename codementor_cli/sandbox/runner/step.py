"""One step of a lane: start a program, watch it, end it, and tell what happened."""

from __future__ import annotations

import os
import select
import time

from codementor_cli.sandbox.runner import box, wire
from codementor_cli.sandbox.runner.child import Executed
from codementor_cli.sandbox.runner.delay import SHORTEST_SECONDS, RunDelay, draw_seconds
from codementor_cli.sandbox.runner.link import Link
from codementor_cli.sandbox.runner.meter import Meter
from codementor_cli.sandbox.runner.streams import Capture, Feed
from codementor_cli.sandbox.runner.zygote.zygote import Forked

TYPE_CHECKING = False
if TYPE_CHECKING:  # 3 ms of each lane's start
    from collections.abc import Callable

_SHORTEST_CHECK_SECONDS = 0.005
_CENSUS_SECONDS = 0.01
"""How often memory is counted where the kernel does not, while a program has less than half of it."""
_FIRST_LOOK_SECONDS = 0.05
"""A program that ends before is not looked at."""
_AFTER_EVENT_SECONDS = 0.002
"""An event may be the program's own, and a look at a moment of its choice would find what it wants found."""
_CROWD_SECONDS = 0.1
"""How often files are counted where nothing caps them: a program can make some 20 000 meanwhile."""
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Watch:
    """A running program, its streams and its limits."""

    def __init__(self, link: Link, step: dict[str, object], meter: Meter) -> None:
        self._link = link
        self._meter = meter
        self._cpu_limit = int(wire.typed(step, "cpu_seconds", float) * 1e9)
        self._wall_limit = wire.typed(step, "wall_seconds", float)
        self._most_delay = wire.typed(step, "most_delay_seconds", float)
        self._memory_limit = wire.typed(step, "memory_bytes", int)
        self._poll = select.poll()
        self._captures: dict[int, Capture] = {}
        self._feed: Feed | None = None
        self._stop = ""

    def run(
        self, start: Callable[[tuple[int, int, int]], Executed | Forked], streams: tuple[int, int, int]
    ) -> dict[str, object]:
        """Run the program that ``start`` starts with these streams to its end, and return the facts."""
        if self._meter.totals is not None:
            self._meter.totals.reset(os.fstat(streams[0]).st_size)
        cpu_before, oom_before = self._meter.cpu_nanoseconds(), self._meter.oom_kill_count()
        began = time.monotonic()
        self._delay = RunDelay(self._meter, began, cpu_before)
        program = start(streams)
        self._link.flush()  # the host turns to the step before this one while this one's program runs
        for descriptor in set(streams):
            os.close(descriptor)
        self._watch(program, began, cpu_before)
        ended = time.monotonic()
        if ended - began > _FIRST_LOOK_SECONDS:
            self._delay.look(ended, self._meter.cpu_nanoseconds(), ended=True)
        end = program.end()
        for capture in self._captures.values():
            capture.drain()
            capture.close()
        return {
            "exit_code": os.WEXITSTATUS(end.status) if os.WIFEXITED(end.status) else None,
            "signal": os.WTERMSIG(end.status) if os.WIFSIGNALED(end.status) else None,
            "stop": self._stop,
            "oom_kills": self._meter.oom_kill_count() - oom_before,
            "cpu_ns": max(self._meter.cpu_nanoseconds() - cpu_before, end.cpu_nanoseconds),
            "wall_ns": int((ended - began) * 1e9),
            "delay_ns": int(self._delay.seconds * 1e9),
            "peak_bytes": max(end.largest_bytes, self._meter.totals.largest_bytes if self._meter.totals else 0),
            "truncated": [capture.truncated for capture in self._captures.values()],
        }

    def capture(self, descriptor: int, stream: int, limit: int, live: bool) -> None:
        """Read a stream of the program while it runs."""
        self._captures[descriptor] = Capture(self._link, descriptor, stream, limit, live)
        self._poll.register(descriptor, select.POLLIN)

    def feed(self, feed: Feed) -> None:
        """Forward the host's live input while the program runs."""
        self._feed = feed

    def _watch(self, program: Executed | Forked, began: float, cpu_before: int) -> None:
        """Wait on descriptors alone until the main process is gone; stop it when a limit is reached."""
        self._program = program
        ended = program.ended
        self._poll.register(ended, select.POLLIN)
        self._poll.register(self._link.inward, select.POLLIN if self._feed else 0)
        if self._feed:  # input may have come with the request
            self._take_input(self._feed)
        check_at, look_at = began, began + _FIRST_LOOK_SECONDS + draw_seconds(_FIRST_LOOK_SECONDS)
        events: list[tuple[int, int]] = []
        while True:
            now = time.monotonic()
            if now >= check_at and not self._stop:
                if now >= look_at:
                    now = self._look(after_event=bool(events))
                    look_at = now + SHORTEST_SECONDS + draw_seconds(2 * SHORTEST_SECONDS)
                check_at = min(look_at, now + self._check(now - began, cpu_before))
            wait = None if self._stop else max(0, int((check_at - now) * 1000) + 1)
            events = self._poll.poll(wait)
            for descriptor, event in events:
                self._serve(descriptor, event)
            if any(descriptor == ended for descriptor, _ in events):
                break
        self._poll.unregister(self._link.inward)
        os.close(ended)

    def _look(self, *, after_event: bool) -> float:
        """Look whether the program is ready to run; return the time."""
        if after_event:
            time.sleep(draw_seconds(_AFTER_EVENT_SECONDS))
        now = time.monotonic()
        self._delay.look(now, self._meter.cpu_nanoseconds())
        return now

    def _check(self, wall_seconds: float, cpu_before: int) -> float:
        """Stop the program where it is over a time limit; return how long it cannot be."""
        left = self._wall_limit + self._delay.seconds - wall_seconds
        cpu_left = (self._cpu_limit - (self._meter.cpu_nanoseconds() - cpu_before)) / 1e9
        if cpu_left < 0:
            self._end("cpu_time")
        elif left <= 0:
            self._end("wall_time")
        elif self._delay.seconds > self._most_delay:
            self._end("starved")
        longest = min(left, cpu_left / self._meter.cores)
        totals = self._meter.totals
        if totals is not None:
            used = totals.memory_bytes(self._memory_limit)
            longest = min(longest, _CENSUS_SECONDS if used < self._memory_limit / 2 else _SHORTEST_CHECK_SECONDS)
            if used > self._memory_limit:
                self._end("memory")
        if self._meter.counts_files:
            longest = min(longest, _CROWD_SECONDS)
            if box.is_crowded():
                self._end("memory")
        return max(_SHORTEST_CHECK_SECONDS, longest)

    def _end(self, why: str) -> None:
        if not self._stop:
            self._stop = why
            self._program.kill()

    def _serve(self, descriptor: int, event: int) -> None:
        """Take what one descriptor has."""
        if descriptor == self._link.inward:
            self._serve_host(event)
        if self._feed and descriptor == self._feed.descriptor and event & (select.POLLOUT | select.POLLERR):
            self._feed.flush()
            self._mind_feed(self._feed)
        if descriptor in self._captures and event & (select.POLLIN | _GONE):
            capture = self._captures[descriptor]
            if not capture.read():
                self._poll.unregister(descriptor)
            elif capture.truncated:
                self._end(("stdout", "stderr")[capture.stream - 1])

    def _serve_host(self, event: int) -> None:
        """Notice that the host is gone; the lane ends with it."""
        if self._feed is not None and event & select.POLLIN:
            self._link.fill()
            self._take_input(self._feed)
        elif event & _GONE:
            os._exit(0)

    def _take_input(self, feed: Feed) -> None:
        """Pass on live input that is here."""
        while frame := self._link.poll():
            kind, header, body = frame
            if kind == wire.INPUT:
                feed.add(body, bool(header.get("end")))
        self._mind_feed(feed)

    def _mind_feed(self, feed: Feed) -> None:
        """Wait for room in the program's input, or for more of the host's, as the case may be."""
        self._poll.modify(self._link.inward, 0 if feed.full else select.POLLIN)
        if feed.descriptor < 0:
            return
        reading = select.POLLIN if feed.descriptor in self._captures else 0
        self._poll.register(feed.descriptor, reading | (select.POLLOUT if feed.waiting else 0))
        if feed.finished:
            self._poll.unregister(feed.descriptor)
            feed.close()
