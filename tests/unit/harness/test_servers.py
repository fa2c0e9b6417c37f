"""The real servers of the tests: each test has a database and a virtual host of its own, or servers that it kills."""

from __future__ import annotations

import socket

import psycopg
import pytest
from kombu.connection import Connection

from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.process import ServerFault
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.servers.shared import private


def test_a_test_has_an_empty_database_of_its_own_that_goes_with_it(postgres: PostgresServer, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
        connection.execute("CREATE TABLE one (id int)")
    copy = postgres_url.rpartition("/")[2] + "_copy"
    connection = psycopg.connect(postgres.create(copy, copy.removesuffix("_copy")))
    assert connection.execute("SELECT * FROM one").fetchall() == []
    postgres.drop(copy)  # though somebody is connected
    connection.close()
    assert copy not in postgres.databases()


def test_a_test_has_a_virtual_host_of_its_own(rabbit: RabbitServer, broker_url: str) -> None:
    connecting = Connection(broker_url)
    with connecting as connection, connection.SimpleQueue("words") as queue:
        queue.put("hello")
        assert queue.get(timeout=30).payload == "hello"
    assert broker_url.rpartition("/")[2] in rabbit.vhosts()


@pytest.mark.parametrize("kind", [PostgresServer, RabbitServer])
def test_an_own_server_keeps_what_it_has_when_it_is_killed_and_started_again(
    kind: type[PostgresServer | RabbitServer],
) -> None:
    with private(kind) as server:
        url = server.create("kept")
        server.kill()
        assert not server.answers()
        server.start()
        assert server.url("kept") == url
        assert "kept" in (server.databases() if isinstance(server, PostgresServer) else server.vhosts())
        server.stop()
        assert not server.answers()
    assert not server.folder.exists()


def test_servers_listen_on_loopback_alone(postgres: PostgresServer, rabbit: RabbitServer) -> None:
    outside = socket.gethostbyname(socket.gethostname())
    if outside.startswith("127."):
        return
    for port in (postgres.kept["port"], *(rabbit.kept[name] for name in rabbit.port_names)):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((outside, port), timeout=10)


def test_a_server_that_does_not_start_says_the_end_of_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fakes.servers.postgres.SETTINGS", {"no_such_setting": "1"})
    with pytest.raises(ServerFault, match="no_such_setting"), private(PostgresServer):
        pass
