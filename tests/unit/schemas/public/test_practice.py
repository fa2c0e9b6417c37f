import json
from datetime import date, timedelta, timezone

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.domain.mentor.mentoring import MentorUsage
from codementor_cli.domain.practice.statistics import statistics
from codementor_cli.domain.practice.submission import HistoryPage, HistoryQuery, RecordedSubmission
from codementor_cli.domain.practice.suggestion import suggest
from codementor_cli.schemas.public.base import Schema, to_json
from codementor_cli.schemas.public.history import history_report
from codementor_cli.schemas.public.progress import next_report, statistics_report
from codementor_cli.schemas.public.published import published_schema
from codementor_cli.schemas.public.submission import submission_report
from tests.fakes.practice import ListedChallenge, did, record
from tests.fakes.submissions import AT, HIDDEN_WORD, call, entry, submission

SUMS = ListedChallenge("sums", tags=("loops",))
USAGE = MentorUsage(model="claude-x", call_count=1, input_tokens=2, output_tokens=3)
STATISTICS = statistics((SUMS,), record(did(SUMS)), date(2026, 11, 2))
REPORTS = {
    "history": history_report(HistoryPage(entries=(entry(7),), total=9), HistoryQuery(offset=2)),
    "show": submission_report(RecordedSubmission(number=7, submission=submission()), (call('{"hint": "x"}'),)),
    "stats": statistics_report(STATISTICS, (USAGE,)),
    "next": next_report(suggest((SUMS,), record())),
}


@pytest.mark.parametrize("name", REPORTS)
def test_json_keeps_to_its_published_schema(name: str) -> None:
    Draft202012Validator(published_schema(name)).validate(json.loads(to_json(REPORTS[name].json_value())))


def value(report: Schema) -> dict[str, object]:
    return report.json_value()


def test_history_has_the_keys_of_the_contract() -> None:
    assert value(REPORTS["history"]) == {
        "submissions": [
            {
                "id": 7,
                "challengeId": "add-two",
                "language": "python",
                "verdict": "WA",
                "score": 50.0,
                "maxScore": 100.0,
                "passedTests": 6,
                "totalTests": 12,
                "executionTime": 250.0,
                "createdAt": "2026-11-20T14:03:05Z",
                "source": "cli",
            }
        ],
        "total": 9,
        "limit": 20,
        "offset": 2,
    }


def test_times_are_utc_wherever_they_come_from() -> None:
    elsewhere = entry(7, created_at=AT.astimezone(timezone(timedelta(hours=5))))

    assert '"2026-11-20T14:03:05Z"' in to_json(
        history_report(HistoryPage(entries=(elsewhere,), total=1), HistoryQuery()).json_value()
    )


def test_hidden_data_never_comes_out() -> None:
    assert HIDDEN_WORD not in to_json(REPORTS["show"].json_value())


@pytest.mark.parametrize(("kept", "shown"), [('{"hint": "x"}', {"hint": "x"}), ("no json", "no json"), ("NaN", "NaN")])
def test_answer_comes_out_as_it_was_printed(kept: str, shown: object) -> None:
    report = submission_report(RecordedSubmission(number=7, submission=submission()), (call(kept),))

    assert json.loads(to_json(report.json_value()))["answers"][0]["answer"] == shown
