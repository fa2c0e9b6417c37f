"""The JSON of the mentor's answers: the audit's fields bare at the top, ours beside them."""

import json

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.mentor.answer import Answer
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.schemas.public.mentoring import mentor_report
from codementor_cli.schemas.public.published import published_schema
from tests.unit.mentor_answers import ANALYSIS, HINT, HINTS, REVIEW, given

LIMITS = Limits(time_seconds=2.0, memory_bytes=64 << 20)


def case(cpu_seconds: float, peak_memory_bytes: int, hidden: bool) -> CaseResult:
    return CaseResult(
        index=0,
        name="a",
        description="",
        hidden=hidden,
        verdict=Verdict.WA,
        points=0,
        max_points=1,
        input=b"",
        expected=b"",
        actual=b"",
        execution=Execution(cpu_seconds=cpu_seconds, peak_memory_bytes=peak_memory_bytes),
    )


JUDGEMENT = Judgement(
    verdict=Verdict.WA,
    results=(case(0.25, 1000, hidden=False), case(0.75, 500, hidden=False), case(1.5, 9999, hidden=True)),
    total_count=5,
    score=0,
    max_score=100,
    language="python",
    sandbox="docker",
)


@pytest.mark.parametrize(
    ("answer", "schema", "fields"),
    [
        (HINT, "hint", {"hint", "confidence", "suggestedApproach", "nextSteps", "level", "source"}),
        (HINTS, "hints", {"cause", "hints", "source"}),
        (REVIEW, "review", {"overall_score", "suggestions", "strengths", "improvements", "source"}),
        (ANALYSIS, "analyze", {"summary", "complexity", "findings", "feedback", "execution", "source"}),
    ],
)
def test_answer_has_the_fields_of_the_contract_and_keeps_to_its_schema(
    answer: Answer, schema: str, fields: set[str]
) -> None:
    value = json.loads(json.dumps(mentor_report(given(answer), "add-two", JUDGEMENT, LIMITS).json_value()))

    assert fields <= set(value)
    Draft202012Validator(published_schema(schema)).validate(value)


def test_suggestions_of_a_review_are_the_audit_s() -> None:
    value = mentor_report(given(REVIEW), "add-two", JUDGEMENT, LIMITS).json_value()

    assert value["suggestions"][0] == {"line": 3, "type": "edge_case", "message": "A square.", "severity": "critical"}


def test_metrics_are_the_judge_s_and_say_nothing_of_hidden_cases() -> None:
    value = mentor_report(given(ANALYSIS), "add-two", JUDGEMENT, LIMITS).json_value()

    assert value["execution"] == {
        "verdict": "WA",
        "passedTests": 0,
        "totalTests": 5,
        "cpuTime": 750.0,
        "memory": 1000,
        "timeLimit": 2000.0,
        "memoryLimit": 64 << 20,
    }


def test_measured_hint_tells_how_it_was_measured() -> None:
    measure = Measure(repair_count=5, with_hint_count=4, without_hint_count=1, model="claude-haiku-5-5")

    value = mentor_report(given(measure=measure), "add-two", JUDGEMENT, LIMITS).json_value()

    assert value["validation"] == {"repairs": 5, "withHint": 4, "withoutHint": 1, "model": "claude-haiku-5-5"}


def test_answer_that_nobody_was_asked_for_has_no_usage() -> None:
    offline = given(model="", request_ids=(), input_tokens=0, output_tokens=0)

    value = mentor_report(offline, "add-two", JUDGEMENT, LIMITS).json_value()

    assert value["usage"] is None
    assert value["model"] is None
