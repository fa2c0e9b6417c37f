"""``codementor challenges verify``."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.verifying import require_engine, verdict_memory
from codementor_cli.cli.completers import complete_challenge
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Json, Quiet, SandboxName, application, streams
from codementor_cli.cli.render.judging.verification import (
    Counts,
    finding_line,
    not_judged_line,
    summary_line,
    verification_lines,
)
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import ProblemsError, UserFileError
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.services.judging.judge import JudgeService
    from codementor_cli.services.judging.verify import Finding, Memory, NotJudged, Verification

_EXIT_INTERRUPTED = 130
_MOST_FAULTS_IN_A_ROW = 5
"""Then the machine is not in a state to judge, and each further try may take a minute."""


@dataclass(slots=True)
class _Verified:
    """What came of one challenge so far."""

    challenge_id: str
    verifications: list[Verification] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_judged: list[NotJudged] = field(default_factory=list)
    error: UserFileError | None = None
    """Its files are wrong: nothing, or not everything, was judged."""


@dataclass(slots=True)
class _Outcome:
    """What came of the command so far."""

    wanted: Sequence[str]
    named: Sequence[str]
    """Those of them that were typed; empty: all were meant."""
    done: list[_Verified] = field(default_factory=list)
    """Of those that were begun, in order."""
    faults_in_a_row: int = 0
    """How many programs the machine could not judge since the last that it could."""
    interrupted: bool = False

    @property
    def left(self) -> int:
        """How many challenges were not begun, or not finished."""
        return len(self.wanted) - len(self.done) + self.interrupted

    @property
    def keeps_failing(self) -> bool:
        """Whether the machine fails again and again: what is left is not tried."""
        return self.faults_in_a_row >= _MOST_FAULTS_IN_A_ROW


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
        outcome = _Outcome(wanted=ids or app.catalog.ids(), named=ids or ())
        service, memory = app.judge_service(report), verdict_memory(app, resume=resume)
        if resume and memory is None:
            out.tell([line("Nothing is kept (CODEMENTOR_COMPILE_CACHE is 0): everything is judged.")])
        try:
            for challenge_id in outcome.wanted:
                outcome.done.append(_Verified(challenge_id))
                begun = (challenge_id, partial(_tell_progress, outcome, out, as_json))
                _fill(outcome, _found(app, service, memory, begun), out, as_json)
                if outcome.keeps_failing:
                    break
        except KeyboardInterrupt:
            outcome.interrupted = True
    if as_json:
        _answer_json(outcome, out)
    else:
        out.answer([summary_line(_counts(outcome), look_of(out.output_stream))])
    _tell_next(outcome, out)
    return _exit_code(outcome)


def _found(
    app: Application, service: JudgeService, memory: Memory | None, begun: tuple[str, Callable[[], None]]
) -> Iterator[Verification | NotJudged | Finding]:
    """Judge one challenge's references.

    Args:
        app: Whose settings hold.
        service: The judge.
        memory: Of earlier times.
        begun: The challenge's id, and what to call when there are a challenge and a machine to judge it on.
    """
    from codementor_cli.services.judging.verify import verify  # noqa: PLC0415 - not for `--help`

    challenge_id, tell = begun
    challenge = app.catalog.load(challenge_id)
    require_engine(app)
    tell()
    yield from verify(app.catalog, service, challenge, app.machine, memory)


def _fill(outcome: _Outcome, found: Iterator[Verification | NotJudged | Finding], out: Streams, as_json: bool) -> None:
    """Note what is found of the challenge that was begun last, and tell each as it comes."""
    verified = outcome.done[-1]
    try:
        for each in found:
            lines = _noted(each, verified, outcome, look_of(out.output_stream))
            if not as_json:
                out.answer(lines)
            if outcome.keeps_failing:
                return
    except UserFileError as error:
        # Of a file with problems the next step is this very command.
        step = "" if isinstance(error, ProblemsError) else error.next_step
        out.insist([*problem_lines(error, "error"), *next_lines(step)])
        verified.error = error


def _noted(found: Verification | NotJudged | Finding, verified: _Verified, outcome: _Outcome, look: Look) -> list[Line]:
    """Note one thing that was found, and return the lines that tell it."""
    from codementor_cli.services.judging.verify import Finding, NotJudged  # noqa: PLC0415 - not for `--help`

    if isinstance(found, Finding):
        verified.findings.append(found)
        return [finding_line(found.message, look, is_warning=found.is_warning)]
    if isinstance(found, NotJudged):
        verified.not_judged.append(found)
        outcome.faults_in_a_row += 1
        return [not_judged_line(verified.challenge_id, found.name, found.fault.message, look)]
    verified.verifications.append(found)
    outcome.faults_in_a_row = 0
    lines = verification_lines(verified.challenge_id, found.reference, found.judgement, look)
    return [(*lines[0], Span(", as before"))] if found.remembered else lines


def _tell_progress(outcome: _Outcome, out: Streams, as_json: bool) -> None:
    """Say on stderr which challenge was begun last, where the results themselves are not seen as they come."""
    stream = out.output_stream
    if as_json or stream is None or not stream.isatty():
        number = f"{len(outcome.done)} of {len(outcome.wanted)}"
        out.tell([line(f"verifying {visible_line(outcome.done[-1].challenge_id)} ({number})")])


def _tell_next(outcome: _Outcome, out: Streams) -> None:
    """Say on stderr why something is missing, and what to type for the rest."""
    faults = [one.fault for each in outcome.done for one in each.not_judged]
    if outcome.interrupted:
        out.insist([line(f"interrupted: {count_text(outcome.left, 'challenge')} not done, or not all of it")])
    elif outcome.keeps_failing:
        out.insist([line(f"The machine failed {_MOST_FAULTS_IN_A_ROW} times in a row: the rest is not judged.")])
    if faults:
        out.insist(next_lines(faults[-1].next_step))
    if faults or outcome.interrupted:
        again = ["codementor", "challenges", "verify", *outcome.named, "--resume"]
        out.insist(next_lines(shlex.join(again)))


def _answer_json(outcome: _Outcome, out: Streams) -> None:
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for --json
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
        for each in outcome.done
    ]
    out.answer_text(to_json({"challenges": reports, "complete": _is_complete(outcome)}, out.ascii_only))


def _is_complete(outcome: _Outcome) -> bool:
    whole = not outcome.interrupted and len(outcome.done) == len(outcome.wanted)
    return whole and not any(each.not_judged for each in outcome.done)


def _counts(outcome: _Outcome) -> Counts:
    every = [one for each in outcome.done for one in each.verifications]
    findings = [one for each in outcome.done for one in each.findings]
    return Counts(
        challenges=len(outcome.done),
        references=len(every),
        wrong=sum(not one.agrees for one in every) + sum(not one.is_warning for one in findings),
        broken=sum(each.error is not None for each in outcome.done),
        not_judged=sum(len(each.not_judged) for each in outcome.done),
        warnings=sum(one.is_warning for one in findings),
        left=outcome.left,
    )


def _exit_code(outcome: _Outcome) -> int:
    done = outcome.done
    if outcome.interrupted:
        return _EXIT_INTERRUPTED
    if any(each.not_judged for each in done):
        return 4
    if any(one.judgement.verdict is Verdict.JE for each in done for one in each.verifications):
        return 4
    if any(each.error is not None for each in done):
        return 3
    counts = _counts(outcome)
    return 1 if counts.wrong else 0
