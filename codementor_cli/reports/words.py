"""The common words of all report formats: points, names, tests, the text of a failing case."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.results import (
    AssignmentResult,
    ChallengeResult,
    ChallengeState,
    GradedCase,
    Place,
    RepositoryResult,
    RepositoryState,
)
from codementor_cli.text.amounts import count_text, points_text
from codementor_cli.text.untrusted import visible, visible_line

NOTHING_RAN = "not run"
"""The verdict in words of a case of a program that did not compile."""

_DATA_CHARACTERS = 2000
"""How much of each input or output a report shows of a case; the tool's own JSON keeps more."""
_LEAST_CHARACTERS = 40
_TEXT_COUNT = 5
"""Texts of a case: input, expected and actual output, prints, stderr."""


@dataclass(frozen=True, slots=True)
class Row:
    """One test of a report: a case, or a challenge that has none to show, or the compiling of one."""

    challenge: ChallengeResult
    case: GradedCase | None
    """None of a challenge without a verdict; of one with a verdict: its compiling, which failed."""

    @property
    def name(self) -> str:
        """Unique in its challenge, in suite order: ``03 negative numbers``."""
        if self.case is None:
            return "compiling" if self.challenge.state is ChallengeState.JUDGED else "the whole challenge"
        return f"{self.case.number:02d} {visible_line(self.case.name)}"

    @property
    def title(self) -> str:
        """Unique in its repository: ``sums: 03 negative numbers``."""
        return f"{visible_line(self.challenge.challenge_id)}: {self.name}"

    @property
    def heading(self) -> str:
        """The same for people: ``Sums (sums): 03 negative numbers``."""
        return f"{titled(self.challenge)}: {self.name}"

    @property
    def passed(self) -> bool:
        """Whether it is accepted."""
        return self.case is not None and self.case.passed

    @property
    def faulty(self) -> bool:
        """Whether it says nothing of the program: our fault."""
        return self.challenge.state is ChallengeState.FAULT

    @property
    def not_run(self) -> bool:
        """Whether it is a case that never ran, as the program did not compile."""
        return self.case is not None and self.case.verdict is None

    @property
    def final(self) -> Decimal:
        """Points that count; 0 for a fault, which is no score."""
        if self.case is not None:
            return self.case.final
        return Decimal(0) if self.challenge.cases else self.challenge.final or Decimal(0)

    @property
    def max_points(self) -> Decimal:
        """The points of full marks."""
        if self.case is not None:
            return self.case.max_points
        return Decimal(0) if self.challenge.cases else self.challenge.max_points

    @property
    def verdict(self) -> str:
        """``wrong answer``; of a challenge without a verdict its state."""
        verdict = self.challenge.verdict if self.case is None else self.case.verdict
        if self.challenge.state is not ChallengeState.JUDGED:
            return "judge error" if self.faulty else str(self.challenge.state)
        return NOTHING_RAN if verdict is None else verdict.words

    @property
    def message(self) -> str:
        """One line on why it failed; empty when accepted."""
        if self.case is not None and self.case.message:
            return visible_line(self.case.message)
        return "" if self.passed else visible_line(self.challenge.reason)

    @property
    def place(self) -> Place | None:
        """The line or file to look at first; None: there is none."""
        return (self.case.place if self.case else None) or self.challenge.place

    @property
    def seconds(self) -> float:
        """Wall time of its run."""
        return 0.0 if self.case is None else self.case.wall_seconds


def rows(challenge: ChallengeResult) -> list[Row]:
    """Return the tests of one challenge: its cases, or one for the whole where it has none."""
    return [Row(challenge, case) for case in challenge.cases] or [Row(challenge, None)]


def rows_to_mend(challenge: ChallengeResult) -> list[Row]:
    """Return the tests that failed; of a program that does not compile only its compiling."""
    if did_not_compile(challenge):
        return [Row(challenge, None)]
    return [row for row in rows(challenge) if not row.passed]


def rows_as_run(challenge: ChallengeResult) -> list[Row]:
    """Return the tests of one challenge for a format that tells failed tests from tests that did not run.

    Of a program that does not compile, compiling is a test that failed, and the cases come after it as not run.
    """
    return [*([Row(challenge, None)] if did_not_compile(challenge) else []), *rows(challenge)]


def all_rows(repository: RepositoryResult) -> list[Row]:
    """Return the tests of one repository."""
    return [row for challenge in repository.challenges for row in rows(challenge)]


def titled(challenge: ChallengeResult) -> str:
    """Return the name of a challenge for people: title and id, on one safe line."""
    title, name = visible_line(challenge.title), visible_line(challenge.challenge_id)
    return name if title in {"", name} else f"{title} ({name})"


def did_not_compile(challenge: ChallengeResult) -> bool:
    """Whether a judged program never ran."""
    return bool(challenge.cases) and all(case.verdict is None for case in challenge.cases)


def case_text(row: Row, limit: int = _DATA_CHARACTERS) -> str:
    """Return the data of a failing test for its student, safe for any text field; empty when accepted.

    Args:
        row: The test.
        limit: Characters of each input or output; the text says where it was cut.
    """
    if row.passed:
        return ""
    parts = [part for part in (f"{row.verdict}: {row.message}" if row.message else row.verdict,) if part]
    if row.case is None or row.case.verdict is None:
        parts += _block("The compiler said", row.challenge.compiler_output, limit)
    if row.case is not None:
        data = row.case.data
        for title, text in (
            ("Input", data.input),
            ("Expected", data.expected),
            ("Yours", data.actual),
            ("Your program printed beside it", data.prints),
            ("stderr", data.stderr),
        ):
            parts += _block(title, text, limit)
    return "\n".join(parts)


def room(result: AssignmentResult, characters: int) -> int:
    """Return the characters of each input or output in a report, so that the whole has about so many.

    A report of a class in which every test failed must still be one that its consumer takes.
    """
    failed = sum(not row.passed for each in result.repositories for row in all_rows(each))
    return max(_LEAST_CHARACTERS, min(_DATA_CHARACTERS, characters // (_TEXT_COUNT * max(1, failed))))


def _block(title: str, text: str | None, limit: int) -> list[str]:
    if text is None or (not text and title != "Yours"):
        return []
    return [f"{title}:", *(f"  {line}" for line in cut(text, limit).rstrip("\n").split("\n"))]


def cut(text: str, limit: int) -> str:
    """Return text that shows itself and does not act, and says where it was cut."""
    head = visible(text[:limit])
    rest = len(text) - limit
    return head if rest <= 0 else f"{head}… ({rest} more characters)"


def plain(points: Decimal | None) -> str:
    """Return points without needless zeros: ``12.5``; empty where there is no score."""
    return "" if points is None else points_text(points, 4)


def number(points: Decimal) -> int | float:
    """Return points as a JSON number: whole ones without a decimal point."""
    return int(points) if points == points.to_integral_value() else float(points)


def student_name(repository: RepositoryResult) -> str:
    """Return the student's name or id, on one safe line."""
    return visible_line(repository.identity.name or repository.identity.id or repository.identity.key)


def titles(repositories: Sequence[RepositoryResult]) -> list[str]:
    """Return names of the students, no two the same: consumers drop a name that comes twice."""
    names = [student_name(each) for each in repositories]
    counted = Counter(names)
    seen: Counter[str] = Counter()
    result = []
    for name, each in zip(names, repositories, strict=True):
        title = name if counted[name] == 1 else f"{name} ({visible_line(each.repository or each.identity.key)})"
        seen[title] += 1
        result.append(title if seen[title] == 1 else f"{title} #{seen[title]}")
    return result


def score_line(repository: RepositoryResult) -> str:
    """Return ``42.5 of 50 points``, or why there is no score."""
    if repository.final is None:
        return f"no score: {visible_line('; '.join(repository.faults) or repository.reason)}"
    late = f" ({plain(repository.penalty)} taken off for lateness)" if repository.penalty else ""
    return f"{plain(repository.final)} of {plain(repository.max_points)} points{late}"


def outcome_words(repository: RepositoryResult) -> str:
    """Return ``passed``, ``not passed``, or the state where that says more: ``nothing handed in``."""
    if repository.state is not RepositoryState.GRADED:
        return "passed" if repository.passed else repository.state.words
    return "passed" if repository.passed else "not passed"


def remarks(repository: RepositoryResult) -> list[str]:
    """Return notes for the student, a safe line each."""
    lines = [repository.reason, *repository.notes]
    if repository.lateness is not None and repository.lateness.late:
        lines.append(repository.lateness.words)
    for challenge in repository.challenges:
        lines += [f"{challenge.title}: {note}" for note in challenge.notes]
    return [visible_line(each) for each in lines if each]


def class_remarks(repository: RepositoryResult) -> list[str]:
    """Return notes for the teacher, a safe line each, with the reasons of missing points."""
    lines = [*map(visible_line, repository.faults), *remarks(repository)]
    if repository.state in {RepositoryState.GRADED, RepositoryState.REFUSED}:
        said = [points_missing(each) for each in repository.challenges]
        lines += [visible_line(each) for each in said if each and not each.endswith(f": {repository.reason}")]
    return list(dict.fromkeys(lines))


def in_one_line(lines: Iterable[str]) -> str:
    """Return remarks on one line, for a cell."""
    return "; ".join(line.removesuffix(".") for line in lines)


def points_missing(challenge: ChallengeResult) -> str:
    """Return the reason of missing points; empty: there is none but wrong answers."""
    if challenge.state is not ChallengeState.JUDGED:
        return f"{challenge.title}: {challenge.reason}"
    if challenge.verdict is None or challenge.verdict in {Verdict.AC, Verdict.WA}:
        return ""
    if did_not_compile(challenge):
        return f"{challenge.title}: {challenge.verdict.words}, no case was run"
    failed = [case for case in challenge.cases if not case.passed]
    same = sum(case.verdict is challenge.verdict for case in failed)
    return f"{challenge.title}: {challenge.verdict.words} in {same} of {count_text(len(challenge.cases), 'case')}"


def json_text(value: Any) -> str:
    """Return JSON with a line feed; every string in it was made safe before."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def joined(lines: Iterable[str]) -> str:
    """Return lines as text, a line feed after each."""
    return "".join(f"{line}\n" for line in lines)
