"""The JSON Schemas that ``codementor schema`` prints."""

from __future__ import annotations

from typing import Any

from codementor_cli.schemas.base import Schema
from codementor_cli.schemas.judgement import TestReport, ValidateReport
from codementor_cli.schemas.run import RunReport

_MODELS: dict[str, type[Schema]] = {"run": RunReport, "test": TestReport, "validate": ValidateReport}


def published_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``run``, ``test`` or ``validate``."""
    schema = _MODELS[name].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
