"""``codementor export``: submissions and mentor calls as JSON Lines that lose nothing.

Unlike the objects of ``--json``, a line holds hidden test data: it is a store on its way to another machine. Its
figures are in the units of the domain, because rounding to milliseconds would lose something.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.schemas.kept.codec import DecodeError, from_json, to_json

Record = Submission | MentorCall

_FORMAT = "codementor/export/v1"
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(3000, 1, 1, tzinfo=UTC)
_UID = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{0,128}")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+#/@:-]{0,199}")
"""Of a learner, challenge, language or engine."""
_NOT_KEPT = ("delaySeconds", "files")
"""Fields of an execution that stores do not hold. Version 1 of the format has no keys for them."""


def export_line(record: Record) -> str:
    """Return a record as one line of ASCII with a line feed, safe to show on a terminal."""
    line = {"schema": _FORMAT, **to_json(record, Record)}
    if isinstance(record, Submission):
        # Where the file lay on this machine is not told.
        del line["file"]
        for result in line["judgement"]["results"]:
            result["execution"] = _without(result["execution"], _NOT_KEPT)
    # json.dumps leaves DEL as it is: it is ASCII.
    return json.dumps(line, separators=(",", ":"), allow_nan=False).replace("\x7f", "\\u007f") + "\n"


def import_line(line: bytes) -> Record:
    """Return the record of a line; a submission has no file here.

    Raises:
        ValueError: The line holds no record; the message says what was expected, and where.
    """
    data = _parsed(line)
    if not isinstance(data, dict) or "type" not in data:
        raise DecodeError('expected an object with a "type": "submission" or "mentorCall"')
    if data.pop("schema", None) != _FORMAT:
        raise DecodeError(f"expected a record of {_FORMAT}; this one is of another version")
    if "file" in data:
        raise DecodeError("unknown key", "file")
    if data["type"] == "submission":
        data["file"] = ""
    # Lines from before there were learners have none.
    data.setdefault("learner", LOCAL)
    record: Record = from_json(Record, data)
    if isinstance(record, Submission):
        _check_submission(record)
    else:
        _check_call(record)
    _expect(_NAME.fullmatch(record.learner), "a name", "learner")
    _expect(_EARLIEST <= record.created_at < _LATEST, "a time from 1970 to 2999", "createdAt")
    return replace(record, created_at=record.created_at.astimezone(UTC))


def line_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line: as version 1 of the format was published."""
    schema: dict[str, Any] = json.loads(Path(__file__).with_name("export.schema.json").read_bytes())
    return schema


def _without(execution: dict[str, Any] | None, keys: Iterable[str]) -> dict[str, Any] | None:
    return execution and {key: value for key, value in execution.items() if key not in keys}


def _parsed(line: bytes) -> Any:
    """Return the data of a line.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise DecodeError("its text is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise DecodeError(f"is not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise DecodeError("is not JSON of ours: lists are nested too deep") from error


def _check_submission(submission: Submission) -> None:
    """Refuse a submission whose values have the right types but contradict each other or are not safe."""
    challenge, program, judgement = submission.challenge, submission.program, submission.judgement
    _expect(_UID.fullmatch(submission.uid), "32 hexadecimal digits", "uid")
    _expect(_NAME.fullmatch(challenge.id), "a name", "challenge", "id")
    _expect(_DIGEST.fullmatch(challenge.digest), "hexadecimal digits", "challenge", "digest")
    _expect(_NAME.fullmatch(program.language), "a name", "program", "language")
    _expect(_NAME.fullmatch(judgement.language), "a name", "judgement", "language")
    _expect(_NAME.fullmatch(judgement.sandbox), "a name", "judgement", "sandbox")
    _expect(program.files, "one file or more", "program", "files")
    paths = [each.path for each in program.files]
    for index, path in enumerate(paths):
        # A path that leaves the folder would be written elsewhere when the program is judged again.
        inside = "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))
        _expect(inside, "a relative path without ..", "program", "files", str(index), "path")
    different = len(set(paths)) == len(paths) and program.main in paths
    _expect(different, "files with different paths, one of them main", "program")
    places = [each.index for each in judgement.results]
    ordered = places == sorted(set(places))
    _expect(ordered, "results in the order of their index, each once", "judgement", "results")


def _check_call(call: MentorCall) -> None:
    _expect(_UID.fullmatch(call.uid), "32 hexadecimal digits", "uid")
    _expect(not call.challenge_id or _NAME.fullmatch(call.challenge_id), "a name, or nothing", "challengeId")
    is_uid = not call.submission_uid or _UID.fullmatch(call.submission_uid)
    _expect(is_uid, "32 hexadecimal digits, or nothing", "submissionUid")


def _expect(holds: object, expected: str, *place: str) -> None:
    if not holds:
        raise DecodeError(f"expected {expected}", *place)
