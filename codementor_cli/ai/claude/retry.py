"""Whether to try again, and how long to wait first. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

TRY_COUNT = 3
"""In all. Source: the SDK's own default is two retries; it retries nothing here."""
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0
_TRANSIENT = frozenset({408, 409, 429})
_SERVER_ERRORS = 500


def is_transient(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the same request may succeed later; the server has the last word (``x-should-retry``)."""
    word = headers.get("x-should-retry")
    if word in {"true", "false"}:
        return word == "true"
    return status in _TRANSIENT or status >= _SERVER_ERRORS


def asked_pause_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how long the server asks to wait; None where it says nothing that can be read.

    Source: RFC 9110, 10.2.3 ``Retry-After``; ``retry-after-ms`` is the API's own.

    Args:
        headers: Of the response, with names in any case.
        now: Aware.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        # TypeError: a date without a zone.
        return None


def own_pause_seconds(tries_made: int, jitter: float) -> float:
    """Return how long to wait where the server does not say.

    Args:
        tries_made: 1 or more.
        jitter: 0 to 1, drawn at random: a class of learners must not come back all at once.
    """
    pause = min(_FIRST_PAUSE_SECONDS * 2.0 ** (tries_made - 1), _LONGEST_PAUSE_SECONDS)
    return pause * (1 - jitter / 4)


def is_worth_waiting(pause_seconds: float, left_seconds: float) -> bool:
    """Whether a pause leaves at least half of the time for the answer."""
    return pause_seconds <= left_seconds / 2


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
