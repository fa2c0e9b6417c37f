"""The shape of ``challenge.yaml``: what each key takes, and the JSON Schema that editors read."""

from __future__ import annotations

import keyword
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codementor_cli.catalog.challenges.signature import parse_type
from codementor_cli.catalog.yaml.takes import (
    Takes,
    anything,
    choice,
    custom,
    key,
    line,
    number,
    several,
    switch,
    text,
    whole,
)
from codementor_cli.catalog.yaml.validation import definitions, entry, json_schema
from codementor_cli.text import units

MAX_CASE_COUNT = 10_000
MAX_NAME_LENGTH = 100
ID = (r"^[a-z0-9][a-z0-9-]{0,99}$", "expected an id of a-z, 0-9 and -, like two-sum")
"""A pattern, and what is said of text that does not match."""
_IDENTIFIER = (r"^[a-z_][a-z0-9_]{0,99}$", "expected a name in snake_case, like two_sum")
_INPUTS = (r"\.in$", "expected a pattern that ends in .in, like data/secret/*.in")
_CHECKERS = ("exact", "lines", "tokens", "float", "unordered", "json", "custom")


def checker_mapping(value: Any) -> Any:
    """Return the mapping that a checker's bare name stands for."""
    return {"type": value} if isinstance(value, str) else value


def _not_reserved(value: str) -> str:
    if keyword.iskeyword(value):
        raise ValueError(f"{value} is a word of Python itself: choose another name")
    return value


def _type_text(value: str) -> str:
    parse_type(value)
    return value


def _in_unit(parse: Callable[[str], float], pattern: str, words: str, example: str) -> Takes:
    """Return what takes a number, or text with a unit."""
    unit = {"type": "string", "pattern": pattern, "examples": [example]}
    schema = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, unit], "description": words}
    return custom(lambda value: parse(_unit_text(value)), schema)


def _unit_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(value, "f") if isinstance(value, float) else str(value)
    # A value that no unit parses: the parser's message says what is expected.
    return ""


_TOLERANCE = number(least=0)
_NAME = text(pattern=_IDENTIFIER, check=_not_reserved)
_TYPE = text(check=_type_text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsEntry:
    """Limits of every test case; what is left out has its default."""

    time: float | None = key(
        _in_unit(units.parse_time_limit, units.TIME_PATTERN, "CPU time, at most 300 s; plain: seconds", "2s"),
        default=None,
    )
    wall_time: float | None = key(
        _in_unit(units.parse_wall_time_limit, units.TIME_PATTERN, "Wall time; plain: seconds", "6s"), default=None
    )
    memory: int | None = key(
        _in_unit(units.parse_memory_limit, units.SIZE_PATTERN, "Memory, 4 MiB to 16 GiB; plain: MiB", "256 MiB"),
        default=None,
    )
    output: int | None = key(
        _in_unit(units.parse_output_limit, units.SIZE_PATTERN, "Of stdout and stderr, each; plain: MiB", "1 MiB"),
        default=None,
    )
    processes: int | None = key(
        whole(1, units.MAX_PROCESS_COUNT), "Processes and threads at one time; 64 without it.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerEntry:
    """How output is compared, with options."""

    type: str = key(choice(*_CHECKERS), "How actual output is compared with expected output.")
    case_sensitive: bool | None = key(switch(), "tokens: whether letter case counts; true without it.", default=None)
    absolute: float | None = key(_TOLERANCE, "float, json: tolerance.", default=None)
    relative: float | None = key(_TOLERANCE, "float, json: tolerance relative to the expected value.", default=None)
    program: str | None = key(
        text(),
        "custom: path of the checker program, a file or a folder. Its arguments are input file, answer file and "
        "feedback folder, the output is on stdin; it ends with 42 (accept) or 43 (reject).",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterEntry:
    """One parameter of the function."""

    name: str = key(_NAME, "In snake_case.")
    type: str = key(_TYPE, "int, float, str, bool, any, None, list[…], dict[str, …], tuple[…], … | None")


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionEntry:
    """The function that learners write, of a function-call challenge."""

    name: str = key(_NAME, "In snake_case; other languages use their own habit.")
    parameters: list[ParameterEntry] = key(several(entry(ParameterEntry), most=20), "In order; [] for none.")
    returns: str = key(_TYPE, "The type of the returned value.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TestEntry:
    """A test case, or with ``files`` one for each pair of files."""

    __test__ = False

    name: str = key(
        line(most=MAX_NAME_LENGTH), "Unique; case-N without it. With files: put before each name.", default=""
    )
    description: str = key(line(most=500), "One line for learners.", default="")
    sample: bool = key(switch(), "Shown in the statement.", default=False)
    hidden: bool = key(switch(), "Input, expected and actual output are never shown.", default=False)
    points: float | None = key(
        number(least=0, most=1e6),
        "None: worth nothing, where others have points; no points anywhere: 100 split evenly.",
        default=None,
    )
    input: str = key(text(), "stdin.", default="")
    expected: Any = key(anything(), "stdout as text; with args the value that the function returns.", default=None)
    args: list[Any] = key(several(anything()), "Arguments of a function call.", default_factory=list)
    input_file: str = key(text(least=1), "Path of a file that holds stdin.", default="")
    expected_file: str = key(text(least=1), "Path of a file that holds the expected stdout.", default="")
    files: str = key(
        text(pattern=_INPUTS),
        "Pattern like data/secret/*.in: pairs NAME.in and NAME.ans, in name order.",
        default="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageEntry:
    """What a challenge says of one language."""

    starter: str | None = key(text(least=1), "Path of the starter code.", default=None)
    time_factor: float | None = key(
        number(above=0, most=100),
        "Multiplies the time limits; the language's own factor without it.",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeHead:
    """A programming challenge of codementor."""

    id: str = key(text(pattern=ID), "The folder's name: a-z, 0-9 and -.")
    title: str = key(line(least=1, most=200))
    difficulty: str = key(choice("easy", "medium", "hard"))
    tags: list[str] = key(several(line(), most=20), default_factory=list)
    description: str = key(line(least=1, most=500), "One sentence for lists.")
    instructions: str = key(text(least=1), "The full statement, Markdown.", default="")
    instructions_file: str = key(text(least=1), "Path of the statement, instead of instructions.", default="")
    hints: list[str] = key(several(text(least=1), most=20), "From a question to a worked step.", default_factory=list)


def challenge_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of challenge.yaml."""
    schema = json_schema(
        ChallengeHead,
        title="ChallengeFile",
        oneOf=[{"required": ["instructions"]}, {"required": ["instructions_file"]}],
    )
    schema["$defs"] = definitions(TestEntry, LimitsEntry, CheckerEntry, FunctionEntry, LanguageEntry)
    schema["$defs"]["TestEntry"]["oneOf"] = [
        {"required": ["input", "expected"]},
        {"required": ["input_file", "expected_file"]},
        {"required": ["args", "expected"]},
        {"required": ["files"]},
    ]
    schema["required"] = ["tests", *schema["required"]]
    schema["properties"] |= {
        "tests": {
            "title": "Tests",
            "description": "In the order of judging.",
            **several(entry(TestEntry), least=1, most=MAX_CASE_COUNT).schema,
        },
        "limits": entry(LimitsEntry).schema,
        "checker": {
            "description": "How output is compared; lines without it.",
            "anyOf": [{"enum": list(_CHECKERS)}, entry(CheckerEntry).schema],
        },
        "function": {"description": "Makes it a function-call challenge.", **entry(FunctionEntry).schema},
        "languages": {
            "title": "Languages",
            "description": "By language name; every installed language without it.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": entry(LanguageEntry).schema,
        },
    }
    return schema
