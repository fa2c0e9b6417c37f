"""PostgreSQL from the distribution's package, with data and port of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.fakes.servers.process import Server, ServerFault

USER = "postgres"
"""The system's user who runs it where root asks, since it refuses root; and its own first user."""

# Tests kill processes and not machines: what the system holds is as good as written.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "400",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
}


class PostgresServer(Server):
    """One PostgreSQL; ``url()`` leads to a database of it."""

    name = "PostgreSQL"
    end_signal = signal.SIGINT

    def url(self, database: str = "postgres") -> str:
        """Return the URL of a database, password included."""
        return f"postgresql://{USER}:{self.kept['password']}@127.0.0.1:{self.kept['port']}/{database}"

    def answers(self) -> bool:
        """Tell whether it runs and takes connections."""
        try:
            psycopg.connect(self.url(), connect_timeout=10).close()
        except psycopg.OperationalError:
            return False
        return True

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database, as empty as its template or a copy of it, and return its URL."""
        self._run("CREATE DATABASE {} TEMPLATE {}", database, template)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever uses it still."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def databases(self) -> list[str]:
        """Return the names of all databases."""
        with psycopg.connect(self.url()) as connection:
            return [name for (name,) in connection.execute("SELECT datname FROM pg_database")]

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _launch(self) -> None:
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            self._initialize(data)
        settings = {**SETTINGS, "port": self.kept["port"]}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._spawn([str(_program("postgres")), "-D", str(data), *options], {}, **_as_server())

    def _initialize(self, data: Path) -> None:
        """Make the first data folder in one step: what a kill left of an earlier try is removed."""
        shutil.rmtree(data, ignore_errors=True)
        half = self.folder / "half"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        password = self.folder / "password"
        password.write_text(self.kept["password"], encoding="utf-8")
        password.chmod(0o600)
        if os.geteuid() == 0:
            for path in (half, password):
                shutil.chown(path, USER, USER)
        made = subprocess.run(
            [
                *(str(_program("initdb")), "-D", str(half), "--username", USER, "--pwfile", str(password)),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
            **_as_server(),
        )
        password.unlink()
        if made.returncode:
            raise ServerFault(f"initdb failed:\n{made.stderr}")
        half.rename(data)


def _as_server() -> dict[str, Any]:
    """Return what makes a process another user's where this one is root."""
    if os.geteuid() != 0:
        return {}
    return {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []}


def _program(name: str) -> Path:
    """Return a program of the newest PostgreSQL that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not found:
        raise ServerFault("PostgreSQL is not installed. Type:\n    .ci/setup servers\nand then the same as now.")
    return found[-1]
