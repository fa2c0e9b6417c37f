"""A worker: processes that run the jobs which a broker names."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime

from codementor_cli import __version__
from codementor_cli.bootstrap import Application, Report, core_count
from codementor_cli.bootstrap.machines import broker_url, open_broker, open_shared, shared_url
from codementor_cli.bootstrap.warm import check_server_engine, warm_sandbox
from codementor_cli.errors import EnvironmentFault, NextStep
from codementor_cli.ports.serving import DeskObserver
from codementor_cli.queue.consumer import WorkerPlan, run_worker
from codementor_cli.services.jobs.machines.presence import Presence, WorkerFacts
from codementor_cli.services.jobs.machines.released_jobs import ReleasedJobs
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.settings import Settings

_CONNECTIONS_OF_A_PROCESS = 2
"""To the database: one for the job, one for the thread that keeps its lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker works."""

    lane_count: int = 0
    """Jobs that it runs at a time; 0: one a core."""
    open_observer: Callable[[Application], AbstractContextManager[DeskObserver]]
    """Opens, in each process, what is told of its jobs."""
    report: Report
    """Told in each process what takes long before its first job."""
    tell_note: Report
    """Told where programs are judged elsewhere than one may expect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWorker:
    """What an operator sees of a worker as it begins."""

    facts: WorkerFacts
    store: str
    """Place of the database."""
    broker: str
    """Place of the broker."""


def work(app: Application, options: WorkerOptions, database: str | None, told: Callable[[OpenedWorker], None]) -> int:
    """Run jobs until a signal, and return the exit code; see ``queue.consumer.run_worker``.

    Args:
        app: Its settings hold, in all processes; it is closed here.
        options: How to work.
        database: After ``--database``; None: as the settings say.
        told: Called once jobs can come.

    Raises:
        EnvironmentFault: A part is missing or refuses, with what to do about it. A broker that is down is waited for.
    """
    if sys.platform != "linux":
        raise EnvironmentFault("Workers run on Linux alone.", NextStep(("serve",), "{} judges here by itself."))
    store, broker = shared_url(app, database), broker_url(app)
    with app:
        engine = check_server_engine(app)
        _remove_orphans(app, engine, options.report)
    place = _check_broker(broker)
    lanes = options.lane_count or core_count()
    number = os.urandom(4).hex()
    facts = WorkerFacts(name=f"{socket.gethostname()}/{number}", version=__version__, engine=engine, lane_count=lanes)
    with ExitStack() as parts:
        shared = parts.enter_context(open_shared(store, connection_count=1))
        presence = Presence(shared.workers, facts, lambda: datetime.now(tz=UTC))
        parts.callback(presence.close)

        def on_ready() -> None:
            presence.start()
            told(OpenedWorker(facts=facts, store=shared.place, broker=place))

        return run_worker(
            WorkerPlan(
                url=broker,
                name=f"{number}@{socket.gethostname()}",
                lane_count=lanes,
                open_work=lambda: _opened(app.settings, store, options, lanes),
                on_ready=on_ready,
                on_draining=presence.drain,
            )
        )


def _remove_orphans(app: Application, engine: str, report: Report) -> None:
    """Remove the containers that a killed worker left on this machine. Those of bubblewrap end with their process."""
    if engine != "docker":
        return
    from codementor_cli.sandbox.docker import remove_orphans  # noqa: PLC0415 - for this engine alone

    removed = remove_orphans(app.daemon)
    if removed:
        report(f"removed lanes that a killed process left: {', '.join(removed)}")


def _check_broker(url: str) -> str:
    """Return the place of a broker that takes this user, or does not answer yet.

    Raises:
        BrokerFault: It refuses.
    """
    with closing(open_broker(url)) as broker:
        broker.check_user()
        return broker.place


class _Work:
    """What one process does; meets ``queue.child.ChildWork``."""

    def __init__(self, jobs: ReleasedJobs, parts: ExitStack) -> None:
        self._jobs = jobs
        self._parts = parts

    def run(self, uid: str) -> object:
        return self._jobs.run(uid)

    def hand_back(self) -> None:
        self._jobs.hand_back()

    def close(self) -> None:
        self._parts.close()


def _opened(settings: Settings, store: str, options: WorkerOptions, share: int) -> _Work:
    """Open what one process needs, in that process.

    Raises:
        EnvironmentFault: A part cannot be opened.
    """
    with ExitStack() as parts:
        app = parts.enter_context(Application(settings, options.tell_note))
        shared = parts.enter_context(open_shared(store, _CONNECTIONS_OF_A_PROCESS))
        observer = parts.enter_context(options.open_observer(app))
        sandbox = parts.enter_context(closing(warm_sandbox(app, options.report, busy_count=1, share=share)))
        needed = JobParts(judge=app.judge_on(sandbox), sandbox=sandbox, catalog=app.catalog, machine=app.machine)
        jobs = ReleasedJobs(shared.jobs, needed, DeskOptions(observer=observer))
        parts.callback(jobs.close)
        jobs.start()
        return _Work(jobs, parts.pop_all())
