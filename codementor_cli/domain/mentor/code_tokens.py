"""Code as tokens of one alphabet for all languages, so that copies are found under other names and in other languages.

Names that a learner chooses become one token; words that languages share (``for``, ``foreach``, ``while``) become one;
types, modifiers and punctuation that only some languages need are left out. The text may be prose with code in it: then
most of its tokens are names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from codementor_cli.text.delimited import pieces
from codementor_cli.text.untrusted import normalised

NAME = "x"
"""A name that somebody chose."""
TEXT = "s"
"""A quoted text."""

_TOKEN = re.compile(
    r"""
      (?P<text>"|(?<!\w)'|`)
    | (?P<number>\d[\d_]*(?:\.\d+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<sign><<=|>>=|\*\*=|//=|===|!==|&&=|\|\|=|\?\?|&&|\|\||==|!=|<=|>=|<<|>>|\+\+|--|\+=|-=|\*=|/=|%=|\|=|&=|\^=
        |:=|\*\*|//|->|=>|<-|[-+*/%=<>!&|^~?\[])
    """,
    re.VERBOSE,
)
_TEXTS = MappingProxyType(
    {
        '"': re.compile(r'"(?:[^"\\\n]|\\.)*+(?P<close>")?'),
        "'": re.compile(r"'(?:[^'\\\n]|\\.)*+(?P<close>'(?!\w))?"),
        # A template with a value in it; what prose has between back-quotes is code.
        "`": re.compile(r"`(?:(?!\$\{)[^`\\\n]|\\.)*+(?:\$\{(?:[^`\\\n]|\\.)*+(?P<close>`)?)?"),
    }
)
_HASH_LANGUAGES = frozenset({"python", "ruby", "bash"})
_COMMENT = re.compile(r"(?P<text>[\"'`])|(?P<comment>/\*|//[^\n]*)")
_AROUND_COMMENTS = MappingProxyType(
    {
        '"': re.compile(r'"(?:[^"\\\n]|\\.)*+(?P<close>")?', re.DOTALL),
        "'": re.compile(r"'(?:[^'\\\n]|\\.)*+(?P<close>')?", re.DOTALL),
        "`": re.compile(r"`[^`]*+(?P<close>`)?"),
        "/*": re.compile(r"/\*(?:[^*]|\*(?!/))*+(?P<close>\*/)?"),
    }
)
_HASH_COMMENT = re.compile(r"(?P<text>[\"'])|(?P<comment>(?<![\w$&{])\#[^\n]*)")
_AROUND_HASHES = MappingProxyType(
    {
        '"': re.compile(r'"(?:[^"\\\n]|\\.)*+(?P<close>")?'),
        "'": re.compile(r"'(?:[^'\\\n]|\\.)*+(?P<close>')?"),
    }
)
_DOCSTRING = re.compile(r'"""(?:(?!""")[\s\S])*+"""')
_SIGNS = MappingProxyType(
    {
        "===": "==",
        "!==": "!=",
        "&&": "and",
        "||": "or",
        "!": "not",
        "//": "/",
        "//=": "/=",
        ":=": "=",
        "->": "",
        "=>": "",
        "<-": "",
        "??": "or",
        "?": "if",
    }
)


def _classes(**words: str) -> dict[str, str]:
    return {word: name for name, every in words.items() for word in every.split()}


_WORDS = MappingProxyType(
    _classes(
        **{
            "if": "if elif elsif unless match switch case when",
            "else": "else",
            "loop": "for while until loop foreach each do times each_with_index forEach",
            "return": "return",
            "def": "def function fn func fun lambda",
            "in": "in of",
            "and": "and",
            "or": "or",
            "not": "not",
            "nil": "None null nil undefined NULL nullptr",
            "true": "true True yes",
            "false": "false False no",
            "break": "break",
            "continue": "continue next",
            "print": "print println puts printf echo cout log Println println",
            "read": "input gets readline read_line scanf cin nextInt nextLong nextLine readFileSync Scan Fscan getline",
            "number": "int float Number parseInt parseFloat to_i to_f stoi stol stod parse ParseFloat Atoi parse_int",
            "length": "len length size count bit_length",
            "sort": "sort sorted sort_by sort_unstable",
            "add": "append push push_back add insert emplace_back put set",
            "min": "min",
            "max": "max",
            "abs": "abs fabs",
            "sum": "sum reduce fold accumulate",
            "root": "sqrt isqrt",
            "upper": "upper toUpperCase to_uppercase upcase ToUpper toUpper capitalize",
            "split": "split split_whitespace Fields Cut splitlines",
            "join": "join",
            "keep": "filter reject select filterNot",
            "": (
                "let const var val mut static public private final auto long double char bool boolean string String str"
                " void unsigned signed short i32 i64 u32 u64 usize f64 number any new class struct export module using"
                " namespace std System out console fmt Math self this then end fi done local read_only declare package"
                " include import from use require std list dict tuple Vec vector Map HashMap int64 float64 Integer Long"
            ),
        }
    )
)


def code_text(content: bytes, language: str) -> str:
    """Return the text of a source file without its comments."""
    text = _DOCSTRING.sub("", content.decode(errors="replace"))
    hashes = language in _HASH_LANGUAGES
    forms = (_HASH_COMMENT, _AROUND_HASHES) if hashes else (_COMMENT, _AROUND_COMMENTS)
    kept, end = [], 0
    for name, start, after in pieces(text, *forms):
        if name == "comment":
            kept.append(text[end:start])
            end = after
    return "".join((*kept, text[end:]))


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of code, or of prose with code in it; ligatures, wide letters and the like count as plain."""
    plain = normalised(text)
    found = (_token(name, plain[start:end]) for name, start, end in pieces(plain, _TOKEN, _TEXTS))
    return tuple(filter(None, found))


def _token(kind: str, text: str) -> str:
    if kind == "text":
        return TEXT
    if kind == "number":
        return text.replace("_", "")
    if kind == "name":
        return _WORDS.get(text, NAME)
    return _SIGNS.get(text, text)


def grams(found: Sequence[str], length: int) -> list[tuple[str, ...]]:
    """Return every run of so many tokens, in order."""
    return [tuple(found[start : start + length]) for start in range(len(found) - length + 1)]
