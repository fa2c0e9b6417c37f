"""JUnit XML: a suite a challenge, a case a test case.

Source: there is no specification; testmoapp/junitxml describes the practice. GitLab reads ``classname``, ``name``,
``file``, ``time`` and the text of failures; pytest's writer replaces characters that XML must not hold, as we do.

``error`` is our own fault alone; whatever a program does is a ``failure``. Where a program does not compile, compiling
is a test that failed, and its cases are ``skipped``: GitLab and Jenkins count skipped tests apart, so that they show
one failure, and not one for each case that never ran.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codementor_cli.domain.grading.results import AssignmentResult, ChallengeResult, RepositoryResult
from codementor_cli.reports.words import Row, case_text, plain, room, rows_as_run, score_line, titles
from codementor_cli.text.untrusted import xml_text

_HOST = "codementor"
_CHARACTERS = 4_000_000
"""Of all texts together: GitLab takes 30 MB a file, and an escaped character has six bytes at most."""


def junit(result: AssignmentResult) -> str:
    """Return the report of all repositories; a fault is an ``error`` and never a failure of the student's."""
    several = len(result.repositories) > 1
    names = titles(result.repositories) if several else [""] * len(result.repositories)
    suites = [_Suite(repository, name) for repository, name in zip(result.repositories, names, strict=True)]
    every = [row for suite in suites for row in suite.rows]
    faults = sum(not suite.repository.challenges for suite in suites if suite.repository.faults)
    head = _element(
        "testsuites",
        name=result.title,
        tests=len(every) + faults,
        failures=sum(_kind(row) == "failure" for row in every),
        errors=sum(_kind(row) == "error" for row in every) + faults,
        skipped=sum(_kind(row) == "skipped" for row in every),
        time=f"{sum(row.seconds for row in every):.3f}",
        timestamp=f"{result.graded_at:%Y-%m-%dT%H:%M:%S}",
    )
    limit = room(result, _CHARACTERS)
    body = [line for suite in suites for line in suite.lines(result, limit)]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>", ""])


class _Suite:
    """The suites of one repository."""

    def __init__(self, repository: RepositoryResult, name: str) -> None:
        self.repository = repository
        self.rows = [row for challenge in repository.challenges for row in rows_as_run(challenge)]
        self._prefix = f"{name} / " if name else ""

    def lines(self, result: AssignmentResult, limit: int) -> Iterable[str]:
        if not self.repository.challenges and self.repository.faults:
            yield from self._fault(result)
        for number, challenge in enumerate(self.repository.challenges):
            yield from self._challenge(result, challenge, number, limit)

    def _challenge(
        self, result: AssignmentResult, challenge: ChallengeResult, number: int, limit: int
    ) -> Iterable[str]:
        tests = rows_as_run(challenge)
        name = f"{self._prefix}{challenge.challenge_id}"
        yield _open_suite(result, name, tests, number)
        yield from _properties(self.repository, challenge)
        for row in tests:
            yield from _case(row, name, limit)
        yield "  </testsuite>"

    def _fault(self, result: AssignmentResult) -> Iterable[str]:
        reason = "; ".join(self.repository.faults)
        name = f"{self._prefix}{result.assignment_id}"
        yield "  " + _element(
            "testsuite", name=name, package=name, id=0, hostname=_HOST, tests=1, failures=0, errors=1, skipped=0,
            time="0.000", timestamp=f"{result.graded_at:%Y-%m-%dT%H:%M:%S}",
        )  # fmt: skip
        yield "    " + _element("testcase", classname=name, name="grading", time="0.000")
        yield f"      {_element('error', message=reason, type='judge error')}{xml_text(reason)}</error>"
        yield "    </testcase>"
        yield "  </testsuite>"


def _open_suite(result: AssignmentResult, name: str, tests: Sequence[Row], number: int) -> str:
    return "  " + _element(
        "testsuite",
        name=name,
        package=name,
        id=number,
        hostname=_HOST,
        tests=len(tests),
        failures=sum(_kind(row) == "failure" for row in tests),
        errors=sum(_kind(row) == "error" for row in tests),
        skipped=sum(_kind(row) == "skipped" for row in tests),
        time=f"{sum(row.seconds for row in tests):.3f}",
        timestamp=f"{result.graded_at:%Y-%m-%dT%H:%M:%S}",
    )


def _properties(repository: RepositoryResult, challenge: ChallengeResult) -> Iterable[str]:
    values = {
        "points": plain(challenge.final),
        "max-points": plain(challenge.max_points),
        "total": score_line(repository),
        "state": repository.state.words,
        "verdict": challenge.verdict.words if challenge.verdict else str(challenge.state),
        "language": challenge.language,
        "commit": repository.commit.id if repository.commit else "",
    }
    yield "    <properties>"
    for name, value in values.items():
        if value:
            yield f"      {_element('property', name=name, value=value)[:-1]}/>"
    yield "    </properties>"


def _case(row: Row, suite: str, limit: int) -> Iterable[str]:
    place = (row.case.place if row.case else None) or row.challenge.place
    opened = _element(
        "testcase",
        classname=suite,
        name=row.name,
        time=f"{row.seconds:.3f}",
        **({"file": row.challenge.file} if row.challenge.file else {}),
        **({"line": place.line} if place and place.line and not row.passed else {}),
    )
    kind = _kind(row)
    if not kind:
        yield f"    {opened[:-1]}/>"
        return
    yield f"    {opened}"
    if kind == "skipped":
        yield f"      {_element(kind, message='not run: the program does not compile')[:-1]}/>"
        yield "    </testcase>"
        return
    said = _element(kind, message=row.message or row.verdict, type=row.verdict)
    yield f"      {said}{xml_text(case_text(row, limit))}</{kind}>"
    yield "    </testcase>"


def _kind(row: Row) -> str:
    """Return which child says how it went; empty: accepted."""
    if row.passed:
        return ""
    if row.faulty:
        return "error"
    return "skipped" if row.not_run else "failure"


def _element(name: str, /, **attributes: object) -> str:
    values = "".join(f' {key}="{_attribute(str(value))}"' for key, value in attributes.items())
    return f"<{name}{values}>"


def _attribute(value: str) -> str:
    """Return an attribute's value: line feeds and tabs would be read as spaces."""
    return xml_text(value.replace("\n", " ").replace("\t", " "))
