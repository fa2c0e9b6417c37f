"""The lines of ``grade``: a class, one repository. Pure."""

from __future__ import annotations

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.table import cut, table
from codementor_cli.cli.render.text import Line, Look, Span, line, prose
from codementor_cli.domain.grading.results import (
    AssignmentResult,
    ChallengeResult,
    ChallengeState,
    RepositoryResult,
    RepositoryState,
)
from codementor_cli.reports.words import in_one_line, points_missing
from codementor_cli.services.grading.check import Checked
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line

_STYLES = {
    RepositoryState.GRADED: "",
    RepositoryState.EMPTY: "warn",
    RepositoryState.MISSING: "warn",
    RepositoryState.REFUSED: "warn",
    RepositoryState.FAULT: "bad",
}
_REASON_COUNT = 2
"""Challenges with a remark on missing points in the table of a class."""
_NAME_COLUMNS = 28
"""Of a name at most; on a narrow terminal a fifth of it."""


def points_text(points: object) -> str:
    """Return points without needless zeros; ``?`` where they are not known."""
    return "?" if points is None else f"{points:.4f}".rstrip("0").rstrip(".")


def class_lines(result: AssignmentResult, look: Look) -> list[Line]:
    """Return a row for each repository, remarks, and the summary.

    On a terminal the remarks stand below the table, which has no room for sentences.
    """
    rows = [_row(each, look) for each in result.repositories]
    heads = ("student", "repository", "score", "passed", "challenges", "state", "remark")
    if not look.terminal:
        return [*table(heads, rows), line(), *_summary(result)]
    lines = table(heads[:-1], [row[:-1] for row in rows])
    for row in rows:
        name, remark = row[0], row[-1]
        if isinstance(name, Span) and isinstance(remark, Span) and remark.text:
            lines += [line(), *prose(visible_line(f"{name.text}: {remark.text}"), look)]
    return [*lines, line(), *_summary(result)]


def _row(repository: RepositoryResult, look: Look) -> list[str | Span]:
    identity = repository.identity
    name = f"{identity.name} ({identity.id})" if identity.name else identity.id
    score = f"{points_text(repository.final)} of {points_text(repository.max_points)}"
    style = "good" if repository.passed else "bad"
    state = "not judged" if repository.state is RepositoryState.FAULT else str(repository.state)
    if repository.lateness is not None and repository.lateness.late:
        state += ", late"
    return [
        _name(name, look),
        _name(repository.repository, look),
        Span(score, style if repository.final is not None else "bad"),
        Span({True: "yes", False: "no", None: "?"}[repository.passed], style),
        " ".join(_short(each) for each in repository.challenges),
        Span(state, _STYLES[repository.state]),
        Span(_first_line(repository), "faint"),
    ]


def _name(text: str, look: Look) -> Span:
    """Return a name, on a terminal cut: one long name must not push all columns aside."""
    shown = Span(visible_line(text))
    return cut(shown, min(_NAME_COLUMNS, look.width // 5 - 1), look.unicode) if look.terminal else shown


def _short(challenge: ChallengeResult) -> str:
    words = {ChallengeState.MISSING: "none", ChallengeState.REFUSED: "refused", ChallengeState.FAULT: "JE"}
    return words.get(challenge.state) or str(challenge.verdict)


def _first_line(repository: RepositoryResult) -> str:
    """Return the remark on a repository."""
    if repository.reason:
        return repository.reason
    # Challenges without a verdict come first.
    ordered = sorted(repository.challenges, key=lambda each: each.state is ChallengeState.JUDGED)
    said = in_one_line(list(filter(None, map(points_missing, ordered)))[:_REASON_COUNT])
    # Without a commit there is no lateness: a teacher must see that.
    return said or (next(iter(repository.notes[-1:]), "") if repository.commit is None else "")


def _summary(result: AssignmentResult) -> list[Line]:
    count = len(result.repositories)
    passed = sum(each.passed is True for each in result.repositories)
    parts = [f"{count_text(count, 'student')}: {passed} passed, {count - passed - len(result.faults)} not"]
    if result.faults:
        parts.append(f"{len(result.faults)} without a score")
    for state in (RepositoryState.EMPTY, RepositoryState.MISSING, RepositoryState.REFUSED):
        found = sum(each.state is state for each in result.repositories)
        if found:
            parts.append(f"{found} {'with nothing handed in' if state is RepositoryState.EMPTY else state}")
    lines = [line(Span(", ".join(parts) + ".", "strong"))]
    if any(each.lateness is not None and each.lateness.late for each in result.repositories):
        lines.append(line("Lateness is told by the date of the commit, which whoever commits can set: it is advice."))
    return lines


def repository_lines(result: AssignmentResult, repository: RepositoryResult, look: Look) -> list[Line]:
    """Return the lines of one repository: challenges, reasons of missing points, notes."""
    lines: list[Line] = []
    for each in repository.challenges:
        lines += _challenge(each, look)
    if repository.challenges:
        lines.append(line())
    if repository.reason:
        lines += prose(visible_line(repository.reason), look)
    lines += [line(visible_line(note)) for note in repository.notes]
    if repository.commit is not None:
        lines.append(
            line(f"Commit {repository.commit.id[:12]} of {repository.commit.committed_at:%Y-%m-%d %H:%M} UTC.")
        )
    if repository.lateness is not None and repository.lateness.late:
        lines += prose(visible_line(repository.lateness.words), look)
    return [*lines, _standing(result, repository, look)]


def _challenge(challenge: ChallengeResult, look: Look) -> list[Line]:
    signs = marks(look.unicode)
    mark = Span(signs.good, "good") if challenge.accepted else Span(signs.bad, "bad")
    verdict = challenge.verdict.words if challenge.verdict is not None else str(challenge.state)
    score = f"{points_text(challenge.earned)} of {points_text(challenge.max_points)}"
    counted = f", {challenge.passed_count} of {count_text(len(challenge.cases), 'case')}" if challenge.cases else ""
    file = f"  {visible_line(challenge.file)}" if challenge.file else ""
    lines = [line(mark, f" {visible_line(challenge.title)}: {verdict}, {score}{counted}", Span(file, "faint"))]
    if challenge.reason and not challenge.accepted:
        lines += prose(visible_line(challenge.reason), look, "    ")
    return [*lines, *(line("    ", Span(visible_line(note), "faint")) for note in challenge.notes)]


def _standing(result: AssignmentResult, repository: RepositoryResult, look: Look) -> Line:
    signs = marks(look.unicode)
    if repository.final is None:
        said = (
            "no score: not judged, as codementor or its machine failed; grade again, with --resume where there is one"
        )
        return line(Span(f"{signs.bad} {said}", "bad"))
    taken = f", {points_text(repository.penalty)} taken off for lateness" if repository.penalty else ""
    needed = f"; {points_text(result.minimum_points)} to pass" if result.minimum_points is not None else ""
    text = f"{points_text(repository.final)} of {points_text(repository.max_points)} points{taken}{needed}"
    passed = bool(repository.passed)
    word = "passed" if passed else "not passed"
    return line(Span(f"{signs.good if passed else signs.bad} {word}: {text}", "good" if passed else "bad"))


def checked_line(checked: Checked, look: Look) -> Line:
    """Return the points of an author's program, and a word where they are not as they should be."""
    signs = marks(look.unicode)
    earned = f"{points_text(checked.result.final)} of {points_text(checked.result.max_points)}"
    name = f" {visible_line(f'{checked.challenge_id}: {checked.name}')}  {earned}"
    if checked.agrees:
        return line(Span(signs.good, "good"), name)
    wanted = "a reference should earn everything" if checked.expected_full else "a starter should not earn everything"
    why = f" ({visible_line(checked.result.reason)})" if checked.result.reason else ""
    return line(Span(signs.bad, "bad"), f"{name}: {wanted}{why}")


def finding_line(message: str, look: Look) -> Line:
    """Return a problem of an assignment as a whole."""
    return line(Span(marks(look.unicode).bad, "bad"), f" {visible_line(message)}")
