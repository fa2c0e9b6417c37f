"""Jobs as Judge0 shows them."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import pytest

from codementor_cli.api.compatible.judge0.answer import (
    ALL_FIELDS,
    DEFAULT_FIELDS,
    NotTextError,
    submission_value,
    token_of,
    uid_of,
    wanted_fields,
)
from codementor_cli.domain.jobs.job import Job, JobProblem, JobState
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.errors import ErrorKind
from tests.fakes.compatible import COMPILED, LANGUAGES, NOT_COMPILED, UID, job_of, ran

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"


def shown(job: Job, language: str = "python", fields: tuple[str, ...] = DEFAULT_FIELDS, **how: Any) -> dict[str, Any]:
    return submission_value(job, LANGUAGES.get(language), fields, is_base64=False, **how)


def status(job: Job, language: str = "python") -> tuple[int, str | None]:
    value = shown(job, language, ("status", "status_id", "message"))
    assert value["status"]["id"] == value["status_id"]
    return value["status_id"], value["message"]


def ended(**facts: Any) -> Job:
    return ran("python", Execution(**facts))


def test_an_accepted_submission_has_judge0s_default_fields() -> None:
    execution = Execution(
        exit_code=0, stdout=b"hi\n", cpu_seconds=0.0123, wall_seconds=0.5, peak_memory_bytes=9_000_000
    )
    assert shown(ran("python", execution, COMPILED)) == {
        "token": TOKEN,
        "time": "0.012",
        "memory": 8789,
        "stdout": "hi\n",
        "stderr": None,
        "compile_output": None,
        "message": None,
        "status": {"id": 3, "description": "Accepted"},
    }


@pytest.mark.parametrize(
    ("facts", "number", "message"),
    [
        ({"exit_code": 0}, 3, None),
        ({"exit_code": 7}, 11, "Exited with error status 7"),
        ({"signal": 11}, 7, "Caught fatal signal 11"),
        ({"signal": 25}, 8, "Caught fatal signal 25"),
        ({"signal": 8}, 9, "Caught fatal signal 8"),
        ({"signal": 6}, 10, "Caught fatal signal 6"),
        ({"signal": 15}, 12, "Caught fatal signal 15"),
        ({"stop": Stop.CPU_TIME, "signal": 9}, 5, "Time limit exceeded"),
        ({"stop": Stop.WALL_TIME, "signal": 9}, 5, "Time limit exceeded (wall clock)"),
        ({"stop": Stop.STDOUT, "signal": 9}, 8, "The output is larger than max_file_size."),
        ({"stop": Stop.STDERR, "signal": 9}, 8, "The output is larger than max_file_size."),
        ({"stop": Stop.MEMORY, "signal": 9}, 12, "Memory limit exceeded"),
        ({"oom_kill_count": 1, "signal": 9}, 12, "Memory limit exceeded"),
        ({"stop": Stop.STARVED, "signal": 9}, 13, "The machine was too busy. Send the submission again."),
    ],
)
def test_each_ending_has_its_status_and_message(facts: dict[str, Any], number: int, message: str | None) -> None:
    assert status(ended(**facts)) == (number, message)


@pytest.mark.parametrize(
    ("stdout", "expected", "number"),
    [
        (b"1\n2\n", b"1\n2\n", 3),
        (b"1  \n2\n\n\n", b"1\n2", 3),
        (b"1\r\n2", b"1\n2", 3),
        (b" 1\n2", b"1\n2", 4),
        (b"1\n\n2", b"1\n2", 4),
        (b"", b"1", 4),
        (b"anything", None, 3),
        (b"", b"", 3),
        (b"\xff\n", b"\xff", 3),
    ],
)
def test_output_is_compared_without_white_space_at_the_ends(stdout: bytes, expected: bytes | None, number: int) -> None:
    assert status(ran("python", Execution(exit_code=0, stdout=stdout), expected_output=expected))[0] == number


def test_a_wrong_exit_code_comes_before_the_output() -> None:
    assert status(ran("python", Execution(exit_code=1, stdout=b"1"), expected_output=b"1"))[0] == 11


def test_a_compilation_error_has_the_compilers_words_alone() -> None:
    value = shown(ran("c", None, NOT_COMPILED), "c")
    assert value["status"] == {"id": 6, "description": "Compilation Error"}
    assert (value["compile_output"], value["stdout"], value["time"], value["memory"]) == (
        "line 1: no\n",
        None,
        None,
        None,
    )


def test_wrong_syntax_without_a_compiler_is_a_run_that_failed_as_with_judge0() -> None:
    value = shown(ran("python", None, NOT_COMPILED), fields=("status", "stderr", "compile_output", "exit_code"))
    assert value["status"]["id"] == 11
    assert (value["stderr"], value["compile_output"], value["exit_code"]) == ("line 1: no\n", None, 1)


@pytest.mark.parametrize(
    ("changes", "number", "message"),
    [
        ({"state": JobState.QUEUED}, 1, None),
        ({"state": JobState.RUNNING}, 2, None),
        ({"state": JobState.CANCELLED}, 13, "The submission was cancelled."),
        ({"state": JobState.FAILED, "problem": JobProblem(kind=ErrorKind.ENVIRONMENT, message="No.")}, 13, "No."),
    ],
)
def test_jobs_without_an_answer_say_how_far_they_are(changes: Any, number: int, message: str | None) -> None:
    job = replace(job_of("python"), **changes)
    assert status(job) == (number, message)
    assert shown(job)["stdout"] is None


def test_texts_are_shown_in_base64_where_that_is_wanted() -> None:
    job = ran("python", Execution(exit_code=3, stdout=b"\xff"))
    value = submission_value(job, LANGUAGES.get("python"), ("stdout", "source_code", "message"), is_base64=True)
    assert {name: base64.b64decode(text) for name, text in value.items()} == {
        "stdout": b"\xff",
        "source_code": b"the source\n",
        "message": b"Exited with error status 3",
    }


def test_what_is_no_utf8_is_not_shown_without_base64() -> None:
    with pytest.raises(NotTextError, match="use base64_encoded=true"):
        shown(ran("python", Execution(exit_code=0, stdout=b"\xff")))


def test_all_fields_can_be_shown() -> None:
    value = shown(ran("cpp", Execution(exit_code=0), COMPILED), "cpp", ALL_FIELDS)
    assert value["language"] == {"id": 54, "name": "C++ (GCC 14)"}
    assert (value["created_at"], value["finished_at"]) == ("2026-11-27T09:30:15.250Z", "2026-11-27T09:30:15.250Z")
    assert (value["cpu_time_limit"], value["memory_limit"]) == ("2", 256 * 1024)


def test_fields_of_a_query() -> None:
    assert wanted_fields(None) == (DEFAULT_FIELDS, ())
    assert wanted_fields("stdout,status_id,stdout") == (("stdout", "status_id"), ())
    assert wanted_fields("*") == (ALL_FIELDS, ())
    assert wanted_fields("stdout,owner") == (("stdout",), ("owner",))


def test_tokens_are_uids_with_dashes() -> None:
    assert token_of(UID) == TOKEN
    assert uid_of(TOKEN) == UID
    assert uid_of("../../x") is None
