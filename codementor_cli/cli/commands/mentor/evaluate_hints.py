"""``codementor evaluate-hints``: how good hints are over failing programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.mentoring import mentoring_of
from codementor_cli.cli.terminal.spinner import spinner
from codementor_cli.cli.words.completers import complete_challenge
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.errors import UsageError
from codementor_cli.text.untrusted import visible_line

_REPAIR_COUNT = 5


def command() -> Any:
    """Build the command."""
    return leaf(
        evaluate,
        "evaluate-hints",
        "codementor evaluate-hints challenges/equal-trays/submissions/wrong_answer",
        "codementor evaluate-hints solutions --challenge equal-trays --repairs 10 --json",
    )


def evaluate(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files, or folders of them, of failing programs.")],
    challenge: Annotated[
        str | None,
        typer.Option(
            "--challenge",
            "-c",
            metavar="ID",
            help="The challenge of all. Default: the nearest folder that is named as one.",
            autocompletion=complete_challenge,
        ),
    ] = None,
    repairs: Annotated[
        int, typer.Option("--repairs", metavar="N", min=1, max=50, help="Repairs with, and as many without, each hint.")
    ] = _REPAIR_COUNT,
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="Which Claude model. Default: CODEMENTOR_MODEL.")
    ] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
) -> int:
    """Measure how good hints are over failing programs; asks Claude some twenty times for each.

    For each program Claude gives a first hint. A student model repairs the program with the hint and without; a hint
    that does not help is not chosen. Coverage is the part of the programs that has a chosen hint. Each chosen hint is
    measured once more, with other repairs: precision is the part that helps again. Nothing is recorded.
    """
    from codementor_cli.cli.render.mentor.evaluation import figure_lines, trial_line  # noqa: PLC0415 - not for `--help`
    from codementor_cli.domain.mentor.evaluation import HintEvaluation, HintTrial  # noqa: PLC0415 - the same
    from codementor_cli.services.mentor.evaluate import AcceptedProgram, evaluate_hints  # noqa: PLC0415 - the same

    app, out = application(sandbox), streams(quiet, verbose)
    files = _files(app, paths)
    ask = MentorAsk(kind=MentorKind.HINT, level=1, model=model, repair_count=repairs)
    trials: list[HintTrial] = []
    accepted_files: list[str] = []
    with spinner(out) as tell:
        mentoring = mentoring_of(app, model, None, tell)
        mentoring.mentor.check()
        for each in evaluate_hints(mentoring, files, challenge, ask, tell):
            if isinstance(each, AcceptedProgram):
                accepted_files.append(each.file)
                continue
            tell("")
            trials.append(each)
            if not as_json and not quiet:
                out.answer([trial_line(each)])
    evaluation = HintEvaluation(trials=tuple(trials), accepted_files=tuple(accepted_files))
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.mentoring import evaluation_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(evaluation_report(evaluation).json_value(), out.ascii_only))
    else:
        out.answer(figure_lines(evaluation))
    return 0


def _files(app: Application, paths: list[str]) -> list[Path]:
    """Return the programs that paths name, those of folders in name order.

    Raises:
        UsageError: A folder holds none.
    """
    endings = {ending for language in app.languages.all() for ending in language.extensions}
    found: list[Path] = []
    for path in map(Path, paths):
        inside = (
            sorted(each for each in path.rglob("*") if each.suffix in endings and each.is_file())
            if path.is_dir()
            else [path]
        )
        if not inside:
            raise UsageError(f"There are no programs in {visible_line(str(path))}.", "codementor evaluate-hints FILE …")
        found += inside
    return found
