"""The two servers that all runs of a user share on this machine, started where they do not answer."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.process import Server
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.turns import one_at_a_time

S = TypeVar("S", bound=Server)
_COUNT = itertools.count(1)


def home() -> Path:
    """Return the folder of both; the number in its name changes with how they are set up."""
    folder = Path(tempfile.gettempdir()) / f"codementor-servers-1-{os.geteuid()}"
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise PermissionError(f"{folder} belongs to somebody else. Remove it; then again.")
    return folder


def shared_postgres() -> PostgresServer:
    """Return the PostgreSQL of all tests, which runs."""
    server = PostgresServer(home() / "postgres")
    _ensure(server)
    return server


def shared_rabbit() -> RabbitServer:
    """Return the RabbitMQ of all tests, which runs."""
    server = RabbitServer(home() / "rabbit")
    _ensure(server)
    return server


def _ensure(server: PostgresServer | RabbitServer) -> None:
    with one_at_a_time(server.folder.with_suffix(".lock")):
        if not server.answers():
            server.start()
            return
    _drop_left(server)


def own_name() -> str:
    """Return a name for a database or a virtual host, that tells which process it is of."""
    return f"test_{os.getpid()}_{next(_COUNT)}"


def _drop_left(server: PostgresServer | RabbitServer) -> None:
    """Remove what tests of processes that are gone left behind."""
    names = server.databases() if isinstance(server, PostgresServer) else server.vhosts()
    for name in names:
        word, _, rest = name.partition("_")
        pid = rest.partition("_")[0]
        if word == "test" and pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            server.drop(name)


@contextmanager
def private(kind: type[S]) -> Iterator[S]:
    """Yield a server of one's own, which runs; it ends, and nothing of it stays."""
    # Below the folder of temporary files itself: the user who runs PostgreSQL may not look into pytest's.
    with tempfile.TemporaryDirectory(prefix="codementor-server-") as folder:
        Path(folder).chmod(0o711)
        server = kind(Path(folder) / "own")
        try:
            server.start()
            yield server
        finally:
            server.kill()


def stop() -> None:
    """End both servers."""
    servers: tuple[Server, ...] = (PostgresServer(home() / "postgres"), RabbitServer(home() / "rabbit"))
    for server in servers:
        server.stop()
