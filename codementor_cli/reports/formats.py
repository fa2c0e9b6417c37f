"""The table of report formats: what each is called, where it goes, and what makes it."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContext:
    """What a report takes besides the result."""

    token: str
    """Nobody can have guessed it; switches GitHub's commands on again."""
    host: Mapping[str, str] = field(default_factory=dict)
    """Variables that the host sets for its own formats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """One format: of the whole class, or one file a repository."""

    file_name: str
    """What its consumer calls the file."""
    of_class: Callable[[AssignmentResult, ReportContext], str] | None = None
    of_repository: Callable[[AssignmentResult, RepositoryResult, ReportContext], str | None] | None = None
    """None comes out where the format has no way to say that we failed: then there must be no file."""


def _own(result: AssignmentResult) -> str:
    from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for this format
    from codementor_cli.schemas.public.grading import result_json  # noqa: PLC0415 - the same

    return to_json(result_json(result))


FORMATS: Mapping[str, ReportFormat] = {
    "json": ReportFormat(file_name="result.json", of_class=lambda result, _: _own(result)),
    "junit": ReportFormat(file_name="junit.xml", of_class=lambda result, _: junit(result)),
    "github": ReportFormat(file_name="github.txt", of_class=lambda result, around: github(result, around.token)),
    "github-outputs": ReportFormat(file_name="outputs.txt", of_class=lambda result, _: github_outputs(result)),
    "markdown": ReportFormat(file_name="summary.md", of_class=lambda result, _: markdown(result)),
    "html": ReportFormat(file_name="report.html", of_class=lambda result, _: html(result)),
    "csv": ReportFormat(file_name="gradebook.csv", of_class=lambda result, _: gradebook(result)),
    "csv-long": ReportFormat(file_name="gradebook-long.csv", of_class=lambda result, _: gradebook_long(result)),
    "ctrf": ReportFormat(file_name="ctrf-report.json", of_class=lambda result, _: ctrf(result)),
    "gradescope": ReportFormat(file_name="results.json", of_repository=lambda _, each, __: gradescope(each)),
    "prairielearn": ReportFormat(file_name="results.json", of_repository=lambda _, each, __: prairielearn(each)),
    "exercism": ReportFormat(file_name="results.json", of_repository=lambda _, each, __: exercism(each)),
    "classroom50": ReportFormat(
        file_name="result.json", of_repository=lambda result, each, around: classroom50(result, each, around.host)
    ),
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
"""Formats that there were: why each is gone, and what to type instead."""
