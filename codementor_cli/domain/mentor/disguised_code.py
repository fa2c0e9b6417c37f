"""Ways to write code so that it does not look like code, and the text that a reader would make of it. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from types import MappingProxyType
from urllib.parse import unquote

_OPAQUE_CHARACTERS = 40
"""The most unreadable words of one answer; good hints have none."""
_CHANGES = 3
"""Places in a word where a small letter meets a capital, or a letter a digit; names in camel case have two."""

_RUNS = re.compile(
    r"""[A-Za-z0-9+/=_-]{48,}                                      # base64 in one piece
        | (?:\b[0-9A-Fa-f]{2}\b[\s,:]*){24,}                       # bytes, hexadecimal
        | (?:\\x[0-9A-Fa-f]{2}){8,}
        | (?:\b(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])\b[\s,;]*){20,}   # characters by their numbers
        | (?:\b[01]{7,8}\b[\s,]*){8,}""",
    re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z0-9+/]{6,}={0,6}")
_CAPITALS = re.compile(r"[A-Z2-7]{8,}={0,6}")
_CHANGE = re.compile(r"[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]")
_ESCAPE = re.compile(r"\\(?:u\{?([0-9A-Fa-f]{2,6})\}?|x([0-9A-Fa-f]{2}))")
_LARGEST = 0x10FFFF
_SPACED = re.compile(r"(?<!\S)(\S) (?=\S(?:\s|$))")

_SAID = MappingProxyType(
    {
        "==": r"(?:is )?(?:equal to|equals equals|double equals)",
        "!=": r"(?:is )?not equal to",
        "<=": r"(?:is )?(?:at most|less than or equal to)",
        ">=": r"(?:is )?(?:at least|greater than or equal to)",
        "+=": r"plus[ -]equals",
        "<": r"(?:is )?less than",
        ">": r"(?:is )?greater than",
        "(": r"(?:open|left|opening) (?:round )?(?:bracket|parenthesis|paren)",
        ")": r"(?:close|right|closing) (?:round )?(?:bracket|parenthesis|paren)",
        "[": r"(?:open|left|opening) square(?: bracket)?",
        "]": r"(?:close|right|closing) square(?: bracket)?",
        "{": r"(?:open|left|opening) (?:curly )?brace",
        "}": r"(?:close|right|closing) (?:curly )?brace",
        "=": r"(?:equals|becomes|is assigned)",
        "+": r"plus",
        "-": r"minus",
        "*": r"(?:times|asterisk)",
        "/": r"(?:slash|divided by|over)",
        "%": r"(?:modulo|percent)",
        ".": r"(?:dot|period)",
        ",": r"comma",
        ":": r"colon",
        ";": r"semicolon",
        '"': r"(?:double |single )?quotes?",
    }
)
_SIGNS = re.compile(
    "|".join(rf"(?P<s{number}>\b{said}\b)" for number, said in enumerate(_SAID.values())), re.IGNORECASE
)
_SIGN_LIST = tuple(_SAID)


def encoded_runs(text: str) -> Iterator[str]:
    """Yield the parts of a text that a program would have to decode."""
    yield from (match[0] for match in _RUNS.finditer(text))
    opaque = [match[0] for match in _WORD.finditer(text) if len(_CHANGE.findall(match[0])) >= _CHANGES]
    for words in (opaque, _CAPITALS.findall(text)):
        if sum(map(len, words)) >= _OPAQUE_CHARACTERS:
            yield " ".join(words)


def unescaped(text: str) -> str:
    """Return a text with the characters that escapes of HTML, of addresses and of string literals stand for."""
    return _ESCAPE.sub(_character, unquote(html.unescape(text)))


def readings(text: str) -> tuple[str, ...]:
    """Return a text read backwards, with its letters moved together, and with signs in place of their names."""
    return (text[::-1], _SPACED.sub(r"\1", text), _SIGNS.sub(_sign, text))


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= _LARGEST else match[0]


def _sign(match: re.Match[str]) -> str:
    return f" {_SIGN_LIST[int((match.lastgroup or 's0')[1:])]} "
