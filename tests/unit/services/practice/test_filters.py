"""Words of a filter of the history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.services.practice.filters import VERDICTS, moment_of, plain, verdict_words

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_every_verdict_of_a_submission_has_a_code_and_words() -> None:
    words = verdict_words()
    assert set(words.values()) == set(VERDICTS) == set(Verdict) - {Verdict.OK}
    assert words["wa"] is words["wrong answer"] is Verdict.WA


@pytest.mark.parametrize("text", ["Time-Limit", " time  limit ", "TIME_LIMIT", "time limit exceeded", "TLE"])
def test_a_name_is_taken_however_it_is_written(text: str) -> None:
    assert verdict_words()[plain(text)] is Verdict.TLE


def test_a_moment_is_aware() -> None:
    assert moment_of("2026-11-20", NOW).tzinfo is not None
    assert moment_of("2026-11-20T10:00:00Z", NOW) == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "when", "2026-13-01"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment_of(text, NOW)
