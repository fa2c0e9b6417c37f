"""JUnit XML: a suite a challenge, a case a test case.

Source: there is no specification; testmoapp/junitxml describes the practice. GitLab reads ``classname``, ``name``,
``file``, ``time`` and the text of failures; pytest's writer replaces characters that XML must not hold, as we do.

``error`` is our own fault alone; whatever a program does is a ``failure``. Where a program does not compile, compiling
is a test that failed, and its cases are ``skipped``: GitLab and Jenkins count skipped tests apart, so that they show
one failure, and not one for each case that never ran.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from codementor_cli.domain.grading.results import AssignmentResult, ChallengeResult, RepositoryResult
from codementor_cli.reports.words import Row, case_text, plain, room, rows_as_run, score_line, titles
from codementor_cli.text.untrusted import visible

_HOST = "codementor"
_CHARACTERS = 4_000_000
"""Of all texts together: GitLab takes 30 MB a file, and an escaped character has six bytes at most."""


def junit(result: AssignmentResult) -> str:
    """Return the report of all repositories; a fault is an ``error`` and never a failure of the student's."""
    several = len(result.repositories) > 1
    names = titles(result.repositories) if several else [""] * len(result.repositories)
    limit = room(result, _CHARACTERS)
    root = _element(None, "testsuites", name=result.title)
    every: list[Row] = []
    for repository, name in zip(result.repositories, names, strict=True):
        prefix = f"{name} / " if name else ""
        for number, challenge in enumerate(repository.challenges):
            tests = rows_as_run(challenge)
            suite = _suite(root, f"{prefix}{challenge.challenge_id}", number)
            _add_properties(suite, repository, challenge)
            for row in tests:
                _add_case(suite, row, limit)
            _add_counts(suite, tests, result)
            every += tests
        if repository.faults and not repository.challenges:
            suite = _suite(root, f"{prefix}{result.assignment_id}", 0)
            case = _element(suite, "testcase", classname=suite.get("name"), name="grading", time="0.000")
            reason = "; ".join(repository.faults)
            _element(case, "error", message=reason, type="judge error").text = visible(reason)
            _add_counts(suite, [], result)
    _add_counts(root, every, result)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, name: str, number: int) -> Element:
    return _element(root, "testsuite", name=name, package=name, id=number, hostname=_HOST)


def _add_properties(suite: Element, repository: RepositoryResult, challenge: ChallengeResult) -> None:
    values = {
        "points": plain(challenge.final),
        "max-points": plain(challenge.max_points),
        "total": score_line(repository),
        "state": repository.state.words,
        "verdict": challenge.verdict.words if challenge.verdict else str(challenge.state),
        "language": challenge.language,
        "commit": repository.commit.id if repository.commit else "",
    }
    properties = _element(suite, "properties")
    for name, value in values.items():
        if value:
            _element(properties, "property", name=name, value=value)


def _add_case(suite: Element, row: Row, limit: int) -> None:
    case = _element(suite, "testcase", classname=suite.get("name"), name=row.name, time=f"{row.seconds:.3f}")
    if row.challenge.file:
        case.set("file", _attribute(row.challenge.file))
    if row.passed:
        return
    if row.place is not None and row.place.line:
        case.set("line", str(row.place.line))
    if row.not_run and not row.faulty:
        _element(case, "skipped", message="not run: the program does not compile")
        return
    kind = "error" if row.faulty else "failure"
    _element(case, kind, message=row.message or row.verdict, type=row.verdict).text = case_text(row, limit)


def _add_counts(element: Element, tests: Sequence[Row], result: AssignmentResult) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    for plural, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(plural, str(len(list(element.iter(kind)))))
    element.set("time", f"{sum(row.seconds for row in tests):.3f}")
    element.set("timestamp", f"{result.graded_at:%Y-%m-%dT%H:%M:%S}")


def _element(parent: Element | None, name: str, /, **attributes: object) -> Element:
    values = {key: _attribute(str(value)) for key, value in attributes.items()}
    return Element(name, values) if parent is None else SubElement(parent, name, values)


def _attribute(value: str) -> str:
    """Return an attribute's value: line feeds and tabs would be read as spaces."""
    return visible(value.replace("\n", " ").replace("\t", " "))
