"""``codementor serve``: the HTTP API on this machine."""

from __future__ import annotations

import errno
import logging
import socket
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.cli.commands.serving.log_options import ChosenLog, LogFormat, LogLevel, LogLines, chosen_log
from codementor_cli.cli.render.text import Line, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, SandboxName, application, streams
from codementor_cli.errors import EnvironmentFault, NextStep, UsageError
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.bootstrap.serving import Service

_LINES = LogLines("codementor.serve")
_BACKLOG = 512
_LAST = 65535
"""Of ports."""


def command() -> Any:
    """Build the command."""
    return leaf(serve, "serve", "codementor serve", "codementor serve --port 8080 --sandbox bubblewrap")


def serve(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Listen there. Default: HOST, or 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", metavar="N", min=0, max=65535, help="Listen there; 0: a free one. Default: PORT, or 3001."
        ),
    ] = None,
    local: Annotated[
        bool, typer.Option("--local", help="For your own commands alone: a socket that makes them start warm.")
    ] = False,
    sandbox: SandboxName = None,
    database: Database = None,
    log_level: LogLevel = None,
    log_format: LogFormat = None,
    compatible: Annotated[
        str | None,
        typer.Option("--compatible", metavar="NAMES", help="Answer clients of other judges: judge0,piston,jobe."),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Serve the HTTP API: run, test and validate programs, challenges, history.

    It listens until Ctrl-C, or the end that a service manager asks for. What is being judged then is finished first.
    """
    out = streams(quiet)
    if local:
        return _serve_local(
            out, sandbox, all(each is None for each in (host, port, database, log_level, log_format, compatible))
        )
    app = application(sandbox, tell=_LINES.note)
    log = chosen_log(app.settings, log_level, log_format, out.quiet)
    address = app.settings.value("server.host").value if host is None else host
    number = app.settings.value("server.port").value if port is None else port
    _serve(app, _Place(address, number, database, _interfaces(compatible)), log, out)
    return 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the service listens, and as what, and where it keeps records."""

    address: str
    port: int
    database: str | None
    compatible: tuple[str, ...]


def _serve(app: Application, place: _Place, log: ChosenLog, out: Streams) -> None:
    """Listen, open the service, and answer until a signal."""
    from codementor_cli.api.operations.logs import LogForm, logging_to  # noqa: PLC0415 - as below
    from codementor_cli.api.operations.operations import open_operations  # noqa: PLC0415 - the same
    from codementor_cli.api.server import serve as answer  # noqa: PLC0415 - FastAPI takes half a second
    from codementor_cli.bootstrap.serving import ServiceOptions, check_place, open_service  # noqa: PLC0415 - the same

    check_place(app, place.address, place.database)
    with app, _listener(place.address, place.port) as listener, ExitStack() as open_parts:
        enter = open_parts.enter_context
        shown = log.form_for(out.error_stream)
        enter(logging_to(out.error_stream, shown, log.level))
        operations = enter(open_operations(app.languages, app.settings.value("serve.traces").value))
        with nullcontext(_LINES.progress) if shown is LogForm.JSON else status_line(out) as report:
            options = ServiceOptions(observer=operations.observer, compatible=place.compatible)
            service = enter(open_service(app, options, place.database, place.address, report))
        if shown is LogForm.JSON:
            facts = {"url": _url(listener), "sandbox": service.engine, "store": service.store_name}
            if service.machines is not None:
                facts["broker"] = service.machines.place
            logging.getLogger("codementor.serve").info("listening", extra=facts)
        else:
            out.tell(_greeting(listener, service))
        answer(service, listener, operations)


def _interfaces(typed: str | None) -> tuple[str, ...]:
    """Return the interfaces of other judges that are wanted.

    Raises:
        UsageError: There is none of a name.
    """
    if typed is None:
        return ()
    from codementor_cli.api.compatible.tokens import NAMES  # noqa: PLC0415 - as above

    names = tuple(dict.fromkeys(name.strip() for name in typed.split(",")))
    unknown = next((name for name in names if name not in NAMES), None)
    if unknown is not None:
        said = f"--compatible: there is no interface {visible_line(unknown)!r}; name any of {', '.join(NAMES)}."
        raise UsageError(said, NextStep(("serve", "--compatible", ",".join(NAMES))))
    return names


def _serve_local(out: Streams, sandbox: str | None, is_plain: bool) -> int:
    if not is_plain:
        raise UsageError("--local has its own address and store.", NextStep(("serve", "--local")))
    from codementor_cli.cli.commands.serving.local import serve_local  # noqa: PLC0415 - the warm process, for --local

    return serve_local(out, sandbox)


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address.

    Raises:
        EnvironmentFault: Another program has the port, it is not this user's to have, or there is no such address.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _no_address(host) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        # Here, and not later in the server: two that wait at one port are found out now.
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = f"Port {port} of {visible_line(host)} is taken by another program."
            raise EnvironmentFault(
                message, NextStep(("serve", "--port", str(port + 1 if port < _LAST else port - 1)))
            ) from error
        if error.errno == errno.EACCES:
            message = f"You may not listen on port {port}: ports below 1024 belong to the administrator."
            raise EnvironmentFault(message, NextStep(("serve", "--port", "3001"))) from error
        raise _no_address(host) from error
    return listener


def _no_address(host: str) -> EnvironmentFault:
    message = f"This machine has no address {visible_line(host)!r} to listen on."
    return EnvironmentFault(message, NextStep(("serve", "--host", "127.0.0.1")))


def _greeting(listener: socket.socket, service: Service) -> list[Line]:
    """Return where it listens, what with, and a first request to try."""
    url = _url(listener)
    body = '{"code": "print(6 * 7)", "language": "python"}'
    typed = f"curl {url}/api/execution/execute -H 'Content-Type: application/json' -d '{body}'"
    machines = service.machines
    workers = [] if machines is None else [line(f"  workers: through {visible_line(machines.place)}")]
    return [
        line(f"codementor listens on {url} (Ctrl-C ends it)"),
        line(f"  sandbox: {service.engine}"),
        *workers,
        line(f"  store: {visible_line(service.store_name)}"),
        line(f"  try: {typed}"),
    ]


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
