from collections.abc import Mapping
from dataclasses import replace

from codementor_cli.cli.render.practice.change import change_lines
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.practice.change import Change, change_between

RESULT = CaseResult(
    index=0,
    name="",
    description="",
    hidden=False,
    verdict=Verdict.AC,
    points=0,
    max_points=1,
    input=b"",
    expected=b"",
    actual=b"",
)


def judgement(cases: Mapping[str, bool], verdict: Verdict = Verdict.WA, score: float = 0) -> Judgement:
    results = tuple(
        replace(RESULT, name=name, verdict=Verdict.AC if good else Verdict.WA) for name, good in cases.items()
    )
    return Judgement(
        verdict=verdict,
        results=results,
        total_count=len(results),
        score=score,
        max_score=100,
        language="python",
        sandbox="x",
    )


def shown(change: Change) -> str:
    return to_text(change_lines(change, Look()), Look())


def test_cases_are_newly_accepted_or_newly_failed_in_suite_order() -> None:
    change = change_between(
        judgement({"one": False, "two": True, "three": False}),
        judgement({"one": True, "two": False, "three": True}, score=50),
    )

    assert change.newly_accepted == ("one", "three")
    assert change.newly_failed == ("two",)
    assert shown(change) == "✓ now accepted: one, three\n✗ accepted before: two\nscore 0 → 50\n"


def test_a_case_that_did_not_run_both_times_is_no_change() -> None:
    change = change_between(judgement({"one": True}), judgement({"one": True, "two": False}))

    assert change.is_empty
    assert shown(change) == "Same result as before.\n"


def test_a_compile_error_is_a_change_of_verdict_alone() -> None:
    change = change_between(judgement({"one": True, "two": False}), judgement({}, Verdict.CE))

    assert change.newly_failed == ()
    assert shown(change) == "wrong answer → compile error\n"


def test_many_names_are_counted_and_made_safe() -> None:
    names = ["\x1b[2J", *(f"case {number}" for number in range(8))]
    change = change_between(judgement(dict.fromkeys(names, False)), judgement(dict.fromkeys(names, True)))

    assert "and 3 more" in shown(change)
    assert "\x1b" not in shown(change)
