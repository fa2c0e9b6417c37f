"""An evaluation of hints as text: one line for each program, and the two figures. Pure."""

from __future__ import annotations

from codementor_cli.cli.render.text import Line, line
from codementor_cli.domain.mentor.evaluation import HintEvaluation, HintTrial
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line


def trial_line(trial: HintTrial) -> Line:
    """Return one program: its file, what its hint was chosen by, and whether it helps again."""
    words = f"{visible_line(trial.file)} ({trial.verdict}): "
    if trial.chosen is None or trial.again is None:
        return line(words + (visible_line(trial.checks) or "no hint"))
    agrees = "helps again" if trial.helps_again else "does not help again"
    return line(f"{words}{_counts(trial.chosen)}; {agrees}: {_counts(trial.again)}")


def _counts(measure: Measure) -> str:
    return (
        f"{measure.with_hint_count} of {measure.repair_count} repaired with the hint, "
        f"{measure.without_hint_count} without"
    )


def figure_lines(evaluation: HintEvaluation) -> list[Line]:
    """Return precision and coverage, with what they are parts of."""
    trials = evaluation.trials
    covered = sum(each.is_covered for each in trials)
    again = sum(each.helps_again for each in trials)
    lines = [
        line(f"coverage  {_percent(evaluation.coverage)}  {covered} of {count_text(len(trials), 'failing program')}"),
        line(f"precision {_percent(evaluation.precision)}  {again} of {count_text(covered, 'chosen hint')} help again"),
    ]
    if evaluation.accepted_files:
        lines.append(line(f"{count_text(len(evaluation.accepted_files), 'accepted program')} left out"))
    return lines


def _percent(part: float | None) -> str:
    return "   –" if part is None else f"{part:4.0%}"
