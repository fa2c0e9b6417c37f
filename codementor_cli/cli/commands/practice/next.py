"""``codementor next``: what to try next, and why."""

from __future__ import annotations

from typing import Any

from codementor_cli.cli.learner import challenges_of, practice_of
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.practice.suggestions import suggestion_lines
from codementor_cli.cli.render.text import Line, Span, line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.domain.practice.suggestion import suggest


def command() -> Any:
    """Build the command."""
    return leaf(suggest_next, "next", "codementor next", "codementor next --json")


def suggest_next(as_json: Json = False, quiet: Quiet = False, database: Database = None) -> int:
    """Suggest up to three challenges to try next, and say why.

    What is nearly done comes first, then what fits your progress: the next difficulty, a tag that is new, more of what
    went well.
    """
    app, out = application(), streams(quiet)
    record, _ = practice_of(app, database)
    challenges = challenges_of(app, out)
    suggestions = suggest(challenges, record)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.progress import next_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(next_report(suggestions).json_value(), out.ascii_only))
    elif suggestions:
        out.answer(suggestion_lines(suggestions, look_of(out.output_stream)))
    else:
        out.answer(_nothing_left(len(challenges), out))
    return 0


def _nothing_left(count: int, out: Streams) -> list[Line]:
    arrow = marks(look_of(out.output_stream).unicode).arrow
    if not count:
        words, typed = "There are no challenges yet: write one.", "codementor challenges new ID"
    else:
        words = f"All {count} challenges are accepted. Well done! Try one again in another language, or write your own."
        typed = "codementor challenges new ID"
    return [line(words), line(Span(f"{arrow} {typed}", "faint"))]
