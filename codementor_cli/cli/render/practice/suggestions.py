"""Suggestions as text: challenge, reason and command."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line, prose
from codementor_cli.domain.practice.suggestion import Motive, Suggestion
from codementor_cli.text.untrusted import visible_line


def suggestion_lines(suggestions: Sequence[Suggestion], look: Look) -> list[Line]:
    """Return each suggestion with its reason and the command that begins it."""
    shown: list[Line] = []
    for number, each in enumerate(suggestions, 1):
        facts = ", ".join([each.difficulty.value, *each.tags])
        arrow = Span(f"{marks(look.unicode).arrow} {visible_line(next_command(each))}", "faint")
        shown += [
            *([line()] if shown else []),
            *_numbered(f"{number}. ", Span(visible_line(each.title), "strong"), f" ({visible_line(facts)})", look),
            *prose(visible_line(each.reason), look, "   "),
            line("   ", arrow),
        ]
    return shown


def _numbered(number: str, title: Span, rest: str, look: Look) -> list[Line]:
    """Return a numbered title; what follows it goes to a line of its own where both do not fit on one."""
    if len(number) + len(title.text) + len(rest) <= look.width or not look.terminal:
        return [line(number, title, rest)]
    return [line(number, title), *prose(rest.strip(), look, " " * len(number))]


def next_command(suggestion: Suggestion) -> str:
    """Return the command to begin, or to go on with the file of the last submission."""
    identity = shlex.quote(suggestion.challenge_id)
    if suggestion.motive is Motive.UNFINISHED:
        return f"codementor test --challenge {identity}"
    return f"codementor start {identity}"
