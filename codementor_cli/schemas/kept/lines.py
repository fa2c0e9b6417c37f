"""Records to lines of an export, and back."""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.schemas.kept.mentor_call import ExportedMentorCall
from codementor_cli.schemas.kept.submission import ExportedSubmission

Record = Submission | MentorCall

_Line = Annotated[ExportedSubmission | ExportedMentorCall, Field(discriminator="type")]

_FORMAT = "codementor/export/v1"

_SHOWN_PARTS = 8
"""How much of a path into a line a message names: what is deeper is not ours."""


def export_line(record: Record) -> str:
    """Return a record as one line of ASCII with a line feed, safe to show on a terminal."""
    line = ExportedSubmission.of(record) if isinstance(record, Submission) else ExportedMentorCall.of(record)
    # json.dumps leaves DEL as it is: it is ASCII.
    return json.dumps(line.json_value(), separators=(",", ":")).replace("\x7f", "\\u007f") + "\n"


def import_line(line: bytes) -> Record:
    """Return the record of a line.

    Raises:
        ValueError: It holds none; the message says what was expected, and where.
    """
    try:
        record: Record = _reader().validate_json(line).value()
    except ValidationError as error:
        raise ValueError(_first_problem(error)) from error
    except UnicodeDecodeError as error:
        raise ValueError("its text is not UTF-8") from error
    return record


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line."""
    return _reader().json_schema(by_alias=True)


@cache
def _reader() -> TypeAdapter[Any]:
    return TypeAdapter(_Line)


def _first_problem(error: ValidationError) -> str:
    """Return the first problem, with its place in the line; never a value, which may be long or hidden."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "literal_error" and first["loc"][-1] == "schema":
        return f"expected a record of {_FORMAT}; this one is of another version"
    if first["type"] == "json_invalid":
        return "is not JSON: " + first["msg"].removeprefix("Invalid JSON: ").replace(
            " at line 1 column ", " at column "
        )
    if not first["loc"] and first["type"] != "value_error":
        return 'expected an object with a "type": "submission" or "mentorCall"'
    # The parts that name a branch of a union are Pydantic's, not the file's.
    place = ".".join(str(each) for each in first["loc"][:_SHOWN_PARTS] if each not in {"submission", "mentorCall"})
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
