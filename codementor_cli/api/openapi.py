"""The OpenAPI document: what routes take and give, from the schemas that ``--json`` has too."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from codementor_cli.api.problems import MEDIA_TYPE
from codementor_cli.schemas.public.base import Schema
from codementor_cli.schemas.public.catalog import ChallengeReport
from codementor_cli.schemas.public.history import HistoryReport
from codementor_cli.schemas.public.judgement import TestReport, ValidateReport
from codementor_cli.schemas.public.mentoring import AnalysisReport, HintReport, HintsReport, ReviewReport
from codementor_cli.schemas.public.published import component_schemas
from codementor_cli.schemas.public.run import RunReport
from codementor_cli.schemas.public.serving.catalog import ChallengesReport, LanguagesReport
from codementor_cli.schemas.public.serving.health import HealthReport, ReadyReport
from codementor_cli.schemas.public.serving.jobs import BatchReport, JobReport
from codementor_cli.schemas.public.serving.questions import AnalyzeRequest, HintRequest, HintsRequest, ReviewRequest
from codementor_cli.schemas.public.serving.requests import BatchRequest, ExecuteRequest, TestRequest, ValidateRequest
from codementor_cli.schemas.public.submission import SubmissionReport

_KINDS: tuple[type[Schema], ...] = (
    *(BatchReport, BatchRequest, ChallengeReport, ChallengesReport, ExecuteRequest, HealthReport, HistoryReport),
    *(JobReport, LanguagesReport, ReadyReport, RunReport, SubmissionReport, TestReport, TestRequest, ValidateReport),
    *(ValidateRequest, HintRequest, HintReport, HintsRequest, HintsReport, ReviewRequest, ReviewReport),
    *(AnalyzeRequest, AnalysisReport),
)
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "An RFC 9457 problem document.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The kind of problem."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What, where, and what to do next."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["pointer", "detail"],
            },
        },
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"title": {"type": "string"}, "href": {"type": "string"}},
                "required": ["title", "href"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
_EXAMPLES: dict[type[Schema], dict[str, Any]] = {
    ExecuteRequest: {"code": "print(6 * 7)", "language": "python", "input": ""},
    TestRequest: {
        "code": "a, b = map(int, input().split())\nprint(a + b)",
        "language": "python",
        "testCases": [{"input": "1 2", "expected": "3", "description": "two small numbers"}],
    },
    ValidateRequest: {"code": "print(6 * 7)", "language": "python", "challengeId": "equal-trays"},
    BatchRequest: {
        "submissions": [{"code": "print(6 * 7)", "language": "python", "challengeId": "equal-trays"}],
    },
    HintRequest: {"exerciseId": "equal-trays", "userCode": "print(int(input()) // 2)", "errorMessage": ""},
    HintsRequest: {"code": "print(int(input()) // 2)", "language": "python", "challengeId": "equal-trays"},
    ReviewRequest: {"code": "print(6 * 7)", "language": "python"},
    AnalyzeRequest: {"code": "print(6 * 7)", "language": "python"},
}
"""One for each body of a request."""

PROBLEM_RESPONSE: dict[str, Any] = {
    "description": "A problem.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PREFERENCES = [
    {
        "name": "Prefer",
        "in": "header",
        "required": False,
        "description": "`wait=N`: wait up to N seconds for the answer. `respond-async`: do not wait. "
        "`cancel-on-disconnect`: cancel the job where the client leaves before its answer.",
        "schema": {"type": "string", "example": "wait=5"},
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Names the request: sent again, the same job answers it. 1 to 255 visible ASCII characters.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    },
]
"""Headers of every request for work."""


def gives(kind: str, status: int = 200, description: str = "The answer.") -> dict[str, Any]:
    """Return what a route's decorator says of an answer: a class of the contract, by name."""
    schema = {"$ref": f"#/components/schemas/{kind}"}
    return {"responses": {status: {"description": description, "content": {"application/json": {"schema": schema}}}}}


def takes(body: type[Schema], status: int, kind: str) -> dict[str, Any]:
    """Return what a route's decorator says of a body, and of the answer to it."""
    content = {"schema": {"$ref": f"#/components/schemas/{body.__name__}"}, "example": _EXAMPLES[body]}
    extra = {"requestBody": {"required": True, "content": {"application/json": content}}, "parameters": PREFERENCES}
    return {**gives(kind, status), "openapi_extra": extra}


def works(kind: str, body: type[Schema]) -> dict[str, Any]:
    """Return what a decorator says of a route that is answered by a job."""
    found = takes(body, 200, kind)
    later = gives("JobReport", 202, "It goes on. The header Location names the job, which will have the answer.")
    found["responses"] |= later["responses"]
    return found


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, made at the first request; it names no other host."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            description="Runs programs in a sandbox, judges them by challenges, keeps the submissions.",
            routes=app.routes,
        )
        components = found.setdefault("components", {})
        components.setdefault("schemas", {}).update(component_schemas(_KINDS), Problem=_PROBLEM)
        components["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "Made by `codementor tokens new`."}
        }
        found["security"] = [{"token": []}, {}]
        app.openapi_schema = found
    return app.openapi_schema
