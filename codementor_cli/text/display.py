"""Short, safe texts for people: quoted excerpts, times and sizes."""

from __future__ import annotations

from codementor_cli.text.invisible import escaped

QUOTED_CHARACTERS = 60
"""Longest excerpt inside a sentence."""

_UNITS = (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))


def visible(text: str) -> str:
    r"""Return the text on one line, with every character that does not show written as an escape like ``\n``.

    Nothing in it can move a cursor, change a colour or turn the writing direction.
    """
    return escaped(text)


def excerpt(data: bytes, limit: int = QUOTED_CHARACTERS) -> str:
    """Return the head of some output on one line, with ``…`` where it was cut."""
    text = visible(data[: 4 * limit + 4].decode(errors="backslashreplace"))
    return text if len(text) <= limit else text[: limit - 1] + "…"


def quoted(data: bytes, limit: int = QUOTED_CHARACTERS) -> str:
    """Return ``excerpt`` in double quotes."""
    return f'"{excerpt(data, limit)}"'


def seconds_text(seconds: float) -> str:
    """Return a time as ``2 s``, ``1.5 s`` or ``0.03 s``."""
    return f"{round(seconds, 2):g} s"


def size_text(size_bytes: int) -> str:
    """Return a size as ``256 MiB``, ``1.5 KiB`` or ``17 bytes``."""
    for unit, factor in _UNITS:
        if size_bytes >= factor:
            return f"{round(size_bytes / factor, 1):g} {unit}"
    return f"{size_bytes} byte" + ("" if size_bytes == 1 else "s")


def closed(text: str) -> str:
    """Return a text with one sign at its end that closes a sentence: its own ``?``, ``!`` or ``…``, else a stop."""
    text = text.rstrip()
    bare = text.rstrip(".;:, ")
    return bare if bare.endswith(("?", "!", "…")) else f"{bare}."


def capitalised(text: str) -> str:
    """Return a text that begins with a capital, all else as it is: ``str.capitalize`` makes the rest small."""
    return text[:1].upper() + text[1:]


def count_text(count: int, noun: str, plural: str = "") -> str:
    """Return a count and its noun: ``1 line``, ``3 lines``; the plural is the noun and an ``s`` unless it is given."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"
