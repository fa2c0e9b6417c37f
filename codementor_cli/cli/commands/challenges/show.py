"""``codementor challenges show``."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import existing_store
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.completers import complete_challenge
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, application, streams
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.record import ChallengeProgress

_LOOK_UP_SECONDS = 0.5

ChallengeId = Annotated[
    str, typer.Argument(metavar="ID", help="The challenge's id.", autocompletion=complete_challenge)
]


def command() -> Any:
    """Build the command."""
    return leaf(show, "show", "codementor challenges show equal-trays", "codementor challenges show equal-trays --json")


def show(challenge_id: ChallengeId, as_json: Json = False) -> int:
    """Show a challenge's statement, samples, limits, languages, and what you have done on it."""
    app = application()
    challenge = app.catalog.load(challenge_id)
    taken = languages_of(app, challenge)
    out = streams()
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.catalog import challenge_report  # noqa: PLC0415 - the same

        report = challenge_report(challenge, tuple(each.name for each in taken))
        out.answer_text(to_json(report.json_value(), out.ascii_only))
        return 0
    done = _looking_up(app, challenge_id)
    from codementor_cli.cli.render.practice.statement import statement  # noqa: PLC0415 - Rich, 60 ms

    look = look_of(out.output_stream)
    out.answer_text(statement(challenge, taken, look, done()))
    if taken:
        here = app.settings.value("practice.challenge").value == challenge.id
        typed = "codementor test" if here else f"codementor start {shlex.quote(challenge.id)}"
        out.tell([line(), line(Span(f"{marks(look.unicode).arrow} {typed}", "faint"))])
    return 0


def _looking_up(app: Application, challenge_id: str) -> Callable[[], ChallengeProgress | None]:
    """Look up the progress on a challenge while Rich is imported; return a function that waits for it."""
    found = SimpleQueue[ChallengeProgress | None]()

    def look_up() -> None:
        # Other commands report problems of the store: the statement is shown in any case.
        with suppress(Exception), existing_store(app) as store:
            found.put(None if store is None else store.progress(LOCAL, challenge_id))
            return
        found.put(None)

    def tell() -> ChallengeProgress | None:
        # A store that is locked, or on a slow disk, is not worth waiting for.
        with suppress(Empty):
            return found.get(timeout=_LOOK_UP_SECONDS)
        return None

    threading.Thread(target=look_up, daemon=True).start()
    return tell


def languages_of(app: Application, challenge: Challenge) -> tuple[Language, ...]:
    """Return the languages that a challenge takes."""
    return tuple(each for each in app.languages.all() if challenge.takes(each))
