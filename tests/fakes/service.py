"""The service in this process, on loopback, with a sandbox that runs nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import httpx2

from codementor_cli.api.operations.operations import operations_of
from codementor_cli.api.server import server_of
from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.serving import Service, ServiceOptions, open_service
from codementor_cli.bootstrap.warm import warm_sandbox
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution, RunReport
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Cancel, Console
from codementor_cli.settings import load_settings
from tests.fakes.sandbox import FakeSession, printing

PATIENCE_SECONDS = 60.0
"""After so long, what does not come is taken to be lost, and its test fails."""


class ScriptedSession(FakeSession):
    """A session whose program is a word and its text: see ``ScriptedSandbox``."""

    def __init__(self, sandbox: ScriptedSandbox, program: Program, limits: Limits, lane_count: int) -> None:
        super().__init__(program, limits, lane_count, sandbox.answer, sandbox.compiled(program), reverse=False)
        self._sandbox = sandbox
        self.ended = threading.Event()

    def run(self, runs: Sequence[CaseRun]) -> Generator[RunReport, None, None]:
        for run in runs:
            self._sandbox.started.release()
            if _word(self.program) == "hang":
                if not self.ended.wait(PATIENCE_SECONDS):
                    raise AssertionError("nothing ended a program that hangs")
                raise SandboxFault("The session was closed.")
            yield from super().run([run])

    def close(self) -> None:
        super().close()
        self.ended.set()


@dataclass
class ScriptedSandbox:
    """Opens sessions, and remembers them.

    The first word of a program's main file says what its runs come to: ``echo`` prints its input, ``say TEXT`` prints
    the text, ``crash`` ends with 1, ``broken`` does not compile, ``fault`` is the sandbox's own failure, ``hang`` goes
    on until the session is closed, ``hold`` until the test sets ``may_go_on``.
    """

    sessions: list[ScriptedSession] = field(default_factory=list)
    started: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released at the start of each run."""
    may_go_on: threading.Event = field(default_factory=threading.Event)
    ended_runs: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released where a live run that hangs was ended."""

    def waiting_count(self) -> int:
        return 0

    @property
    def name(self) -> str:
        return "fake"

    def open(self, program: Program, limits: Limits, lane_count: int) -> ScriptedSession:
        self.sessions.append(ScriptedSession(self, program, limits, lane_count))
        return self.sessions[-1]

    def compiled(self, program: Program) -> Compilation | None:
        if _word(program) != "broken":
            return None
        return Compilation(success=False, output="main.py:1: this does not compile", wall_seconds=0.01)

    def answer(self, program: Program, run: CaseRun) -> Execution | str | None:
        match _word(program):
            case "echo":
                return printing(run.stdin)
            case "say":
                return printing(_text(program).partition(" ")[2].encode())
            case "crash":
                return Execution(exit_code=1, stderr=b"Traceback: it crashed\n")
            case "hold":
                if not self.may_go_on.wait(PATIENCE_SECONDS):
                    raise AssertionError("the test did not let the program go on")
                return printing(b"")
            case "fault":
                return "the lane died"
        return printing(b"")

    def close(self) -> None:
        """Hold nothing open."""

    def run_live(
        self,
        program: Program,
        arguments: Sequence[str],
        limits: Limits,
        console: Console,
        cancel: Cancel | None = None,
    ) -> tuple[Compilation | None, Execution | None]:
        compiled = self.compiled(program)
        if compiled is not None:
            return compiled, None
        self.started.release()
        match _word(program):
            case "echo":
                while console.input_descriptor() is not None:
                    if data := console.read():
                        console.write(stderr=False, data=data)
            case "say":
                console.write(stderr=True, data=_text(program).partition(" ")[2].encode())
            case "hang":
                self._hang(cancel)
            case "fault":
                raise SandboxFault("the lane died")
        if cancel is not None:
            cancel.check()
        return None, printing(b"")

    def _hang(self, cancel: Cancel | None) -> None:
        ended = threading.Event()
        with cancel.ending(ended.set) if cancel is not None else nullcontext():
            if not ended.wait(PATIENCE_SECONDS):
                raise AssertionError("nothing ended a program that hangs")
        self.ended_runs.release()

    def wait_for_start(self) -> None:
        """Return once a further run has started."""
        if not self.started.acquire(timeout=PATIENCE_SECONDS):
            raise AssertionError("no program was started")


def _text(program: Program) -> str:
    return next(each.content.decode(errors="replace") for each in program.files if each.path == program.main)


def _word(program: Program) -> str:
    return (_text(program).split() or [""])[0]


class ServedApplication(Application):
    """An application whose programs run in a scripted sandbox."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.scripted = ScriptedSandbox()
        folder.mkdir(parents=True, exist_ok=True)
        surroundings = {"DATABASE_URL": f"sqlite:///{folder}/submissions.db", "CODEMENTOR_COMPILE_CACHE": "false"}
        super().__init__(
            load_settings(
                environment={**surroundings, **(environment or {})},
                working_folder=folder,
                user_file=folder / "config.toml",
            )
        )

    @property
    def engine(self) -> str:
        return "fake"


@dataclass(frozen=True)
class Served:
    """A running service."""

    url: str
    service: Service
    client: httpx2.Client
    sandbox: ScriptedSandbox
    stop: Callable[[], None]
    """Tell the server to stop, as a signal does."""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, for requests that no client would send."""
        return "127.0.0.1", int(self.url.rpartition(":")[2])

    def send_raw(self, data: bytes) -> bytes:
        """Send bytes and return all that comes back until the server closes."""
        with socket.create_connection(self.address, PATIENCE_SECONDS) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))


@contextmanager
def served(
    folder: Path, options: ServiceOptions | None = None, sandbox: Any = None, **environment: str
) -> Iterator[Served]:
    """Serve in a thread of this process until the context ends.

    Args:
        folder: Takes the database; its ``challenges`` are served.
        options: Of the service. ``open_sandbox`` of its own holds.
        sandbox: With a ``close``; None: one that is scripted.
        environment: Variables of its settings.
    """
    opens = cast("Any", lambda app, _: sandbox or app.scripted)
    with ExitStack() as parts:
        app = parts.enter_context(ServedApplication(folder, environment))
        operations = operations_of(app.languages)
        chosen = replace(options or ServiceOptions(), observer=operations.observer)
        if chosen.open_sandbox is warm_sandbox:
            chosen = replace(chosen, open_sandbox=opens)
        service = parts.enter_context(open_service(app, chosen))
        listener = socket.create_server(("127.0.0.1", 0))
        server = server_of(service, operations)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with httpx2.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
                yield Served(url, service, client, app.scripted, server.stop)
        finally:
            app.scripted.may_go_on.set()
            if not server.should_exit:
                server.stop()
            thread.join()
