"""``codementor challenges schema``."""

from __future__ import annotations

from typing import Any

from codementor_cli.bootstrap import challenge_json_schema
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import streams


def command() -> Any:
    """Build the command."""
    return leaf(schema, "schema", "codementor challenges schema > challenge.schema.json")


def schema() -> int:
    """Print the JSON Schema of challenge.yaml, for editors that complete and check YAML."""
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - not for `--help`

    out = streams()
    out.answer_text(to_json(challenge_json_schema(), out.ascii_only))
    return 0
