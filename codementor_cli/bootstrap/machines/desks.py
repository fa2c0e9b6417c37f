"""The desk of a server, and where its jobs run: in lanes of its own, or on workers of many machines."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; one machine pays for no broker

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report, core_count
from codementor_cli.bootstrap.machines import broker_url, open_broker, shared_url
from codementor_cli.bootstrap.practice import Kept
from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox.bubblewrap import find_bubblewrap
from codementor_cli.sandbox.docker import is_built
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.machines.broker_watch import BrokerWatch
from codementor_cli.services.jobs.machines.dispatcher import Dispatcher
from codementor_cli.services.jobs.machines.lanes_on_demand import ClosableLanes, LanesOnDemand
from codementor_cli.services.jobs.machines.live_lanes import LiveLanes
from codementor_cli.services.jobs.machines.queued_judge import QueuedJudge
from codementor_cli.services.jobs.machines.taken_jobs import TakenJobs
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.services.mentor.serving.bounded_judge import BoundedJudge

if TYPE_CHECKING:
    from codementor_cli.bootstrap.serving import ServiceOptions
    from codementor_cli.domain.practice.learner import LearnerId
    from codementor_cli.ports import Judge
    from codementor_cli.ports.machines import SharedJobs
    from codementor_cli.ports.serving import Jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What a server knows of workers elsewhere; threads share it."""

    lanes: LiveLanes
    """Of all live workers."""
    broker: BrokerWatch
    dispatcher: Dispatcher
    """This server's; one of all works."""
    place: str
    """Of the broker, for the operator alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDesk:
    """A desk that takes jobs, and what depends on where they run."""

    jobs: Jobs
    desk: JobDesk
    lanes: ClosableLanes
    """Of this machine, for live runs."""
    prepare_lanes: Callable[[], object]
    """Opens them where they are not open; raises ``EnvironmentFault`` where there is no engine here."""
    judge_for: Callable[[LearnerId], Judge]
    """Of code in answers of the mentor."""
    engine: Callable[[], str]
    """Returns the name of the sandbox of jobs."""
    check_sandbox: Callable[[], None]
    """Raises ``EnvironmentFault`` where no job can be run now."""
    machines: Machines | None
    """None: jobs run here."""


@contextmanager
def open_desk(
    app: Application, kept: Kept, database: str | None, options: ServiceOptions, report: Report
) -> Iterator[OpenedDesk]:
    """Open the desk of a server, and close it when the context ends: jobs that run here end first, or are handed back.

    Args:
        app: Its settings say where jobs run: with a broker, on workers.
        kept: Where jobs are kept.
        database: After ``--database``; None: as the settings say.
        options: Of the service.
        report: Told what takes long before the service is ready.

    Raises:
        EnvironmentFault: A part cannot be opened, or a broker is named and no PostgreSQL, with what to do about it.
    """
    opens = _desk_here if app.settings.value("broker.url").value is None else partial(_desk_of_workers, database)
    with ExitStack() as parts:
        yield opens(parts, app, kept, options, report)


def _desk_here(parts: ExitStack, app: Application, kept: Kept, options: ServiceOptions, report: Report) -> OpenedDesk:
    sandbox = parts.enter_context(closing(options.open_sandbox(app, report)))
    caps = replace(options.caps, worker_count=options.caps.worker_count or core_count())
    jobs, judge = kept.open_jobs(), app.judge_on(sandbox)
    work = JobParts(judge=judge, sandbox=sandbox, catalog=app.catalog, machine=app.machine)
    desk = JobDesk(jobs, work, DeskOptions(caps=caps, observer=options.observer))
    parts.callback(desk.close, options.grace_seconds)
    desk.start()
    if kept.database is not None:
        from codementor_cli.store.postgres.jobs import PostgresNews

        parts.enter_context(PostgresNews(kept.database).listen(desk.hear))
    # Each of its judgings takes its slot from the budget that the desk's take theirs from.
    bounded = BoundedJudge(judge, core_count())
    return OpenedDesk(
        jobs=jobs,
        desk=desk,
        lanes=sandbox,
        prepare_lanes=lambda: None,
        judge_for=lambda _: bounded,
        engine=lambda: sandbox.name,
        check_sandbox=partial(_check_sandbox, app, sandbox.name),
        machines=None,
    )


def _desk_of_workers(  # noqa: PLR0913, PLR0917 - of the other kind, and what its error names
    database: str | None, parts: ExitStack, app: Application, kept: Kept, options: ServiceOptions, report: Report
) -> OpenedDesk:
    from codementor_cli.store.postgres.jobs import PostgresJobs, PostgresNews, PostgresWorkers

    shared_url(app, database)
    if kept.database is None:
        raise TypeError("a shared database is one that was opened")
    jobs = PostgresJobs(kept.database)
    live = LiveLanes(PostgresWorkers(kept.database), lambda: datetime.now(tz=UTC))
    named = "docker" if app.settings.value("sandbox").value == "docker" else "bubblewrap"

    def engine() -> str:
        return live.engine() or named

    lanes = parts.enter_context(closing(LanesOnDemand(lambda: options.open_sandbox(app, report), named)))
    taken = TakenJobs(options.observer)
    desk_options = DeskOptions(caps=options.caps, observer=taken, lane_count=live.count)
    work = JobParts(judge=app.judge_on(lanes), sandbox=lanes, catalog=app.catalog, machine=app.machine)
    desk = JobDesk(jobs, work, desk_options)
    taken.watch(desk.subscribe)
    parts.callback(desk.close)
    desk.start()
    machines = _machines(parts, broker_url(app), jobs, live, desk_options)

    def heard(uid: str) -> None:
        machines.dispatcher.wake()
        desk.hear(uid)

    parts.enter_context(PostgresNews(kept.database).listen(heard))
    return OpenedDesk(
        jobs=jobs,
        desk=desk,
        lanes=lanes,
        prepare_lanes=lanes.opened,
        judge_for=lambda learner: QueuedJudge(desk=desk, owner=learner, engine=engine()),
        engine=engine,
        check_sandbox=partial(_check_workers, live),
        machines=machines,
    )


def _machines(parts: ExitStack, url: str, jobs: SharedJobs, live: LiveLanes, options: DeskOptions) -> Machines:
    """Return what releases jobs to a broker and looks at it, which have begun."""
    broker = parts.enter_context(closing(open_broker(url)))
    dispatcher = Dispatcher(jobs, live, broker, options)
    parts.callback(dispatcher.close)
    # A connection of its own: a look waits for no job that is being sent.
    watch = BrokerWatch(parts.enter_context(closing(open_broker(url))))
    parts.callback(watch.close)
    dispatcher.start()
    watch.start()
    return Machines(lanes=live, broker=watch, dispatcher=dispatcher, place=broker.place)


def _check_sandbox(app: Application, engine: str) -> None:
    """Refuse an engine that went away since the service was opened.

    Raises:
        EnvironmentFault: Docker's daemon does not answer, or bubblewrap is not installed any more.
    """
    if engine == "docker":
        is_built(app.daemon, "codementor/none")
    elif engine == "bubblewrap" and find_bubblewrap() is None:
        raise SandboxFault("bwrap is not installed any more.", NextStep(("doctor",)))


def _check_workers(live: LiveLanes) -> None:
    """Refuse to run jobs where no worker would.

    Raises:
        EnvironmentFault: None lives, or they cannot be looked up.
    """
    if not live.count():
        raise SandboxFault("No worker lives: jobs wait.", NextStep(("worker",), "Start one: {}"))
