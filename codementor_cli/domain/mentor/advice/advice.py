"""One piece of advice, and how its sentences are filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from codementor_cli.text.sentences import capitalised

CONFIDENCE = 0.4
"""Of a diagnosis by the verdict alone; a cause that the judge's facts show is surer."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to look at; as a template, its sentences have places such as ``{place}`` to fill."""

    rule: str
    """A short name of the rule, for records and tests: ``reads-too-much``."""
    hint: str
    suggested_approach: str
    next_steps: tuple[str, ...]
    """One to four."""
    confidence: float = CONFIDENCE

    def filled(self, place: str = "", it: str = "", **values: str) -> Advice:
        """Return the advice of a template.

        Args:
            place: ``line 4``; empty: unknown.
            it: A name that the message holds; empty: unknown.
            values: All other places.
        """

        def fill(template: str) -> str:
            return filled(template, place, it, **values)

        return replace(
            self,
            hint=fill(self.hint),
            suggested_approach=fill(self.suggested_approach),
            next_steps=tuple(map(fill, self.next_steps)),
        )


def filled(template: str, place: str, it: str = "", **values: str) -> str:
    """Return a sentence with its places filled, and with a capital at its start.

    Where the line or the name is unknown, words that need none take its place; ``{{`` and ``}}`` become braces.
    """
    for pattern, words in () if place else _UNPLACED:
        template = pattern.sub(words, template)
    for pattern, words in () if it else _UNNAMED:
        template = pattern.sub(words, template)
    return capitalised(template.format(place=place or _LINE, it=it, **values))
