"""From errors of the use cases to problem documents."""

from __future__ import annotations

import json

import pytest

from codementor_cli.api.problems import STATUSES, error_problem, problem_value
from codementor_cli.errors import (
    CodementorError,
    ErrorKind,
    NextStep,
    Problem,
    ProblemsError,
    QueueFullError,
    QueueScope,
    SandboxFault,
    StoreFault,
    UsageError,
    UserFileError,
)

CANARY = "/srv/secret/challenge.yaml"


@pytest.mark.parametrize(
    ("message", "detail"),
    [
        ("there is no challenge two-sum", "There is no challenge two-sum. See the challenges."),
        ("main.py has no function", "main.py has no function. See the challenges."),
        ("two-sum takes python", "two-sum takes python. See the challenges."),
        ("It is wrong.", "It is wrong. See the challenges."),
        ("is it?", "Is it? See the challenges."),
        ("codementor 2 wrote it", "codementor 2 wrote it. See the challenges."),
    ],
)
def test_details_are_sentences(message: str, detail: str) -> None:
    found = error_problem(UserFileError(message, NextStep(("challenges", "list"))))
    assert json.loads(bytes(found.body))["detail"] == detail
    assert problem_value(404, "Not found", message)["detail"] == detail.removesuffix(" See the challenges.")


def test_every_kind_has_a_status() -> None:
    assert set(STATUSES) == set(ErrorKind)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("x"), 422),
        (UserFileError("x"), 422),
        (UserFileError("x", kind=ErrorKind.NOT_FOUND), 404),
        (UserFileError("x", kind=ErrorKind.BROKEN_CATALOG), 503),
        (SandboxFault("x"), 503),
        (StoreFault("x"), 503),
        (CodementorError("x"), 500),
    ],
)
def test_the_kind_decides_the_status(error: CodementorError, status: int) -> None:
    found = error_problem(error)
    assert found.status_code == status
    assert found.media_type == "application/problem+json"
    assert json.loads(bytes(found.body))["status"] == status


@pytest.mark.parametrize(
    "error",
    [
        ProblemsError((Problem(CANARY, f"found {CANARY}", 1, 2),)),
        UserFileError(CANARY, kind=ErrorKind.BROKEN_CATALOG),
        SandboxFault(CANARY, CANARY),
        StoreFault(CANARY, CANARY),
        CodementorError(CANARY, CANARY),
    ],
)
def test_names_of_the_machine_and_data_of_challenges_are_for_its_operator(error: CodementorError) -> None:
    assert CANARY.encode() not in bytes(error_problem(error).body)
    assert CANARY.encode() in bytes(error_problem(error, shows_all=True).body)


def test_a_command_becomes_a_link() -> None:
    error = UserFileError("There is none.", NextStep(("challenges", "list")), kind=ErrorKind.NOT_FOUND)
    found = json.loads(bytes(error_problem(error).body))
    assert found["detail"] == "There is none. See the challenges."
    assert found["links"] == [{"title": "See the challenges.", "href": "/api/challenges"}]


@pytest.mark.parametrize("step", [NextStep(("doctor",)), "codementor doctor", "codementor run --language python x"])
def test_a_command_that_http_does_not_have_is_left_out(step: NextStep | str) -> None:
    found = json.loads(bytes(error_problem(UserFileError("It is wrong.", step)).body))
    assert found["detail"] == "It is wrong."
    assert "links" not in found


def test_a_plain_next_step_is_said() -> None:
    found = json.loads(bytes(error_problem(UserFileError("It is wrong.", "Write it in one of these.")).body))
    assert found["detail"] == "It is wrong. Write it in one of these."


@pytest.mark.parametrize(("scope", "status"), [(QueueScope.OWNER, 429), (QueueScope.TOTAL, 503)])
def test_a_full_queue_says_when_to_come_back(scope: QueueScope, status: int) -> None:
    found = error_problem(QueueFullError(scope, 100, 7))
    assert found.status_code == status
    assert found.headers["Retry-After"] == "7"
