"""``codementor grade``: judge students' repositories by an assignment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.grading import GradeRequest, open_grading
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.render.grading import class_lines, repository_lines
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.terminal.grading_progress import GradingProgress
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.completers import complete_report
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.errors import UsageError
from codementor_cli.files.commands import absolute_folders
from codementor_cli.schemas.public.base import to_json
from codementor_cli.schemas.public.grading import result_json
from codementor_cli.services.grading.course import Event, Grading, NotRecorded
from codementor_cli.services.grading.course import grade as run_grading
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line

_EXAMPLE = "codementor grade --root repositories --assignment week-1/assignment.yaml"

Repositories = Annotated[
    list[str] | None,
    typer.Argument(metavar="REPO", help="Students' repositories. Default: the folder that you are in."),
]
AssignmentFile = Annotated[
    str | None, typer.Option("--assignment", "-a", metavar="FILE", help="The assignment.yaml to grade by.")
]
Root = Annotated[
    str | None, typer.Option("--root", metavar="FOLDER", help="A class: each folder in it is a repository.")
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="NAME", help="Only this student or repository; repeatable.")
]
Student = Annotated[
    str | None,
    typer.Option("--student", metavar="NAME", help="Whose repository it is. Default: its folder's name says."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, max=64, help="Programs at a time. Default: cores; 32 on another machine."
    ),
]
JudgeAddress = Annotated[
    str | None,
    typer.Option("--judge", metavar="URL", help="Judge on that codementor server. Default: CODE_EXECUTOR_HOST."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Keep results there, a file a repository.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Keep results in --output that still hold; grade the others.")]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORMAT=PATH",
        help="Write a report, like junit=results.xml; repeatable.",
        autocompletion=complete_report,
    ),
]
MinScore = Annotated[
    str | None, typer.Option("--min-score", metavar="POINTS", help="To pass: points, or 60%. Default: FILE's.")
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 whenever everything was graded.")]
Record = Annotated[bool, typer.Option("--record", help="Put each program into the history too, as graded.")]


def command() -> Any:
    """Build the command."""
    return leaf(
        grade,
        "grade",
        f"{_EXAMPLE} --output results --report csv=gradebook.csv",
        f"{_EXAMPLE} --output results --resume",
        f"{_EXAMPLE} --judge https://judge.example.org",
        "codementor grade --assignment ../course/assignment.yaml --min-score 60% --report junit=../results.xml",
    )


def grade(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    repositories: Repositories = None,
    assignment: AssignmentFile = None,
    root: Root = None,
    only: Only = None,
    student: Student = None,
    jobs: Jobs = None,
    output: Output = None,
    resume: Resume = False,
    report: Reports = None,
    min_score: MinScore = None,
    exit_zero: ExitZero = False,
    record: Record = False,
    database: Database = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
    judge: JudgeAddress = None,
) -> int:
    """Judge students' repositories by an assignment.

    Nothing of a repository is executed outside the sandbox, and none of its settings is honoured. The exit code is 0
    when everybody passed, otherwise 1; 4 when somebody has no score by codementor's or its machine's fault.
    """
    if assignment is None:
        raise UsageError("Say which assignment to grade by.", _EXAMPLE)
    if resume and output is None:
        raise UsageError("--resume needs the folder that holds the results.", f"{_EXAMPLE} --output results --resume")
    # Helpers of Docker's client are looked for by PATH, and the working folder may be a student's repository.
    os.environ["PATH"] = absolute_folders(os.environ)
    file = Path(assignment).absolute()
    wanted = GradeRequest(
        assignment=file,
        repositories=tuple(map(Path, repositories or (["."] if root is None else []))),
        root=None if root is None else Path(root),
        student=student,
        only=tuple(only or ()),
        minimum=min_score,
        jobs=jobs,
        output=output,
        resume=resume,
        reports=tuple(report or ()),
        record=record,
        database=database,
    )
    out = streams(quiet, verbose)
    # Settings are those of the assignment's folder, for the same reason.
    app = application(sandbox, file.parent, judge=judge)
    with status_line(out) as tell, open_grading(app, wanted, tell) as grading:
        result = run_grading(grading, _progress(grading, tell, out))
    _show(result, out, as_json=as_json, of_class=grading.of_class)
    if result.faults:
        return 4
    return 0 if result.passed or exit_zero else 1


def _progress(grading: Grading, tell: Callable[[str], None], out: Streams) -> Callable[[Event], None]:
    live = out.error_stream is not None and out.error_stream.isatty()
    progress = GradingProgress(grading.candidates, grading.jobs, tell, live=live)

    def happened(event: Event) -> None:
        if isinstance(event, NotRecorded):
            out.insist(problem_lines(event.fault, "warning"))
        else:
            progress.happened(event)

    return happened


def _show(result: AssignmentResult, out: Streams, *, as_json: bool, of_class: bool) -> None:
    if as_json:
        out.answer_text(to_json(result_json(result), out.ascii_only))
        return
    look = look_of(out.output_stream)
    for each in result.repositories if out.verbose or not of_class else ():
        heading = [line(Span(visible_line(each.repository or each.identity.id), "strong"))] if of_class else []
        out.answer([*heading, *repository_lines(result, each, look), *([line()] if of_class else [])])
    if of_class:
        out.answer(class_lines(result, look))
    if result.faults:
        without = count_text(len(result.faults), "repository", "repositories")
        said = f" {without} without a score, by no fault of the students: {visible_line(result.faults[0].reason)}"
        step = "codementor doctor\nGrade again: with --output FOLDER and --resume, what is done is kept."
        out.insist([line(Span("error:", "bad"), said), *next_lines(step)])
