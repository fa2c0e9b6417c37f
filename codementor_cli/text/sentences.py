"""Sentences: their ends, their beginnings, and the choices that they list."""

from __future__ import annotations

from collections.abc import Iterable


def closed(text: str) -> str:
    """Return a text with one sign at its end that closes a sentence: its own ``?``, ``!`` or ``…``, else a stop."""
    text = text.rstrip()
    bare = text.rstrip(".;:, ")
    return bare if bare.endswith(("?", "!", "…")) else f"{bare}."


def capitalised(text: str) -> str:
    """Return a text that begins with a capital, all else as it is: ``str.capitalize`` makes the rest small."""
    return text[:1].upper() + text[1:]


def one_of(words: Iterable[str]) -> str:
    """Return ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
