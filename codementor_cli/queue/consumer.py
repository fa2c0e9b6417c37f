"""A worker: it takes uids from the broker, and gives each to a process of its own."""

from __future__ import annotations

import logging
import mmap
import os
import signal
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, ClassVar

from billiard import active_children
from billiard.util import get_logger
from celery import signals
from celery.concurrency import asynpool, prefork
from celery.exceptions import CPendingDeprecationWarning
from celery.worker import WorkController, state
from celery.worker.consumer import Consumer
from celery.worker.state import maybe_shutdown
from kombu import Connection

from codementor_cli.queue.celery_app import TASK, PinnedCelery
from codementor_cli.queue.child import ChildWork, WorkerChild
from codementor_cli.queue.faults import broker_fault, place_of

_LOG = logging.getLogger("codementor.worker")
_MOST_RETRY_SECONDS = 5
"""Between two tries to reach the broker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPlan:
    """What a worker is and does."""

    url: str
    """Of the broker."""
    name: str
    """Unique among all that ever were."""
    lane_count: int
    """Processes, each with one job at a time."""
    open_work: Callable[[], ChildWork]
    """Called in each process."""
    on_ready: Callable[[], None]
    """Called once, when the broker has answered."""
    on_draining: Callable[[], None]
    """Called by a signal's handler: it must not wait, nor take a lock."""


def run_worker(plan: WorkerPlan) -> int:
    """Run jobs until a signal, and return the exit code.

    The first SIGTERM or SIGINT ends the worker once its jobs have ended; the second one hands them back to the queue.
    It must be called in the main thread of a process that has no other use for signals.
    """
    stop = _Stop(plan.on_draining)
    child = WorkerChild(plan.open_work, stop.is_asked)
    # That Celery cancels no job when the broker goes away is meant, and it would warn of it each time.
    warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
    signals.setup_logging.connect(_keep_logging, weak=False)
    _mend_logging()
    worker = WorkController(
        app=_app(plan.url, child),
        hostname=plan.name,
        pool_cls=_pool_class(child),
        consumer_cls=_Consumer,
        concurrency=plan.lane_count,
        optimization="fair",
        ready_callback=lambda _consumer: plan.on_ready(),
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    stop.watch()
    worker.start()
    return int(worker.exitcode or 0)


class _Stop:
    """Whether the worker was told to stop, as its processes see it too."""

    def __init__(self, on_draining: Callable[[], None]) -> None:
        self._on_draining = on_draining
        # Memory that the processes share, without a lock.
        self._flag = mmap.mmap(-1, 1)

    def is_asked(self) -> bool:
        return self._flag[0] != 0

    def watch(self) -> None:
        """Listen for signals from now on."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._handle)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.is_asked():
            self._end_processes()
            return
        self._flag[0] = 1
        state.should_stop = 0
        self._on_draining()

    @staticmethod
    def _end_processes() -> None:
        for each in active_children():
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGTERM)


class _Consumer(Consumer):  # type: ignore[misc]  # Celery has no types
    """Celery's own, without the 28 queues for delayed messages that it would make beside a quorum queue."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc]  # the same
        default_steps: ClassVar[list[str]] = [
            each for each in Consumer.Blueprint.default_steps if not each.endswith(":DelayedDelivery")
        ]

    def ensure_connected(self, conn: Connection) -> Connection:
        """Return the connection once the broker has answered; Celery's own waits get longer by 2 s each time."""

        def told(error: Exception, _seconds: float) -> None:
            fault = broker_fault(error, self.app.url)
            _LOG.warning("the broker is waited for", extra={"problem": fault.message, "next_step": fault.next_step})

        found: Connection = conn.ensure_connection(
            told, None, interval_start=1, interval_step=1, interval_max=_MOST_RETRY_SECONDS, callback=maybe_shutdown
        )
        self.first_connection_attempt = False
        _LOG.info("the broker answers", extra={"broker": place_of(self.app.url)})
        return found


def _app(url: str, child: WorkerChild) -> PinnedCelery:
    """Return Celery with the one task that a message may name."""
    app = PinnedCelery(url)
    app.task(child.run, name=TASK, ignore_result=True, shared=False, typing=False)
    app.finalize()
    for name in tuple(app.tasks):
        if name != TASK:
            app.tasks.unregister(name)
    return app


def _pool_class(child: WorkerChild) -> type[Any]:
    """Return a pool whose processes open what jobs need before they take one, and close it at their end."""

    class Process(asynpool.Worker):  # type: ignore[misc]  # Celery has no types
        def on_loop_start(self, pid: int) -> None:
            child.begin()
            super().on_loop_start(pid)

        def _do_exit(self, pid: int, exitcode: int | None, exc: BaseException | None = None) -> None:
            try:
                child.close()
            finally:
                super()._do_exit(pid, exitcode, exc)

    class Pool(asynpool.AsynPool):  # type: ignore[misc]  # Celery has no types
        def __init__(self, *args: Any, **more: Any) -> None:
            self.Worker = Process
            super().__init__(*args, **more)

        def _track_child_process(self, proc: Any, hub: Any) -> None:
            # Celery's own ends the worker where a process died just before the broker was reached again, and is still
            # in the list. Its place is filled within five seconds.
            if getattr(proc, "_sentinel_poll", hub) is not None:
                super()._track_child_process(proc, hub)

    class TaskPool(prefork.TaskPool):  # type: ignore[misc]  # Celery has no types
        pass

    TaskPool.Pool = Pool
    return TaskPool


def _mend_logging() -> None:
    """Let billiard's lines go where all others go, and leave out what is told by another line, or is no fault."""
    get_logger().propagate = True
    logging.getLogger("celery.worker.request").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line tells something.

    The loss of a process is told by its exit. What a lost broker was not told, it asks again, and the row answers.
    """
    text = record.getMessage()
    return "WorkerLostError" not in text and not text.startswith("Couldn't ack ")


def _keep_logging(**_told: object) -> None:
    """Leave the log as it is: Celery sets it up where nobody answers its signal."""
