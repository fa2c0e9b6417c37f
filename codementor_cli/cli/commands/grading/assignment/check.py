"""``codementor assignment check``: references earn full points, starters do not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.grading import check_assignment, load_assignment
from codementor_cli.cli.render.grading import checked_line, finding_line
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, Quiet, SandboxName, application, streams
from codementor_cli.errors import EnvironmentFault
from codementor_cli.services.grading.check import AssignmentFinding, Checked
from codementor_cli.text.amounts import count_text


def command() -> Any:
    """Build the command."""
    return leaf(check, "check", "codementor assignment check week-1/assignment.yaml")


def check(
    assignment: Annotated[str, typer.Argument(metavar="FILE", help="The assignment.yaml.")],
    as_json: Json = False,
    quiet: Quiet = False,
    sandbox: SandboxName = None,
) -> int:
    """Check an assignment's file, and grade the authors' own programs by it.

    Every accepted reference submission in a language that is taken must earn full points, and no starter may. The exit
    code is 0 when all is well, otherwise 1; 3 when the file itself has problems.
    """
    file = Path(assignment).absolute()
    app = application(sandbox, file.parent)
    content = load_assignment(app, file)
    out = streams(quiet)
    found: list[Checked | AssignmentFinding] = []
    with status_line(out) as tell:
        for each in check_assignment(app, content, tell):
            found.append(each)
            if not as_json:
                _show(each, out)
    wrong = sum(isinstance(each, AssignmentFinding) or not each.agrees for each in found)
    if as_json:
        _print_json(found, out)
    elif not quiet:
        out.answer([line(f"{count_text(len(found), 'program')} checked; {wrong or 'nothing'} not as it should be.")])
    faults = [each.result.reason for each in found if isinstance(each, Checked) and each.result.final is None]
    if faults:
        raise EnvironmentFault(f"Not everything could be judged: {faults[0]}", "codementor doctor")
    return 1 if wrong else 0


def _show(each: Checked | AssignmentFinding, out: Streams) -> None:
    look = look_of(out.output_stream)
    if isinstance(each, AssignmentFinding):
        out.answer([finding_line(each.message, look)])
    elif not out.quiet or not each.agrees:
        out.answer([checked_line(each, look)])


def _print_json(found: list[Checked | AssignmentFinding], out: Streams) -> None:
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - the same
    from codementor_cli.schemas.public.grading import check_report  # noqa: PLC0415 - only for JSON

    checked = [(each.challenge_id, each.name, each.result, each.agrees) for each in found if isinstance(each, Checked)]
    findings = [each.message for each in found if isinstance(each, AssignmentFinding)]
    out.answer_text(to_json(check_report(checked, findings).json_value(), out.ascii_only))
