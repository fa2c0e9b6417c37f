"""``ports.Runner`` over HTTP: output comes as events, input goes as it is typed."""

from __future__ import annotations

import select
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import replace

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Console
from codementor_cli.remote.faults import raise_cancelled, raise_failure
from codementor_cli.remote.link import Link, Server
from codementor_cli.remote.live_input import InputPump
from codementor_cli.remote.retry import Patience
from codementor_cli.remote.transport import Ask, PassingError
from codementor_cli.schemas.kept.judging import (
    EVENT_STREAM,
    JOB_HEADER,
    EventKind,
    Failure,
    Ran,
    RunRequest,
    read_event,
    request_body,
)

PATH = "/api/execution/live"


class RemoteRunner:
    """Runs programs on a server; meets ``ports.Runner``."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Meet ``ports.Runner``."""
        begun = _input_now(console)
        request = RunRequest(
            program=program,
            limits=limits,
            arguments=tuple(arguments),
            is_terminal=console.is_terminal,
            input=begun,
            input_ended=console.input_descriptor() is None,
        )
        ran = self._run(request, console)
        return ran.compilation, ran.execution

    def run_once(
        self, program: Program, run: CaseRun, limits: Limits
    ) -> tuple[tuple[Compilation | None, Execution | None], str]:
        """Meet ``ports.Runner``."""
        kept = _KeptOutput()
        request = RunRequest(program=program, limits=limits, arguments=run.arguments, input=run.stdin, input_ended=True)
        ran = self._run(request, kept)
        facts = ran.execution and replace(ran.execution, stdout=bytes(kept.stdout), stderr=bytes(kept.stderr))
        return (ran.compilation, facts), ran.sandbox

    def _run(self, request: RunRequest, console: Console) -> Ran:
        link = Link(self._server)
        ask = self._server.ask("POST", PATH, request_body(request), accept=EVENT_STREAM)
        ask = replace(ask, deadline=self._server.deadline())
        return link.patiently(lambda patience: self._ran(link, ask, console, patience))

    def _ran(self, link: Link, ask: Ask, console: Console, patience: Patience) -> Ran:
        """Ask once. A run that may have begun is not begun again: its input is gone."""
        try:
            return self._followed(link, ask, console)
        except PassingError as lost:
            if lost.is_absent or lost.is_busy:
                raise
            patience.was_sent = True
            message = f"The connection to the judging server at {link.address} was lost, and the run ended: {lost}."
            raise SandboxFault(message, "Run it again.") from lost

    def _followed(self, link: Link, ask: Ask, console: Console) -> Ran:
        """Show output until the run is over; raises what ``Link.events`` raises."""
        with ExitStack() as open_now:
            events = open_now.enter_context(closing(link.events(ask)))
            for event in events:
                kind = next((each for each in EventKind if each.value == event.kind), None)
                if kind is None:
                    continue
                value = read_event(kind, event.data)
                if isinstance(value, bytes):
                    console.write(kind is EventKind.STDERR, value)
                elif isinstance(value, Ran):
                    return value
                elif isinstance(value, Failure):
                    raise_failure(value, link.address)
                elif kind is EventKind.CANCELLED:
                    raise_cancelled()
                elif kind is EventKind.STARTED and console.input_descriptor() is not None:
                    uid = link.headers.get(JOB_HEADER, "")
                    open_now.enter_context(InputPump(self._server, uid, console, link.end))
        raise PassingError("it ended in the middle of the run")


def _input_now(console: Console) -> bytes:
    """Return input that is there already, without waiting: a file's, or nothing at all, needs no request of its own."""
    source = console.input_descriptor()
    if source is None or console.is_terminal:
        return b""
    ready, _, _ = select.select([source], [], [], 0)
    return console.read() if ready else b""


class _KeptOutput:
    """A console without input that keeps what is shown; meets ``ports.Console``."""

    is_terminal = False

    def __init__(self) -> None:
        self.stdout = bytearray()
        self.stderr = bytearray()

    @staticmethod
    def input_descriptor() -> int | None:
        return None

    @staticmethod
    def read() -> bytes:
        return b""

    def write(self, stderr: bool, data: bytes) -> None:
        kept = self.stderr if stderr else self.stdout
        kept += data
