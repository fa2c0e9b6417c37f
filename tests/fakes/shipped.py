"""The shipped challenges with their reference submissions, and ways to disguise one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.challenge import Challenge, ReferenceSubmission
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.code_tokens import NAME, tokens
from codementor_cli.domain.mentor.code_window import source_lines
from codementor_cli.domain.mentor.leaks import Secrets, reference_tokens
from tests.fakes.catalog import LANGUAGES_FILE, PACKAGED

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodHint:
    """One of ``good_hints.yaml``."""

    challenge_id: str
    level: int
    file: str
    texts: tuple[str, ...]
    """Hint, approach and steps."""

    def __str__(self) -> str:
        """Return what names it in a test's id."""
        return f"{self.challenge_id}-{self.level}-{self.file.partition('/')[2]}"


@cache
def catalog() -> FolderCatalog:
    """Return the shipped challenges."""
    return FolderCatalog((PACKAGED,), YamlLanguages(LANGUAGES_FILE))


@cache
def challenge(challenge_id: str) -> Challenge:
    """Return one, loaded once."""
    return catalog().load(challenge_id)


@cache
def references(challenge_id: str) -> tuple[ReferenceSubmission, ...]:
    """Return all its reference submissions, right and wrong."""
    return catalog().references(challenge(challenge_id))


def accepted(challenge_id: str) -> tuple[ReferenceSubmission, ...]:
    """Return its accepted reference submissions."""
    return tuple(each for each in references(challenge_id) if each.expected is Verdict.AC)


def failing(challenge_id: str) -> tuple[ReferenceSubmission, ...]:
    """Return the others: they are the learners of these tests."""
    return tuple(each for each in references(challenge_id) if each.expected is not Verdict.AC)


def code(reference: ReferenceSubmission) -> str:
    """Return the text of all files of a reference submission."""
    return "\n".join("\n".join(source_lines(file)) for file in reference.program.files)


def secrets(challenge_id: str, learner: ReferenceSubmission, level: int, *, but: str = "") -> Secrets:
    """Return what an answer to a learner may not give away; references in the language ``but`` left out."""
    found = challenge(challenge_id)
    return Secrets(
        references=tuple(
            tuple(
                token for file in each.program.files for token in reference_tokens(file.content, each.program.language)
            )
            for each in accepted(challenge_id)
            if each.program.language != but
        ),
        later_hints=found.hints[level:],
        own_code=code(learner),
        known="\n".join([found.instructions, *found.hints[:level]]),
    )


@cache
def good_hints() -> tuple[GoodHint, ...]:
    """Return the hand-written hints."""
    every: Mapping[str, list[dict[str, Any]]] = yaml.safe_load((DATA / "good_hints.yaml").read_text(encoding="utf-8"))
    return tuple(
        GoodHint(
            challenge_id=challenge_id,
            level=each["level"],
            file=each["file"],
            texts=(each["hint"].strip(), each["approach"], *each["steps"]),
        )
        for challenge_id, hints in every.items()
        for each in hints
    )


@cache
def translated() -> Mapping[str, str]:
    """Return a reference submission of each challenge in a language that is not run here."""
    return MappingProxyType(yaml.safe_load((DATA / "translated.yaml").read_text(encoding="utf-8")))


def _renamed(text: str) -> str:
    names = sorted({name for name in re.findall(r"[A-Za-z_]\w*", text) if tokens(name) == (NAME,)})
    number = {name: index for index, name in enumerate(names)}
    return re.sub(r"[A-Za-z_]\w*", lambda match: f"q{number[match[0]]}w" if match[0] in number else match[0], text)


def _reordered(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(random.Random(4).sample(lines, len(lines)))


_NAMES = {
    "==": "is equal to",
    "<=": "is at most",
    ">=": "is at least",
    "=": "becomes",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "over",
    "%": "modulo",
    "<": "is less than",
    ">": "is greater than",
    "(": "open bracket",
    ")": "close bracket",
    "[": "open square",
    "]": "close square",
    "{": "open brace",
    "}": "close brace",
    ";": "semicolon",
    ":": "colon",
    ".": "dot",
    ",": "comma",
    '"': "quote",
}


def _spoken(text: str) -> str:
    return re.sub("|".join(map(re.escape, _NAMES)), lambda match: f" {_NAMES[match[0]]} ", text)


def _filled(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


DISGUISES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "plain": lambda text: text,
        "fenced": lambda text: f"Here you go:\n```\n{text}\n```\nGood luck!",
        "indented": lambda text: "Write\n\n" + "\n".join(f"    {line}" for line in text.splitlines()),
        "on one line": lambda text: " ".join(text.split()),
        "in prose": lambda text: " and then you write ".join(_filled(text)),
        "in back-quotes": lambda text: "\n".join(f"- `{line}`" for line in _filled(text)),
        "with line numbers": lambda text: "\n".join(f"{n}| {line}" for n, line in enumerate(text.splitlines(), 1)),
        "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
        "as a diff": lambda text: "\n".join(f"+ {line}" for line in text.splitlines()),
        "backwards": lambda text: text[::-1],
        "letters apart": lambda text: " ".join(text.replace("\n", " ")),
        "signs by their names": _spoken,
        "escapes of HTML": lambda text: "".join(c if c.isalnum() else f"&#{ord(c)};" for c in text),
        "escapes of literals": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
        "escapes of addresses": lambda text: "".join(c if c.isalnum() else f"%{ord(c):02X}" for c in text),
        "renamed": _renamed,
        "reordered": _reordered,
        "renamed and reordered": lambda text: _reordered(_renamed(text)),
    }
)
