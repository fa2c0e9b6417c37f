"""``codementor evaluate-hints``: how good hints are over failing programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.mentoring import claude_mentor, lazy_judge, mentor_service
from codementor_cli.cli.completers import complete_challenge
from codementor_cli.cli.judging import Asked, read
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Json, Quiet, SandboxName, Verbose, application, streams
from codementor_cli.cli.terminal.spinner import spinner
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.errors import EnvironmentFault, UsageError
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.services.mentor.evaluate import HintTask

_REPAIR_COUNT = 5


def command() -> Any:
    """Build the command."""
    return leaf(
        evaluate,
        "evaluate-hints",
        "codementor evaluate-hints challenges/equal-trays/submissions/wrong_answer",
        "codementor evaluate-hints solutions --challenge equal-trays --repairs 10 --json",
    )


@dataclass
class _Programs:
    """Programs to evaluate on, judged one after the other."""

    application: Application
    challenge_id: str | None
    tell: Any
    accepted_files: list[str] = field(default_factory=list)

    def tasks(self, paths: list[Path]) -> Iterator[HintTask]:
        """Yield the failing ones; name the accepted ones."""
        from codementor_cli.services.mentor.evaluate import HintTask  # noqa: PLC0415 - not for `--help`

        for path in paths:
            self.tell(f"Judging {visible_line(str(path))}")
            subject = self._judged(path)
            if subject.judgement.verdict is Verdict.JE:
                raise EnvironmentFault(f"The sandbox failed on {visible_line(str(path))}.", "codementor doctor")
            if subject.judgement.verdict is Verdict.AC:
                self.accepted_files.append(str(path))
            else:
                yield HintTask(file=str(path), subject=subject)

    def _judged(self, path: Path) -> MentorSubject:
        wanted = self.challenge_id or self._challenge_of(path)
        judging = read(self.application, Asked(file=str(path), challenge_id=wanted, tests=None))
        judgement = lazy_judge(self.application, self.tell).judge(judging.request, SilentProgress())
        return MentorSubject(
            challenge=self.application.catalog.load(wanted),
            program=judging.request.program,
            language=judging.language,
            limits=judging.request.limits,
            judgement=judgement,
        )

    def _challenge_of(self, path: Path) -> str:
        """Return the challenge whose name the nearest folder above a file has."""
        known = set(self.application.catalog.ids())
        found = next((each.name for each in path.absolute().parents if each.name in known), None)
        if found is None:
            message = f"Nothing says which challenge {visible_line(str(path))} is for."
            raise UsageError(message, "codementor evaluate-hints … --challenge ID")
        return found


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
    from codementor_cli.domain.mentor.evaluation import HintEvaluation  # noqa: PLC0415 - the same
    from codementor_cli.services.mentor.evaluate import evaluate_hints  # noqa: PLC0415 - the same

    app, out = application(sandbox), streams(quiet, verbose)
    files = _files(app, paths)
    mentor = claude_mentor(app, model)
    mentor.check()
    ask = MentorAsk(kind=MentorKind.HINT, level=1, model=model, repair_count=repairs)
    trials = []
    with spinner(out) as tell:
        programs = _Programs(app, challenge, tell)
        service = mentor_service(app, mentor, None, tell)
        for trial in evaluate_hints(service, programs.tasks(files), ask, tell):
            tell("")
            trials.append(trial)
            if not as_json and not quiet:
                out.answer([trial_line(trial)])
    evaluation = HintEvaluation(trials=tuple(trials), accepted_files=tuple(programs.accepted_files))
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for --json
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
