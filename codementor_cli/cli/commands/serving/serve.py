"""``codementor serve``: the HTTP API on this machine."""

from __future__ import annotations

import errno
import socket
from typing import Annotated, Any

import typer

from codementor_cli.cli.render.text import Line, line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, SandboxName, application, streams
from codementor_cli.errors import EnvironmentFault, NextStep
from codementor_cli.text.untrusted import visible_line

_BACKLOG = 512
_LAST = 65535
"""Of ports."""


def command() -> Any:
    """Build the command."""
    return leaf(serve, "serve", "codementor serve", "codementor serve --port 8080 --sandbox bubblewrap")


def serve(
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
    quiet: Quiet = False,
) -> int:
    """Serve the HTTP API: run, test and validate programs, challenges, history.

    It listens until Ctrl-C, or the end that a service manager asks for. What is being judged then is finished first.
    """
    out = streams(quiet)
    app = application(sandbox)
    address = app.settings.value("server.host").value if host is None else host
    number = app.settings.value("server.port").value if port is None else port
    from codementor_cli.api.server import serve as answer  # noqa: PLC0415 - FastAPI takes half a second
    from codementor_cli.bootstrap.serving import open_service  # noqa: PLC0415 - the same

    with (
        app,
        open_service(app, database=database, address=address) as service,
        _listener(address, number) as listener,
    ):
        out.tell(_greeting(listener, app.engine, service.store_name))
        answer(service, listener)
    return 0


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
    host, port = listener.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    body = '{"code": "print(6 * 7)", "language": "python"}'
    typed = f"curl {url}/api/execution/execute -H 'Content-Type: application/json' -d '{body}'"
    return [
        line(f"codementor listens on {url} (Ctrl-C ends it)"),
        line(f"  sandbox: {engine}"),
        line(f"  store: {visible_line(store)}"),
        line(f"  try: {typed}"),
    ]
