"""``GET /api/languages``: the languages that programs may be written in."""

from __future__ import annotations

from collections.abc import Iterable

from codementor_cli.domain.challenge.program import Language
from codementor_cli.schemas.public.base import Schema


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
