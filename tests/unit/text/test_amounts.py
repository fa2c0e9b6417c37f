from __future__ import annotations

from decimal import Decimal

import pytest

from codementor_cli.text.amounts import (
    count_text,
    duration_words,
    measured_text,
    points_text,
    seconds_text,
    size_text,
    spent_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (seconds_text(2.0), "2 s"),
        (seconds_text(0.034), "0.03 s"),
        (size_text(1 << 28), "256 MiB"),
        (size_text(1536), "1.5 KiB"),
        (size_text(1), "1 byte"),
        (size_text(2), "2 bytes"),
        (size_text(3 << 30), "3 GiB"),
        (count_text(1, "line"), "1 line"),
        (count_text(2, "line"), "2 lines"),
        (count_text(1, "repository", "repositories"), "1 repository"),
        (count_text(2, "repository", "repositories"), "2 repositories"),
        (measured_text(0.0131), "13 ms"),
        (measured_text(0.9996), "1.00 s"),
        (measured_text(75), "75.0 s"),
        (duration_words(2 * 86_400 + 3 * 3600 + 5), "2 days 3 hours"),
        (duration_words(3601), "1 hour"),
        (duration_words(0), "0 seconds"),
        (points_text(12.0), "12"),
        (points_text(100), "100"),
        (points_text(2 / 3), "0.67"),
        (points_text(Decimal("12.5000"), 4), "12.5"),
        (points_text(Decimal(100), 0), "100"),
    ],
)
def test_figures_have_units(text: str, expected: str) -> None:
    assert text == expected


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "-"), (20, "< 1 min"), (60, "1 min"), (3540, "59 min"), (3599, "1 h 00 min"), (7500, "2 h 05 min")],
)
def test_time_spent_is_told_in_minutes(seconds: float, text: str) -> None:
    assert spent_text(seconds) == text
