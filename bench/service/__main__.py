"""``python -m bench.service``: how many judgings a second a server does, and what it takes for them.

Starts ``codementor serve`` on a free port of this machine, with a home of its own. Clients in threads judge a tiny
Python program by ten cases, one judging after the other, each with another program. Beside it: two bare interpreters
at a time. ``--direct`` leaves HTTP out: the same lanes, asked by threads of this process. ``--soak N`` judges N times,
and says on the way whether memory, threads, descriptors and control groups stay what they are.

Ends with 1 where a verdict is wrong.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.service.targets import CASES, Target, opened
from bench.service.usage import bare_rate, usage
from codementor_cli.bootstrap import core_count

_SAMPLES = 10


@dataclass(slots=True)
class Run:
    """What came of a number of judgings."""

    seconds: list[float] = field(default_factory=list)
    """Of each judging, as its client saw it."""
    wrong_count: int = 0
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        """Judgings a second."""
        return len(self.seconds) / self.elapsed

    def quantile(self, part: float) -> float:
        """Return the milliseconds within which that part of the judgings ended."""
        return 1000 * sorted(self.seconds)[min(len(self.seconds) - 1, int(part * len(self.seconds)))]


def main() -> int:
    """Measure as the command line asks; return 0, or 1 where a verdict was wrong."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server ends with this
    print(f"{core_count()} cores, load {os.getloadavg()[0]:.1f} before, {options.clients} clients, {CASES} cases each")
    before = bare_rate()
    with tempfile.TemporaryDirectory(prefix="codementor-bench-") as folder, opened(options, Path(folder)) as target:
        wrong = sum(not target.judge(number) for number in range(2 * core_count()))
        start = usage(target.process)
        print(f"at the start: {start}", flush=True)
        run = _soak(target, options) if options.soak else _loaded(target, options.clients, _for(options.seconds))
        time.sleep(1.0)
        end = usage(target.process)
        print(f"at the end:   {end}")
    after = bare_rate()
    bare = (before + after) / 2
    print(
        f"{run.rate:.1f} judgings/s, {CASES * run.rate:.0f} cases/s; p50 {run.quantile(0.5):.0f} ms, "
        f"p95 {run.quantile(0.95):.0f} ms ({run.quantile(0.95) / run.quantile(0.5):.1f} x p50), "
        f"{len(run.seconds)} judgings, {run.wrong_count + wrong} wrong; "
        f"{1000 * (end.cpu_seconds - start.cpu_seconds) / len(run.seconds):.1f} ms CPU of the server itself each"
    )
    print(
        f"two bare interpreters at a time: {before:.0f} cases/s before, {after:.0f} after; "
        f"the service does {CASES * run.rate / bare:.2f} times as many"
    )
    return 1 if run.wrong_count + wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.service", description="Time a server on this machine.")
    parser.add_argument("--sandbox", choices=["bubblewrap", "docker"], default="bubblewrap")
    parser.add_argument("--clients", type=int, metavar="N", default=16)
    parser.add_argument("--seconds", type=float, default=20.0, help="how long; without --soak")
    parser.add_argument("--soak", type=int, metavar="N", default=0, help="judge so many times")
    parser.add_argument("--direct", action="store_true", help="without HTTP: the lanes alone")
    parser.add_argument("--images", type=Path, metavar="FOLDER", help="unpacked images; default: unpack Python's anew")
    return parser.parse_args()


def _for(seconds: float) -> Callable[[int], bool]:
    """Return whether a judging is still to begin, for a number of seconds from now."""
    until = time.monotonic() + seconds
    return lambda _number: time.monotonic() < until


def _loaded(target: Target, client_count: int, goes_on: Callable[[int], bool]) -> Run:
    """Judge with so many clients at a time, each one program after the other."""
    run, numbers, guard = Run(), iter(range(100, sys.maxsize)), threading.Lock()

    def client() -> None:
        while True:
            with guard:
                number = next(numbers)
            if not goes_on(number - 100):
                return
            began = time.perf_counter()
            is_right = target.judge(number)
            with guard:
                run.seconds.append(time.perf_counter() - began)
                run.wrong_count += not is_right

    began = time.perf_counter()
    with ThreadPoolExecutor(client_count) as clients:
        for each in [clients.submit(client) for _ in range(client_count)]:
            each.result()
    run.elapsed = time.perf_counter() - began
    return run


def _soak(target: Target, options: argparse.Namespace) -> Run:
    """Judge so many times, and tell after each part what the server holds."""
    whole, part_count = Run(), max(1, options.soak // _SAMPLES)
    while len(whole.seconds) < options.soak:
        part = _loaded(target, options.clients, lambda number: number < part_count)
        whole.seconds += part.seconds
        whole.wrong_count += part.wrong_count
        whole.elapsed += part.elapsed
        time.sleep(1.0)
        print(
            f"{len(whole.seconds):6} judgings, {part.rate:5.1f}/s, p50 {part.quantile(0.5):4.0f} ms, "
            f"load {os.getloadavg()[0]:4.1f}: {usage(target.process)}",
            flush=True,
        )
    return whole


if __name__ == "__main__":
    sys.exit(main())
