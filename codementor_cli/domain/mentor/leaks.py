"""Whether an answer gives away what the learner should find: code of the solution, or hints that come later. Pure.

Six rules, the cheapest first; each looks at all texts of an answer together, so that nothing hides between two fields.
What the learner wrote already is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from codementor_cli.domain.mentor.code_tokens import NAME, TEXT, code_text, grams, tokens
from codementor_cli.domain.mentor.disguised_code import encoded_runs, readings, unescaped
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.text.untrusted import normalised

RUN_LENGTH = 7
"""Tokens in a row that an answer shares with a reference submission and not with the learner's program.

Source: measured over the shipped challenges; the longest such run in sixty hand-written good hints is 5, and every
reference submission under new names has one of 20 or more with its own.
"""

COVERED_LENGTH = 4
COVERED_PART = 0.4
"""Which part of a reference submission's telling runs of four tokens an answer may hold.

Source: measured in the same way; good hints hold 0.05 at most, and the statements of a reference submission in another
order 0.8 at least.
"""

CODE_SIGNS = {1: 4, 2: 4, 3: 4, 4: 5}
"""How many signs of code a hint of a level may hold.

Source: measured in the same way; good hints hold 3 at most, and the shortest reference submission 5.
"""
TEXT_SIGNS = 5
ANSWER_SIGNS = 12
"""The same for one text of a review or an analysis, and for all of them together."""

SPELLED_COUNT = 3
"""Sentences, lines and steps of a hint that may begin as a statement of a program does: "set", "for", "if", "add".

Source: measured in the same way; good hints hold 2 at most. A program in prose of fewer sentences is not found.
"""

RUNG_WORDS = 6
"""Words in a row that an answer shares with a rung above its own, if one of them says what the statement does not."""
COPIED_WORDS = 9
"""The same, whatever the words say.

Source: measured over the shipped challenges. Of 235 sentences of later rungs, these two rules find all but one, whose
words are all the statement's own.
"""
_GRAMMAR = """
a an and are as at be been before both by can do does each every all any first for from has have how if in into is it
its last many more most next no not of on one only or other same second so than that the then there these they this
to until up was were what when where which while who will with you your
"""
_FUNCTION_WORDS = frozenset(_GRAMMAR.split())
_ENDING = re.compile(r"(?:ing|en|es|ed|s|n|e)$")
_SHORT_WORD = 4

_TELLING_PART = 0.34
_SIGN = re.compile(
    r"""(?<![=<>!\-+*/|&%^:])=(?![=>]) | [-+*/|&%^]= | := | == | != | <= | >= | && | \|\| | \+\+ | --(?=\s|;|\)|$)
        | => | ;(?=\s*$|\s*\w+\s*[(=.]) | \w\((?!s\)) | \w\[ | << | >>
        | [A-Za-z_]\w+\.[A-Za-z_]\w+\.[A-Za-z_] | \{\ ?\|
        | (?<=\w)\ %\ (?=\w) | :\s*$ | \$\{ | ^\s*[}{]""",
    re.MULTILINE | re.VERBOSE,
)
_STATEMENT = re.compile(
    r"(?:[-*•]|\d+[.)])?\s*(?:then\s+)?(?:set|for|while|if|else|otherwise|repeat|loop|let|add|increase|increment|decrease"
    r"|raise|store|return|end|append|swap|assign|initiali[sz]e|declare|import|define|go through|subtract|output)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\n|(?<=[.;!?])\s+")
_QUOTED = re.compile(r"`([^`\n]+)`")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_UNTELLING = frozenset({NAME, TEXT, "in", "and", "or", "if", "not", "false", "true", "-", "read"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """The texts that an answer may not give away, and those that it may quote."""

    references: tuple[tuple[str, ...], ...]
    """Tokens of each accepted reference submission."""
    later_hints: tuple[str, ...]
    """The challenge's rungs above the one that is asked for."""
    own_code: str
    """The learner's program: its own lines may be quoted."""
    known: str
    """The statement and the hints given: their words are no secret."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Why an answer is withheld."""

    reason: str
    """In our words: nothing of the answer."""


def reference_tokens(content: bytes, language: str) -> tuple[str, ...]:
    """Return the tokens of one file of a reference submission."""
    return tokens(code_text(content, language))


def find_leak(texts: Sequence[str], secrets: Secrets, kind: MentorKind, level: int) -> Leak | None:
    """Return the first reason to withhold an answer; None: there is none.

    Args:
        texts: Of the answer, in order.
        secrets: The texts that it may not give away.
        kind: Of the answer.
        level: Of a hint, 1-based.
    """
    plain = [unescaped(normalised(text)) for text in texts]
    whole = "\n".join(plain)
    rules: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: _is_encoded(whole, secrets), "it holds encoded text"),
        (lambda: _is_code(plain, secrets, kind, level), "it holds too much code"),
        (lambda: kind is MentorKind.HINT and _is_spelled_out(whole), "it spells a program out"),
        (lambda: _is_copy(whole, secrets), "it holds code of a solution"),
        (lambda: any(_is_copy(each, secrets) for each in readings(whole)), "it holds code of a solution, disguised"),
        (lambda: any(_is_rung(whole, each, secrets) for each in secrets.later_hints), "it gives away a later hint"),
    )
    return next((Leak(reason) for applies, reason in rules if applies()), None)


def _is_encoded(text: str, secrets: Secrets) -> bool:
    return any(each not in secrets.own_code and each not in secrets.known for each in encoded_runs(text))


def _is_code(texts: Sequence[str], secrets: Secrets, kind: MentorKind, level: int) -> bool:
    counts = [len(_SIGN.findall(without_quotes(text, secrets.own_code))) for text in texts]
    if kind is MentorKind.HINT:
        return sum(counts) > CODE_SIGNS[min(max(level, 1), max(CODE_SIGNS))]
    return max(counts, default=0) > TEXT_SIGNS or sum(counts) > ANSWER_SIGNS


def _is_spelled_out(text: str) -> bool:
    return sum(_STATEMENT.match(each.strip()) is not None for each in _SENTENCE_END.split(text)) > SPELLED_COUNT


def without_quotes(text: str, own_code: str) -> str:
    """Return a text without the learner's own code that it quotes in back-quotes."""
    own = _SPACE.sub("", own_code)
    return _QUOTED.sub(lambda match: "" if _SPACE.sub("", match[1]) in own else match[0], text)


def has_code(text: str) -> bool:
    """Whether a text holds a sign of code."""
    return _SIGN.search(text) is not None


def _is_copy(text: str, secrets: Secrets) -> bool:
    """Whether a text has a telling run of a reference submission that the learner's program has not, or much of one."""
    found = tokens(text)
    long_runs, short_runs = set(grams(found, RUN_LENGTH)), set(grams(found, COVERED_LENGTH))
    new_runs = long_runs - set(grams(tokens(secrets.own_code), RUN_LENGTH))
    for reference in secrets.references:
        if not new_runs.isdisjoint(_telling(reference, RUN_LENGTH)):
            return True
        runs = list(_telling(reference, COVERED_LENGTH))
        if runs and sum(run in short_runs for run in runs) / len(runs) >= COVERED_PART:
            return True
    return False


def _telling(found: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    """Return the runs that say something: prose is one name after the other."""
    return (
        each
        for each in grams(found, length)
        if sum(token not in _UNTELLING for token in each) >= length * _TELLING_PART
    )


def _is_rung(text: str, rung: str, secrets: Secrets) -> bool:
    told, hidden, said = _words(secrets.known), _words(rung), _words(text)
    roots = {_root(word) for word in told}
    telling = {run for run in grams(hidden, RUNG_WORDS) if not all(map(_says_nothing(roots), run))}
    secret = telling - set(grams(told, RUNG_WORDS))
    copied = set(grams(hidden, COPIED_WORDS)) - set(grams(told, COPIED_WORDS))
    return not (secret.isdisjoint(grams(said, RUNG_WORDS)) and copied.isdisjoint(grams(said, COPIED_WORDS)))


def _says_nothing(roots: AbstractSet[str]) -> Callable[[str], bool]:
    return lambda word: word in _FUNCTION_WORDS or _root(word) in roots


def _root(word: str) -> str:
    """Return a word without its ending, so that "takes" and "taken" are one."""
    return _ENDING.sub("", word) if len(word) > _SHORT_WORD else word


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(normalised(text))]
