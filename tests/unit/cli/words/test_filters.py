import shlex
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from codementor_cli.cli.words.filters import Filters, read_since, read_verdict
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import UsageError

NOW = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
NOTHING = {"challenge_id": None, "verdict": None, "language": None, "since": None, "page": None, "offset": None}


def filters(limit: int = 20, **typed: object) -> Filters:
    return Filters(limit=limit, database=None, **{**NOTHING, **typed})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["WA", "wa", "wrong answer", "Wrong-Answer", "wrong_answer", " wrong  answer "])
def test_verdict_is_taken_as_code_or_in_words(text: str) -> None:
    assert read_verdict(text) is Verdict.WA


def test_verdict_is_taken_as_the_history_shows_it() -> None:
    assert read_verdict("time limit") is Verdict.TLE
    assert read_verdict("run-time error") is Verdict.RTE


def test_mistyped_verdict_names_what_is_near() -> None:
    with pytest.raises(UsageError, match=r"did you mean WA \(wrong answer\)\?"):
        read_verdict("wrong anser")


@pytest.mark.parametrize("text", ["", "xyzzy", "OK", "ok"])
def test_what_is_no_verdict_of_a_submission_names_all(text: str) -> None:
    with pytest.raises(UsageError, match="AC, WA, TLE, MLE, OLE, RTE, CE, JE"):
        read_verdict(text)


def test_since_is_aware() -> None:
    assert read_since("2026-11-20T10:00Z", NOW) == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert read_since("2026-11-20 10:00", NOW).tzinfo is not None


@pytest.mark.parametrize("text", ["soon", "0001-01-01", "9999-12-31", "800000d"])
def test_since_that_no_clock_can_tell_is_refused_or_taken_and_never_a_traceback(text: str) -> None:
    with suppress(UsageError):
        assert read_since(text, NOW).utcoffset() is not None


def test_page_becomes_an_offset() -> None:
    assert filters().query(NOW).offset == 0
    assert filters(page=3).query(NOW).offset == 40
    assert filters(limit=5, page=3).query(NOW).offset == 10
    assert filters(offset=7).query(NOW).offset == 7


def test_page_and_offset_exclude_each_other() -> None:
    with pytest.raises(UsageError):
        filters(page=1, offset=0).query(NOW)


def test_filters_reach_the_query() -> None:
    query = filters(challenge_id="add-two", verdict="tle", language="python", since="1d").query(NOW)

    assert (query.challenge_id, query.verdict, query.language) == ("add-two", Verdict.TLE, "python")
    assert query.since is not None
    assert NOW - query.since < timedelta(days=3)


def test_command_for_the_next_page_asks_for_the_same() -> None:
    typed = filters(limit=5, since="2 weeks", verdict="WA").command(["--page", "2"])

    assert typed == "codementor history --verdict WA --since '2 weeks' --limit 5 --page 2"
    assert shlex.split(typed)[4:6] == ["--since", "2 weeks"]
