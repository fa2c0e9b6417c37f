"""Hints without Claude, rung by rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from codementor_cli.catalog.advice import shipped_advisor
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.mentor.answer import Hint
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource
from codementor_cli.services.mentor.packet import build_packet
from codementor_cli.services.mentor.without_model import offline_hint, offline_hints
from tests.fakes.subjects import CHALLENGE, RUNGS, result, subject

NO_LADDER = replace(CHALLENGE, hints=())
OURS, AUTHOR = HintSource.DIAGNOSIS, HintSource.CHALLENGE
CRASH = (
    b'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\nIndexError: list index out of range\n'
)
BROKEN = Compilation(success=False, output="main.py:2: error: expected ':'", wall_seconds=1)
FAILING: dict[str, Sequence[CaseResult]] = {
    "wrong": (result(),),
    "crashed": (result(verdict=Verdict.RTE, stderr=CRASH, actual=b""),),
    "slow": (result(verdict=Verdict.TLE),),
    "large": (result(verdict=Verdict.MLE),),
    "endless": (result(verdict=Verdict.OLE),),
    "hidden wrong": (result(verdict=Verdict.AC), result("secret", hidden=True)),
    "hidden crash": (result(verdict=Verdict.AC), result("secret", hidden=True, verdict=Verdict.RTE, stderr=CRASH)),
}


def _ladder(about: MentorSubject) -> list[tuple[Hint, HintSource]]:
    return [
        offline_hint(shipped_advisor(), about.challenge, build_packet(about, level=level), level)
        for level in range(1, 5)
    ]


def _subject(kind: str, *, ladder: bool = True) -> MentorSubject:
    return subject(FAILING[kind], challenge=CHALLENGE if ladder else NO_LADDER)


@pytest.mark.parametrize("ladder", [True, False])
@pytest.mark.parametrize("kind", list(FAILING))
def test_every_rung_says_something_that_none_below_it_said(kind: str, *, ladder: bool) -> None:
    hints = [hint for hint, _ in _ladder(_subject(kind, ladder=ladder))]
    assert len({hint.hint for hint in hints}) == 4
    assert all(hint.suggested_approach and hint.next_steps for hint in hints)
    assert "{" not in "".join(hint.hint for hint in hints)


def test_a_program_that_does_not_compile_is_diagnosed_on_every_rung() -> None:
    ladder = _ladder(subject([], compilation=BROKEN))
    assert {source for _, source in ladder} == {OURS}
    assert len({hint.hint for hint, _ in ladder}) == 4
    assert "line 2" in ladder[1][0].hint


@pytest.mark.parametrize(
    ("kind", "sources"),
    [
        ("wrong", [AUTHOR] * 4),
        ("crashed", [OURS] * 4),
        ("slow", [AUTHOR] * 4),
        ("endless", [OURS, OURS, AUTHOR, AUTHOR]),
        ("hidden wrong", [AUTHOR] * 4),
        ("hidden crash", [OURS, OURS, AUTHOR, AUTHOR]),
    ],
)
def test_what_stands_in_the_way_comes_before_the_author_s_ladder(kind: str, sources: list[HintSource]) -> None:
    assert [source for _, source in _ladder(_subject(kind))] == sources


def test_a_cause_that_the_answer_shows_comes_before_the_author_s_ladder() -> None:
    unprinted = replace(result(actual=b""), reason="Your program printed nothing.")
    assert [source for _, source in _ladder(subject((unprinted,)))] == [OURS, OURS, AUTHOR, AUTHOR]


def test_an_author_s_rung_comes_with_the_failing_case_and_no_other_advice() -> None:
    hint, _ = _ladder(_subject("wrong"))[2]
    assert hint.hint == RUNGS[2]
    assert hint.next_steps[0] == "Look at the case “small” again. The answer is wrong."


def test_steps_name_no_hidden_case() -> None:
    for hint, _ in _ladder(_subject("hidden wrong")):
        assert "secret" not in " ".join((hint.hint, hint.suggested_approach, *hint.next_steps))


def test_an_accepted_program_hears_the_same_on_every_rung() -> None:
    ladder = _ladder(subject((result(verdict=Verdict.AC),)))
    assert {hint.hint for hint, _ in ladder} == {ladder[0][0].hint}
    assert ladder[0][0].confidence == 1


def test_several_hints_are_the_rungs_in_order() -> None:
    about = _subject("endless")
    hints, source = offline_hints(shipped_advisor(), CHALLENGE, build_packet(about), 4)
    assert [each.text for each in hints.hints] == [hint.hint for hint, _ in _ladder(about)]
    assert [each.level for each in hints.hints] == [1, 2, 3, 4]
    assert source is AUTHOR
