"""The service that ``codementor serve`` answers with: its parts, opened together and closed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from codementor_cli.bootstrap import Application, Report
from codementor_cli.bootstrap.access import AccessRules, access_rules, open_tokens
from codementor_cli.bootstrap.judges import build_of
from codementor_cli.bootstrap.machines.desks import Machines, open_desk
from codementor_cli.bootstrap.mentoring import served_mentor
from codementor_cli.bootstrap.practice import open_kept
from codementor_cli.bootstrap.warm import warm_sandbox
from codementor_cli.catalog.programs import foreign_program
from codementor_cli.catalog.programs import sent_program as program_that_was_sent
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.ports import Store
from codementor_cli.ports.serving import DeskObserver, Jobs, Rates, Tokens
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from codementor_cli.services.access.authenticate import check_address
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.live_runs import LiveRuns
from codementor_cli.services.jobs.options import NoObserver
from codementor_cli.services.mentor.serving.question_pool import QuestionPool
from codementor_cli.services.mentor.serving.served_mentor import ServedMentor
from codementor_cli.text.units import MIB

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOptions:
    """Bounds of the service: what one request, one owner and all of them together may take."""

    body_bytes: int = 8 * MIB
    """Of one request's body; a program has at most 1 MiB."""
    bodies_bytes: int = 512 * MIB
    """Of the bodies of all requests that are not answered yet."""
    body_seconds: float = 30.0
    """From the start of a request to the end of its body."""
    head_seconds: float = 10.0
    """From the first byte of a request to the end of its headers, and of a new connection to its first request."""
    connection_count: int = 512
    """Open connections; further ones are answered 503."""
    wait_seconds: float = 10.0
    """How long an answer waits for its job where the client does not say."""
    longest_wait_seconds: float = 60.0
    """The most that a client can ask to wait."""
    keep_alive_seconds: float = 15.0
    """Between two comments of an event stream where nothing happens."""
    owner_stream_count: int = 8
    """Open event streams of one owner."""
    stream_count: int = 128
    """Open event streams in all."""
    caps: QueueCaps = field(default_factory=lambda: QueueCaps(worker_count=0))
    """Of the queue; no workers: one a core."""
    live_count: int = 32
    """Live runs in all; each has a lane, most of which wait for a person."""
    owner_live_count: int = 4
    """Live runs of one owner."""
    grace_seconds: float = 20.0
    """How long running jobs may go on once the service is told to stop."""
    output_bytes: int = 1 * MIB
    """Of stdout and of stderr of a run, each, where the client does not say."""
    most_output_bytes: int = 4 * MIB
    """The most that a client can ask for."""
    ceilings: Ceilings = field(default_factory=lambda: Ceilings(wall_seconds=60, memory_bytes=1024 * MIB))
    """Of limits that a request asks for, where the settings name none."""
    compatible: tuple[str, ...] = ()
    """Interfaces of other judges that are switched on: ``judge0``, ``piston``, ``jobe``."""
    observer: DeskObserver = field(default_factory=NoObserver)
    """Told of each job."""
    open_sandbox: Callable[[Application, Report], WarmSandbox] = warm_sandbox
    """Where programs run; the service closes it."""


def local_options() -> ServiceOptions:
    """Return the bounds for one user's own commands: those that they have without a server."""
    most = Ceilings(wall_seconds=86_400, memory_bytes=1 << 40)
    return ServiceOptions(ceilings=most, owner_stream_count=128, live_count=64, owner_live_count=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the routes of the service stand on; threads share it."""

    application: Application
    store: Store
    store_name: str
    """Path of the file, or address of the database without its password, for the operator alone."""
    tokens: Tokens
    access: AccessRules
    rates: Rates | None
    """Counts requests for all servers of one database; None: this one is alone."""
    jobs: Jobs
    desk: JobDesk
    """Takes work and has it done."""
    mentor: ServedMentor
    questions: QuestionPool
    """Threads in which the mentor answers."""
    caps: QueueCaps
    """Bounds of the queue."""
    engine_name: Callable[[], str]
    """Returns the name of the sandbox of jobs: ``docker`` or ``bubblewrap``."""
    check_sandbox: Callable[[], None]
    """Raises ``EnvironmentFault`` where programs cannot be run now."""
    machines: Machines | None
    """Workers on other machines, and the broker; None: jobs run here."""
    waiting_lane_count: Callable[[], int]
    """Lanes of this machine that have started and hold no program."""
    live_runs: LiveRuns
    """Runs whose input comes while they go on."""
    build: str
    """What a command of the same user must have in common with a local server: see ``bootstrap.judges``."""
    options: ServiceOptions
    clock: Callable[[], datetime]
    """Aware, UTC."""

    @property
    def engine(self) -> str:
        """Name of the sandbox of jobs."""
        return self.engine_name()


def _ignore(_line: str) -> None:
    """Ignore it."""


def sent_program(
    app: Application, language: str, content: bytes, name: str = "", others: Sequence[SourceFile] = ()
) -> Program:
    """Return a program that came over the network; see ``catalog.programs``.

    Raises:
        UserFileError: There is no such language, or it is no program.
    """
    return program_that_was_sent(app.languages.get(language), content, name, others)


def client_program(language: Language, content: bytes, name: str, others: Sequence[SourceFile]) -> Program:
    """Return a program of a client of another judge; see ``catalog.programs.foreign_program``.

    Raises:
        UserFileError: It is too large, or the names of its files do not work in a sandbox.
    """
    return foreign_program(language, content, name, others)


def check_place(app: Application, address: str, database: str | None = None) -> None:
    """Refuse an address before anything listens there; ``open_service`` refuses it too.

    Raises:
        UserFileError: Others reach the address, and no token is live.
        EnvironmentFault: The tokens cannot be read.
    """
    rules = access_rules(app.settings, address)
    if not rules.is_private:
        with open_tokens(app, database) as tokens:
            check_address(tokens, address, rules.is_private, datetime.now(tz=UTC))


@contextmanager
def open_service(
    app: Application,
    options: ServiceOptions | None = None,
    database: str | None = None,
    address: str = LOOPBACK,
    report: Report = _ignore,
) -> Iterator[Service]:
    """Open the parts of the service, and close them when the context ends: running jobs end first, or are handed back.

    Args:
        app: Its settings hold; the caller closes it.
        options: None: the usual ones.
        database: Path after ``--database``; None: as the settings say.
        address: Where it will listen.
        report: Told what takes long before the service is ready.

    Raises:
        UserFileError: Others reach the address, and no token is live.
        EnvironmentFault: A part cannot be opened, with what to do about it.
    """
    chosen, rules = options or ServiceOptions(), access_rules(app.settings, address)
    with ExitStack() as parts:
        kept = open_kept(app, database)
        store = parts.enter_context(closing(kept.store))
        check_address(kept.tokens, address, rules.is_private, datetime.now(tz=UTC))
        opened = parts.enter_context(open_desk(app, kept, database, chosen, report))
        live_runs = LiveRuns(
            opened.lanes, most=chosen.live_count, most_of_owner=chosen.owner_live_count, prepare=opened.prepare_lanes
        )
        parts.callback(live_runs.close)
        questions = QuestionPool()
        parts.callback(questions.close)
        yield Service(
            application=app,
            store=store,
            store_name=kept.place,
            tokens=kept.tokens,
            access=rules,
            rates=kept.rates,
            jobs=opened.jobs,
            desk=opened.desk,
            mentor=served_mentor(app, store, opened.desk, opened.judge_for, kept.mentor_tabs),
            questions=questions,
            caps=chosen.caps,
            engine_name=opened.engine,
            check_sandbox=opened.check_sandbox,
            machines=opened.machines,
            waiting_lane_count=opened.lanes.waiting_count,
            live_runs=live_runs,
            build=build_of(app.settings),
            options=chosen,
            clock=lambda: datetime.now(tz=UTC),
        )
