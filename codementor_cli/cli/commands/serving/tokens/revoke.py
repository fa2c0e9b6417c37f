"""``codementor tokens revoke``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.access import existing_tokens
from codementor_cli.cli.render.serving.tokens import revoked_lines
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, application, streams
from codementor_cli.services.access.tokens import revoke_token


def command() -> Any:
    """Build the command."""
    return leaf(revoke, "revoke", "codementor tokens revoke 3f2a9c0b5d6e7f81")


def revoke(
    uid: Annotated[str, typer.Argument(metavar="UID", help="Of the token, as `codementor tokens list` shows it.")],
    quiet: Quiet = False,
    database: Database = None,
) -> int:
    """Take back a token: from now on it is refused, by a running service too."""
    with existing_tokens(application(), database) as tokens:
        token = revoke_token(tokens, uid, datetime.now(tz=UTC))
    streams(quiet).tell(revoked_lines(token))
    return 0
