from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from codementor_cli.cli.words.expiry import read_expiry
from codementor_cli.errors import UsageError

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def test_a_span_ends_so_much_later_in_utc() -> None:
    found = read_expiry("90d", NOW.astimezone())

    assert found == NOW + timedelta(days=90)
    assert found is not None
    assert found.tzinfo is UTC


def test_a_typed_zone_counts() -> None:
    found = read_expiry("2027-01-01T02:00+02:00", NOW.astimezone(timezone(timedelta(hours=5))))

    assert found == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["never", " Never "])
def test_never_is_no_moment(typed: str) -> None:
    assert read_expiry(typed, NOW) is None


def test_other_words_are_refused_with_the_forms_that_are_taken() -> None:
    with pytest.raises(
        UsageError, match=r"--expires 'so\\+non' is no point in time: it takes a date .* or never\."
    ) as caught:
        read_expiry("so\non", NOW)
    assert caught.value.next_step == "codementor tokens new --expires 90d"
