"""How the sentences of advice are filled: a line's number where it is known, and words without one elsewhere."""

from __future__ import annotations

import re

from codementor_cli.text.sentences import capitalised

_UNPLACED = (
    (re.compile(r"(^|[.?!] )In \{place\}"), r"\1Somewhere"),
    (re.compile(r"(^|[.?!] )\{place\}"), r"\1A line"),
    (re.compile(r"(?<=[a-z]) that \{place\}"), " the line that fails"),
)
_UNNAMED = (
    (re.compile(r"\b([Tt]he (?:name|module|function)) `\{it\}`"), r"\1"),
    (re.compile(r"`\{it\}`"), "it"),
    (re.compile(r" ?\(\{it\}\)"), ""),
)
_LINE = "the line that fails"


def filled(template: str, place: str, caught: str = "") -> str:
    """Return a sentence of advice with its places filled, begun with a capital.

    Args:
        template: With ``{place}`` for a line, ``{it}`` for a name, and ``{{`` and ``}}`` for braces.
        place: ``line 4``; empty: unknown.
        caught: The name; empty: unknown.
    """
    for pattern, words in () if place else _UNPLACED:
        template = pattern.sub(words, template)
    for pattern, words in () if caught else _UNNAMED:
        template = pattern.sub(words, template)
    return capitalised(template.format(place=place or _LINE, it=caught))
