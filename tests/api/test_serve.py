"""``codementor serve`` as it is installed."""

from __future__ import annotations

import re
import shlex
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.api.conftest import Installed, Serve
from tests.cli.command import Command
from tests.cli.conftest import codementor, home, work

__all__ = ["codementor", "home", "work"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_ends_well_by_a_signal(serve: Serve, number: int) -> None:
    with serve("--port", "0", "--sandbox", "bubblewrap") as running:
        assert "sandbox: bubblewrap" in running.said
        assert "submissions.db" in running.said
        assert f"curl {running.url}/api/execution/execute" in running.said
        assert running.client.get("/healthz").json() == {"status": "ok"}
        assert running.stop(number) == (0, "")


def test_the_request_that_it_names_is_answered(serve: Serve) -> None:
    with serve("--port", "0", "--sandbox", "bubblewrap") as running:
        program, url, *rest = shlex.split(running.said.rpartition("try: ")[2])
        assert (program, rest[0], rest[2]) == ("curl", "-H", "-d")
        name, _, value = rest[1].partition(": ")
        answer = running.client.post(url, content=rest[3], headers={name: value})
        assert answer.json()["output"] == "42\n"
        assert running.client.get("/readyz").json()["ready"]
        body = {"code": "print(sum(map(int, input().split())))", "language": "python", "challengeId": "add-two"}
        assert running.client.post("/api/execution/validate", json=body).json()["isValid"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_once_what_goes_on_has_ended(serve: Serve, folder: Path, number: int) -> None:
    body = {"code": "import time\nprint('begun', flush=True)\ntime.sleep(2)", "language": "python"}
    headers = {"Idempotency-Key": "k", "Prefer": "wait=60"}
    with serve("--port", "0", "--sandbox", "bubblewrap") as running, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(running.client.post, "/api/execution/execute", json=body, headers=headers)
        _wait_for_state(running, body, "running")
        assert running.stop(number) == (0, "")
        assert waiting.result().status_code == 202
    with serve("--port", "0", "--sandbox", "bubblewrap") as running:
        answer = running.client.post("/api/execution/execute", json=body, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Idempotency-Replayed"] == "true"
        assert answer.json()["output"] == "begun\n"


def _wait_for_state(running: Installed, body: dict[str, str], state: str) -> None:
    """Return once the job of a request under the key ``k`` is in a state."""
    headers = {"Idempotency-Key": "k", "Prefer": "wait=0"}
    while running.client.post("/api/execution/execute", json=body, headers=headers).json()["state"] != state:
        time.sleep(0.02)


def test_its_options_say_where_it_listens_and_what_with(serve: Serve, folder: Path) -> None:
    given = ("--host", "localhost", "--port", "0", "--sandbox", "bubblewrap", "--database", "own.db")
    with serve(*given, HOST="192.0.2.1", PORT="1") as running:
        assert "sandbox: bubblewrap" in running.said
        assert f"store: {folder}/own.db" in running.said
        assert running.client.get("/healthz").status_code == 200
        assert (folder / "own.db").is_file()
        assert running.stop() == (0, "")
    port = _free_port()
    with serve(*given[:2], "--port", str(port), "--quiet", says=f"http://127.0.0.1:{port}") as running:
        assert running.client.get("/healthz").status_code == 200
        assert running.stop() == (0, "")


def test_variables_say_where_it_listens(serve: Serve) -> None:
    port = _free_port()
    with serve("--sandbox", "bubblewrap", HOST="localhost", PORT=str(port)) as running:
        assert running.url.endswith(f":{port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    return number


def test_a_port_that_is_taken_is_an_error_with_a_next_step(codementor: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = codementor("serve", "--port", str(port))
    assert done.code == 4
    assert f"Port {port} of 127.0.0.1 is taken" in done.err
    assert "codementor serve --port" in done.err


def test_an_address_of_another_machine_is_an_error(codementor: Command) -> None:
    made = codementor("tokens", "new", "--role", "operator")
    done = codementor("serve", "--host", "192.0.2.1")
    assert made.code == 0
    assert done.code == 4
    assert "no address '192.0.2.1'" in done.err


def test_with_a_broker_it_says_that_workers_judge(serve: Serve, postgres_url: str, broker_url: str) -> None:
    with serve("--port", "0", DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=broker_url) as running:
        assert re.search(r"workers: through \S*127\.0\.0\.1:\d+", running.said)
        assert "codementor:" not in running.said
        ready = running.client.get("/readyz").json()
        assert (ready["ready"], ready["sandbox"]) == (True, False)
        assert running.stop(signal.SIGTERM) == (0, "")


def test_a_broker_beside_a_file_is_refused_with_a_next_step(codementor: Command) -> None:
    done = codementor("serve", "--port", "0", CODEMENTOR_BROKER_URL="amqp://127.0.0.1:1/")
    assert (done.code, done.is_clear) == (4, True)
    assert "Workers take their jobs from PostgreSQL, and " in done.err
    assert "DATABASE_URL=postgresql://" in done.err


def test_it_answers_clients_of_other_judges_where_that_is_asked_for(serve: Serve) -> None:
    with serve("--port", "0", "--sandbox", "bubblewrap", "--compatible", "jobe, piston") as running:
        get = running.client.get
        assert get("/jobe/index.php/restapi/languages").status_code == get("/api/v2/runtimes").status_code == 200
        assert get("/languages").status_code == 404


@pytest.mark.parametrize("names", ["", "judge1", "jobe,", "jobe;piston"])
def test_an_interface_that_is_none_is_an_error_with_a_next_step(codementor: Command, names: str) -> None:
    done = codementor("serve", "--compatible", names)
    assert done.code == 2
    assert "there is no interface" in done.err
    assert "codementor serve --compatible judge0,piston,jobe" in done.err
