import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.cli.render.practice.submission import Scene, answer_texts, program_text, submission_text
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Look
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.mentor.mentoring import MentorCall, MentorKind
from codementor_cli.domain.practice.submission import RecordedSubmission, Submission
from tests.fakes.submissions import AT, HIDDEN, HIDDEN_WORD, VISIBLE, call, submission

SCENE = Scene(look=Look(), clock=Clock(AT, UTC), suite=None)
COLOUR = Look(colour=True, terminal=True)


def text(one: Submission, *calls: MentorCall, scene: Scene = SCENE) -> str:
    return submission_text(RecordedSubmission(number=7, submission=one), calls, scene)


def test_code_results_and_the_first_difference_are_shown() -> None:
    shown = text(submission())

    assert shown.startswith("Submission 7: Add Two\nadd-two, python, 2026-11-20 14:03\n/home/learner/sums.py\n\n")
    assert "1 │ a, b = map(int, input().split())\n2 │ print(a - b)\n" in shown
    assert "✗ wrong answer           small              15 ms\n" in shown
    assert "small: wrong answer\n  The signs differ.\n" in shown
    assert "✗ wrong answer: 0 of 2 cases accepted, score 0 of 100" in shown


@pytest.mark.parametrize("every_failure", [False, True])
def test_hidden_data_never_comes_out(every_failure: bool) -> None:
    shown = text(submission(results=(HIDDEN,)), scene=replace(SCENE, every_failure=every_failure))

    assert "secret (hidden)" in shown
    assert HIDDEN_WORD not in shown


def test_accepted_one_shows_no_failure() -> None:
    good = replace(VISIBLE, verdict=Verdict.AC, points=50, difference=None, reason="")

    shown = text(submission(verdict=Verdict.AC, results=(good,)))

    assert shown.endswith(
        "✓ accepted               small    15 ms\n\n✓ accepted: 1 of 2 cases accepted, 1 not run, score 50 of 100\n"
    )


def test_one_that_did_not_compile_shows_what_the_compiler_said() -> None:
    one = submission(verdict=Verdict.CE, results=())
    compiled = Compilation(success=False, output="sums.py:1: invalid syntax", wall_seconds=0.1)

    shown = text(replace(one, judgement=replace(one.judgement, compilation=compiled)))

    assert "✗ compile error" in shown
    assert "The compiler said\n    sums.py:1: invalid syntax" in shown


def test_files_of_a_larger_program_stand_under_their_names() -> None:
    files = (SourceFile("main.py", b"import sums\n"), SourceFile("sums.py", b"A = 1\n"))

    assert program_text(Program(language="python", files=files, main="main.py"), Look()) == (
        "main.py (starts)\n1 │ import sums\n\nsums.py\n1 │ A = 1\n"
    )


def test_empty_file_is_one_empty_line() -> None:
    assert program_text(Program(language="python", files=(SourceFile("a.py", b""),), main="a.py"), Look()) == "1 │\n"


@pytest.mark.parametrize("language", ["python", "cpp", "rust", "bash", "no such language"])
@pytest.mark.parametrize("content", [b"", b"\n\n", b"x = 1", b"\n\nx = '''\n\n'''\n\n\n", b"\xff\x1b[31m\tif\r\n"])
def test_colours_change_no_line(language: str, content: bytes) -> None:
    program = Program(language=language, files=(SourceFile("a", content),), main="a")

    coloured, plain = program_text(program, COLOUR).splitlines(), program_text(program, Look()).splitlines()

    assert [_without_colours(each).rstrip() for each in coloured] == [each.rstrip() for each in plain]


@given(st.binary(max_size=200))
def test_no_code_can_act_on_the_terminal(content: bytes) -> None:
    program = Program(language="python", files=(SourceFile("a", content),), main="a")

    shown = program_text(program, Look())

    assert all(each.isprintable() or each in "\n\u3000" for each in shown)


def test_hint_is_shown_with_its_level_and_source() -> None:
    shown = text(submission(), call(json.dumps({"hint": "Look at the sign.", "nextSteps": ["Try 1 2"]}), level=2))

    assert "Hint 2 by the challenge's author, 2026-11-20 14:03\n  Look at the sign.\n  - Try 1 2\n" in shown


def test_question_of_the_learner_is_repeated() -> None:
    assert "  You asked: why?\n" in text(submission(), call('{"hint": "Because."}', question="why?"))


def test_review_is_shown_as_remarks_on_lines() -> None:
    answer = {
        "overall_score": 40,
        "suggestions": [{"line": 2, "message": "Add, do not subtract."}],
        "strengths": ["Short"],
    }

    assert answer_texts(json.dumps(answer)) == ["Score 40 of 100", "- line 2: Add, do not subtract.", "- Short"]


def test_several_hints_and_an_analysis_are_shown_too() -> None:
    hints = {"cause": "The sign.", "hints": [{"level": 1, "text": "Look.", "line": 2}]}
    analysis = {"summary": "It subtracts.", "findings": [{"line": 2, "message": "Here."}], "feedback": "Add."}

    assert answer_texts(json.dumps(hints)) == ["The sign.", "- line 2: Look."]
    assert answer_texts(json.dumps(analysis)) == ["It subtracts.", "Add.", "- line 2: Here."]


@pytest.mark.parametrize("answer", ["", "[", "[]", "7", '{"hint": 7, "suggestions": [7, null, {}], "nextSteps": "x"}'])
def test_answer_of_another_form_is_no_traceback(answer: str) -> None:
    assert answer_texts(answer) == []


def test_hint_cannot_act_on_the_terminal() -> None:
    assert "\x1b" not in text(submission(), call(json.dumps({"hint": "\x1b]0;owned\x07"}), MentorKind.REVIEW))


def _without_colours(shown: str) -> str:
    return "".join(part.partition("m")[2] if index else part for index, part in enumerate(shown.split("\x1b[")))
