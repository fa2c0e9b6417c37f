"""``codementor worker`` as an installed command, the jobs that it runs, and the broker that names them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.jobs.job import Job, NewJob, RunWork, SubmitWork, Work
from codementor_cli.domain.jobs.machines import LiveWorker
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.ports.machines import SharedJobs, Workers
from codementor_cli.queue.broker import RabbitBroker
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.jobs import PostgresJobs
from codementor_cli.store.postgres.jobs.live_workers import PostgresWorkers
from tests.cli.command import CHALLENGE, COMMAND
from tests.fakes.desk import until
from tests.fakes.jobs import ADA
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.servers.shared import own_name
from tests.fakes.service import PATIENCE_SECONDS

WORKING = "working"
"""What a worker logs once jobs can come."""


@dataclass
class WorkerProcess:
    """A running worker. Its log is read as it comes, so that it never waits for a reader."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def events(self) -> list[dict[str, object]]:
        """Each line of its log; one that is not JSON fails the test."""
        with self._changed:
            return [json.loads(each) for each in self.lines]

    def wait_for(self, event: str) -> dict[str, object]:
        """Return the line of an event, once it was logged."""

        def found() -> list[dict[str, object]]:
            return [each for each in map(json.loads, self.lines) if each["event"] == event]

        with self._changed:
            self._changed.wait_for(lambda: found() or self._is_over, PATIENCE_SECONDS)
            return found()[0]

    def children(self) -> set[int]:
        """Return its processes that run jobs."""
        pid = self.process.pid
        return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Wait for its end, and return the exit code; its log is complete then."""
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return code

    @property
    def _is_over(self) -> bool:
        return not self._reader.is_alive()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for text in self.process.stderr:
            with self._changed:
                self.lines.append(text)
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


@dataclass(frozen=True)
class Machines:
    """A database and a broker, and what servers do with them."""

    jobs: SharedJobs
    workers: Workers
    broker: RabbitBroker
    environment: Mapping[str, str]
    """Of commands that use both."""
    folder: Path
    """Where they run."""

    def add(self, work: Work) -> str:
        """Keep a job that no broker knows, and return its uid."""
        uid = uuid4().hex
        new = NewJob(uid=uid, owner=ADA, request_digest="0" * 64, work=work, created_at=datetime.now(tz=UTC))
        self.jobs.add(new, QueueCaps())
        return uid

    def release(self, uid: str) -> None:
        """Let the broker name a job."""
        self.broker.publish([uid])
        self.jobs.mark_released([uid], datetime.now(tz=UTC))

    def put(self, code: str) -> str:
        """Release a run of a program in Python, and return the uid of the job."""
        uid = self.add(RunWork(program=python(code)))
        self.release(uid)
        return uid

    def job(self, uid: str) -> Job:
        """Return a job as it is now."""
        found = self.jobs.job(uid)
        assert found is not None
        return found

    def live(self) -> tuple[LiveWorker, ...]:
        """Return the workers that are seen now."""
        return self.workers.live(datetime.now(tz=UTC))

    def ended(self, uid: str) -> Job:
        """Return a job once it has ended."""
        until(lambda: self.job(uid).state.is_end)
        return self.job(uid)

    def runner_of(self, uid: str, but: int = 0) -> int:
        """Return the process that runs a job, once one does, but for one that was known before."""
        found: list[int] = []

        def runs() -> bool:
            server = self.jobs.server_of(uid)
            found[:] = [] if server is None else [int(server.split("/")[1])]
            return bool(found) and found[0] != but

        until(runs)
        return found[0]

    @contextmanager
    def worker(self, *arguments: str, is_silent: bool = False) -> Iterator[WorkerProcess]:
        """Start a worker; what is left of it at the end is killed.

        Args:
            arguments: Options of the command.
            is_silent: Whether its log does not say when it is ready for jobs; otherwise that is waited for.
        """
        process = subprocess.Popen(
            [COMMAND, "worker", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            running = WorkerProcess(process)
            if not is_silent:
                running.wait_for(WORKING)
            yield running
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            running.end()
            assert process.stderr is not None
            process.stderr.close()


def python(code: str) -> Program:
    """Return a program in Python."""
    return Program(language="python", files=(SourceFile("main.py", code.encode()),), main="main.py")


def submission_of(code: str, challenge_id: str) -> SubmitWork:
    """Return the work of a submission in Python."""
    return SubmitWork(program=python(code), challenge_id=challenge_id)


@contextmanager
def new_machines(postgres: PostgresServer, rabbit: RabbitServer, folder: Path) -> Iterator[Machines]:
    """Yield a database and a broker that nobody else uses; the challenge ``add-two`` lies in the folder."""
    name, challenge = own_name(), folder / "challenges" / "add-two"
    challenge.mkdir(parents=True)
    (challenge / "challenge.yaml").write_text(CHALLENGE)
    with machines(postgres.create(name), rabbit.create(name), folder) as opened:
        yield opened
    postgres.drop(name)
    rabbit.drop(name)


@contextmanager
def machines(postgres_url: str, broker_url: str, folder: Path) -> Iterator[Machines]:
    """Open a database and a broker for workers that run in a folder."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    environment = {
        **kept,
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "DATABASE_URL": postgres_url,
        "CODEMENTOR_BROKER_URL": broker_url,
        "CODEMENTOR_SANDBOX": "bubblewrap",
        # An empty folder: programs are judged with this machine's own toolchains, and no image is unpacked.
        "CODEMENTOR_BUBBLEWRAP_IMAGES": str(folder),
    }
    with closing(open_database(postgres_url)) as database, closing(RabbitBroker(broker_url)) as broker:
        yield Machines(PostgresJobs(database), PostgresWorkers(database), broker, environment, folder)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one whose parent did not ask for its end has ended too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
