"""The JSON Schemas that ``codementor schema`` prints."""

from __future__ import annotations

from typing import Any

from codementor_cli.schemas.kept.export import line_schema
from codementor_cli.schemas.public.assignment import AssignmentCheckReport
from codementor_cli.schemas.public.base import Schema
from codementor_cli.schemas.public.evaluation import EvaluationReport
from codementor_cli.schemas.public.history import HistoryReport
from codementor_cli.schemas.public.import_ import ImportReport
from codementor_cli.schemas.public.judgement import TestReport, ValidateReport
from codementor_cli.schemas.public.mentoring import AnalysisReport, HintReport, HintsReport, ReviewReport
from codementor_cli.schemas.public.progress import NextReport, StatisticsReport
from codementor_cli.schemas.public.result import ResultReport
from codementor_cli.schemas.public.run import RunReport
from codementor_cli.schemas.public.submission import SubmissionReport

_MODELS: dict[str, type[Schema]] = {
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


def published_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command's ``--json`` prints, or of a line of an export."""
    schema = line_schema() if name == "export" else _MODELS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
