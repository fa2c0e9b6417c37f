"""The language of a program that came without its name, by words that no other language here has. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

_SIGNS = (
    ("rust", r"\bfn \w+\s*[(<]|\blet mut\b|\buse std::"),
    (
        "cpp",
        r"#include\s*<(?:iostream|vector|string|bits/stdc\+\+\.h|algorithm|map)>|\bstd::|\busing namespace\b",
    ),
    ("c", r"#include\s*<(?:stdio|stdlib|string)\.h>"),
    ("java", r"\bpublic\s+(?:final\s+)?class\b|\bSystem\.(?:in|out)\b|\bimport java\."),
    ("go", r"^package \w+|^func \w+\("),
    ("bash", r"\A#!.*\b(?:ba)?sh\b|^\s*(?:fi|done|esac)\s*$|^\s*echo\b"),
    ("ruby", r"\bgets\b|^\s*puts\b|\.each do\b|^\s*end\s*$"),
    ("typescript", r"\b(?:const|let)\s+\w+\s*:\s*\w+|\bfunction \w+\([^)]*\w\s*:\s*\w|^\s*(?:interface|type) \w+"),
    ("javascript", r"\bconsole\.log\(|\brequire\(|\b(?:const|let|var)\s+[\w{\[]|=>|\bfunction\b"),
    ("python", r"^\s*(?:def|class|for|while|if|with|try)\b.*:\s*(?:#.*)?$|\bprint\(|^\s*(?:import|from) \w|\binput\("),
)
"""In order: what a language shares with one above it is no sign of it."""
_CHARACTERS = 20_000
"""Of the program that are looked at."""


def guessed_language(code: str, known: Collection[str]) -> str | None:
    """Return the name of the language that a program is written in; None: nothing tells.

    Args:
        code: The program's text.
        known: Names to choose from.
    """
    text = code[:_CHARACTERS]
    return next((name for name, sign in _SIGNS if name in known and re.search(sign, text, re.MULTILINE)), None)
