"""Whether to try again, and when."""

from datetime import UTC, datetime

import pytest

from codementor_cli.ai.claude.retry import asked_pause_seconds, is_transient, is_worth_waiting, own_pause_seconds

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_trouble_that_passes_is_tried_again(status: int) -> None:
    assert is_transient(status, {})
    assert not is_transient(status, {"x-should-retry": "false"})


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 413, 422])
def test_what_stays_as_it_is_is_not_tried_again(status: int) -> None:
    assert not is_transient(status, {})
    assert is_transient(status, {"x-should-retry": "true"})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "7", "retry-after-ms": "20"}, 0.02),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Sun, 22 Nov 2026 11:00:00 GMT"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 12:00:30"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after-ms": "x", "retry-after": "3"}, 3),
        ({}, None),
    ],
)
def test_pause_that_the_server_asks_for(headers: dict[str, str], expected: float | None) -> None:
    assert asked_pause_seconds(headers, NOW) == expected


def test_own_pauses_double_up_to_a_limit_and_are_spread() -> None:
    assert [own_pause_seconds(tries, 0) for tries in (1, 2, 3, 20)] == [0.5, 1.0, 2.0, 8.0]
    assert own_pause_seconds(1, 1) == 0.375


def test_pause_that_takes_most_of_the_time_is_not_worth_it() -> None:
    assert is_worth_waiting(30, 60)
    assert not is_worth_waiting(31, 60)
    assert not is_worth_waiting(0.1, 0)
