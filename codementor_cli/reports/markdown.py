"""Markdown: a job summary, a comment, a release note.

Source: GitHub Flavored Markdown; a step's summary may have 1 MiB. Text of students is escaped, or stands in a fence
that is longer than any run of back quotes in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.reports import words
from codementor_cli.reports.words import Row
from codementor_cli.text.excerpts import shortened
from codementor_cli.text.untrusted import markdown_text, visible_line, xml_text

_SUMMARY_BYTES = 900_000
"""Of GitHub's 1 MiB: another step's words may stand in the same summary."""
_DETAILS_CHARACTERS = 1500
_NAME_CHARACTERS = 120
_LINE_CHARACTERS = 400


def markdown(result: AssignmentResult) -> str:
    """Return the report of all repositories: of one with a table of its tests, of several with a line each."""
    lines = [f"## {escaped(result.title)}", ""]
    if not result.finished:
        lines += ["Grading has not finished: what is missing below has no score yet.", ""]
    details: list[str] = []
    if len(result.repositories) == 1:
        lines += _one(result.repositories[0])
        details = [line for part in _details(result.repositories[0]) for line in part]
    else:
        lines += _many(result.repositories)
    return _bounded(lines, details)


def escaped(text: str, limit: int = _NAME_CHARACTERS) -> str:
    """Return text of unknown origin as one line that Markdown shows as it is."""
    return markdown_text(shortened(visible_line(text), limit))


def fenced(text: str) -> list[str]:
    """Return text as a code block that nothing in it can end."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *text.split("\n"), fence]


def _one(repository: RepositoryResult) -> list[str]:
    sign = "⚠️" if repository.final is None else "✅" if repository.passed else "❌"
    lines = [f"{sign} **{escaped(words.score_line(repository), _LINE_CHARACTERS)}**", ""]
    lines += [f"- {escaped(each, _LINE_CHARACTERS)}" for each in words.remarks(repository)]
    if repository.challenges:
        lines += ["", "| Test | Verdict | Points | Time |", "|---|---|---:|---:|"]
        lines += [_table_line(row) for challenge in repository.challenges for row in words.rows(challenge)]
    return [*lines, ""]


def _table_line(row: Row) -> str:
    sign = "✅" if row.passed else "❌"
    points = "–" if row.faulty else f"{words.plain(row.final)} / {words.plain(row.max_points)}"
    return f"| {sign} {escaped(row.title)} | {escaped(row.verdict)} | {points} | {row.seconds * 1000:.0f} ms |"


def _details(repository: RepositoryResult) -> Iterable[list[str]]:
    # Up to the first empty line it is HTML, where Markdown's escapes would be shown.
    for challenge in repository.challenges:
        for row in words.rows_to_mend(challenge):
            title = xml_text(row.heading)
            text = words.case_text(row, _DETAILS_CHARACTERS)
            yield [f"<details><summary>{title}</summary>", "", *fenced(text), "", "</details>", ""]


def _many(repositories: tuple[RepositoryResult, ...]) -> list[str]:
    lines = ["| Who | Score | Of | Result | Remarks |", "|---|---:|---:|---|---|"]
    for each, name in zip(repositories, words.titles(repositories), strict=True):
        result = words.outcome_words(each)
        said = escaped(words.in_one_line(words.class_remarks(each)), _LINE_CHARACTERS)
        score = words.plain(each.final) or "–"
        lines.append(f"| {escaped(name)} | {score} | {words.plain(each.max_points)} | {result} | {said} |")
    return [*lines, ""]


def _bounded(lines: list[str], details: list[str]) -> str:
    """Return the text; of one that is too long the last details are left out, with a line that says so."""
    text = words.joined(lines)
    room = _SUMMARY_BYTES - len(text.encode())
    if room < 0:
        return text.encode()[:_SUMMARY_BYTES].decode(errors="ignore").rpartition("\n")[0] + "\n\n(cut here: too long)\n"
    kept: list[str] = []
    block: list[str] = []
    for line in details:
        block.append(line)
        if line == "</details>":
            room -= len(words.joined(block).encode())
            if room < 200:
                return words.joined(
                    [*lines, *kept, "", "More failures are not shown here: the summary would be too long."]
                )
            kept += block
            block = []
    return words.joined([*lines, *kept, *block])
