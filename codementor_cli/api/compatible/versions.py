"""Versions of languages as foreign clients read them: numbers alone."""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.program import Language

_VERSION = re.compile(r"\d+(?:\.\d+)*(?=\)?$)")
_RANGE = re.compile(r"(\^|~|>=|=)?\s*v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?")
_ANY = frozenset({None, "x", "X", "*"})


def short_version(language: Language) -> str:
    """Return the version that a language's title ends with: ``3.13``; of a compiled language the compiler's."""
    found = _VERSION.search(language.title)
    return found[0] if found else "0"


def full_version(language: Language) -> str:
    """Return the version with three numbers: ``3.13.0``."""
    return ".".join((*short_version(language).split("."), "0", "0")[:3])


def satisfies(version: str, wanted: str) -> bool:
    """Whether a full version is one of a range: ``*``, ``3``, ``3.x``, ``3.13.0``, ``^3.1``, ``~3.13``, ``>=3.9``.

    Source: the grammar of node-semver, without sets of ranges.
    """
    match = _RANGE.fullmatch(wanted.strip())
    if match is None:
        return False
    operator, *parts = match.groups()
    asked = [int(part) for part in parts[: next((at for at, part in enumerate(parts) if part in _ANY), 3)]]
    has = [int(part) for part in version.split(".")]
    if operator == ">=":
        return has >= asked
    fixed = {"^": 1, "~": 2}.get(operator or "", len(asked))
    return has[: min(fixed, len(asked))] == asked[:fixed] and has >= asked
