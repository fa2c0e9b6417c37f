"""``codementor test``: judge a file against test cases."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import last_submission, open_store
from codementor_cli.cli.judging import Asked, check_usage, read, tell_remembered
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.report import Format, Report
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.words.completers import complete_case, complete_challenge, complete_language
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.domain.challenge.effective_limits import LimitOverrides
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.errors import UsageError
from codementor_cli.files.output_file import check_target
from codementor_cli.services.judging.record import Recorder
from codementor_cli.services.judging.submit import JudgeOptions, submit
from codementor_cli.services.judging.which_file import which_file
from codementor_cli.text.amounts import measured_text
from codementor_cli.text.units import parse_memory_limit, parse_time_limit

_TOLD_WAIT_SECONDS = 2.0
"""A shorter wait explains itself."""


def command() -> Any:
    """Build the command."""
    return leaf(
        judge_file,
        "test",
        "codementor test",
        "codementor test --watch",
        "codementor test solution.py --challenge equal-trays",
        "codementor test Main.java --challenge equal-trays --case 'a dozen' --fail-fast",
        "codementor test main.cpp --tests cases.yaml",
        "codementor test solution.py --challenge equal-trays --json --output result.json",
    )


def judge_file(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A file, a folder, or - for stdin. Default: the working folder's, or the one judged last.",
        ),
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
        list[str] | None,
        typer.Option(
            "--case", metavar="NAME", help="Only this case; may be given again.", autocompletion=complete_case
        ),
    ] = None,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop after the first failure.")] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Cases at a time. Default: by cores.")
    ] = None,
    time: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="TIME", parser=parse_time_limit, help="CPU time: 2s, 500ms, or seconds."),
    ] = None,
    memory: Annotated[
        int | None, typer.Option("--memory-limit", metavar="SIZE", parser=parse_memory_limit, help="256MiB, or MiB.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", "-w", help="Judge again after every save; q or Ctrl-C ends.")
    ] = False,
    as_json: Json = False,
    format_: Annotated[Format, typer.Option("--format", help="What the report looks like.")] = Format.TEXT,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write it to a file.")] = None,
    no_record: Annotated[bool, typer.Option("--no-record", help="Leave no submission in the history.")] = False,
    database: Database = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 whenever the tests ran.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
) -> int:
    """Judge a file against the test cases of a challenge, or of a file of cases.

    In a folder that `codementor start` made, FILE and --challenge may be left out. A judging by all the rules of a
    challenge is recorded as a submission, also where --fail-fast ended it early; one with --case, or with limits of
    your own, is not.

    The exit code is 0 when the program is accepted, otherwise 1; a watch that you end is 0.
    """
    out = streams(quiet, verbose)
    app = application(sandbox, begun=context.obj)
    last = last_submission(app, database)
    found = which_file(app.folder_settings, file, None if tests else challenge, last)
    wanted = challenge if tests else found.challenge_id
    check_usage(found.file, wanted, tests)
    check_target(output)
    tell_remembered(found, "judging", out)
    asked = Asked(
        file=str(found.file),
        challenge_id=wanted,
        tests=tests,
        language=language,
        options=JudgeOptions(
            case_names=tuple(case or ()),
            fail_fast=fail_fast,
            jobs=jobs,
            overrides=LimitOverrides(time_seconds=time, memory_bytes=memory),
        ),
        in_folder=file is None and challenge is None and tests is None,
    )
    report = Report(format=Format.JSON if as_json else format_, path=output, streams=out, asked=asked)
    if watch:
        _check_watch(report)
    records = not (no_record or tests) and asked.options.by_the_rules
    with Recorder(lambda: open_store(app, database)) if records else nullcontext() as recorder:
        if not watch:
            return _once(app, report, recorder, exit_zero)
        from codementor_cli.cli.watch import watch_file  # noqa: PLC0415 - watchfiles, only for --watch

        return watch_file(app, report, recorder)


def _check_watch(report: Report) -> None:
    if report.format is not Format.TEXT or report.path is not None:
        raise UsageError("--watch shows its results here, as text.", "Leave --json, --format and --output out.")
    if report.asked.file == "-":
        raise UsageError("--watch needs a file: standard input is not saved again.", "codementor test FILE --watch")


def _once(app: Application, report: Report, records: Recorder | None, exit_zero: bool) -> int:
    judging = read(app, report.asked)
    with status_line(report.streams) as tell:
        judge = app.judge_service(tell)
        submitted = submit(judge, judging, report.progress(judging), records, report.asked.origin)
    report.write(judging, submitted)
    _tell_load(submitted.judgement, report)
    report.tell_number(submitted)
    return _exit_code(submitted.judgement.verdict, exit_zero)


def _tell_load(judgement: Judgement, report: Report) -> None:
    """Say what a busy machine did not give, which explains a wait that no figure shows."""
    facts = [result.execution for result in judgement.results if result.execution is not None]
    waited_seconds = sum(each.delay_seconds for each in facts)
    if report.format is Format.TEXT and waited_seconds > _TOLD_WAIT_SECONDS:
        waited = measured_text(waited_seconds)
        text = f"The machine is busy: the program waited {waited} for a core. That time does not count."
        report.streams.tell([line(Span(text, "faint"))])


def _exit_code(verdict: Verdict, exit_zero: bool) -> int:
    if verdict is Verdict.JE:
        return 4
    return 0 if verdict is Verdict.AC or exit_zero else 1
