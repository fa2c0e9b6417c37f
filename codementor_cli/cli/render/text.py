"""Lines of styled text, and how they become characters.

Small on purpose: ``test`` is run after every save, and importing Rich costs 60 ms. Rich draws the tables and Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_CODES = {"good": "32", "bad": "31", "warn": "33", "faint": "2", "strong": "1", "mark": "7"}
"""Style names to SGR parameters (ECMA-48, 8.3.117): the eight basic colours, which every theme has."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one line; safe text already."""

    text: str
    style: str = ""
    """A name of the table above; empty: plain."""


Line = tuple[Span, ...]
"""One line; without line feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the place that is written to can show."""

    width: int = 80
    """Columns."""
    colour: bool = False
    unicode: bool = True
    terminal: bool = False
    """Whether a person looks at it: prose is then broken between words. Files and pipes get it on one line."""


def line(*parts: str | Span) -> Line:
    """Return a line of plain and styled parts."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def lines_of(text: str, style: str = "", indent: str = "") -> list[Line]:
    """Return one line for each line of a text."""
    return [line(indent, Span(each, style)) for each in text.split("\n")]


def prose(text: str, look: Look, indent: str = "") -> list[Line]:
    """Return sentences as lines, broken between words where a terminal would break them within."""
    if not look.terminal:
        return lines_of(text, indent=indent)
    width = max(20, look.width - len(indent))
    return [line(indent, each) for paragraph in text.split("\n") for each in _broken(paragraph, width)]


def _broken(text: str, width: int) -> list[str]:
    """Break at single spaces; runs of them, as in quoted output, stay as they are."""
    broken, current = [], ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if current and columns(longer) > width:
            broken.append(current)
            current = word
        else:
            current = longer
    return [*broken, current]


def to_text(lines: Iterable[Line], look: Look) -> str:
    """Return characters for the terminal or file, a line feed after each line."""
    return "".join("".join(_span(span, look) for span in each).rstrip(" ") + "\n" for each in lines)


def _span(span: Span, look: Look) -> str:
    if not look.colour or not span.style or not span.text:
        return span.text
    return f"\x1b[{_CODES[span.style]}m{span.text}\x1b[0m"


def columns(text: str) -> int:
    """Return how many columns a text takes; wide characters take two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - its tables are needed only where text is not ASCII

    return cell_len(text)
