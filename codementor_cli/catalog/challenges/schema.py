"""The shape of ``challenge.yaml``: what pydantic checks, and the JSON Schema that editors read."""

from __future__ import annotations

import keyword
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from codementor_cli.catalog.challenges.signature import parse_type
from codementor_cli.text import units

MAX_CASE_COUNT = 10_000
MAX_NAME_LENGTH = 100
ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,99}$"
IDENTIFIER_PATTERN = r"^[a-z_][a-z0-9_]{0,99}$"
INPUTS_PATTERN = r"\.in$"


def _seconds(value: Any) -> Any:
    return units.parse_time_limit(_unit_text(value))


def _wall_seconds(value: Any) -> Any:
    return units.parse_wall_time_limit(_unit_text(value))


def _memory(value: Any) -> Any:
    return units.parse_memory_limit(_unit_text(value))


def _output(value: Any) -> Any:
    return units.parse_output_limit(_unit_text(value))


def _unit_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(value, "f") if isinstance(value, float) else str(value)
    # A value that no unit parses: the parser's message says what is expected.
    return ""


def checker_mapping(value: Any) -> Any:
    """Return the mapping that a checker's bare name stands for."""
    return {"type": value} if isinstance(value, str) else value


def _one_line(value: str) -> str:
    """Return text without the white space around it."""
    stripped = value.strip()
    if not stripped.isprintable():
        raise ValueError("expected one line, without control characters")
    return stripped


def _not_reserved(value: str) -> str:
    if keyword.iskeyword(value):
        raise ValueError(f"{value} is a word of Python itself: choose another name")
    return value


def _type_text(value: str) -> str:
    parse_type(value)
    return value


def _in_unit(pattern: str, words: str, example: str) -> WithJsonSchema:
    text = {"type": "string", "pattern": pattern, "examples": [example]}
    return WithJsonSchema({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, text], "description": words})


TimeLimit = Annotated[
    float, BeforeValidator(_seconds), _in_unit(units.TIME_PATTERN, "CPU time, at most 300 s; plain: seconds", "2s")
]
WallTimeLimit = Annotated[
    float, BeforeValidator(_wall_seconds), _in_unit(units.TIME_PATTERN, "Wall time; plain: seconds", "6s")
]
MemoryLimit = Annotated[
    int, BeforeValidator(_memory), _in_unit(units.SIZE_PATTERN, "Memory, 4 MiB to 16 GiB; plain: MiB", "256 MiB")
]
OutputLimit = Annotated[
    int, BeforeValidator(_output), _in_unit(units.SIZE_PATTERN, "Of stdout and stderr, each; plain: MiB", "1 MiB")
]
Line = Annotated[str, AfterValidator(_one_line)]
Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN), AfterValidator(_not_reserved)]
TypeText = Annotated[str, AfterValidator(_type_text)]
CheckerName = Literal["exact", "lines", "tokens", "float", "unordered", "json", "custom"]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class _Entry(BaseModel):
    """A mapping of challenge.yaml: no other keys, no other types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LimitsEntry(_Entry):
    """Limits of every test case; what is left out has its default."""

    time: TimeLimit | None = Field(default=None, description="CPU time of one test case; 2s without it.")
    wall_time: WallTimeLimit | None = Field(default=None, description="Default: twice the time limit and a second.")
    memory: MemoryLimit | None = Field(default=None, description="256 MiB without it.")
    output: OutputLimit | None = Field(default=None, description="1 MiB without it.")
    processes: int | None = Field(
        default=None, ge=1, le=units.MAX_PROCESS_COUNT, description="Processes and threads at one time; 64 without it."
    )


class CheckerEntry(_Entry):
    """How output is compared, with options."""

    type: CheckerName = Field(description="How actual output is compared with expected output.")
    case_sensitive: bool | None = Field(
        default=None, description="tokens: whether letter case counts; true without it."
    )
    absolute: Tolerance | None = Field(default=None, description="float, json: tolerance.")
    relative: Tolerance | None = Field(
        default=None, description="float, json: tolerance relative to the expected value."
    )
    program: str | None = Field(
        default=None,
        description=(
            "custom: path of the checker program, a file or a folder. Its arguments are input file, answer file and "
            "feedback folder, the output is on stdin; it ends with 42 (accept) or 43 (reject)."
        ),
    )


class ParameterEntry(_Entry):
    """One parameter of the function."""

    name: Identifier = Field(description="In snake_case.")
    type: TypeText = Field(description="int, float, str, bool, any, None, list[…], dict[str, …], tuple[…], … | None")


class FunctionEntry(_Entry):
    """The function that learners write, of a function-call challenge."""

    name: Identifier = Field(description="In snake_case; other languages use their own habit.")
    parameters: list[ParameterEntry] = Field(max_length=20, description="In order; [] for none.")
    returns: TypeText = Field(description="The type of the returned value.")


_FORMS: dict[str, Any] = {
    "oneOf": [
        {"required": ["input", "expected"]},
        {"required": ["input_file", "expected_file"]},
        {"required": ["args", "expected"]},
        {"required": ["files"]},
    ]
}


class TestEntry(_Entry):
    """A test case, or with ``files`` one for each pair of files."""

    __test__ = False
    model_config = ConfigDict(json_schema_extra=_FORMS)

    name: Line = Field(
        default="",
        max_length=MAX_NAME_LENGTH,
        description="Unique; case-N without it. With files: put before each name.",
    )
    description: Line = Field(default="", max_length=500, description="One line for learners.")
    sample: bool = Field(default=False, description="Shown in the statement.")
    hidden: bool = Field(default=False, description="Input, expected and actual output are never shown.")
    points: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] | None = Field(
        default=None, description="None: worth nothing, where others have points; no points anywhere: 100 split evenly."
    )
    input: str = Field(default="", description="stdin.")
    expected: Any = Field(default=None, description="stdout as text; with args the value that the function returns.")
    args: list[Any] = Field(default_factory=list, description="Arguments of a function call.")
    input_file: str = Field(default="", min_length=1, description="Path of a file that holds stdin.")
    expected_file: str = Field(default="", min_length=1, description="Path of a file that holds the expected stdout.")
    files: str = Field(
        default="",
        pattern=INPUTS_PATTERN,
        description="Pattern like data/secret/*.in: pairs NAME.in and NAME.ans, in name order.",
    )


class LanguageEntry(_Entry):
    """What a challenge says of one language."""

    starter: str | None = Field(default=None, min_length=1, description="Path of the starter code.")
    time_factor: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] | None = Field(
        default=None, description="Multiplies the time limits; the language's own factor without it."
    )


class ChallengeHead(_Entry):
    """What a challenge says besides its tests and languages."""

    id: str = Field(pattern=ID_PATTERN, description="The folder's name: a-z, 0-9 and -.")
    title: Line = Field(min_length=1, max_length=200)
    difficulty: Literal["easy", "medium", "hard"]
    tags: list[Line] = Field(default_factory=list, max_length=20)
    description: Line = Field(min_length=1, max_length=500, description="One sentence for lists.")
    instructions: str = Field(default="", min_length=1, description="The full statement, Markdown.")
    instructions_file: str = Field(
        default="", min_length=1, description="Path of the statement, instead of instructions."
    )
    hints: list[Annotated[str, Field(min_length=1)]] = Field(
        default_factory=list, max_length=20, description="From a question to a worked step."
    )


class CasesFile(_Entry):
    """Ad hoc test cases, for ``codementor test FILE --tests CASES.yaml``."""

    tests: list[TestEntry] = Field(min_length=1, max_length=MAX_CASE_COUNT, description="In the order of judging.")
    limits: LimitsEntry = Field(default_factory=LimitsEntry)
    checker: Annotated[CheckerEntry, BeforeValidator(checker_mapping)] = Field(
        default_factory=lambda: CheckerEntry(type="lines")
    )
    function: FunctionEntry | None = Field(default=None, description="Makes it a function-call challenge.")


class ChallengeFile(ChallengeHead, CasesFile):
    """A programming challenge of codementor."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["instructions"]}, {"required": ["instructions_file"]}]}
    )

    languages: dict[str, LanguageEntry] = Field(
        default_factory=dict, min_length=1, description="By language name; every installed language without it."
    )


def challenge_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of challenge.yaml."""
    schema = without_nulls(ChallengeFile.model_json_schema())
    schema["properties"]["checker"] = {
        "description": "How output is compared; lines without it.",
        "anyOf": [{"enum": list(get_args(CheckerName))}, {"$ref": "#/$defs/CheckerEntry"}],
    }
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def without_nulls(schema: Any) -> Any:
    """Return a schema without null alternatives and defaults: a key is written with a value, or left out."""
    if isinstance(schema, list):
        return [without_nulls(item) for item in schema if item != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    pruned = {key: without_nulls(value) for key, value in schema.items() if key != "default"}
    if len(pruned.get("anyOf", ())) == 1:
        pruned.update(pruned.pop("anyOf")[0])
    return pruned
