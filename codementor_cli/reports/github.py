"""GitHub Actions: annotations on the student's lines, and values for later steps.

Source: actions/toolkit, ``command.ts`` (escapes), and the runner: ten annotations of a kind in a step, 4 096 characters
each. ``::`` makes a command at the start of a line, blanks before it or not, and ``##[`` anywhere in one: everything
that a student wrote stands in an annotation of ours, escaped, or where commands are off.
"""

from __future__ import annotations

from collections.abc import Iterable

from codementor_cli.domain.grading.results import AssignmentResult, Place, RepositoryResult
from codementor_cli.reports import words
from codementor_cli.reports.words import Row
from codementor_cli.text.excerpts import shortened
from codementor_cli.text.untrusted import visible_line

_ANNOTATION_COUNT = 9
"""Of the runner's ten, as the tenth says how many more there are."""
_MESSAGE_CHARACTERS = 1000
"""A quarter of the runner's 4 096: escapes may make three characters of one."""
_LOG_CHARACTERS = 1_000_000
"""Of all texts in the log together."""


def github(result: AssignmentResult, token: str) -> str:
    """Return what to print in a step's log: annotations, then everything in plain text while commands are off.

    Args:
        result: The grading.
        token: Turns commands on again; drawn at random.
    """
    one = len(result.repositories) == 1
    notes = [note for repository in result.repositories for note in _annotations(repository, one)]
    more = len(notes) - _ANNOTATION_COUNT
    shown = notes[:_ANNOTATION_COUNT] + ([_command("error", None, "More", f"… and {more} more")] if more > 0 else [])
    limit = words.room(result, _LOG_CHARACTERS)
    log = [line for repository in result.repositories for line in _log(repository, limit)]
    return words.joined([*shown, f"::stop-commands::{token}", *log, f"::{token}::"])


def github_outputs(result: AssignmentResult) -> str:
    """Return the lines for a step's outputs: state, score (only where all have one), max-score, passed.

    The state is the repository's own; of several, ``graded``, or ``fault`` where one has no score.
    """
    finals = [each.final for each in result.repositories if each.final is not None]
    complete = len(finals) == len(result.repositories)
    state = "fault" if result.faults or not result.finished else "graded"
    if state == "graded" and len(result.repositories) == 1:
        state = str(result.repositories[0].state)
    return words.joined(
        [
            f"state={state}",
            f"score={words.plain(sum(finals[1:], finals[0])) if complete and finals else ''}",
            f"max-score={words.plain(result.max_points * len(result.repositories))}",
            f"passed={'true' if result.passed and result.repositories else 'false'}",
        ]
    )


def _annotations(repository: RepositoryResult, one: bool) -> Iterable[str]:
    """Yield a command for each failed test; of many repositories only for faults, as their files are elsewhere."""
    if repository.final is None:
        yield _command("error", None, f"Not graded: {words.student_name(repository)}", words.score_line(repository))
        return
    if not one:
        return
    if not repository.challenges:
        yield _command("error", None, "Not graded", repository.reason)
    every = [row for challenge in repository.challenges for row in words.rows_to_mend(challenge)]
    # Few are shown: the most telling ones first.
    for row in sorted(every, key=_silence):
        yield _command("error", row.place, f"{row.challenge.challenge_id}: {row.verdict}", _message(row))


def _silence(row: Row) -> tuple[bool, bool]:
    """Return whether a failed test has no line, and whether it has no data."""
    return row.place is None or row.place.line is None, row.case is not None and row.case.hidden


def _message(row: Row) -> str:
    name = "" if row.case is None else f"{row.name}: "
    text = row.challenge.compiler_output if row.case is None else ""
    return f"{name}{row.message or row.verdict}" + (f"\n{words.cut(text, _MESSAGE_CHARACTERS)}" if text else "")


def _log(repository: RepositoryResult, limit: int) -> Iterable[str]:
    yield f"{words.student_name(repository)}: {words.score_line(repository)}"
    yield from (f"  {each}" for each in words.remarks(repository))
    for row in words.all_rows(repository):
        mark = "ok  " if row.passed else "FAIL"
        yield f"  {mark} {row.title}: {row.verdict} ({words.plain(row.final)} of {words.plain(row.max_points)} points)"
        if not row.passed:
            yield from (f"       {line}" for line in words.case_text(row, limit).split("\n"))


def _command(kind: str, place: Place | None, title: str, message: str) -> str:
    properties = []
    if place is not None and place.file:
        properties.append(f"file={_property(visible_line(place.file))}")
        if place.line:
            properties.append(f"line={place.line}")
    properties.append(f"title={_property(title)}")
    return f"::{kind} {','.join(properties)}::{_data(words.cut(message, _MESSAGE_CHARACTERS))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(shortened(text, _MESSAGE_CHARACTERS)).replace(":", "%3A").replace(",", "%2C")
