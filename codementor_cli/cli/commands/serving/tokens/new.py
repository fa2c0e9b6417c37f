"""``codementor tokens new``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.access import open_tokens
from codementor_cli.cli.render.serving.tokens import new_token_lines
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.expiry import read_expiry
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.domain.access.principal import Role, Scope
from codementor_cli.services.access.tokens import NewToken, new_token


def command() -> Any:
    """Build the command."""
    return leaf(
        new,
        "new",
        "codementor tokens new --learner ada --name 'laptop of ada'",
        "codementor tokens new --role teacher --expires '2 weeks'",
        "codementor tokens new --role service --scope run --scope judge --expires never",
        "TOKEN=$(codementor tokens new --role operator --quiet)",
    )


def new(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    role: Annotated[
        Role, typer.Option("--role", metavar="ROLE", help="learner, teacher, operator or service.")
    ] = Role.LEARNER,
    learner: Annotated[
        str | None,
        typer.Option("--learner", metavar="ID", help="Whose submissions it makes and reads. Default: a new id."),
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="What you call it in the list.")] = "",
    expires: Annotated[
        str, typer.Option("--expires", metavar="WHEN", help="90d, '2 weeks', 12h, 2999-12-31 or never.")
    ] = "90d",
    scopes: Annotated[
        list[Scope] | None,
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help="run, read, mentor, judge or operate; repeatable. Default: all of the role.",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    database: Database = None,
) -> int:
    """Make a token, and show it: once, for only its digest is kept.

    A learner sees what is their own. A teacher reads what all learners submitted, with hidden data. An operator reads
    metrics and ends jobs. A service judges for others by test cases that it brings.
    """
    now = datetime.now(tz=UTC)
    wanted = NewToken(
        role=role,
        learner=learner,
        scopes=tuple(scopes or ()),
        name=name,
        expires_at=read_expiry(expires, now.astimezone()),
    )
    with open_tokens(application(), database) as tokens:
        made = new_token(tokens, wanted, now)
    out = streams(quiet)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.serving.tokens import token_value  # noqa: PLC0415 - the same

        out.answer_text(to_json({"token": made.text, **token_value(made.token, now)}, out.ascii_only))
        return 0
    out.answer_text(made.text + "\n")
    out.tell(new_token_lines(made.token, now, look_of(out.error_stream)))
    return 0
