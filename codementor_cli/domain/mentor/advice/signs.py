"""Signs that a regular expression cannot express; the key ``when`` of a cause names one. Pure.

Signs of wrong answers stand in ``answer_signs``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice import answer_signs
from codementor_cli.domain.mentor.advice.symptoms import Symptoms

_READ_NAMES = 20
_SMALL_CHARACTERS = 200
_STRANGE = re.compile(
    r"(?i)invalid character|illegal character|unknown start of token|stray|invalid or unexpected token"
)
_CURLED = re.compile(r"[“”]")
_FOR_IN = re.compile(r"\bfor\s*\(\s*(?:const|let|var)\s+(\w+)\s+in\b")
_QUOTED_COMPARED = re.compile(r'(?:==|!=)\s*"|"\s*(?:==|!=)')
_DECLARED_TEXT = re.compile(r"\bString\s+(\w+)\s*[=;,:)]")
_COMPARED = re.compile(r"\b(\w+)\s*[=!]=\s*(\w+)\b(?!\s*[.(\[])")
_DEFAULT = re.compile(r"\bdef \w+\([^)\n]*?\b(\w+)(?:\s*:[^,=)\n]+)?\s*=\s*(?:\[\]|\{\}|list\(\)|dict\(\))")
_DECLARED_NUMBER = re.compile(
    r"^[ \t]+(?:unsigned |long |short )*"
    r"(?:int|long|double|float|size_t)\s+(\w+(?:\s*,\s*\w+)*)\s*;",
    re.MULTILINE,
)
_LINE_AFTER_NUMBER = MappingProxyType(
    {
        "cpp": (r"\bcin\s*>>", r"\bgetline\s*\(", r"\bws\b|\bignore\b"),
        "java": (r"\.next(?:Int|Long|Double)\(\)", r"\.nextLine\(\)", r"(?m)^\s*\w+\.nextLine\(\);"),
    }
)
"""Expressions for reading a number, for reading a line, and for skipping the rest of the number's line."""
_TEXT = r"""\s*["'`]([^"'`\\\n%{]{2,80})"""
_JAVASCRIPT_PROMPTS = (
    r"\b(?:console\.log|process\.stdout\.write|question|prompt)\s*\(",
    r"\b(?:question|prompt|readFileSync|readline|stdin)\b",
)
_PROMPTS = MappingProxyType(
    {
        "python": (r"\binput\(\s*[fFrR]?", ""),
        "ruby": (r"\b(?:print|puts)\b\s*\(?", r"\bgets\b"),
        "bash": (r"\b(?:echo|printf)\s+(?:-n\s+)?", r"\bread\b"),
        "c": (r"\b(?:printf|puts)\s*\(", r"\b(?:scanf|f?gets|getchar|getline)\b"),
        "cpp": (r"(?:\bcout\s*<<|\bprintf\s*\()", r"\b(?:cin|scanf|getline)\b"),
        "java": (r"\bSystem\.out\.print(?:ln|f)?\s*\(", r"\.(?:next\w*|readLine)\s*\("),
        "javascript": _JAVASCRIPT_PROMPTS,
        "typescript": _JAVASCRIPT_PROMPTS,
        "go": (r"\bfmt\.Print(?:ln|f)?\s*\(", r"\b(?:F?[sS]can\w*|ReadString|Text)\("),
        "rust": (r"\bprint(?:ln)?!\s*\(", r"\b(?:read_line|read_to_string|lines)\b"),
    }
)
"""A call that writes a fixed text, and a call that reads soon after it; Python's ``input`` does both."""
_NEAR_CHARACTERS = 200


def curled_quotes(seen: Symptoms) -> bool:
    """Whether the program has typographic quotes, and the compiler refuses a sign or the output has them."""
    if not _CURLED.search(seen.code):
        return False
    if seen.verdict is Verdict.CE:
        return _STRANGE.search(seen.said) is not None
    printed = _CURLED.search(seen.actual) is not None and _CURLED.search(seen.expected) is None
    return printed or (seen.verdict is Verdict.RTE and _CURLED.search(seen.said) is not None)


def spaced_assignment(seen: Symptoms) -> bool:
    """Whether a name that Bash took for a command stands before a ``=`` with spaces."""
    found = re.search(r"line \d+: (\w+): command not found", seen.said)
    return found is not None and re.search(rf"^\s*{found[1]}\s+=", seen.code, re.MULTILINE) is not None


def for_in_values(seen: Symptoms) -> bool:
    """Whether a ``for … in`` never uses its variable as a place: a value was meant."""
    names = _FOR_IN.findall(seen.code)[:_READ_NAMES]
    return any(not re.search(rf"\[\s*{re.escape(name)}\s*\]", seen.code) for name in names)


def line_after_number(seen: Symptoms) -> bool:
    """Whether a line is read after a number, and nothing skips the rest of the number's own line."""
    if seen.language not in _LINE_AFTER_NUMBER:
        return False
    number, line, skip = _LINE_AFTER_NUMBER[seen.language]
    found = re.search(number, seen.code)
    after = found is not None and re.compile(line).search(seen.code, found.end()) is not None
    return after and re.search(skip, seen.code) is None


def starts_unset(seen: Symptoms) -> bool:
    """Whether a local variable is added to, and never stored in, read into or passed by its address."""
    names = [name.strip() for found in _DECLARED_NUMBER.finditer(seen.code) for name in found[1].split(",")]
    return any(_only_raised(name, seen.code) for name in names[:50])


def _only_raised(name: str, code: str) -> bool:
    raised = re.search(rf"\b{name}\s*(?:\+=|-=|\+\+)|\+\+{name}\b", code)
    stored = re.search(rf"\b{name}\s*=(?!=)|>>\s*{name}\b|&{name}\b|[(,]\s*{name}\s*[,)]", code)
    return raised is not None and stored is None


def text_compared(seen: Symptoms) -> bool:
    """Whether ``==`` compares texts: one in quotes, or two variables of type text."""
    if _QUOTED_COMPARED.search(seen.code):
        return True
    names = set(_DECLARED_TEXT.findall(seen.code))
    return any(one in names and other in names for one, other in _COMPARED.findall(seen.code))


def default_changed(seen: Symptoms) -> bool:
    """Whether a function changes a list or a dictionary that is the default of a parameter."""
    return any(
        re.search(rf"\b{name}(?:\.(?:append|extend|add|update|insert|setdefault)\(|\[[^\]\n]*\]\s*\+?=[^=])", seen.code)
        for name in _DEFAULT.findall(seen.code)[:_READ_NAMES]
    )


def never_ends(seen: Symptoms) -> bool:
    """Whether no case ended, not even a visible one with a small input."""
    return seen.nothing_passed and any(len(each.input) <= _SMALL_CHARACTERS for each in seen.shown)


def prompted(seen: Symptoms) -> bool:
    """Whether the output has the words with which the program asks for its input."""
    return any(text in seen.actual and text not in seen.expected for text in _prompts(seen.language, seen.code))


def _prompts(language: str, code: str) -> Iterator[str]:
    if language not in _PROMPTS:
        return
    writing, reading = _PROMPTS[language]
    for found in re.finditer(writing + _TEXT, code):
        asks_itself = re.match(r"question|prompt", found[0]) is not None
        if asks_itself or re.compile(reading).search(code, found.end(), found.end() + _NEAR_CHARACTERS):
            text = found[1].strip()
            if any(map(str.isalpha, text)):
                yield text


_CODE_SIGNS = (
    *(curled_quotes, default_changed, for_in_values, line_after_number, never_ends, prompted, spaced_assignment),
    *(starts_unset, text_compared),
)
SIGNS: MappingProxyType[str, Callable[[Symptoms], bool]] = MappingProxyType(
    {
        "windows_line_ends": lambda seen: seen.windows_line_ends,
        **{sign.__name__: sign for sign in (*_CODE_SIGNS, *answer_signs.SIGNS)},
    }
)
