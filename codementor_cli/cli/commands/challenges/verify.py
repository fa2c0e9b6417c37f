"""``codementor challenges verify``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap import Application, core_count
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.completers import complete_challenge
from codementor_cli.cli.options import Json, Quiet, SandboxName, application, streams
from codementor_cli.cli.render.verification import finding_line, summary_line, verification_lines
from codementor_cli.cli.status import status_line
from codementor_cli.cli.streams import Streams, look_of
from codementor_cli.domain.verdict import Verdict
from codementor_cli.errors import ProblemsError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.services.judge import JudgeService
    from codementor_cli.services.verify import Verification


@dataclass(frozen=True, slots=True)
class _Verified:
    """What came of one challenge."""

    challenge_id: str
    verifications: tuple[Verification, ...] = ()
    findings: tuple[str, ...] = ()
    error: UserFileError | None = None
    """Its files are wrong: nothing, or not everything, was judged."""


def command() -> Any:
    """Build the command."""
    return leaf(
        verify_challenges, "verify", "codementor challenges verify", "codementor challenges verify rain-gauge room-gaps"
    )


def verify_challenges(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Default: all.", autocompletion=complete_challenge)
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    sandbox: SandboxName = None,
) -> int:
    """Judge every reference submission; each must get the verdict that its folder under submissions/ names.

    The exit code is 0 when all do, otherwise 1.
    """
    app = application(sandbox)
    out = streams(quiet)
    with status_line(out) as report:
        service = app.judge_service(report)
        done = [_verified(app, service, each, out, as_json) for each in ids or app.catalog.ids()]
    if as_json:
        from codementor_cli.schemas.base import to_json  # noqa: PLC0415 - pydantic, only for --json
        from codementor_cli.schemas.verification import verify_report  # noqa: PLC0415 - the same

        reports = [
            verify_report(
                each.challenge_id,
                tuple((one.reference, one.judgement) for one in each.verifications),
                each.findings,
                "" if each.error is None else each.error.message,
            ).json_value()
            for each in done
        ]
        out.answer_text(to_json({"challenges": reports}, out.ascii_only))
    else:
        _tell_summary(done, out)
    return _exit_code(done)


def _verified(app: Application, service: JudgeService, challenge_id: str, out: Streams, as_json: bool) -> _Verified:
    """Judge one challenge's references, and tell each as it is done."""
    from codementor_cli.services.verify import Finding, Machine, verify  # noqa: PLC0415 - not for `--help`

    machine = Machine(ceilings=app.settings.ceilings, core_count=core_count())
    verifications: list[Verification] = []
    findings: list[str] = []
    look = look_of(out.output_stream)
    try:
        for each in verify(app.catalog, service, app.catalog.load(challenge_id), machine):
            if isinstance(each, Finding):
                findings.append(each.message)
                lines = [finding_line(each.message, look)]
            else:
                verifications.append(each)
                lines = verification_lines(challenge_id, each.reference, each.judgement, look)
            if not as_json:
                out.answer(lines)
    except UserFileError as error:
        # Of a file with problems the next step is this very command.
        step = "" if isinstance(error, ProblemsError) else error.next_step
        out.insist([*problem_lines(error, "error"), *next_lines(step)])
        return _Verified(challenge_id, tuple(verifications), tuple(findings), error)
    return _Verified(challenge_id, tuple(verifications), tuple(findings))


def _tell_summary(done: list[_Verified], out: Streams) -> None:
    every = [one for each in done for one in each.verifications]
    wrong = sum(not one.agrees for one in every) + sum(len(each.findings) for each in done)
    broken = sum(each.error is not None for each in done)
    out.answer([summary_line((len(done), len(every), wrong, broken), look_of(out.output_stream))])


def _exit_code(done: list[_Verified]) -> int:
    if any(one.judgement.verdict is Verdict.JE for each in done for one in each.verifications):
        return 4
    if any(each.error is not None for each in done):
        return 3
    agree = all(one.agrees for each in done for one in each.verifications)
    return 0 if agree and not any(each.findings for each in done) else 1
