"""Texts of others, fenced so that they cannot pass for ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """One text of unknown origin under a title of ours."""

    title: str
    """Our words alone."""
    text: str
    """Of unknown origin."""


def fenced(name: str, sections: Sequence[Section], boundary: str) -> str:
    """Return sections between lines that carry the boundary.

    Args:
        name: The name of the whole, in our words.
        sections: In order; empty texts are left out.
        boundary: A random word, so that no text holds it.
    """
    parts = [f"[[{boundary}]] {name} begins"]
    parts += [f"[[{boundary}]] {title}\n{text}" for title, text in sections if text]
    return "\n".join([*parts, f"[[{boundary}]] {name} ends"])
