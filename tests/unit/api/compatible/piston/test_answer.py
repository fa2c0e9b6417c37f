"""Answers as Piston gives them."""

from __future__ import annotations

from typing import Any

import pytest

from codementor_cli.api.compatible.piston.answer import execution_value
from codementor_cli.domain.jobs.job import RanAnswer
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from tests.fakes.compatible import COMPILED, LANGUAGES, NOT_COMPILED


def shown(language: str, execution: Execution | None, compilation: Compilation | None = None) -> dict[str, Any]:
    answer = RanAnswer(compilation=compilation, execution=execution, language=language, sandbox="docker")
    return execution_value(answer, LANGUAGES.get(language))


def test_a_run_is_shown_whole() -> None:
    execution = Execution(
        exit_code=0, stdout=b"out", stderr=b"err", cpu_seconds=0.0124, wall_seconds=0.5, peak_memory_bytes=1000
    )
    assert shown("python", execution, COMPILED) == {
        "language": "python",
        "version": "3.13.0",
        "run": {
            "stdout": "out",
            "stderr": "err",
            "output": "outerr",
            "code": 0,
            "signal": None,
            "message": None,
            "status": None,
            "cpu_time": 12,
            "wall_time": 500,
            "memory": 1000,
        },
    }


@pytest.mark.parametrize(
    ("facts", "status", "signal", "code"),
    [
        ({"exit_code": 0}, None, None, 0),
        ({"exit_code": 3}, "RE", None, 3),
        ({"signal": 11}, "SG", "SIGSEGV", None),
        ({"signal": 9, "oom_kill_count": 1}, "SG", "SIGKILL", None),
        ({"signal": 64}, "SG", "SIGRTMAX", None),
        ({"signal": 9, "stop": Stop.CPU_TIME}, "TO", "SIGKILL", None),
        ({"signal": 9, "stop": Stop.WALL_TIME}, "TO", "SIGKILL", None),
        ({"signal": 9, "stop": Stop.STDOUT}, "OL", "SIGKILL", None),
        ({"signal": 9, "stop": Stop.STDERR}, "EL", "SIGKILL", None),
        ({"signal": 9, "stop": Stop.MEMORY}, "SG", "SIGKILL", None),
        ({"signal": 9, "stop": Stop.STARVED}, "XX", "SIGKILL", None),
    ],
)
def test_each_ending_has_its_letters(facts: dict[str, Any], status: str | None, signal: str | None, code: Any) -> None:
    run = shown("python", Execution(**facts))["run"]
    assert (run["status"], run["signal"], run["code"]) == (status, signal, code)
    assert (run["message"] is None) == (status is None)


def test_a_compiler_that_fails_is_the_run_too() -> None:
    value = shown("c", None, NOT_COMPILED)
    assert value["compile"] == value["run"]
    assert (value["run"]["code"], value["run"]["stderr"]) == (1, "line 1: no\n")


def test_wrong_syntax_without_a_compiler_is_the_run_alone() -> None:
    value = shown("python", None, NOT_COMPILED)
    assert "compile" not in value
    assert value["run"]["code"] == 1


def test_a_compiled_program_has_both() -> None:
    value = shown("cpp", Execution(exit_code=0), COMPILED)
    assert (value["language"], value["compile"]["code"], value["run"]["code"]) == ("c++", 0, 0)


def test_output_that_is_no_utf8_is_shown_with_replacements() -> None:
    assert shown("python", Execution(exit_code=0, stdout=b"\xff"))["run"]["stdout"] == "\ufffd"
