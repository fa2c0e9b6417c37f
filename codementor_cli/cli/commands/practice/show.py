"""``codementor show``: one past submission in full."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import existing_store
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.practice.submission import Scene, program_text, submission_text
from codementor_cli.cli.render.practice.when import Clock
from codementor_cli.cli.render.text import Look, Span, line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, Verbose, application, streams
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import UsageError, UserFileError
from codementor_cli.services.practice.past_submission import PastSubmission, judged_suite, past_submission
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(
        show,
        "show",
        "codementor show",
        "codementor show 14",
        "codementor show 14 --code > solution.py",
        "codementor show 14 --json",
    )


def show(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    number: Annotated[
        int | None,
        typer.Argument(metavar="N", min=1, help="Its number in `codementor history`. Default: the last."),
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="Only the code; in a pipe or file, as it was.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    database: Database = None,
) -> int:
    """Show a past submission: its code, its results, the hints given on it.

    Without N, the last one; in a folder that `codementor start` laid out, the last one of its challenge. Of hidden
    cases, no data is shown.
    """
    if code and as_json:
        raise UsageError("Give --code or --json, not both.", "codementor show --help")
    app, out = application(), streams(quiet, verbose)
    found = _found(app, number, database)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.submission import submission_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(submission_report(found.recorded, found.calls).json_value(), out.ascii_only))
    elif code:
        _write_code(found.recorded.submission.program, out, look_of(out.output_stream))
    else:
        scene = _scene(app, found.recorded.submission, out)
        out.answer_text(submission_text(found.recorded, found.calls, scene))
        arrow = marks(look_of(out.error_stream).unicode).arrow
        out.tell([line(), *(line(Span(f"{arrow} {visible_line(each)}", "faint")) for each in _next(found))])
    return 0


def _found(app: Application, number: int | None, database: str | None) -> PastSubmission:
    """Return the submission to show.

    Raises:
        UserFileError: There is none, or none of that number.
    """
    with existing_store(app, database) as store:
        if store is None:
            raise _nothing_yet(number, None)
        own = app.settings.value("practice.challenge").value
        found = past_submission(store, LOCAL, number, own)
    if found is None:
        raise _nothing_yet(None, own)
    return found


def _nothing_yet(number: int | None, challenge_id: str | None) -> UserFileError:
    if number is not None:
        return UserFileError(f"There is no submission {number}: nothing was submitted yet.", "codementor next")
    if challenge_id is not None:
        return UserFileError(f"Nothing was submitted for {visible_line(challenge_id)} yet.", "codementor test")
    return UserFileError("Nothing was submitted yet.", "codementor next")


def _write_code(program: Program, out: Streams, look: Look) -> None:
    """Write the code alone: escaped on a terminal, unchanged elsewhere."""
    if look.terminal:
        out.answer_text(program_text(program, look, numbers=False))
    elif len(program.files) == 1:
        out.answer_bytes(program.files[0].content)
    else:
        for each in program.files:
            out.answer_bytes(f"==> {visible_line(each.path)} <==\n".encode() + each.content.removesuffix(b"\n") + b"\n")


def _scene(app: Application, submission: Submission, out: Streams) -> Scene:
    suite, note = judged_suite(app.catalog, submission)
    return Scene(
        look=look_of(out.output_stream),
        clock=Clock(datetime.now(tz=UTC)),
        suite=suite,
        note=note,
        every_failure=out.verbose,
    )


def _next(found: PastSubmission) -> tuple[str, ...]:
    """Return the next command: a hint on a failure, else a new challenge."""
    submission = found.recorded.submission
    if submission.judgement.verdict is Verdict.AC:
        return ("codementor next",)
    return (f"codementor hint --challenge {shlex.quote(submission.challenge.id)}",)
