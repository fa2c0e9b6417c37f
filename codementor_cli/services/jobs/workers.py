"""Threads that run jobs, each one job at a time, in fair order."""

from __future__ import annotations

import threading
import time

from codementor_cli.services.jobs.job_runs import JobRuns
from codementor_cli.services.jobs.job_server import JobServer

_CANCEL_SECONDS = 5.0
"""Longest wait for judgings that were cancelled: each ends within a second."""


class Workers:
    """The threads of one server. Any thread may call any method."""

    def __init__(self, server: JobServer, runs: JobRuns) -> None:
        """Take what the threads need.

        Args:
            server: Whose threads they are; its options say how many.
            runs: Run the jobs that the threads claim.
        """
        self._server = server
        self._runs = runs
        self._changed = threading.Condition()
        self._change_count = 0
        self._closing = threading.Event()
        count = server.options.thread_count
        self._threads = [
            threading.Thread(target=self._work, name=f"jobs worker {number}", daemon=True) for number in range(count)
        ]

    def start(self) -> None:
        """Begin to run jobs."""
        for each in self._threads:
            each.start()

    def wake(self) -> None:
        """Look for jobs: there may be one."""
        with self._changed:
            self._change_count += 1
            self._changed.notify_all()

    def close(self, grace_seconds: float) -> None:
        """Begin no more jobs, let the running ones end, and hand back those that take too long."""
        self._closing.set()
        self.wake()
        self._join(grace_seconds)
        self._runs.hand_back()
        self._join(_CANCEL_SECONDS)

    def _join(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        for each in self._threads:
            if each.ident is not None:
                each.join(max(0.0, deadline - time.monotonic()))

    def _work(self) -> None:
        options = self._server.options
        while not self._closing.is_set():
            seen = self._change_count
            try:
                job = self._server.jobs.claim(self._server.lease(), options.most_running)
                if job is not None:
                    self._runs.run(job)
            except Exception as error:  # noqa: BLE001 - whatever one job does, the thread runs the next ones
                options.observer.fault(error)
                self._closing.wait(options.retry_seconds)
            else:
                if job is None:
                    self._wait_for_news(seen)

    def _wait_for_news(self, seen: int) -> None:
        with self._changed:
            while self._change_count == seen:
                self._changed.wait()
