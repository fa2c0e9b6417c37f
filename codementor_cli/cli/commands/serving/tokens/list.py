"""``codementor tokens list``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from codementor_cli.bootstrap.access import existing_tokens
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.serving.tokens import token_table
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams


def command() -> Any:
    """Build the command."""
    return leaf(list_tokens, "list", "codementor tokens list", "codementor tokens list --json")


def list_tokens(as_json: Json = False, quiet: Quiet = False, database: Database = None) -> int:
    """List all tokens, oldest first: whose each is, what it may do, and until when. Their texts are not kept."""
    now = datetime.now(tz=UTC)
    with existing_tokens(application(), database) as tokens:
        found = () if tokens is None else tokens.all()
    out = streams(quiet)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.serving.tokens import token_value  # noqa: PLC0415 - the same

        out.answer_text(to_json({"tokens": [token_value(each, now) for each in found]}, out.ascii_only))
        return 0
    if found:
        out.answer(token_table(found, now, look_of(out.output_stream)))
    else:
        arrow = marks(look_of(out.error_stream).unicode).arrow
        out.tell([line("There is no token yet."), line(Span(f"{arrow} codementor tokens new --help", "faint"))])
    return 0
