"""Source code with line numbers, in colours where a terminal shows them."""

from __future__ import annotations

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line, to_text
from codementor_cli.text.untrusted import visible

_COLOURED_CHARACTERS = 30_000
"""Longest code that is coloured: so much takes 0.15 s, and of hostile text four times that."""


def code_text(content: bytes, language: str, look: Look, numbers: bool = True) -> str:
    """Return code as text, every line ended.

    Args:
        content: As submitted; characters that act on a terminal are made visible.
        language: Name of the language; those that the highlighter does not know stay plain.
        look: Where it is shown; only its colour and signs matter: lines are never cut or broken.
        numbers: Whether lines have their numbers.
    """
    text = visible(content).expandtabs(4)
    text = text.removesuffix("\n")
    pieces = _coloured(text, language) if look.colour and len(text) <= _COLOURED_CHARACTERS else text.split("\n")
    if not numbers:
        return "".join(f"{each}\n" for each in pieces)
    width, divider = len(str(len(pieces))), marks(look.unicode).divider
    heads = to_text([_gutter(number, width, divider) for number in range(1, len(pieces) + 1)], look).split("\n")
    return "".join(f"{head} {each}".rstrip(" ") + "\n" for head, each in zip(heads, pieces, strict=False))


def _gutter(number: int, width: int, divider: str) -> Line:
    return line(Span(f"{number:>{width}} {divider}", "faint"))


def _coloured(text: str, language: str) -> list[str]:
    """Return lines with the colours of the terminal's own palette."""
    from rich.console import Console  # noqa: PLC0415 - 100 ms that only a colour terminal pays
    from rich.syntax import Syntax  # noqa: PLC0415 - the same

    console = Console(width=80, force_terminal=True, color_system="standard", legacy_windows=False)
    # "ansi_dark" knows the palette's names alone, so that the terminal's theme decides what they look like.
    highlighted = Syntax(text, language, theme="ansi_dark", background_color="default").highlight(text)
    highlighted.rstrip()
    with console.capture() as captured:
        for each in highlighted.split("\n", allow_blank=True):
            console.print(each, soft_wrap=True)
    coloured = captured.get().removesuffix("\n").split("\n")
    plain = text.split("\n")
    # The highlighter may drop empty lines at either end; then numbers would lie.
    return coloured + plain[len(coloured) :] if len(coloured) <= len(plain) else plain
