"""``GET /api/challenges`` and ``GET /api/languages``."""

from __future__ import annotations

from collections.abc import Iterable

from codementor_cli.domain.challenge.program import Language
from codementor_cli.schemas.public.base import Schema
from codementor_cli.schemas.public.catalog import SummaryReport


class ChallengesReport(Schema):
    """All challenges, as ``codementor challenges list --json`` prints them."""

    challenges: list[SummaryReport]
    """By id; without those that cannot be read."""


class LanguageReport(Schema):
    """One language."""

    name: str
    """As requests name it."""
    title: str
    """With its version, for people."""
    extensions: list[str]
    """Endings of its files; the first is the usual one."""
    compiled: bool
    calls_functions: bool
    """Whether challenges that call a function can be answered in it."""


class LanguagesReport(Schema):
    """All languages."""

    languages: list[LanguageReport]
    """By name."""


def languages_report(languages: Iterable[Language]) -> LanguagesReport:
    """Return the JSON of languages."""
    reports = [
        LanguageReport(
            name=each.name,
            title=each.title,
            extensions=list(each.extensions),
            compiled=bool(each.compile),
            calls_functions=each.harness is not None,
        )
        for each in languages
    ]
    return LanguagesReport(languages=reports)
