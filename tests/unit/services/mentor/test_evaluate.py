import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.evaluation import HintEvaluation, HintTrial
from codementor_cli.domain.mentor.mentor_answer import Measure


def _measure(with_hint: int, without: int = 0, count: int = 10) -> Measure:
    return Measure(repair_count=count, with_hint_count=with_hint, without_hint_count=without, model="m")


def _trial(chosen: Measure | None = None, again: Measure | None = None) -> HintTrial:
    return HintTrial(file="a", challenge_id="b", verdict=Verdict.WA, checks="", chosen=chosen, again=again)


@pytest.mark.parametrize(
    ("with_hint", "without", "helps"),
    [
        (5, 0, True),
        (5, 5, True),
        (4, 0, True),
        (3, 0, True),
        (2, 0, False),
        (0, 0, False),
        (9, 10, False),
        (4, 2, False),
    ],
)
def test_a_hint_helps_by_the_rule_of_phung_et_al(with_hint: int, without: int, helps: bool) -> None:
    assert _measure(with_hint, without).helps is helps


def test_nothing_measured_helps_nobody() -> None:
    nothing = _measure(0, 0, 0)
    assert (nothing.helps, nothing.confidence) == (False, 0)


def test_coverage_is_of_all_programs_and_precision_of_the_chosen_hints() -> None:
    good, bad = _measure(9), _measure(0)
    evaluation = HintEvaluation(trials=(_trial(good, good), _trial(good, bad), _trial(), _trial()))
    assert (evaluation.coverage, evaluation.precision) == (0.5, 0.5)


def test_without_programs_or_hints_there_is_no_figure() -> None:
    assert HintEvaluation(trials=()).coverage is None
    assert HintEvaluation(trials=(_trial(),)).precision is None
