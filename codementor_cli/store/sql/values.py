"""Values of the domain as columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Prose = str | bytes
"""Text in a column of type ANY."""


def prose(text: str) -> Prose:
    """Return text for a column: itself, or bytes where it holds lone surrogates, as strange file names do.

    The text of both databases is UTF-8, which has no way to say them.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def read_prose(value: Prose) -> str:
    """Return the text of such a column.

    Raises:
        UnicodeDecodeError: The file was damaged.
    """
    return value if isinstance(value, str) else value.decode("utf-8", "surrogatepass")


def microseconds(moment: datetime) -> int:
    """Return an aware time as microseconds since 1970, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def read_time(value: int) -> datetime:
    """Return the time, in UTC.

    Raises:
        OverflowError: The file was damaged: no calendar has that day.
    """
    return _EPOCH + value * _MICROSECOND
