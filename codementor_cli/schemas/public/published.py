"""The JSON Schemas that ``codementor schema`` prints. Only here, schemas need Pydantic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import DEFAULT_REF_TEMPLATE, GenerateJsonSchema

from codementor_cli.schemas.kept.export import line_schema
from codementor_cli.schemas.public.base import Schema
from codementor_cli.schemas.public.grading import AssignmentCheckReport, ResultReport
from codementor_cli.schemas.public.history import HistoryReport, ImportReport
from codementor_cli.schemas.public.judgement import TestReport, ValidateReport
from codementor_cli.schemas.public.mentoring import (
    AnalysisReport,
    EvaluationReport,
    HintReport,
    HintsReport,
    ReviewReport,
)
from codementor_cli.schemas.public.progress import NextReport, StatisticsReport
from codementor_cli.schemas.public.run import RunReport
from codementor_cli.schemas.public.submission import SubmissionReport
from codementor_cli.schemas.writing import ABSENT

_SCHEMAS: dict[str, type[Schema]] = {
    "run": RunReport,
    "test": TestReport,
    "validate": ValidateReport,
    "history": HistoryReport,
    "show": SubmissionReport,
    "stats": StatisticsReport,
    "next": NextReport,
    "hint": HintReport,
    "hints": HintsReport,
    "review": ReviewReport,
    "analyze": AnalysisReport,
    "evaluate-hints": EvaluationReport,
    "import": ImportReport,
    "result": ResultReport,
    "assignment-check": AssignmentCheckReport,
}


_BASE64 = {
    "type": "object",
    "properties": {"base64": {"type": "string", "contentEncoding": "base64", "pattern": "^([A-Za-z0-9+/]{4})*$"}},
    "required": ["base64"],
    "additionalProperties": False,
}


class _Generator(GenerateJsonSchema):
    """Says ``null`` for the value of a key that may be absent."""

    def encode_default(self, dft: Any) -> Any:
        return None if dft is ABSENT else super().encode_default(dft)

    def bytes_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ARG002 - the signature is Pydantic's
        """Return how the kept codec writes bytes: as text where they are."""
        return {"anyOf": [{"type": "string"}, _BASE64]}


def published_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command's ``--json`` prints, or of a line of an export."""
    schema = line_schema() if name == "export" else _schema_of(_SCHEMAS[name])
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def component_schemas(kinds: Iterable[type[Schema]]) -> dict[str, Any]:
    """Return the JSON Schemas of objects by class, as components of an OpenAPI document."""
    found: dict[str, Any] = {}
    for kind in kinds:
        schema = _schema_of(kind, "#/components/schemas/{model}")
        found |= schema.pop("$defs", {})
        found[kind.__name__] = schema
    return found


def _schema_of(kind: type[Schema], ref_template: str = DEFAULT_REF_TEMPLATE) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema(schema_generator=_Generator, ref_template=ref_template)
    # Of a dataclass, Pydantic reads the lines under its own fields, and not those of its bases.
    for base in kind.__bases__:
        if base is not Schema:
            for key, each in _schema_of(base, ref_template)["properties"].items():
                schema["properties"][key] = {**each, **schema["properties"][key]}
    return schema
