"""``codementor schema``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import challenge_json_schema
from codementor_cli.bootstrap.grading import assignment_json_schema
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import streams


class Name(StrEnum):
    """The objects that have a schema."""

    RUN = "run"
    TEST = "test"
    VALIDATE = "validate"
    HISTORY = "history"
    SHOW = "show"
    STATS = "stats"
    NEXT = "next"
    HINT = "hint"
    HINTS = "hints"
    REVIEW = "review"
    ANALYZE = "analyze"
    EVALUATE_HINTS = "evaluate-hints"
    EXPORT = "export"
    IMPORT = "import"
    RESULT = "result"
    ASSIGNMENT_CHECK = "assignment-check"
    CHALLENGE = "challenge"
    ASSIGNMENT = "assignment"


def command() -> Any:
    """Build the command."""
    return leaf(schema, "schema", "codementor schema run", "codementor schema validate > validate.schema.json")


def schema(
    name: Annotated[
        Name,
        typer.Argument(
            metavar="NAME",
            help="run: `run --json`. test: `test --tests … --json`. validate: `test --challenge … --json`. "
            "history, show, stats, next, hint, review, analyze, evaluate-hints: those commands with --json. "
            "hints: several hints at once, as the HTTP API answers. export: a line of it. import: `import --json`. "
            "result: `grade --json` and what it keeps. "
            "assignment-check: `assignment check --json`. challenge, assignment: challenge.yaml, assignment.yaml.",
        ),
    ],
) -> int:
    """Print a JSON Schema (draft 2020-12)."""
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - not for `--help`
    from codementor_cli.schemas.public.published import published_schema  # noqa: PLC0415 - the same

    out = streams()
    files = {Name.CHALLENGE: challenge_json_schema, Name.ASSIGNMENT: assignment_json_schema}
    value = files[name]() if name in files else published_schema(name.value)
    out.answer_text(to_json(value, out.ascii_only))
    return 0
