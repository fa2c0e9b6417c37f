"""``codementor run``: one file in the sandbox, live or collected."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.cli.render.judging.run import compile_failure, run_ending, run_explanation
from codementor_cli.cli.terminal.console import StderrKeeper, open_console, read_all
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.completers import complete_language
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.cli.words.programs import program_of
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.errors import UsageError
from codementor_cli.services.judging.run import run_limits
from codementor_cli.text.units import MIB, parse_memory_limit, parse_time_limit

_ARGUMENTS_CAP_BYTES = 50_000
"""As JSON, which is how they travel to the lane, in a request of bounded size."""
_INPUT_CAP_BYTES = 64 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One run to do."""

    application: Application
    program: Program
    arguments: tuple[str, ...]
    limits: Limits
    streams: Streams


def command() -> Any:
    """Build the command."""
    return leaf(
        run,
        "run",
        "codementor run hello.py",
        "codementor run Main.java one two < input.txt",
        "codementor run slow.cpp --time-limit 500ms --memory-limit 64MiB",
        "cat hello.py | codementor run --language python -",
        "codementor run hello.py -- --json     (--json goes to the program)",
        # Options that we do not know are the program's.
        ignore_unknown_options=True,
    )


def run(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The program: a file, a folder, or - for stdin.")],
    arguments: Annotated[list[str] | None, typer.Argument(metavar="ARGS", help="Passed to the program.")] = None,
    stdin: Annotated[str | None, typer.Option("--stdin", metavar="PATH", help="Input from this file.")] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="NAME", help="Default: by FILE's ending.", autocompletion=complete_language),
    ] = None,
    time: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="TIME",
            parser=parse_time_limit,
            help="CPU time: 2s, 500ms, or seconds. Default 10s.",
        ),
    ] = None,
    memory: Annotated[
        int | None,
        typer.Option(
            "--memory-limit", metavar="SIZE", parser=parse_memory_limit, help="256MiB, or MiB. Default 512MiB."
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
) -> int:
    """Run one file in the sandbox.

    Input is forwarded as it is typed or piped, output comes as it is written. The exit code is 0 when the program
    ended by itself with exit code 0, otherwise 1.
    """
    app = application(sandbox, begun=context.obj)
    program = program_of(app, file, language, "codementor run --language python - < hello.py")
    console = open_console(stdin, program_on_stdin=file == "-")
    asked = _Run(
        application=app,
        program=program,
        arguments=_arguments(arguments),
        limits=run_limits(app.settings.ceilings, time, memory, live=not as_json),
        streams=streams(quiet, verbose),
    )
    if as_json:
        return _collected(asked, b"" if console.is_terminal else read_all(console, _INPUT_CAP_BYTES))
    with status_line(asked.streams) as report:
        runner = app.runner(report)
        heard = StderrKeeper(console)
        compilation, execution = runner.run_live(program, asked.arguments, asked.limits, heard)
    return _tell_ending(asked, compilation, execution and replace(execution, stderr=heard.stderr))


def _arguments(given: list[str] | None) -> tuple[str, ...]:
    """Return the program's arguments, which travel in one piece."""
    if len(json.dumps(given or [])) > _ARGUMENTS_CAP_BYTES:
        message = f"The program's arguments are too large: {_ARGUMENTS_CAP_BYTES // 1000} kB is the most, all together."
        raise UsageError(message, "Give it what is large on stdin: --stdin PATH")
    return tuple(given or ())


def _collected(run: _Run, stdin: bytes) -> int:
    with status_line(run.streams) as report:
        case = CaseRun(key=0, stdin=stdin, arguments=run.arguments)
        (compilation, execution), engine = run.application.runner(report).run_once(run.program, case, run.limits)
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
    from codementor_cli.schemas.public.run import run_report  # noqa: PLC0415 - the same

    report_value = run_report(compilation, execution, run.limits, (run.program.language, engine))
    run.streams.answer_text(to_json(report_value.json_value(), run.streams.ascii_only))
    return 0 if report_value.success else 1


def _tell_ending(run: _Run, compilation: Compilation | None, execution: Execution | None) -> int:
    look = look_of(run.streams.error_stream)
    if execution is None:
        run.streams.insist(compile_failure(compilation, look))
        return 1
    verdict = run_verdict(execution, run.limits)
    if verdict is not Verdict.OK or run.streams.verbose:
        run.streams.insist(run_ending(verdict, execution, run.limits, look))
        run.streams.tell(run_explanation(execution, run.limits, look))
    return 0 if verdict is Verdict.OK else 1
