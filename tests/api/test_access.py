"""Who comes in: through the whole application, as a client on the network sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codementor_cli.bootstrap.access import is_private
from codementor_cli.domain.access.principal import Role
from codementor_cli.errors import MentorFault
from codementor_cli.store import SqliteTokens, open_file
from tests.api.conftest import Serve
from tests.cli.command import Command
from tests.cli.conftest import codementor, home, work
from tests.fakes.service import Served, served
from tests.fakes.tokens import kept_token, text_of

__all__ = ["codementor", "home", "work"]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LEARNER, EXPIRED, REVOKED, UNKNOWN = range(1, 5)


@pytest.fixture
def guarded(folder: Path) -> Iterator[Served]:
    """Return a service that has tokens: one is live."""
    with served(folder) as running:
        running.service.tokens.add(kept_token(LEARNER, expires_at=None))
        running.service.tokens.add(kept_token(EXPIRED, expires_at=LONG_AGO))
        running.service.tokens.add(kept_token(REVOKED, revoked_at=LONG_AGO))
        yield running


def bearer(number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {text_of(number)}"}


def test_every_refusal_is_the_same_problem(guarded: Served) -> None:
    headers = [{}, bearer(EXPIRED), bearer(REVOKED), bearer(UNKNOWN), {"Authorization": "Bearer cm_garbled"}]
    answers = [guarded.client.get("/api/languages", headers=each) for each in headers]

    assert guarded.client.get("/api/languages", headers=bearer(LEARNER)).status_code == 200
    assert {each.status_code for each in answers} == {401}
    assert len({each.content for each in answers}) == 1
    assert {each.headers["WWW-Authenticate"] for each in answers} == {'Bearer realm="codementor"'}
    assert {each.headers["Content-Type"] for each in answers} == {"application/problem+json"}
    assert {each.headers["X-Content-Type-Options"] for each in answers} == {"nosniff"}


def test_without_a_token_nobody_learns_which_routes_there_are(guarded: Served) -> None:
    there, nowhere = guarded.client.get("/api/challenges"), guarded.client.get("/nowhere")

    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert guarded.client.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", ["token", "access_token", "authorization"])
def test_a_token_in_an_address_a_cookie_or_a_body_is_none(guarded: Served, name: str) -> None:
    text = text_of(LEARNER)

    assert guarded.client.get(f"/api/languages?{name}={text}").status_code == 401
    assert guarded.client.get("/api/languages", headers={"Cookie": f"{name}={text}"}).status_code == 401
    assert guarded.client.post("/api/execution/execute", json={name: text}).status_code == 401


def test_a_body_is_not_read_before_its_token(folder: Path) -> None:
    head = (
        b"POST /api/execution/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n"
    )
    with served(folder) as running:
        running.service.tokens.add(kept_token(LEARNER))
        assert b" 401 " in running.send_raw(head).splitlines()[0]


def test_a_token_is_refused_from_the_moment_it_is_revoked(guarded: Served) -> None:
    assert guarded.client.get("/api/languages", headers=bearer(LEARNER)).status_code == 200
    guarded.service.tokens.revoke(kept_token(LEARNER).uid, datetime.now(tz=UTC))
    assert guarded.client.get("/api/languages", headers=bearer(LEARNER)).status_code == 401


def test_the_first_token_ends_the_time_of_a_single_user(api: Served) -> None:
    assert api.client.get("/api/languages").status_code == 200
    api.service.tokens.add(kept_token(LEARNER, expires_at=None))
    assert api.client.get("/api/languages").status_code == 401
    assert api.client.get("/api/languages", headers=bearer(LEARNER)).status_code == 200


def test_a_page_of_another_origin_cannot_use_the_service_of_a_single_user(api: Served) -> None:
    for origin in ("https://evil.example.org", "null", "http://localhost:8000"):
        answer = api.client.post("/api/execution/execute", headers={"Origin": origin}, json={})
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_a_name_that_was_led_to_this_machine_cannot_use_the_service(api: Served) -> None:
    assert api.client.get("/api/languages", headers={"Host": "evil.example.org"}).status_code == 421
    assert api.client.get("/healthz", headers={"Host": "evil.example.org:3001"}).status_code == 421
    assert api.client.get("/api/languages", headers={"Host": "localhost:3001"}).status_code == 200


def test_names_and_pages_come_from_the_settings(folder: Path) -> None:
    course = "https://course.example.org"
    with served(folder, CODEMENTOR_SERVE_HOSTS="judge.example.org", CODEMENTOR_SERVE_ORIGINS=course) as running:
        answer = running.client.get("/api/languages", headers={"Host": "judge.example.org", "Origin": course})
        asked = running.client.options(
            "/api/execution/execute", headers={"Origin": course, "Access-Control-Request-Method": "POST"}
        )

    assert (answer.status_code, asked.status_code) == (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] == asked.headers["Access-Control-Allow-Origin"] == course


def test_a_rate_is_a_tokens_own_and_comes_from_the_settings(folder: Path) -> None:
    rates = {"CODEMENTOR_SERVE_REQUESTS_PER_MINUTE": "3", "CODEMENTOR_SERVE_SERVICE_REQUESTS_PER_MINUTE": "5"}
    with served(folder, None, **rates) as running:
        for number, role in ((1, Role.LEARNER), (2, Role.TEACHER), (3, Role.SERVICE)):
            running.service.tokens.add(kept_token(number, role, expires_at=None))
        asked = {
            number: [running.client.get("/nowhere", headers=bearer(number)) for _ in range(6)] for number in (1, 2, 3)
        }

    assert [each.status_code for each in asked[1]] == [404] * 3 + [429] * 3
    assert [each.status_code for each in asked[2]] == [404] * 3 + [429] * 3
    assert [each.status_code for each in asked[3]] == [404] * 5 + [429]
    assert 1 <= int(asked[1][-1].headers["Retry-After"]) <= 61
    assert asked[1][-1].json()["status"] == 429


@pytest.fixture
def two_servers(folder: Path, postgres_url: str) -> Iterator[tuple[Served, Served]]:
    """Return two servers of one database, which know a learner."""
    settings = {
        "DATABASE_URL": postgres_url,
        "CODEMENTOR_SERVE_REQUESTS_PER_MINUTE": "3",
        "CODEMENTOR_SERVE_REFUSALS_PER_MINUTE": "2",
        "CODEMENTOR_SERVE_MENTOR_CALLS_PER_DAY": "1",
    }
    with served(folder, None, **settings) as one, served(folder, None, **settings) as other:
        one.service.tokens.add(kept_token(LEARNER, expires_at=None))
        yield one, other


def test_servers_of_one_database_count_a_tokens_requests_together(two_servers: tuple[Served, Served]) -> None:
    asked = [two_servers[turn % 2].client.get("/nowhere", headers=bearer(LEARNER)) for turn in range(6)]

    assert [each.status_code for each in asked] == [404] * 3 + [429] * 3
    assert all(1 <= int(each.headers["Retry-After"]) <= 61 for each in asked[3:])


def test_servers_of_one_database_count_wrong_tokens_of_an_address_together(two_servers: tuple[Served, Served]) -> None:
    one, other = (each.client for each in two_servers)

    assert [each.get("/api/jobs", headers=bearer(UNKNOWN)).status_code for each in (one, other, one)] == [401, 401, 429]
    assert other.get("/api/languages", headers=bearer(LEARNER)).status_code == 200


def test_servers_of_one_database_count_questions_under_way_together(two_servers: tuple[Served, Served]) -> None:
    learner = kept_token(LEARNER).learner
    one, other = (each.service.mentor.allowances for each in two_servers)

    with one.tab(learner) as reserve, other.tab(learner) as reserve_there:
        reserve(10)
        with pytest.raises(MentorFault, match="used up"):
            reserve_there(10)
    with other.tab(learner) as reserve_there:
        reserve_there(10)


def test_refusals_of_an_address_are_bounded_by_the_settings(folder: Path) -> None:
    with served(folder, CODEMENTOR_SERVE_REFUSALS_PER_MINUTE="2") as running:
        running.service.tokens.add(kept_token(LEARNER, expires_at=None))
        statuses = [running.client.get("/api/languages", headers=bearer(UNKNOWN)).status_code for _ in range(4)]
        assert statuses == [401, 401, 429, 429]
        assert running.client.get("/api/languages", headers=bearer(LEARNER)).status_code == 200


def test_the_user_of_the_machine_has_no_rate(folder: Path) -> None:
    with served(folder, CODEMENTOR_SERVE_REQUESTS_PER_MINUTE="1") as running:
        assert {running.client.get("/api/languages").status_code for _ in range(5)} == {200}


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "/run/user/1000/codementor.sock"])
def test_addresses_that_this_machine_alone_reaches(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "", "192.0.2.1", "localhost.example.org", "judge", "::ffff:127.0.0.1", "2130706433"]
)
def test_addresses_that_others_reach_or_might(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_an_address_that_others_reach_is_refused_without_a_token(codementor: Command, address: str) -> None:
    done = codementor("serve", "--host", address, "--port", "0")

    assert done.code == 3
    assert f"Other machines reach {address}, and there is no token that is live" in done.err
    assert "→ Make one first: codementor tokens new --role operator" in done.err


def test_an_address_that_others_reach_is_served_with_a_token_and_to_nobody_else(serve: Serve, folder: Path) -> None:
    database, text = str(folder / "own.db"), text_of(LEARNER)
    with closing(open_file(folder / "own.db")) as file:
        SqliteTokens(file).add(kept_token(LEARNER, expires_at=None))
    with serve("--host", "0.0.0.0", "--port", "0", "--sandbox", "bubblewrap", "--database", database) as running:
        url = running.url.replace("0.0.0.0", "127.0.0.1")
        refused = running.client.get(f"{url}/api/languages")
        taken = running.client.get(f"{url}/api/languages", headers={"Authorization": f"Bearer {text}"})
        _, said = running.stop()

    assert (refused.status_code, taken.status_code) == (401, 200)
    assert text not in said + running.said


def test_no_token_is_in_the_database_nor_in_what_the_service_says(guarded: Served, folder: Path) -> None:
    answers = [guarded.client.get(path, headers=bearer(LEARNER)) for path in ("/api/languages", "/nowhere", "/metrics")]
    with closing(sqlite3.connect(folder / "submissions.db")) as connection:
        dump = "\n".join(connection.iterdump())

    assert text_of(LEARNER) not in dump
    for answer in answers:
        assert text_of(LEARNER) not in answer.text + repr(answer.headers)
