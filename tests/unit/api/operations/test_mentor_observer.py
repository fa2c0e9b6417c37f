import io
import json
from typing import Any, cast

from codementor_cli.api.operations.logs import LogForm, logging_to
from codementor_cli.api.operations.mentor_observer import MentorObserver
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFailure
from tests.contract.kept import MOMENT

SECRET = "what the learner asked, and was told"


def answer(source: HintSource = HintSource.MODEL, **other: Any) -> MentorAnswer:
    call = MentorCall(
        uid="0" * 32,
        learner=LearnerId("ada-lovelace"),
        created_at=MOMENT,
        kind=MentorKind.HINT,
        challenge_id="equal-trays",
        submission_uid="",
        state="",
        question=SECRET,
        level=1,
        source=source,
        answer=SECRET,
        checks="passed",
        input_tokens=100,
        output_tokens=20,
    )
    return MentorAnswer(call=call, answer=cast("Any", SECRET), level_count=4, **other)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"codementor_{name}", labels)


def test_an_answer_is_counted_by_its_source_and_its_cost() -> None:
    metrics, stream = Metrics(), io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"):
        MentorObserver(metrics).answered(answer())

    line = json.loads(stream.getvalue())
    assert (line["event"], line["source"], line["input_tokens"], line["output_tokens"]) == ("mentor", "claude", 100, 20)
    assert SECRET not in stream.getvalue() + metrics.exposition().decode()
    assert "ada" not in stream.getvalue() + metrics.exposition().decode()
    assert value(metrics, "mentor_answers_total", kind="hint", source="claude") == 1
    assert value(metrics, "mentor_tokens_total", direction="input") == 100


def test_an_answer_that_stood_in_is_a_failure_of_the_model_too() -> None:
    metrics = Metrics()
    MentorObserver(metrics).answered(answer(HintSource.CHALLENGE, failure=MentorFailure.BUDGET))

    assert value(metrics, "mentor_answers_total", kind="hint", source="challenge") == 1
    assert value(metrics, "mentor_failures_total", failure="budget used up") == 1


def test_an_answer_that_was_given_before_costs_nothing() -> None:
    metrics = Metrics()
    MentorObserver(metrics).answered(answer(from_store=True))

    assert value(metrics, "mentor_tokens_total", direction="input") is None


def test_a_question_that_nothing_answered_is_a_warning() -> None:
    metrics, stream = Metrics(), io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"):
        MentorObserver(metrics).failed(MentorKind.REVIEW, MentorFailure.OVERLOADED)

    line = json.loads(stream.getvalue())
    assert (line["level"], line["kind"], line["failure"]) == ("warning", "review", "overloaded")
    assert value(metrics, "mentor_failures_total", failure="overloaded") == 1
