"""A mentor's answer on the terminal."""

from dataclasses import replace

import pytest

from codementor_cli.cli.render.mentor.answer import answer_lines, note_lines, prompt_lines, usage_lines
from codementor_cli.cli.render.text import Line, Look, to_text
from codementor_cli.domain.mentor.answer import Answer
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.domain.mentor.mentoring import HintSource, MentorKind, Prompt, PromptTexts
from tests.unit.mentor_answers import ANALYSIS, HINT, HINTS, REVIEW, given


def shown(lines: list[Line]) -> str:
    return to_text(lines, Look())


def test_hint_says_its_rung_its_source_and_what_to_do_next() -> None:
    assert shown(answer_lines(given(), Look())) == (
        "Hint 2 of 4 – by Claude\n"
        "\n"
        "Look at 36.\n"
        "\n"
        "How to go about it\n"
        "  By hand.\n"
        "\n"
        "Next\n"
        "  1. Print it.\n"
        "  2. Compare.\n"
        "\n"
        "Confidence: 80%, not measured\n"
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (HintSource.MODEL, "by Claude"),
        (HintSource.CHALLENGE, "by the challenge's author"),
        (HintSource.DIAGNOSIS, "from the judge's results"),
    ],
)
def test_source_is_always_said(source: HintSource, words: str) -> None:
    assert shown(answer_lines(given(source=source), Look())).startswith(f"Hint 2 of 4 – {words}\n")


def test_remembered_answer_says_so() -> None:
    assert "by Claude, as before" in shown(answer_lines(given(from_store=True), Look()))


def test_measured_confidence_says_how_it_was_measured() -> None:
    measure = Measure(repair_count=5, with_hint_count=4, without_hint_count=1, model="claude-haiku-5-5")

    text = shown(answer_lines(given(measure=measure), Look()))

    assert "measured: of 5 repairs by claude-haiku-5-5 each, 4 accepted with this hint, 1 without\n" in text


def test_review_names_lines_and_how_much_each_matters() -> None:
    text = shown(answer_lines(given(REVIEW), Look()))

    assert text.startswith("Review: 55 of 100 – by Claude\n")
    assert "\nline 3: critical, edge case\n  A square.\n" in text
    assert "\nGood\n  - It ends early.\n" in text
    assert "\nTo work at\n  - Try squares.\n" in text


def test_analysis_gives_the_cost_and_why() -> None:
    text = shown(answer_lines(given(ANALYSIS), Look()))

    assert "\nCost\n  time O(n), space O(1): One loop.\n" in text
    assert "\nline 2: major, efficiency\n  Half would do.\n" in text


def test_hints_come_with_level_and_line() -> None:
    assert "\n1, line 2\n  Look at the loop.\n" in shown(answer_lines(given(HINTS), Look()))


@pytest.mark.parametrize("answer", [HINT, HINTS, REVIEW, ANALYSIS])
def test_narrow_terminal_breaks_lines_between_words(answer: Answer) -> None:
    long = replace(HINT, next_steps=("word " * 60,)) if answer is HINT else answer

    text = shown(answer_lines(given(long), Look(width=40, terminal=True)))

    assert all(len(each) <= 40 for each in text.split("\n"))


def test_nothing_that_claude_writes_acts_on_the_terminal() -> None:
    hostile = "\x1b[2J\u202e\x07"
    answer = replace(HINT, hint=hostile, suggested_approach=hostile, next_steps=(hostile,))
    found = given(answer, notes=(hostile,), model=hostile, request_ids=(hostile,), checks=hostile)

    text = shown([*answer_lines(found, Look()), *note_lines(found, Look()), *usage_lines(found)])

    assert not {"\x1b", "\u202e", "\x07"} & set(text)


def test_verbose_tells_tokens_and_request_ids() -> None:
    assert shown(usage_lines(given())) == (
        "checks: passed\nclaude-sonnet-5-5: 2000 tokens in, 400 out, 1.50 s\nrequest id: req_1\n"
    )


def test_answer_from_the_store_took_no_tokens() -> None:
    assert "tokens" not in shown(usage_lines(given(from_store=True)))


def test_prompt_is_shown_whole() -> None:
    prompt = Prompt(
        kind=MentorKind.HINT,
        texts=PromptTexts(system="RULES", shared="CHALLENGE", packet="PACKET\x1b", task="TASK", schema={}),
        model="claude-sonnet-5-5",
        settings="effort low, at most 4096 tokens",
        body={},
        most_tokens=5000,
    )

    text = shown(prompt_lines(prompt))

    assert all(part in text for part in ("RULES", "CHALLENGE", "PACKET\\x1b", "TASK", "4096", "effort low"))


def test_note_is_broken_between_words_on_a_terminal() -> None:
    found = replace(given(), notes=("Claude was not asked.",))
    narrow = Look(width=20, terminal=True)
    assert to_text(note_lines(found, narrow), narrow) == "note: Claude was not\nasked.\n"


def test_last_hint_shown_again_says_that_there_is_no_other() -> None:
    last = given(level=4, level_count=4)
    assert "no hint after this one" not in shown(answer_lines(last, Look()))
    assert "no hint after this one" in shown(answer_lines(replace(last, from_store=True), Look()))


def test_accepted_program_gets_no_rung_and_no_confidence() -> None:
    text = shown(answer_lines(given(source=HintSource.DIAGNOSIS), Look(), accepted=True))
    assert text == "Look at 36.\n\nNext\n  - Print it.\n  - Compare.\n"


@pytest.mark.parametrize("source", [HintSource.DIAGNOSIS, HintSource.CHALLENGE])
def test_what_rules_and_authors_say_comes_without_a_figure(source: HintSource) -> None:
    text = shown(answer_lines(given(source=source), Look()))
    assert "Confidence" not in text
    assert text.endswith("  2. Compare.\n")
