"""One past submission as text: facts, code, results and hints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codementor_cli.cli.render.judging.judgement import (
    Reading,
    case_line,
    compile_line,
    judgement_report,
    result_lines,
    shown_name,
)
from codementor_cli.cli.render.mentor.code import code_text
from codementor_cli.cli.render.practice.when import Clock, moment
from codementor_cli.cli.render.text import Line, Look, Span, columns, line, prose, to_text
from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall
from codementor_cli.domain.practice.submission import RecordedSubmission, Submission
from codementor_cli.text.untrusted import visible, visible_line

_SOURCES = {
    HintSource.MODEL: "by Claude",
    HintSource.CHALLENGE: "by the challenge's author",
    HintSource.DIAGNOSIS: "from the judge's results",
}


_NAME_COLUMNS = 40
"""Width of the column of case names; longer names exceed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Surroundings of a submission that is shown."""

    look: Look
    clock: Clock
    suite: TestSuite | None
    """Suite that it was judged against; None: not known any more."""
    note: str = ""
    """Reason why the suite is not known, in one sentence; may be empty."""
    every_failure: bool = False


def submission_text(recorded: RecordedSubmission, calls: Sequence[MentorCall], scene: Scene) -> str:
    """Return a submission as text.

    Args:
        recorded: The submission and its number; of hidden cases, only what may be shown comes out.
        calls: Answers that were given on it, oldest first.
        scene: Where it is shown.
    """
    submission, look = recorded.submission, scene.look
    shown = [*_head(recorded, scene), line()]
    return (
        to_text(shown, look)
        + program_text(submission.program, look)
        + to_text([line(), *_results(submission, scene), *_answers(calls, scene)], look)
    )


def program_text(program: Program, look: Look, numbers: bool = True) -> str:
    """Return the code; of a program of several files, each under its name."""
    parts: list[str] = []
    for file in program.files:
        if len(program.files) > 1:
            started = " (starts)" if file.path == program.main else ""
            gap = [line()] if parts else []
            parts.append(to_text([*gap, line(Span(visible_line(file.path) + started, "strong"))], look))
        parts.append(code_text(file.content, program.language, look, numbers))
    return "".join(parts)


def _head(recorded: RecordedSubmission, scene: Scene) -> list[Line]:
    submission = recorded.submission
    at, challenge = submission.created_at, submission.challenge
    when = moment(at, scene.clock, scene.look)
    facts = f"{visible_line(challenge.id)}, {visible_line(submission.program.language)}, {when}"
    shown = [line(Span(f"Submission {recorded.number}: {visible_line(challenge.title)}", "strong")), line(facts)]
    if submission.file:
        shown.append(line(Span(visible_line(submission.file), "faint")))
    if scene.note:
        shown += prose(scene.note, scene.look)
    return shown


def _results(submission: Submission, scene: Scene) -> list[Line]:
    judgement, look = submission.judgement, scene.look
    suite = scene.suite or TestSuite(tests=())
    widths = (min(columns(shown_name(each.name, each.hidden)), _NAME_COLUMNS) for each in judgement.results)
    width = max(widths, default=0)
    compiled = judgement.compilation
    # As in ``test``: a check that went well is no news.
    shown = [] if compiled is None or compiled.success else [compile_line(compiled, look)]
    shown += [case_line(each, look, width) for each in judgement.results]
    reading = Reading(suite=suite, limits=None, look=look, every_failure=scene.every_failure)
    if judgement.first_failure is None and (compiled is None or compiled.success):
        return [*shown, line(), *result_lines(judgement, look)]
    return [*shown, *judgement_report(judgement, reading)]


def _answers(calls: Sequence[MentorCall], scene: Scene) -> list[Line]:
    shown: list[Line] = []
    for each in calls:
        level = f" {each.level}" if each.level else ""
        when = moment(each.created_at, scene.clock, scene.look)
        title = f"{each.kind.value.capitalize()}{level}"
        shown += [line(), line(Span(title, "strong"), Span(f" {_SOURCES[each.source]}, {when}", "faint"))]
        if each.question:
            shown += prose(f"You asked: {visible_line(each.question)}", scene.look, "  ")
        shown += [each for text in answer_texts(each.answer) for each in prose(visible(text), scene.look, "  ")]
    return shown


def answer_texts(answer: str) -> list[str]:
    """Return the paragraphs of an answer that is kept as JSON; parts of another form are left out."""
    try:
        found: Any = json.loads(answer)
    except ValueError:
        return []
    if not isinstance(found, dict):
        return []
    texts = [
        found[key] for key in ("cause", "hint", "suggestedApproach", "summary", "feedback") if _is_text(found.get(key))
    ]
    if isinstance(found.get("overall_score"), int | float):
        texts.append(f"Score {found['overall_score']} of 100")
    for key in ("hints", "nextSteps", "suggestions", "findings", "strengths", "improvements"):
        values = found.get(key)
        texts += [text for each in (values if isinstance(values, list) else []) if (text := _item(each))]
    return texts


def _item(value: Any) -> str:
    """Return one entry of a list: text, or a remark on a line."""
    if _is_text(value):
        return f"- {value}"
    if not isinstance(value, dict):
        return ""
    words = next((value[key] for key in ("message", "text") if _is_text(value.get(key))), "")
    place = f"line {value['line']}: " if isinstance(value.get("line"), int) else ""
    return f"- {place}{words}" if words else ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
