"""Whether a program asks for its input with words of its own, which then stand in its output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

_TEXT = r"""["'`]([^"'`\\\n%{]{2,80})"""
_ASKING = {
    language: re.compile(call + r"\s*" + _TEXT)
    for language, call in {
        "python": r"\binput\(\s*[fFrR]?",
        "ruby": r"\b(?:print|puts)\b\s*\(?",
        "bash": r"\b(?:echo|printf)\s+(?:-n\s+)?",
        "c": r"\b(?:printf|puts)\s*\(",
        "cpp": r"(?:\bcout\s*<<|\bprintf\s*\()",
        "java": r"\bSystem\.out\.print(?:ln|f)?\s*\(",
        "javascript": r"\b(?:console\.log|process\.stdout\.write|question|prompt)\s*\(",
        "typescript": r"\b(?:console\.log|process\.stdout\.write|question|prompt)\s*\(",
        "go": r"\bfmt\.Print(?:ln|f)?\s*\(",
        "rust": r"\bprint(?:ln)?!\s*\(",
    }.items()
}
"""A call that writes a fixed text, up to what is filled in."""
_READING = MappingProxyType(
    {
        "python": re.compile(""),
        "ruby": re.compile(r"\bgets\b"),
        "bash": re.compile(r"\bread\b"),
        "c": re.compile(r"\b(?:scanf|f?gets|getchar|getline)\b"),
        "cpp": re.compile(r"\b(?:cin|scanf|getline)\b"),
        "java": re.compile(r"\.(?:next\w*|readLine)\s*\("),
        "javascript": re.compile(r"\b(?:question|prompt|readFileSync|readline|stdin)\b"),
        "typescript": re.compile(r"\b(?:question|prompt|readFileSync|readline|stdin)\b"),
        "go": re.compile(r"\b(?:F?[sS]can\w*|ReadString|Text)\("),
        "rust": re.compile(r"\b(?:read_line|read_to_string|lines)\b"),
    }
)
"""A call that reads, which must come soon after; Python's own call does both."""
_NEAR_CHARACTERS = 200


def asks_with_words(language: str, code: str, expected: str, actual: str) -> bool:
    """Whether the output holds a text that the program writes right before it reads."""
    return any(text in actual and text not in expected for text in _asked(language, code))


def _asked(language: str, code: str) -> Iterator[str]:
    asking, reading = _ASKING.get(language), _READING.get(language)
    if asking is None or reading is None:
        return
    for found in asking.finditer(code):
        asked_in_the_call = re.match(r"question|prompt", found[0]) is not None
        if asked_in_the_call or reading.search(code, found.end(), found.end() + _NEAR_CHARACTERS):
            text = found[1].strip()
            if any(map(str.isalpha, text)):
                yield text
