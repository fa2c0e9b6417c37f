"""Times and dates in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from codementor_cli.cli.render.text import Look


@dataclass(frozen=True, slots=True)
class Clock:
    """The learner's clock."""

    now: datetime
    """Aware."""
    zone: tzinfo | None = None
    """The learner's time zone; None: this machine's."""

    def local(self, at: datetime) -> datetime:
        """Return a time on this clock."""
        return at.astimezone(self.zone)


def moment(at: datetime, clock: Clock, look: Look) -> str:
    """Return when something was: for a person ``today 14:03``, in a file, which is read later, ``2026-11-12 14:03``."""
    return told(at, clock) if look.terminal else exact(at, clock)


def told(at: datetime, clock: Clock) -> str:
    """Return ``today 14:03``, ``yesterday 14:03``, ``12 Nov 14:03`` or ``12 Nov 2025``."""
    local, now = clock.local(at), clock.local(clock.now)
    day, time = local.date(), f"{local:%H:%M}"
    if day == now.date():
        return f"today {time}"
    if day == now.date() - timedelta(days=1):
        return f"yesterday {time}"
    # %b depends on the locale only where a program sets one, and we do not.
    return f"{local.day} {local:%b}" + (f" {time}" if day.year == now.year else f" {day.year}")


def exact(at: datetime, clock: Clock) -> str:
    """Return ``2026-11-12 14:03``."""
    return f"{clock.local(at):%Y-%m-%d %H:%M}"
