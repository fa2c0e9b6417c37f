"""What each consumer makes of a report: its schema, and how it computes its own total.

Source: the field tables of each project's documentation and schemas, November 2026.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import jsonschema

_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_WHOLE = {"type": "integer", "minimum": 0}


def _closed(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
_TESTS50 = {
    "type": "object",
    "properties": {"test-name": _TEXT, "passed": {"type": "boolean"}, "score": _WHOLE, "max-score": _WHOLE},
    "required": ["test-name", "passed", "score", "max-score"],
}
CLASSROOM50 = _closed(
    {
        "schema": {"const": "classroom50/result/v1"},
        "classroom": _TEXT,
        "assignment": _TEXT,
        "assignment_type": {"enum": ["individual", "group"]},
        "owner": _TEXT,
        "submission": {"type": "string", "pattern": "^submit/"},
        "commit": _TEXT,
        "release": _TEXT,
        "review": _TEXT,
        "datetime": _TIME,
        "score": _WHOLE,
        "max-score": _WHOLE,
        "tests": {"type": "array", "items": _TESTS50},
    },
    graded_at=_TIME,
    submitted_by={"type": "object"},
)
_VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
_FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
GRADESCOPE = _closed(
    {"output": _TEXT},
    score=_NUMBER,
    execution_time=_NUMBER,
    output_format=_FORMAT,
    test_output_format=_FORMAT,
    test_name_format=_FORMAT,
    visibility=_VISIBILITY,
    stdout_visibility=_VISIBILITY,
    extra_data={"type": "object"},
    tests={
        "type": "array",
        "items": _closed(
            {"score": _NUMBER, "max_score": _NUMBER, "name": _TEXT},
            status={"enum": ["passed", "failed"]},
            number=_TEXT,
            output=_TEXT,
            output_format=_FORMAT,
            tags={"type": "array", "items": _TEXT},
            visibility=_VISIBILITY,
            extra_data={"type": "object"},
        ),
    },
)
PRAIRIELEARN = _closed(
    {"gradable": {"type": "boolean"}},
    score={"type": "number", "minimum": 0, "maximum": 1},
    format_errors={"type": "array", "items": _TEXT},
    message=_TEXT,
    output=_TEXT,
    tests={
        "type": "array",
        "items": _closed(
            {"name": _TEXT, "points": _NUMBER, "max_points": _NUMBER}, description=_TEXT, message=_TEXT, output=_TEXT
        ),
    },
)
EXERCISM = _closed(
    {"version": {"enum": [1, 2, 3]}, "status": {"enum": ["pass", "fail", "error"]}},
    message={"type": ["string", "null"], "maxLength": 65_535},
    tests={
        "type": "array",
        "minItems": 1,
        "items": _closed(
            {"name": _TEXT, "status": {"enum": ["pass", "fail", "error"]}, "test_code": _TEXT},
            message={"type": ["string", "null"]},
            output={"type": "string", "maxLength": 500},
            task_id={"type": "integer"},
        ),
    },
)
_COUNTS = dict.fromkeys(("tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"), _WHOLE)
CTRF = _closed(
    {
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "results": _closed(
            {
                "tool": {"type": "object", "required": ["name"]},
                "summary": _closed(dict(_COUNTS)),
                "tests": {
                    "type": "array",
                    "items": _closed(
                        {
                            "name": _TEXT,
                            "status": {"enum": ["passed", "failed", "skipped", "pending", "other"]},
                            "duration": _WHOLE,
                        },
                        suite={"type": "array", "items": _TEXT},
                        message=_TEXT,
                        trace=_TEXT,
                        line={"type": "integer"},
                        filePath=_TEXT,
                        rawStatus=_TEXT,
                        extra={"type": "object"},
                    ),
                },
            },
            extra={"type": "object"},
        ),
    },
    generatedBy=_TEXT,
)


def valid(text: str, schema: dict[str, Any]) -> Any:
    """Return the report as its consumer reads it; fails where it would be refused."""
    value = json.loads(text)
    jsonschema.validate(value, schema)
    return value


def gradescope_total(text: str) -> Decimal | None:
    """Gradescope takes ``score``; authors who show the sum of the tests must come to the same."""
    value = valid(text, GRADESCOPE)
    if "score" not in value:
        assert "tests" not in value
        return None
    total = sum((Decimal(str(test["score"])) for test in value["tests"]), Decimal(0))
    assert total == Decimal(str(value["score"]))
    return total


def prairielearn_total(text: str, max_points: Decimal) -> Decimal | None:
    """PrairieLearn multiplies ``score`` with the question's points; not gradable: nothing."""
    value = valid(text, PRAIRIELEARN)
    if not value["gradable"]:
        return None
    total = sum((Decimal(str(test["points"])) for test in value["tests"]), Decimal(0))
    assert abs(Decimal(value["score"]) * max_points - total) < Decimal("1e-9")
    return total


def classroom50_total(text: str) -> Decimal:
    """Classroom 50 takes ``score``, a whole number out of ``max-score``."""
    value = valid(text, CLASSROOM50)
    assert value["score"] == sum(test["score"] for test in value["tests"])
    assert value["max-score"] == sum(test["max-score"] for test in value["tests"])
    return Decimal(value["score"]) / Decimal(value["max-score"])


def junit_total(text: str) -> dict[str, tuple[int, Decimal]]:
    """Return, by suite name, how many cases have no child, and the points: consumers count, and read no scores."""
    totals = {}
    for suite in ET.fromstring(text).iter("testsuite"):
        cases = suite.findall("testcase")
        bad = [each for each in cases if each.find("failure") is not None or each.find("error") is not None]
        skipped = [each for each in cases if each.find("skipped") is not None]
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["skipped"]) == len(skipped)
        assert int(suite.attrib["failures"]) + int(suite.attrib["errors"]) == len(bad)
        names = [each.attrib["name"] for each in cases]
        assert len(set(names)) == len(names)
        points = [each.attrib["value"] for each in suite.iter("property") if each.attrib["name"] == "points"]
        totals[suite.attrib["name"]] = (
            len(cases) - len(bad) - len(skipped),
            Decimal(points[0]) if points else Decimal(0),
        )
    return totals


def sheet(text: str) -> list[dict[str, str]]:
    """Return a CSV's lines as a spreadsheet reads them; fails where a cell would be run."""
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    for line in lines:
        for cell in line.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return lines
