"""``codementor challenges verify``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap.verifying import keeps_verdicts, verification
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.render.judging.verification import (
    finding_line,
    not_judged_line,
    summary_line,
    verification_lines,
)
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.completers import complete_challenge
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, Quiet, SandboxName, application, streams
from codementor_cli.errors import ProblemsError, UserFileError
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.services.judging.verify import Finding, NotJudged, Verification
    from codementor_cli.services.judging.verify_catalog import Begun, CatalogVerification, Event

_EXIT_INTERRUPTED = 130


def command() -> Any:
    """Build the command."""
    return leaf(
        verify_challenges,
        "verify",
        "codementor challenges verify",
        "codementor challenges verify rain-gauge room-gaps",
        "codementor challenges verify --resume",
    )


def verify_challenges(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Default: all.", autocompletion=complete_challenge)
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Take the verdicts of earlier times, where challenge, program, image and codementor are the same.",
        ),
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    sandbox: SandboxName = None,
) -> int:
    """Judge every reference submission; each must get the verdict that its folder under submissions/ names.

    The exit code is 0 when all do, otherwise 1; 4 where the machine could not judge some. Ctrl-C shows what is done.
    """
    app = application(sandbox)
    out = streams(quiet)
    with status_line(out) as report:
        course = verification(app, ids or (), report, resume=resume)
        if resume and not keeps_verdicts(app):
            out.tell([line("Nothing is kept (CODEMENTOR_COMPILE_CACHE is 0): everything is judged.")])
        try:
            for event in course:
                _tell(event, course, out, as_json)
        except KeyboardInterrupt:
            course.interrupted = True
    if as_json:
        _answer_json(course, out)
    else:
        out.answer([summary_line(course.counts, look_of(out.output_stream))])
    _tell_next(course, ids or (), out)
    return _exit_code(course)


def _tell(event: Event, course: CatalogVerification, out: Streams, as_json: bool) -> None:
    """Tell one thing as it comes."""
    from codementor_cli.services.judging.verify_catalog import Begun  # noqa: PLC0415 - not for `--help`

    if isinstance(event, Begun):
        _tell_begun(event, len(course.wanted), out, as_json)
    elif isinstance(event, UserFileError):
        # Of a file with problems the next step is this very command.
        step = "" if isinstance(event, ProblemsError) else event.next_step
        out.insist([*problem_lines(event, "error"), *next_lines(step)])
    elif not as_json:
        out.answer(_lines(event, course.done[-1].challenge_id, look_of(out.output_stream)))


def _tell_begun(begun: Begun, count: int, out: Streams, as_json: bool) -> None:
    """Say on stderr which challenge is verified, where the results themselves are not seen as they come."""
    stream = out.output_stream
    if as_json or stream is None or not stream.isatty():
        out.tell([line(f"verifying {visible_line(begun.challenge_id)} ({begun.number} of {count})")])


def _lines(found: Verification | NotJudged | Finding, challenge_id: str, look: Look) -> list[Line]:
    from codementor_cli.services.judging.verify import Finding, NotJudged  # noqa: PLC0415 - not for `--help`

    if isinstance(found, Finding):
        return [finding_line(found.message, look, is_warning=found.is_warning)]
    if isinstance(found, NotJudged):
        return [not_judged_line(challenge_id, found.name, found.fault.message, look)]
    lines = verification_lines(challenge_id, found.reference, found.judgement, look)
    return [(*lines[0], Span(", as before"))] if found.remembered else lines


def _tell_next(course: CatalogVerification, named: list[str] | tuple[()], out: Streams) -> None:
    """Say on stderr why something is missing, and what to type for the rest."""
    faults = [one.fault for each in course.done for one in each.not_judged]
    if course.interrupted:
        out.insist([line(f"interrupted: {count_text(course.counts.left, 'challenge')} not done, or not all of it")])
    elif course.keeps_failing:
        out.insist([line("The machine failed 5 times in a row: the rest is not judged.")])
    if faults:
        out.insist(next_lines(faults[-1].next_step))
    if faults or course.interrupted:
        out.insist(next_lines(shlex.join(["codementor", "challenges", "verify", *named, "--resume"])))


def _answer_json(course: CatalogVerification, out: Streams) -> None:
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
    from codementor_cli.schemas.public.catalog import Verified, verify_report  # noqa: PLC0415 - the same

    reports = [
        verify_report(
            Verified(
                challenge_id=each.challenge_id,
                judged=tuple((one.reference, one.judgement, one.remembered) for one in each.verifications),
                findings=tuple(one.message for one in each.findings if not one.is_warning),
                warnings=tuple(one.message for one in each.findings if one.is_warning),
                not_judged=tuple((one.name, one.fault.message) for one in each.not_judged),
                error="" if each.error is None else each.error.message,
            )
        ).json_value()
        for each in course.done
    ]
    out.answer_text(to_json({"challenges": reports, "complete": course.is_complete}, out.ascii_only))


def _exit_code(course: CatalogVerification) -> int:
    counts = course.counts
    if course.interrupted:
        return _EXIT_INTERRUPTED
    if counts.not_judged or course.has_judge_error:
        return 4
    if counts.broken:
        return 3
    return 1 if counts.wrong else 0
