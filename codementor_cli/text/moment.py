"""Points in time as people type them: dates, times of day, ``7d``, ``2 weeks``, ``yesterday``. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

FORMS = "a date (2026-11-20), a date and time (2026-11-20 14:00), or a time back: 90min, 12h, 7d, '2 weeks', yesterday"
"""What ``read_moment`` takes, in words."""

AHEAD_FORMS = "a date (2026-11-20), a date and time (2026-11-20 14:00), or a time from now: 12h, 90d, '2 weeks', 1y"
"""What ``read_moment_ahead`` takes, in words."""

_BACK = re.compile(r"(\d{1,6})\s*([a-z]+)(?:\s+ago)?", re.ASCII)

_AHEAD = re.compile(r"(\d{1,6})\s*([a-z]+)", re.ASCII)

_SECONDS = {"min": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400, "mo": 30 * 86_400, "y": 365 * 86_400}

_UNITS = {
    "min": "min",
    "mins": "min",
    "minute": "min",
    "minutes": "min",
    "h": "h",
    "hour": "h",
    "hours": "h",
    "d": "d",
    "day": "d",
    "days": "d",
    "w": "w",
    "week": "w",
    "weeks": "w",
    "mo": "mo",
    "month": "mo",
    "months": "mo",
    "y": "y",
    "year": "y",
    "years": "y",
}
"""``m`` alone is not a unit: it could mean minutes or months."""


def read_moment(text: str, now: datetime) -> datetime:
    """Return the point in time that a text means.

    Args:
        text: As typed.
        now: The learner's wall clock, without a zone.

    Returns:
        A time with the zone that the text names, or else one of the learner's wall clock, without a zone. A date is its
        first moment; a month is 30 days, a year 365.

    Raises:
        ValueError: It is none, or lies before the year 1; the message says what is taken.
    """
    words = " ".join(text.split()).lower()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"now": now, "today": midnight, "yesterday": midnight - timedelta(days=1)}
    if words in named:
        return named[words]
    match = _BACK.fullmatch(words)
    try:
        if match is not None and match[2] in _UNITS:
            return now - _span(match)
        return datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected {FORMS}") from error


def read_moment_ahead(text: str, now: datetime) -> datetime:
    """Return the point in time that a text means, where a span is a time from now.

    Args:
        text: As typed.
        now: The wall clock of the person that types, without a zone.

    Returns:
        A time with the zone that the text names, or else one of that wall clock, without a zone.

    Raises:
        ValueError: It is none, or lies after the year 9999; the message says what is taken.
    """
    match = _AHEAD.fullmatch(" ".join(text.split()).lower())
    try:
        if match is not None and match[2] in _UNITS:
            return now + _span(match)
        return datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected {AHEAD_FORMS}") from error


def _span(match: re.Match[str]) -> timedelta:
    return int(match[1]) * timedelta(seconds=_SECONDS[_UNITS[match[2]]])
