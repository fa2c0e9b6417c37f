"""``codementor test``: judge a file against test cases."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application, core_count
from codementor_cli.cli.case_lines import CaseLines, Silence
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import (
    Json,
    Quiet,
    SandboxName,
    Verbose,
    application,
    complete_challenge,
    complete_language,
    memory_limit,
    streams,
    time_limit,
)
from codementor_cli.cli.output_file import check_target, write_atomically
from codementor_cli.cli.programs import program_of
from codementor_cli.cli.render.judgement import (
    Reading,
    case_line,
    judgement_report,
    name_columns,
    result_lines,
)
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.cli.status import status_line
from codementor_cli.cli.streams import Streams, look_of
from codementor_cli.domain.challenge import Challenge, TestSuite
from codementor_cli.domain.judgement import Judgement
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language, Program
from codementor_cli.domain.verdict import Verdict
from codementor_cli.errors import EnvironmentFault, UsageError, UserFileError
from codementor_cli.services.limits import LimitOverrides, effective_limits, lane_count, time_factor


class Format(StrEnum):
    """What a report looks like."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judging:
    """One judging to do."""

    application: Application
    file: str
    program: Program
    language: Language
    suite: TestSuite
    limits: Limits
    """In force."""
    challenge: Challenge | None
    """None: ad hoc cases."""
    case_names: tuple[str, ...]
    fail_fast: bool
    jobs: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """Where the result goes, and how."""

    format: Format
    path: Path | None
    """None: stdout."""
    streams: Streams


def command() -> Any:
    """Build the command."""
    return leaf(
        judge_file,
        "test",
        "codementor test solution.py --challenge equal-trays",
        "codementor test Main.java --challenge equal-trays --case 'a dozen' --fail-fast",
        "codementor test main.cpp --tests cases.yaml",
        "codementor test solution.py --challenge equal-trays --json --output result.json",
    )


def judge_file(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="The program: a file, a folder, or - for stdin.")
    ] = None,
    challenge: Annotated[
        str | None,
        typer.Option(
            "--challenge", "-c", metavar="ID", help="The challenge to judge against.", autocompletion=complete_challenge
        ),
    ] = None,
    tests: Annotated[str | None, typer.Option("--tests", metavar="CASES.yaml", help="Ad hoc cases instead.")] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="NAME", help="Default: by FILE's ending.", autocompletion=complete_language),
    ] = None,
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="NAME", help="Only this case; may be given again.")
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop after the first failure.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Cases at a time. Default: by cores.")
    ] = None,
    time: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="TIME", parser=time_limit, help="CPU time: 2s, 500ms, or seconds."),
    ] = None,
    memory: Annotated[
        int | None, typer.Option("--memory-limit", metavar="SIZE", parser=memory_limit, help="256MiB, or MiB.")
    ] = None,
    as_json: Json = False,
    format_: Annotated[Format, typer.Option("--format", help="What the report looks like.")] = Format.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write it to a file.")] = None,
    no_record: Annotated[bool, typer.Option("--no-record", help="Leave no submission in the history.")] = False,  # noqa: ARG001 - nothing is recorded yet; scripts may say so already
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 whenever the tests ran.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
) -> int:
    """Judge a file against the test cases of a challenge, or of a file of cases.

    The exit code is 0 when the program is accepted, otherwise 1.
    """
    _check_usage(file, challenge, tests)
    check_target(output)
    app = application(sandbox)
    wanted = app.catalog.load(challenge) if challenge is not None else None
    suite = wanted.suite if wanted is not None else app.load_cases(str(tests))
    program = program_of(app, str(file), language, f"codementor test --language python {_against(challenge, tests)} -")
    spoken = app.languages.get(program.language)
    _check_language(app, spoken, suite, wanted)
    judging = _Judging(
        application=app,
        file=str(file),
        program=program,
        language=spoken,
        suite=suite,
        limits=effective_limits(
            suite.limits,
            time_factor(spoken, wanted),
            app.settings.ceilings,
            LimitOverrides(time_seconds=time, memory_bytes=memory),
        ),
        challenge=wanted,
        case_names=tuple(case or ()),
        fail_fast=fail_fast,
        jobs=jobs,
    )
    kind = Format.JSON if as_json else format_
    report = _Report(format=kind, path=output, streams=streams(quiet, verbose))
    judgement = _judge(judging, report)
    _write(judgement, judging, report, _next_commands(judgement, judging, tests))
    return _exit_code(judgement.verdict, exit_zero)


def _check_usage(file: str | None, challenge: str | None, tests: str | None) -> None:
    name = "FILE" if file is None else shlex.quote(file)
    if challenge is not None and tests is not None:
        raise UsageError("Give --challenge or --tests, not both.", f"codementor test {name} --challenge {challenge}")
    if challenge is None and tests is None:
        message = "Say what to judge against: a challenge, or a file of cases."
        raise UsageError(message, f"codementor test {name} --challenge ID\ncodementor test {name} --tests CASES.yaml")
    if file is None:
        raise UsageError("Say which file to judge.", f"codementor test FILE {_against(challenge, tests)}")


def _against(challenge: str | None, tests: str | None) -> str:
    return f"--challenge {shlex.quote(challenge)}" if challenge is not None else f"--tests {shlex.quote(str(tests))}"


def _check_language(app: Application, language: Language, suite: TestSuite, challenge: Challenge | None) -> None:
    """Refuse a language that the challenge does not take, naming those that it takes."""
    taken = [
        each.title
        for each in app.languages.all()
        if (challenge is None or challenge.allows(each.name)) and (suite.function is None or each.harness is not None)
    ]
    if not taken:
        raise EnvironmentFault("No language here can be judged by these cases.", "Install codementor again.")
    if language.title not in taken:
        what = "These cases take" if challenge is None else f"The challenge {challenge.id} takes"
        raise UserFileError(f"{what} {', '.join(taken)}; the file is {language.title}.", "Write it in one of these.")


def _judge(judging: _Judging, report: _Report) -> Judgement:
    from codementor_cli.services.judge import JudgeRequest  # noqa: PLC0415 - not for `--help`

    count = len(judging.case_names) or len(judging.suite.tests)
    request = JudgeRequest(
        suite=judging.suite,
        program=judging.program,
        limits=judging.limits,
        case_names=judging.case_names,
        fail_fast=judging.fail_fast,
        lane_count=lane_count(count, core_count(), judging.jobs),
    )
    with status_line(report.streams) as tell:
        return judging.application.judge_service(tell).judge(request, _progress(report, name_columns(judging.suite)))


def _progress(report: _Report, width: int) -> CaseLines | Silence:
    """Return who tells the cases: on stdout they are the answer, else they are progress on stderr."""
    if report.streams.quiet or report.format is Format.JSON:
        return Silence()
    to_stdout = report.path is None
    return CaseLines(report.streams.answer if to_stdout else report.streams.tell, report.streams, to_stdout, width)


def _write(judgement: Judgement, judging: _Judging, report: _Report, commands: tuple[str, ...]) -> None:
    if report.format is Format.JSON:
        text = _json(judgement, judging, ascii_only=report.path is None and report.streams.ascii_only)
    else:
        look = look_of(report.streams.output_stream) if report.path is None else Look()
        reading = Reading(suite=judging.suite, limits=judging.limits, look=look, every_failure=report.streams.verbose)
        text = _text(judgement, reading, report, commands)
    if report.path is None:
        report.streams.answer_text(text)
    else:
        write_atomically(report.path, text)


def _json(judgement: Judgement, judging: _Judging, ascii_only: bool) -> str:
    from codementor_cli.schemas.base import to_json  # noqa: PLC0415 - pydantic, only for JSON
    from codementor_cli.schemas.judgement import suite_report, validate_report  # noqa: PLC0415 - the same

    if judging.challenge is None:
        return to_json(suite_report(judgement).json_value(), ascii_only)
    return to_json(validate_report(judgement, judging.challenge.id).json_value(), ascii_only)


def _text(judgement: Judgement, reading: Reading, report: _Report, commands: tuple[str, ...]) -> str:
    if report.streams.quiet:
        return to_text(result_lines(judgement, reading.look), reading.look)
    lines = []
    if report.path is not None:
        lines += [case_line(result, reading.look, name_columns(reading.suite)) for result in judgement.results]
    lines += judgement_report(judgement, reading, commands)
    return to_text(lines, reading.look)


def _next_commands(judgement: Judgement, judging: _Judging, tests: str | None) -> tuple[str, ...]:
    """Return what to type next: the failed case alone."""
    failure = judgement.first_failure
    identity = None if judging.challenge is None else judging.challenge.id
    base = f"codementor test {shlex.quote(judging.file)} {_against(identity, tests)}"
    if judgement.verdict is Verdict.JE:
        # A checker of the author's fails more often than the machine does.
        own_checker = identity is not None and judging.suite.checker.program is not None
        verify = (f"codementor challenges verify {shlex.quote(str(identity))}",) if own_checker else ()
        return (*verify, "codementor doctor")
    if failure is None or judging.file == "-":
        return ()
    if not judging.case_names:
        return (f"{base} --case {shlex.quote(failure.name)}",)
    return (base,)


def _exit_code(verdict: Verdict, exit_zero: bool) -> int:
    if verdict is Verdict.JE:
        return 4
    return 0 if verdict is Verdict.AC or exit_zero else 1
