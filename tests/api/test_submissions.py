"""Past submissions over HTTP: filters and pages as on the command line, one in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LearnerId
from tests.fakes.service import Served, served
from tests.fakes.submissions import AT, HIDDEN, submission

PATHS = ("/api/execution/history", "/api/submissions")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service with 25 submissions of the local user's, a minute apart, and one of another learner's."""
    with served(tmp_path_factory.mktemp("submissions")) as api:
        for number in range(24):
            api.service.store.record(submission(f"{number:032x}", created_at=AT + timedelta(minutes=number)))
        accepted = submission(f"{99:032x}", verdict=Verdict.AC, created_at=AT + timedelta(minutes=40))
        api.service.store.record(accepted)
        api.service.store.record(replace(submission(f"{100:032x}", created_at=AT), learner=LearnerId("eve")))
        yield api


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_the_twenty_newest(kept: Served, path: str) -> None:
    found = kept.client.get(path).json()
    assert (found["total"], found["limit"], found["offset"]) == (25, 20, 0)
    assert [each["id"] for each in found["submissions"]] == list(range(25, 5, -1))
    assert set(found["submissions"][0]) == {
        *("id", "challengeId", "language", "verdict", "score", "maxScore", "passedTests", "totalTests"),
        *("executionTime", "createdAt", "source"),
    }


@pytest.mark.parametrize(
    ("query", "count", "first"),
    [
        ("limit=3", 3, 25),
        ("limit=3&page=2", 3, 22),
        ("limit=3&offset=4", 3, 21),
        ("page=3", 0, None),
        ("verdict=AC", 1, 25),
        ("verdict=accepted", 1, 25),
        ("verdict=wrong%20answer&limit=2", 2, 24),
        ("since=2999-01-01", 0, None),
        ("since=2000-01-01T00:00:00&limit=1", 1, 25),
        ("offset=9007199254740991", 0, None),
    ],
)
def test_filters_and_pages_are_those_of_the_command_line(
    kept: Served, query: str, count: int, first: int | None
) -> None:
    answer = kept.client.get(f"/api/submissions?{query}")
    listed = answer.json()["submissions"]
    assert len(listed) == count
    assert first is None or listed[0]["id"] == first


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("verdict=maybe", "verdict"),
        ("verdict=OK", "verdict"),
        ("since=when", "since"),
        ("page=1&offset=1", "page"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("page=0", "page"),
        ("offset=-1", "offset"),
        ("offset=1e400", "offset"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(kept: Served, query: str, pointer: str) -> None:
    answer = kept.client.get(f"/api/execution/history?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("query", ["language=pyhton", "challengeId=none", "challengeId=..%2F..", "challengeId=%00"])
def test_a_name_that_is_none_is_404(kept: Served, query: str) -> None:
    assert kept.client.get(f"/api/submissions?{query}").status_code == 404


def test_one_is_shown_in_full_and_without_hidden_data(kept: Served) -> None:
    answer = kept.client.get("/api/submissions/1")
    found: dict[str, Any] = answer.json()
    assert found["id"] == 1
    assert found["files"][0]["content"]
    assert found["testResults"]["results"]
    assert HIDDEN.input.decode() not in answer.text


def test_hidden_data_of_one_is_shown_to_an_operator_that_asks(kept: Served) -> None:
    results = kept.client.get("/api/submissions/1?hidden=true").json()["testResults"]["results"]
    assert HIDDEN.input.decode() in [each["input"] for each in results]


@pytest.mark.parametrize("number", ["26", "999999", "9007199254740991"])
def test_one_that_is_not_ones_own_is_404(kept: Served, number: str) -> None:
    answer = kept.client.get(f"/api/submissions/{number}")
    assert answer.status_code == 404
    assert "codementor " not in answer.json()["detail"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "1e3", "9223372036854775808", "%00"])
def test_a_number_that_is_none_is_422(kept: Served, number: str) -> None:
    assert kept.client.get(f"/api/submissions/{number}").status_code == 422


def test_an_operator_reads_those_of_another_learner(kept: Served) -> None:
    assert kept.client.get("/api/submissions?learner=eve").json()["total"] == 1
    assert kept.client.get("/api/submissions/26?learner=eve").json()["id"] == 26
