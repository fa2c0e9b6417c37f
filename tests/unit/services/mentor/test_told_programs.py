"""What learners are told of programs that fail, in all ten languages: the words wanted, and those that mislead."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from codementor_cli.catalog.advice import shipped_advisor
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.causes import Cause
from codementor_cli.domain.mentor.advice.symptoms import Symptoms
from codementor_cli.services.mentor.packet import build_packet
from tests.fakes.recorded import Recorded, first_hint, recorded_programs, subject_of

ADVISOR = shipped_advisor()
CAUSES = tuple(ADVISOR.causes())
RECORDED = recorded_programs()
QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”|‘[^’]*’|'[^']*'")
"""What is quoted has its own signs."""
DOUBLED = re.compile(r"[.,;:!?]\s*[.,;:]|[.;:]\s*[!?]|…[.?]|  ")
INTERNAL = re.compile(r"launcher|with panic|with assert|\{\w*\}")


def _problems(text: str) -> list[str]:
    """Return what is wrong with the form of a text for a learner."""
    bare = QUOTED.sub("x", text.replace("::", "x"))
    found = []
    if DOUBLED.search(bare):
        found.append("double punctuation")
    if INTERNAL.search(bare):
        found.append("an internal word, or an unfilled brace")
    if not (text[:1].isupper() or text[:1] in '`“"'):
        found.append("no capital at its start")
    if not re.search(r"[.?!…]$", text) or text.endswith(("..", "?.", "…?.")):
        found.append("no single stop at its end")
    return found


@pytest.mark.parametrize("recorded", RECORDED, ids=str)
def test_learner_is_told_what_is_so_and_nothing_that_misleads(recorded: Recorded) -> None:
    subject = subject_of(recorded)
    advice = ADVISOR.advise(build_packet(subject))
    everything = f"{subject.judgement.feedback}\n{first_hint(subject)[1]}"
    assert advice.rule == recorded.rule, everything
    assert [part for part in recorded.told if part not in everything] == [], everything
    assert [part for part in recorded.never if part in everything] == [], everything


@pytest.mark.parametrize("recorded", RECORDED, ids=str)
def test_every_sentence_has_a_capital_one_stop_and_no_gap(recorded: Recorded) -> None:
    subject = subject_of(recorded)
    packet = build_packet(subject)
    advice = ADVISOR.advise(packet)
    reasons = [result.reason for result in subject.judgement.results if result.reason]
    texts = [subject.judgement.feedback, *reasons, advice.hint, advice.suggested_approach, *advice.next_steps]
    texts += [ADVISOR.advise_further(packet, rung).hint for rung in (2, 3, 4)]
    assert {text: found for text in texts if (found := _problems(text))} == {}


def _symptoms(cause: Cause, line: int | None) -> Symptoms:
    return Symptoms(
        language=(cause.languages or ("python",))[0],
        verdict=cause.verdicts[0],
        code="",
        said="",
        difference="",
        expected="",
        actual="",
        line=line,
        hidden_only=False,
        nothing_passed=False,
    )


@pytest.mark.parametrize("line", [4, None])
@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_advice_of_every_cause_reads_well_with_and_without_a_line(cause: Cause, line: int | None) -> None:
    advice = cause.advice(_symptoms(cause, line))
    texts = [advice.hint, advice.suggested_approach, *advice.next_steps]
    braces = [text.replace("`{", "").replace("`}", "") for text in texts]
    assert {
        text: found for text in braces if (found := _problems(text)) and found != ["no single stop at its end"]
    } == {}
    assert not any("`it`" in text or "{place}" in text or "your program the program" in text for text in texts)
    assert line is not None or not any("line None" in text or "In the line that fails" in text for text in texts)


def test_every_template_names_places_and_names_only() -> None:
    for cause in CAUSES:
        for template in (cause.hint, cause.approach, *cause.steps):
            assert {name for _, name, _, _ in Formatter().parse(template) if name is not None} <= {"place", "it"}
    for methods in ADVISOR.methods.values():
        for method in methods:
            assert {name for _, name, _, _ in Formatter().parse(method.hint) if name is not None} <= {"place"}


def test_every_language_has_recorded_programs() -> None:
    languages = {"python", "javascript", "typescript", "c", "cpp", "java", "go", "rust", "ruby", "bash"}
    assert {recorded.language for recorded in RECORDED} == languages
    assert {subject_of(recorded).judgement.verdict for recorded in RECORDED} >= {
        Verdict.CE,
        Verdict.RTE,
        Verdict.WA,
        Verdict.TLE,
    }
