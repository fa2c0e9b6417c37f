"""The shape of ``assignment.yaml``: what each key takes, and the JSON Schema that editors read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from codementor_cli.catalog.challenges.schema import ID
from codementor_cli.catalog.yaml.takes import choice, custom, key, line, number, several, text
from codementor_cli.catalog.yaml.validation import entry, json_schema

MAX_CHALLENGE_COUNT = 100
MAX_PATTERN_COUNT = 20
DUE_PATTERN = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})? ?(Z|[+-]\d{2}:\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)$"
MINIMUM_PATTERN = r"^\d{1,6}(\.\d{1,2})?%?$"

_DUE = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?) ?(\S*)", re.ASCII)
_OFFSET = re.compile(r"Z|[+-]\d{2}:\d{2}", re.ASCII)
_MINIMUM = re.compile(r"(\d{1,6}(?:\.\d{1,2})?)(%?)", re.ASCII)
_MOST_PARTS = 20
_ALL_PERCENT = Decimal(100)
_UNIT = Decimal("0.0001")


def parse_due(text: str) -> datetime:
    """Return an aware time.

    Raises:
        ValueError: It is no time, or has no time zone; the message says what one looks like.
    """
    match = _DUE.fullmatch(text.strip())
    if match is None:
        raise ValueError("expected a time like 2026-11-30 23:59 Europe/Berlin, or 2026-11-30 23:59 +01:00")
    day, clock, zone = match.groups()
    if not zone:
        raise ValueError("expected a time zone behind the time, like Europe/Berlin, +01:00 or Z")
    try:
        naive = datetime.fromisoformat(f"{day}T{clock}")  # noqa: DTZ007, RUF100 - the zone follows
        if _OFFSET.fullmatch(zone):
            return datetime.fromisoformat(f"{day}T{clock}{zone}")
    except ValueError as error:
        raise ValueError(f"there is no such time: {error}") from error
    return _local(naive, zone)


def _local(naive: datetime, zone: str) -> datetime:
    try:
        aware = naive.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {zone}; write one like Europe/Berlin, or +01:00") from error
    if aware.astimezone(UTC).astimezone(aware.tzinfo).replace(tzinfo=None) != naive:
        raise ValueError(f"the clocks in {zone} skip this time; name another one")
    return aware


def _due(value: str) -> str:
    parse_due(value)
    return value


def _pattern(value: str) -> str:
    if not value.isprintable() or "\\" in value:
        raise ValueError("expected a pattern without control characters and backslashes, like src/*.py")
    parts = value.split("/")
    if value.startswith("/") or ".." in parts or "." in parts or "" in parts:
        raise ValueError("expected a pattern inside the repository, like src/*.py: no leading /, no . or ..")
    if any("**" in part and part != "**" for part in parts) or parts[-1] == "**":
        raise ValueError("** stands for folders and is a part of its own, like **/trays.py")
    if len(parts) > _MOST_PARTS:
        raise ValueError(f"expected at most {_MOST_PARTS} folders in a pattern")
    return value


def _hundredths(value: float) -> float:
    if Decimal(str(value)) * 100 % 1:
        raise ValueError("expected at most two decimals")
    return value


def parse_minimum(value: Any, most: Decimal) -> Decimal:
    """Return a minimum score in points.

    Args:
        value: Points, or text like ``60%``.
        most: What full marks are worth.

    Raises:
        ValueError: It is neither; the message says what one looks like.
    """
    text = value.strip() if isinstance(value, str) else str(value)
    match = _MINIMUM.fullmatch(text)
    if match is None or isinstance(value, bool):
        raise ValueError("expected points, like 12.5, or a part of all, like 60%")
    number = Decimal(match[1])
    if match[2] and number > _ALL_PERCENT:
        raise ValueError("expected at most 100%")
    return (most * number / _ALL_PERCENT).quantize(_UNIT, ROUND_HALF_UP) if match[2] else number


def _minimum(value: Any) -> Any:
    parse_minimum(value, Decimal(0))
    return value


_PATTERNS = several(text(least=1, most=300, check=_pattern), least=1, most=MAX_PATTERN_COUNT)
_PERCENT = number(least=0, most=100, check=_hundredths)
_TIME = replace(text(check=_due), schema={"type": "string", "pattern": DUE_PATTERN})
_MINIMUM_SCORE = custom(
    _minimum,
    {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": MINIMUM_PATTERN}]},
    null=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedEntry:
    """One challenge of the assignment."""

    id: str = key(text(pattern=ID), "The challenge's id.")
    points: float = key(
        number(least=0, most=100_000, check=_hundredths),
        "What full marks in it are worth; its own score is scaled to that.",
    )
    files: list[str] = key(
        _PATTERNS, "Where the main file may be in a repository: * in a name, ** for folders; the first match wins."
    )
    more_files: list[str] | None = key(
        _PATTERNS, "Further files of the program, below the main file's folder; all that match.", default=None
    )
    languages: list[str] | None = key(
        several(text(), least=1),
        "Languages that are taken; all that the challenge takes without it.",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntry:
    """What lateness costs, until late_due."""

    percent_per_day: float = key(_PERCENT, "Taken off what was earned, for each day begun after due.")
    cap: float = key(_PERCENT, "At most so many per cent; 100 without it.", default=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentFile:
    """An assignment of codementor: what `codementor grade` grades."""

    id: str = key(text(pattern=ID), "a-z, 0-9 and -.")
    title: str = key(line(least=1, most=200))
    challenges: list[AssignedEntry] = key(several(entry(AssignedEntry), least=1, most=MAX_CHALLENGE_COUNT))
    due: str | None = key(
        _TIME, "Time with its zone: 2026-11-30 23:59 Europe/Berlin, or +01:00, or Z. Advisory.", default=None
    )
    late_due: str | None = key(_TIME, "After it nothing counts.", default=None)
    late: LateEntry | None = key(entry(LateEntry), "Late costs nothing without it.", default=None)
    show: str = key(
        choice("all", "actual", "nothing"),
        "What students see of failing cases that are not hidden: data never of hidden ones.",
        default="all",
    )
    minimum_score: Any = key(
        _MINIMUM_SCORE,
        "To pass: points, or 60% of all; without it every challenge must be accepted.",
        default=None,
    )
    roster: str | None = key(
        text(least=1),
        "CSV beside it: repository (folder or user name), id; also name, email, section. # comments.",
        default=None,
    )


def assignment_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of assignment.yaml."""
    return json_schema(AssignmentFile)
