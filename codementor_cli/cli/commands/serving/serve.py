"""``codementor serve``: the HTTP API on this machine."""

from __future__ import annotations

import errno
import logging
import socket
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from codementor_cli.cli.render.text import Line, line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, SandboxName, application, streams
from codementor_cli.errors import EnvironmentFault, NextStep, UsageError
from codementor_cli.settings import KEYS, Settings
from codementor_cli.text.untrusted import visible_line

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
    sandbox: SandboxName = None,
    database: Database = None,
    log_level: Annotated[
        str | None,
        typer.Option(
            "--log-level", metavar="LEVEL", help="Log from there on: debug, info, warning or error. Default: info."
        ),
    ] = None,
    log_format: Annotated[
        str | None,
        typer.Option("--log-format", metavar="FORM", help="json, text, or auto: text on a terminal. Default: auto."),
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Serve the HTTP API: run, test and validate programs, challenges, history.

    It listens until Ctrl-C, or the end that a service manager asks for. What is being judged then is finished first.
    """
    out = streams(quiet)
    app = application(sandbox)
    level = _setting(app.settings, "serve.log_level", "--log-level", log_level)
    form = _setting(app.settings, "serve.log_format", "--log-format", log_format)
    address = app.settings.value("server.host").value if host is None else host
    number = app.settings.value("server.port").value if port is None else port
    from codementor_cli.api.operations.logs import LogForm, logging_to  # noqa: PLC0415 - as below
    from codementor_cli.api.operations.operations import open_operations  # noqa: PLC0415 - the same
    from codementor_cli.api.server import serve as answer  # noqa: PLC0415 - FastAPI takes half a second
    from codementor_cli.bootstrap.serving import open_service  # noqa: PLC0415 - the same

    with ExitStack() as open_parts:
        enter = open_parts.enter_context
        enter(app)
        operations = enter(open_operations(app.languages, app.settings.value("serve.traces").value))
        service = enter(open_service(app, database=database, address=address))
        listener = enter(_listener(address, number))
        shown = LogForm(form).chosen(out.error_stream)
        enter(logging_to(out.error_stream, shown, "warning" if quiet and level in {"debug", "info"} else level))
        if shown is LogForm.JSON:
            facts = {"url": _url(listener), "sandbox": app.engine, "store": service.store_name}
            logging.getLogger("codementor.serve").info("listening", extra=facts)
        else:
            out.tell(_greeting(listener, app.engine, service.store_name))
        answer(service, listener, operations)
    return 0


def _setting(settings: Settings, name: str, option: str, typed: str | None) -> str:
    """Return the value of an option, or else of its setting.

    Raises:
        UsageError: The option takes no such value.
    """
    if typed is None:
        return str(settings.value(name).value)
    try:
        return str(KEYS[name].read(typed))
    except ValueError as error:
        raise UsageError(f"{option}: {error}.", NextStep(("serve", "--help"))) from error


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


def _greeting(listener: socket.socket, engine: str, store: str) -> list[Line]:
    """Return where it listens, what with, and a first request to try."""
    url = _url(listener)
    body = '{"code": "print(6 * 7)", "language": "python"}'
    typed = f"curl {url}/api/execution/execute -H 'Content-Type: application/json' -d '{body}'"
    return [
        line(f"codementor listens on {url} (Ctrl-C ends it)"),
        line(f"  sandbox: {engine}"),
        line(f"  store: {visible_line(store)}"),
        line(f"  try: {typed}"),
    ]


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
