"""The language of a program that came without its name, by words that no other language here has. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

_SIGNS = (
    ("rust", r"\bfn \w+[ \t]*[(<]|\blet mut\b|\buse std::"),
    (
        "cpp",
        r"#include[ \t]*<(?:iostream|vector|string|bits/stdc\+\+\.h|algorithm|map)>|\bstd::|\busing namespace\b",
    ),
    ("c", r"#include[ \t]*<(?:stdio|stdlib|string)\.h>"),
    ("java", r"\bpublic[ \t]+(?:final[ \t]+)?class\b|\bSystem\.(?:in|out)\b|\bimport java\."),
    ("go", r"^package \w+|^func \w+\("),
    ("bash", r"\A#!.*\b(?:ba)?sh\b|^[ \t]*(?:fi|done|esac)[ \t]*$|^[ \t]*echo\b"),
    ("ruby", r"\bgets\b|^[ \t]*puts\b|\.each do\b|^[ \t]*end[ \t]*$"),
    (
        "typescript",
        (
            r"\b(?:const|let)[ \t]+\w+[ \t]*:[ \t]*\w+|\bfunction \w+\([^)\n]*\w[ \t]*:[ \t]*\w"
            r"|^[ \t]*(?:interface|type) \w+"
        ),
    ),
    ("javascript", r"\bconsole\.log\(|\brequire\(|\b(?:const|let|var)[ \t]+[\w{\[]|=>|\bfunction\b"),
    (
        "python",
        (
            r"^[ \t]*(?:def|class|for|while|if|with|try)\b[^\n]*:[ \t]*(?:#[^\n]*)?$"
            r"|\bprint\(|^[ \t]*(?:import|from) \w|\binput\("
        ),
    ),
)
"""In order: what a language shares with one above it is no sign of it.

No sign looks past the end of a line, and lines are cut: a hostile program takes no longer than others.
"""
_CHARACTERS = 20_000
"""Of the program that are looked at."""
_LINE_CHARACTERS = 300
"""Of a line."""


def guessed_language(code: str, known: Collection[str]) -> str | None:
    """Return the name of the language that a program is written in; None: nothing tells.

    Args:
        code: The program's text.
        known: Names to choose from.
    """
    text = "\n".join(line[:_LINE_CHARACTERS] for line in code[:_CHARACTERS].split("\n"))
    return next((name for name, sign in _SIGNS if name in known and re.search(sign, text, re.MULTILINE)), None)
