"""What a failed ``test`` says to type next, and how a failed ``run`` is explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from codementor_cli.cli.judging import Asked, next_commands
from codementor_cli.cli.render.judging.run import run_explanation
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.cli.terminal.console import StderrKeeper
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.services.judging.submit import JudgeOptions, Machine, prepare
from tests.fakes.sandbox import FakeLanguages
from tests.fakes.subjects import CHALLENGE, result, subject

ASKED = Asked(file="my file.py", challenge_id="add-two", tests=None)
HINT = "codementor hint 'my file.py' --challenge add-two"
BROKEN = Compilation(success=False, output="main.py:2: error: no", wall_seconds=1)
TRACEBACK = b"""Traceback (most recent call last):
  File "/box/source/run1.py", line 2, in <module>
    print(1 / 0)
ZeroDivisionError: division by zero
"""


def commands(
    results: Sequence[CaseResult], asked: Asked = ASKED, compilation: Compilation | None = None
) -> tuple[str, ...]:
    about = subject(results, compilation=compilation)
    judging = prepare(about.program, CHALLENGE, Machine(languages=FakeLanguages()), asked.options)
    return next_commands(about.judgement, judging, asked)


def test_failed_case_can_be_run_alone_and_a_hint_is_offered() -> None:
    assert commands([result()]) == ("codementor test 'my file.py' --challenge add-two --case small", HINT)


def test_hidden_case_alone_is_not_offered_for_it_shows_nothing_new() -> None:
    assert commands([result(verdict=Verdict.AC), result("secret", hidden=True)]) == (HINT,)


def test_first_failure_that_can_be_seen_is_offered() -> None:
    found = commands([result("secret", hidden=True), result()])
    assert found[0].endswith("--case small")


def test_program_that_does_not_compile_is_offered_a_hint() -> None:
    assert commands([], compilation=BROKEN) == (HINT,)


def test_working_folder_needs_no_names() -> None:
    found = commands([result()], replace(ASKED, in_folder=True))
    assert found == ("codementor test --case small", "codementor hint")


def test_one_case_leads_back_to_all() -> None:
    found = commands([result()], replace(ASKED, options=JudgeOptions(case_names=("small",))))
    assert found == ("codementor test 'my file.py' --challenge add-two", HINT)


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (
            replace(ASKED, challenge_id=None, tests="cases.yaml"),
            "codementor test 'my file.py' --tests cases.yaml --case small",
        ),
        (replace(ASKED, language="python"), "codementor test 'my file.py' --challenge add-two --case small"),
    ],
)
def test_no_hint_is_offered_where_none_is_to_be_had(asked: Asked, last: str) -> None:
    assert commands([result()], asked) == (last,)


def test_accepted_program_and_one_from_stdin_need_nothing() -> None:
    assert commands([result(verdict=Verdict.AC)]) == ()
    assert commands([result()], replace(ASKED, file="-")) == ()


@pytest.mark.parametrize(
    ("execution", "told"),
    [
        (
            Execution(exit_code=1, stderr=TRACEBACK),
            "  The program crashed in run1.py, line 2: ZeroDivisionError: division by zero. This means: the program",
        ),
        (
            Execution(stop=Stop.CPU_TIME, cpu_seconds=2.0),
            "  The program used 2.00 s of CPU time; the limit is 2 s: is there",
        ),
        (Execution(exit_code=0), ""),
    ],
)
def test_run_is_explained_in_the_words_of_a_judgement(execution: Execution, told: str) -> None:
    look = Look()
    text = to_text(run_explanation(execution, Limits(), look), look)
    assert text.startswith(told)
    assert bool(text) == bool(told)
    assert "/box/" not in text


class Screen:
    """A console that keeps what it shows."""

    is_terminal = False

    def __init__(self) -> None:
        self.shown = b""

    def input_descriptor(self) -> int | None:
        return 7

    def read(self) -> bytes:
        return b"typed"

    def write(self, stderr: bool, data: bytes) -> None:
        self.shown += data


def test_live_stderr_goes_on_as_it_comes_and_its_end_is_kept() -> None:
    screen = Screen()
    keeper = StderrKeeper(screen)
    keeper.write(False, b"out ")
    keeper.write(True, b"a" * 70_000)
    keeper.write(True, b"end")

    assert screen.shown == b"out " + b"a" * 70_000 + b"end"
    assert len(keeper.stderr) == 1 << 16
    assert keeper.stderr.endswith(b"aend")
    assert (keeper.is_terminal, keeper.input_descriptor(), keeper.read()) == (False, 7, b"typed")
