"""When a token ends, as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime

from codementor_cli.errors import UsageError
from codementor_cli.text.moment import AHEAD_FORMS, read_moment_ahead
from codementor_cli.text.untrusted import visible_line

NEVER = "never"


def read_expiry(text: str, now: datetime) -> datetime | None:
    """Return the point in time of typed words, in UTC; None: never.

    Args:
        text: As typed.
        now: The clock of the person that types, aware.

    Raises:
        UsageError: It cannot be read; the message names the forms that can.
    """
    if text.strip().lower() == NEVER:
        return None
    try:
        found = read_moment_ahead(text, now.replace(tzinfo=None))
        # A time without a zone is on the wall clock of the person that types.
        return (found.astimezone() if found.tzinfo is None else found).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = f"--expires {visible_line(text)!r} is no point in time: it takes {AHEAD_FORMS}, or {NEVER}."
        raise UsageError(message, "codementor tokens new --expires 90d") from error
