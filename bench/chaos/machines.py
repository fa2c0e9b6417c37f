"""Several machines on one: a broker, a database, servers and workers as processes, each of which can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

import psycopg

from bench.measure import BIN, clean_environment
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.process import Server, free_ports
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.servers.shared import private

_DATABASE = "chaos"
_SUPERVISOR_SECONDS = 0.5


class Kind(StrEnum):
    """What is killed."""

    SERVE = "serve"
    DISPATCHER = "dispatcher"
    """The server that releases jobs to the broker."""
    WORKER = "worker parent"
    CHILD = "worker child"
    BROKER = "broker"
    DATABASE = "database"


@dataclass
class Command:
    """One process of codementor, started again under the same arguments after each kill."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    ready: str
    """Event in its log once it works."""
    process: subprocess.Popen[bytes] | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)
    """Held while it is killed or started."""
    _begins_at: int = 0

    def is_up(self) -> bool:
        """Tell whether it said that it works since it was started."""
        with self.log.open("rb") as log:
            log.seek(self._begins_at)
            return f'"event": "{self.ready}"'.encode() in log.read()

    def start(self) -> None:
        """Start it; whether it is ready is seen by what it does."""
        with self.log.open("ab") as log:
            self._begins_at = log.tell()
            self.process = subprocess.Popen(
                [str(BIN / "codementor"), *self.arguments],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill this process alone, with SIGKILL."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def again(self) -> None:
        """Kill it and start it."""
        with self.guard:
            self.kill()
            self.start()

    def ended(self) -> int | None:
        """Start it again where it ended by itself, and return its exit code; None: it runs."""
        with self.guard:
            code = None if self.process is None else self.process.poll()
            if code is not None:
                self.start()
            return code

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        if self.process is None:
            raise RuntimeError(f"{self.arguments} was never started")
        return self.process.pid

    def children(self) -> list[int]:
        """Return the processes that it started itself."""
        found = []
        with suppress(OSError):
            for task in Path(f"/proc/{self.pid}/task").iterdir():
                found += [int(word) for word in (task / "children").read_text().split()]
        return found


@dataclass
class Machines:
    """All parts. One thread kills; each part starts again in a thread of its own, since a broker needs its time."""

    database: PostgresServer
    broker: RabbitServer
    serves: list[Command]
    workers: list[Command]
    urls: list[str]
    """Of the servers."""
    environment: Mapping[str, str]
    ends: list[tuple[str, int]] = field(default_factory=list)
    """Processes that ended by themselves, with their exit codes; each was started again, as by a service manager."""
    _starting: dict[Server, threading.Thread] = field(default_factory=dict)

    def kill(self, kind: Kind, draw: Random) -> bool:
        """Kill one part of a kind and start it again; False: none of that kind was up."""
        if kind in {Kind.BROKER, Kind.DATABASE}:
            return self._restart(self.broker if kind is Kind.BROKER else self.database)
        if kind is Kind.CHILD:
            return self._kill_child(draw)
        if kind is Kind.DISPATCHER:
            found = self.dispatcher()
        else:
            up = [each for each in (self.workers if kind is Kind.WORKER else self.serves) if each.is_up()]
            found = draw.choice(up) if up else None
        if found is not None:
            found.again()
        return found is not None

    def _kill_child(self, draw: Random) -> bool:
        children = [child for worker in self.workers if worker.is_up() for child in worker.children()]
        if not children:
            return False
        with suppress(ProcessLookupError):
            os.kill(draw.choice(children), signal.SIGKILL)
        return True

    def dispatcher(self) -> Command | None:
        """Return the server whose connection holds an advisory lock; None: none does, or the database is down."""
        query = """
            SELECT client_port FROM pg_stat_activity
            WHERE datname = %s AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)
        """
        try:
            with psycopg.connect(self.database.url(), connect_timeout=5) as connection:
                ports = {port for (port,) in connection.execute(query, (_DATABASE,))}
        except psycopg.OperationalError:
            return None
        return next((each for each in self.serves if ports & _local_ports(each.pid)), None)

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Start servers and workers, and again each that ends by itself, while the context is open."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(_SUPERVISOR_SECONDS):
                for each in (*self.serves, *self.workers):
                    code = each.ended()
                    if code is not None:
                        self.ends.append((each.log.stem, code))

        for each in (*self.serves, *self.workers):
            each.start()
        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            for each in (*self.serves, *self.workers):
                each.kill()

    def wait(self) -> None:
        """Return once everything that was killed was started again."""
        for thread in self._starting.values():
            thread.join()

    def _restart(self, server: Server) -> bool:
        before = self._starting.get(server)
        if before is not None and before.is_alive():
            return False
        server.kill()
        self._starting[server] = threading.Thread(target=server.start)
        self._starting[server].start()
        return True


def _local_ports(pid: int) -> set[int]:
    """Return the ports of this machine that a process has connections from. Source: proc(5), /proc/net/tcp."""
    sockets = set()
    with suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                sockets.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[9] in sockets}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many of each part."""

    serve_count: int = 2
    worker_count: int = 2
    lane_count: int = 2
    """Of each worker."""


@contextmanager
def machines(folder: Path, plan: Plan, images: Path, challenges: Callable[[Path], None]) -> Iterator[Machines]:
    """Yield all parts, started; at the end nothing of them is left.

    Args:
        folder: Takes the logs and the homes.
        plan: How many of each.
        images: Unpacked ones for bubblewrap, or an empty folder: this machine's own toolchains.
        challenges: Writes the catalog into a folder.
    """
    work = folder / "work"
    work.mkdir(parents=True)
    challenges(work)
    with ExitStack() as parts:
        database = parts.enter_context(private(PostgresServer))
        broker = parts.enter_context(private(RabbitServer))
        environment = {
            **clean_environment(),
            "HOME": str(folder),
            "DATABASE_URL": database.create(_DATABASE),
            "CODEMENTOR_BROKER_URL": broker.create(_DATABASE),
            "CODEMENTOR_SANDBOX": "bubblewrap",
            "CODEMENTOR_BUBBLEWRAP_IMAGES": str(images),
            "CODEMENTOR_SERVE_SERVICE_REQUESTS_PER_MINUTE": "100000",
            "CHAOS_FOLDER": str(folder),
        }
        ports = list(free_ports([str(number) for number in range(plan.serve_count)]).values())

        def command(name: str, ready: str, *arguments: str) -> Command:
            return Command(arguments, environment, work, folder / f"{name}.log", ready)

        serves = [command(f"serve-{port}", "listening", "serve", "--port", str(port)) for port in ports]
        workers = [
            command(f"worker-{number}", "working", "worker", "--lanes", str(plan.lane_count))
            for number in range(plan.worker_count)
        ]
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        found = Machines(database, broker, serves, workers, urls, environment)
        parts.callback(_end_all, folder)
        parts.callback(found.wait)
        yield found


def _end_all(folder: Path) -> None:
    """Kill every process that has the mark of this run, such as children whose worker was killed."""
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdecimal() and f"CHAOS_FOLDER={folder}".encode() in (process / "environ").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
