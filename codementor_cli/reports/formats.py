"""The table of report formats: name, file and function of each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.reports.classroom50 import classroom50
from codementor_cli.reports.ctrf import ctrf
from codementor_cli.reports.exercism import exercism
from codementor_cli.reports.github import github, github_outputs
from codementor_cli.reports.gradebook import gradebook, gradebook_long
from codementor_cli.reports.gradescope import gradescope
from codementor_cli.reports.html.page import html
from codementor_cli.reports.junit import junit
from codementor_cli.reports.markdown import markdown
from codementor_cli.reports.prairielearn import prairielearn
from codementor_cli.schemas.public.base import to_json
from codementor_cli.schemas.public.grading import result_json


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """The arguments of a report besides the result."""

    token: str
    """Drawn at random: switches GitHub's commands on again."""
    host: Mapping[str, str] = field(default_factory=dict)
    """Variables that the host sets for its own formats."""

    @classmethod
    def of(cls, host: Mapping[str, str]) -> ReportContext:
        """Return the context of one command, with a token of its own."""
        return cls(token=secrets.token_hex(16), host=host)


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """One format."""

    file_name: str
    """The name that its consumer expects."""
    of_class: bool
    """Whether it has one text for the whole class, and not one for each repository."""
    texts: Callable[[AssignmentResult, ReportContext], list[str | None]]
    """None in place of a text: the format cannot say that we failed, and there must be no file."""


def _class(file_name: str, emit: Callable[[AssignmentResult, ReportContext], str]) -> ReportFormat:
    return ReportFormat(file_name, True, lambda result, context: [emit(result, context)])


def _each(
    file_name: str, emit: Callable[[AssignmentResult, RepositoryResult, ReportContext], str | None]
) -> ReportFormat:
    def texts(result: AssignmentResult, context: ReportContext) -> list[str | None]:
        return [emit(result, each, context) for each in result.repositories]

    return ReportFormat(file_name, False, texts)


FORMATS: Mapping[str, ReportFormat] = {
    "json": _class("result.json", lambda result, _: to_json(result_json(result))),
    "junit": _class("junit.xml", lambda result, _: junit(result)),
    "github": _class("github.txt", lambda result, context: github(result, context.token)),
    "github-outputs": _class("outputs.txt", lambda result, _: github_outputs(result)),
    "markdown": _class("summary.md", lambda result, _: markdown(result)),
    "html": _class("report.html", lambda result, _: html(result)),
    "csv": _class("gradebook.csv", lambda result, _: gradebook(result)),
    "csv-long": _class("gradebook-long.csv", lambda result, _: gradebook_long(result)),
    "ctrf": _class("ctrf-report.json", lambda result, _: ctrf(result)),
    "gradescope": _each("results.json", lambda _, each, __: gradescope(each)),
    "prairielearn": _each("results.json", lambda _, each, __: prairielearn(each)),
    "exercism": _each("results.json", lambda _, each, __: exercism(each)),
    "classroom50": _each("result.json", lambda result, each, context: classroom50(result, each, context.host)),
}
"""By the name that ``--report`` takes."""

ENDED: Mapping[str, tuple[str, str]] = {
    "github-classroom": (
        "The report github-classroom is gone: GitHub Classroom ended in August 2026.",
        (
            "For Classroom 50: --report classroom50=result.json --exit-zero. "
            "In a workflow of your own: --report markdown=summary.md --report github-outputs=outputs.txt"
        ),
    )
}
"""Formats that have ended: the reason, and the options to type instead."""
