from __future__ import annotations

import pytest
from starlette.types import ASGIApp

from codementor_cli.api.middleware.site import HostMiddleware, OriginMiddleware
from tests.fakes.asgi import ask, tells_principal

COURSE = "https://course.example.org"
HOSTS: ASGIApp = HostMiddleware(tells_principal, names=frozenset({"localhost", "127.0.0.1", "[::1]"}))
ORIGINS: ASGIApp = OriginMiddleware(tells_principal, origins=frozenset({COURSE}))


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:3001", "LOCALHOST:1", "127.0.0.1:3001", "[::1]:3001", "[::1]"]
)
def test_own_names_are_taken_with_any_port(host: str) -> None:
    assert ask(HOSTS, "/", ("host", host)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example.org",
        "evil.example.org:3001",
        "localhost.evil.example.org",
        "127.0.0.1.evil.example.org",
        "localhost@evil.example.org",
        "localhost:3001@evil.example.org",
        "evil.example.org:localhost",
        "localhost ",
        "localhost.",
        "localhost:",
        "localhost:x",
        "[::1",
        "2130706433",
        "0x7f.1",
        "",
    ],
)
def test_other_names_are_refused_as_a_browser_sends_them_after_dns_rebinding(host: str) -> None:
    answer = ask(HOSTS, "/", ("host", host))

    assert answer.status == 421
    assert "serve.hosts" in answer.json["detail"]


def test_two_hosts_are_refused() -> None:
    assert ask(HOSTS, "/", ("host", "localhost"), ("host", "evil.example.org")).status == 421
    assert ask(HOSTS, "/", ("host", "localhost"), ("host", "localhost")).status == 421


def test_any_name_is_taken_where_others_reach_the_service() -> None:
    assert ask(HostMiddleware(tells_principal, names=None), "/", ("host", "evil.example.org")).status == 200


def test_a_request_of_no_page_is_taken() -> None:
    assert ask(ORIGINS, method="POST").status == 200
    assert ask(ORIGINS, "/", ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")).status == 200


@pytest.mark.parametrize("origin", ["http://localhost:3001", "https://localhost:3001"])
def test_the_services_own_page_is_taken(origin: str) -> None:
    answer = ask(ORIGINS, "/", ("origin", origin), ("sec-fetch-site", "same-origin"), method="POST")

    assert answer.status == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS", "HEAD"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "null",
        "",
        "http://localhost:3002",
        "http://localhost",
        "http://course.example.org",
        "https://course.example.org:444",
        "https://course.example.org.evil.org",
        "https://course.example.org/",
        "https://COURSE.example.org",
        "*",
    ],
)
def test_a_page_of_another_origin_is_refused_whatever_it_asks(origin: str, method: str) -> None:
    answer = ask(ORIGINS, "/", ("origin", origin), ("access-control-request-method", "POST"), method=method)

    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_two_origins_are_refused_even_where_one_is_named() -> None:
    assert ask(ORIGINS, "/", ("origin", COURSE), ("origin", "https://evil.example.org")).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "something-new"])
def test_a_page_that_sends_no_origin_is_known_by_its_site(site: str) -> None:
    assert ask(ORIGINS, "/", ("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")).status == 403
    assert ask(ORIGINS, "/", ("sec-fetch-site", site), ("sec-fetch-mode", "navigate"), method="POST").status == 403


def test_a_person_may_follow_a_link_from_another_site() -> None:
    assert ask(ORIGINS, "/docs", ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")).status == 200


def test_a_named_page_may_ask_and_read() -> None:
    asked = ask(ORIGINS, "/", ("origin", COURSE), ("access-control-request-method", "POST"), method="OPTIONS")
    answer = ask(ORIGINS, "/", ("origin", COURSE), ("sec-fetch-site", "cross-site"), method="POST")

    assert asked.status == 204
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    for each in (asked, answer):
        assert each.headers["access-control-allow-origin"] == COURSE
        assert each.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in each.headers
    assert answer.status == 200


def test_without_a_list_no_answer_names_an_origin() -> None:
    closed = OriginMiddleware(tells_principal, origins=frozenset())

    assert ask(closed, "/", ("origin", COURSE)).status == 403
    assert not [name for name in ask(closed).headers if name.startswith("access-control")]
