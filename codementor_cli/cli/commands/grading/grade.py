"""``codementor grade``: judge students' repositories by an assignment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application, core_count
from codementor_cli.bootstrap.grading import (
    AssignmentContent,
    FoundRepositories,
    chosen,
    distrust_working_folder,
    find_repositories,
    load_assignment,
    make_candidates,
    minimum_points,
    refuse_inside,
)
from codementor_cli.cli.completers import complete_report
from codementor_cli.cli.failures import next_lines
from codementor_cli.cli.grading import Grading
from codementor_cli.cli.grading import grade as run_grading
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Database, Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.cli.render.grading import class_lines, repository_lines
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.report_targets import report_targets
from codementor_cli.cli.result_folder import ResultFolder
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.errors import UsageError
from codementor_cli.ports import Store
from codementor_cli.services.grading.repository import Candidate
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
    int | None, typer.Option("--jobs", "-j", metavar="N", min=1, max=64, help="Programs at a time. Default: cores.")
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
) -> int:
    """Judge students' repositories by an assignment.

    Nothing of a repository is executed outside the sandbox, and none of its settings is honoured. The exit code is 0
    when everybody passed, otherwise 1; 4 when somebody has no score by codementor's or its machine's fault.
    """
    if assignment is None:
        raise UsageError("Say which assignment to grade by.", _EXAMPLE)
    if resume and output is None:
        raise UsageError("--resume needs the folder that holds the results.", f"{_EXAMPLE} --output results --resume")
    distrust_working_folder()
    file = Path(assignment).absolute()
    # Settings are those of the assignment's folder: the working folder may be a student's repository.
    app = application(sandbox, file.parent)
    content = _with_minimum(load_assignment(app, file), min_score)
    found = _found(repositories, root, student)
    refuse_inside(file, "The assignment", found)
    candidates = tuple(chosen(make_candidates(app, content, found, root is not None, student), only or ()))
    several = root is not None or len(candidates) > 1
    out = streams(quiet, verbose)
    with _store(app, record, database) as store:
        grading = Grading(
            app=app,
            content=content,
            candidates=candidates,
            jobs=jobs or core_count(),
            resume=resume,
            folder=_result_folder(output, candidates, found),
            reports=report_targets(report or (), several, app.settings.environment, [each.path for each in found]),
            store=store,
            streams=out,
        )
        result = run_grading(grading)
    _show(result, out, as_json=as_json, alone=not several)
    return _exit_code(result, exit_zero)


def _found(repositories: list[str] | None, root: str | None, student: str | None) -> FoundRepositories:
    """Return the repositories that are asked for: those that are named, a class, or the working folder."""
    paths = [Path(each) for each in repositories or ([] if root is not None else ["."])]
    found = find_repositories(paths, None if root is None else Path(root))
    if student is not None and len(found) != 1:
        raise UsageError(
            "--student goes with one repository.", "codementor grade REPO --student NAME --assignment FILE"
        )
    return found


def _result_folder(
    output: Path | None, candidates: Sequence[Candidate], found: FoundRepositories
) -> ResultFolder | None:
    if output is None:
        return None
    refuse_inside(output, "The folder for results", found)
    return ResultFolder(output, [each.name or each.identity.key for each in candidates])


def _with_minimum(content: AssignmentContent, min_score: str | None) -> AssignmentContent:
    if min_score is None:
        return content
    minimum = minimum_points(min_score, content.assignment.max_points)
    return replace(content, assignment=replace(content.assignment, minimum_points=minimum))


@contextmanager
def _store(app: Application, record: bool, database: str | None) -> Iterator[Store | None]:
    """Yield the store that submissions are recorded in; None where none is asked for."""
    if not record:
        yield None
        return
    from codementor_cli.bootstrap.practice import open_store  # noqa: PLC0415 - only with --record

    store = open_store(app, database)
    try:
        yield store
    finally:
        store.close()


def _show(result: AssignmentResult, out: Streams, *, as_json: bool, alone: bool) -> None:
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for JSON
        from codementor_cli.schemas.public.result import result_json  # noqa: PLC0415 - the same

        out.answer_text(to_json(result_json(result), out.ascii_only))
        return
    look = look_of(out.output_stream)
    if alone:
        out.answer(repository_lines(result, result.repositories[0], look))
    else:
        if out.verbose:
            for each in result.repositories:
                heading = Span(visible_line(each.repository or each.identity.id), "strong")
                out.answer([line(heading), *repository_lines(result, each, look), line()])
        out.answer(class_lines(result, look))
    if result.faults:
        reason = result.faults[0].reason
        without = count_text(len(result.faults), "repository", "repositories")
        out.insist(
            [
                line(
                    Span("error:", "bad"),
                    f" {without} without a score, by no fault of the students: {visible_line(reason)}",
                ),
                *next_lines("codementor doctor\nGrade again: with --output FOLDER and --resume, what is done is kept."),
            ]
        )


def _exit_code(result: AssignmentResult, exit_zero: bool) -> int:
    if result.faults:
        return 4
    return 0 if result.passed or exit_zero else 1
