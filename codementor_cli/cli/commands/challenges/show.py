"""``codementor challenges show``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Json, application, complete_challenge, streams
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.streams import look_of
from codementor_cli.domain.challenge import Challenge
from codementor_cli.domain.program import Language

ChallengeId = Annotated[
    str, typer.Argument(metavar="ID", help="The challenge's id.", autocompletion=complete_challenge)
]


def command() -> Any:
    """Build the command."""
    return leaf(show, "show", "codementor challenges show equal-trays", "codementor challenges show equal-trays --json")


def show(challenge_id: ChallengeId, as_json: Json = False) -> int:
    """Show a challenge's statement, samples, limits and languages."""
    app = application()
    challenge = app.catalog.load(challenge_id)
    taken = languages_of(app, challenge)
    out = streams()
    if as_json:
        from codementor_cli.schemas.base import to_json  # noqa: PLC0415 - pydantic, only for --json
        from codementor_cli.schemas.catalog import challenge_report  # noqa: PLC0415 - the same

        report = challenge_report(challenge, tuple(each.name for each in taken))
        out.answer_text(to_json(report.json_value(), out.ascii_only))
        return 0
    from codementor_cli.cli.render.statement import statement  # noqa: PLC0415 - Rich, 60 ms

    look = look_of(out.output_stream)
    out.answer_text(statement(challenge, taken, look))
    if taken:
        first = next((each for each in taken if each.name == "python"), taken[0])
        typed = f"codementor test {first.main_name} --challenge {challenge.id}"
        out.tell([line(), line(Span(f"{marks(look.unicode).arrow} {typed}", "faint"))])
    return 0


def languages_of(app: Application, challenge: Challenge) -> tuple[Language, ...]:
    """Return the languages that a challenge takes."""
    return tuple(
        each
        for each in app.languages.all()
        if challenge.allows(each.name) and (challenge.suite.function is None or each.harness is not None)
    )
