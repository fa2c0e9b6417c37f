"""Jobs as Jobe's result objects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from codementor_cli.api.compatible.jobe.languages import JOBE_LANGUAGES
from codementor_cli.api.compatible.jobe.result import job_value, shown
from codementor_cli.domain.jobs.job import JobProblem, JobState
from codementor_cli.domain.judging.execution import Execution, Stop
from codementor_cli.errors import ErrorKind
from tests.fakes.compatible import COMPILED, LANGUAGES, NOT_COMPILED, UID, job_of, ran


def test_a_run_that_went_well() -> None:
    value = job_value(ran("python", Execution(exit_code=0, stdout=b"hi\n"), COMPILED))
    assert value == {"run_id": UID, "outcome": 15, "cmpinfo": "", "stdout": "hi\n", "stderr": ""}


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"exit_code": 0}, 15),
        ({"exit_code": 3}, 15),
        ({"exit_code": 0, "stderr": b"warned"}, 12),
        ({"exit_code": 1, "stderr": b"Traceback"}, 12),
        ({"signal": 11}, 12),
        ({"signal": 6, "stderr": b"assert"}, 12),
        ({"signal": 31}, 19),
        ({"signal": 9, "stop": Stop.CPU_TIME, "stderr": b"x"}, 13),
        ({"signal": 9, "stop": Stop.WALL_TIME}, 13),
        ({"signal": 9, "stop": Stop.STDOUT}, 13),
        ({"signal": 9, "stop": Stop.MEMORY, "stderr": b"x"}, 17),
        ({"signal": 9, "oom_kill_count": 2}, 17),
        ({"signal": 9, "stop": Stop.STARVED}, 21),
    ],
)
def test_each_ending_has_its_outcome(facts: dict[str, Any], outcome: int) -> None:
    value = job_value(ran("python", Execution(**facts)))
    assert value["outcome"] == outcome
    assert bool(value["stderr"]) == (
        outcome == 12 and "stderr" in facts
    )  # any stderr is a runtime error for CodeRunner


@pytest.mark.parametrize(
    ("language", "outcome"), [("c", 11), ("python", 11), ("java", 11), ("javascript", 12), ("ruby", 12)]
)
def test_wrong_syntax_is_a_compilation_error_where_jobe_compiles(language: str, outcome: int) -> None:
    value = job_value(ran(language, None, NOT_COMPILED))
    assert value["outcome"] == outcome
    assert value["cmpinfo" if outcome == 11 else "stderr"] == "line 1: no\n"


@pytest.mark.parametrize(("language", "outcome"), [("c", 11), ("cpp", 11), ("java", 11), ("rust", 15)])
def test_a_warning_is_an_error_where_jobe_takes_it_for_one(language: str, outcome: int) -> None:
    warned = replace(COMPILED, output="warning: unused\n")
    assert job_value(ran(language, Execution(exit_code=0), warned))["outcome"] == outcome


def test_a_job_without_an_answer_is_an_internal_error() -> None:
    problem = JobProblem(kind=ErrorKind.ENVIRONMENT, message="There is no sandbox.")
    value = job_value(replace(job_of("c"), state=JobState.FAILED, problem=problem))
    assert (value["outcome"], value["stderr"]) == (20, "There is no sandbox.")


def test_paths_of_the_lane_are_left_out_and_javas_traces_are_indented_by_spaces() -> None:
    python = ran("python", Execution(exit_code=1, stderr=b'File "/box/source/test.py", line 1'))
    java = ran("java", Execution(exit_code=1, stderr=b"Exception\n\tat Main.main"))
    assert job_value(python)["stderr"] == 'File "test.py", line 1'
    assert job_value(java)["stderr"] == "Exception\n        at Main.main"


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("délétère\x01".encode(), "délétère\x01"),
        (b"Hello\n\x01\x06\xc0\xc9\n", "Hello\n\\x01\\x06\\xc0\\xc9\n"),
        (b"\xff\t\r\x7f", "\\xff\t\r\\x7f"),
    ],
)
def test_output_that_is_no_utf8_is_shown_in_hexadecimal(output: bytes, text: str) -> None:
    assert shown(output) == text


def test_every_language_has_a_name() -> None:
    assert {each.ours for each in JOBE_LANGUAGES.values()} == {language.name for language in LANGUAGES.all()}
