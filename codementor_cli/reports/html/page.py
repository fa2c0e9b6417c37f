"""The page: figures of the class, plots, a table with a line a repository, and what failed in each.

Everything from outside passes ``xml_text``, which HTML reads in the same way. There is no script, and the page's own
policy forbids any request.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from codementor_cli.domain.grading.results import AssignmentResult, ChallengeResult, RepositoryResult, RepositoryState
from codementor_cli.reports import words
from codementor_cli.reports.html.plots import most_failed, score_distribution, submissions_over_time
from codementor_cli.reports.html.style import STYLE
from codementor_cli.text.untrusted import visible_line, xml_text

_NOTHING = frozenset({RepositoryState.EMPTY, RepositoryState.MISSING})
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_DETAILS_CHARACTERS = 600
"""Of each input or output of a failed case, at most."""
_CHARACTERS = 4_000_000
"""Of all texts together: a browser must still open it."""


def html(result: AssignmentResult) -> str:
    """Return the report of all repositories."""
    title = xml_text(visible_line(result.title))
    limit = min(_DETAILS_CHARACTERS, words.room(result, _CHARACTERS))
    plots = "".join([score_distribution(result), most_failed(result), submissions_over_time(result)])
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,">',
            f"<title>{title}</title><style>{STYLE}</style></head><body>",
            f"<h1>{title}</h1>",
            *_head(result),
            f'<div class="plots">{plots}</div>',
            *_table(result),
            "<h2>Each repository</h2>",
            *(line for number, each in enumerate(result.repositories) for line in _details(each, number, limit)),
            "</body></html>",
            "",
        ]
    )


def _head(result: AssignmentResult) -> Iterable[str]:
    due = f", due {result.due_at:%d %B %Y %H:%M %Z}" if result.due_at else ""
    yield f'<p class="faint">Graded {result.graded_at:%d %B %Y %H:%M} UTC{xml_text(due)}.</p>'
    if not result.finished:
        yield '<p class="warn">Grading has not finished: repositories without a score are still to come.</p>'
    scores = [each.final for each in result.repositories if each.final is not None]
    most = words.plain(result.max_points)
    median_score = f"{words.plain(round(median(scores), 2))} of {most}" if scores else "–"
    figures = [
        ("Repositories", str(len(result.repositories))),
        ("Passed", str(sum(each.passed is True for each in result.repositories))),
        ("Median score", median_score),
        ("Nothing handed in", str(sum(each.state in _NOTHING for each in result.repositories))),
        ("Late", str(sum(bool(each.lateness and each.lateness.late) for each in result.repositories))),
        ("Without a score", str(len(result.faults))),
    ]
    cells = "".join(f"<div><b>{value}</b>{name}</div>" for name, value in figures)
    yield f'<div class="figures">{cells}</div>'


def _table(result: AssignmentResult) -> Iterable[str]:
    every = (each for repository in result.repositories for each in repository.challenges)
    ids = {each.challenge_id: _head_of(each) for each in every}
    columns = "".join(ids.values())
    yield "<h2>Results</h2>"
    yield '<div class="wide"><table><caption>Points that count, after what lateness costs.</caption>'
    yield '<thead><tr><th>Who</th><th class="number">Score</th><th>Result</th>'
    yield f"{columns}<th>Remarks</th></tr></thead><tbody>"
    for number, repository in enumerate(result.repositories):
        points = {each.challenge_id: each for each in repository.challenges}
        cells = "".join(_points(points.get(challenge_id)) for challenge_id in ids)
        said = words.in_one_line(words.class_remarks(repository))
        name = xml_text(words.student_name(repository))
        key = xml_text(visible_line(repository.identity.key))
        aside = f' <span class="faint">{key}</span>' if key != name else ""
        yield (
            f'<tr><th><a href="#r{number}">{name}</a>{aside}</th>'
            f'<td class="number" data-label="Score">'
            f"{words.plain(repository.final) or '–'} / {words.plain(repository.max_points)}</td>"
            f'<td class="outcome" data-label="Result">{_outcome(repository)}</td>{cells}'
            f'<td data-label="Remarks">{xml_text(said)}</td></tr>'
        )
    yield "</tbody></table></div>"


def _outcome(repository: RepositoryResult) -> str:
    if repository.final is None:
        return '<span class="warn">no score: not judged</span>'
    return f'<span class="{"good" if repository.passed else "bad"}">{xml_text(words.outcome_words(repository))}</span>'


def _head_of(challenge: ChallengeResult) -> str:
    name, title = xml_text(visible_line(challenge.challenge_id)), xml_text(visible_line(challenge.title))
    aside = f'<span class="faint id">{name}</span>' if title not in {"", name} else ""
    return f'<th class="number">{title or name}{aside}</th>'


def _points(challenge: ChallengeResult | None) -> str:
    if challenge is None:
        return '<td class="number" data-label="">–</td>'
    style = "good" if challenge.accepted else "bad"
    verdict = challenge.verdict.words if challenge.verdict else str(challenge.state)
    value = words.plain(challenge.final) or "–"
    label, shade = xml_text(words.titled(challenge)), style if value != "–" else "warn"
    return f'<td class="number {shade}" title="{xml_text(verdict)}" data-label="{label}">{value}</td>'


def _details(repository: RepositoryResult, number: int, limit: int) -> Iterable[str]:
    said = f"{words.student_name(repository)}: {words.score_line(repository)}"
    # A link to something within opens the details by itself, which one to the details does not.
    yield f'<details><summary>{xml_text(said)}</summary><div id="r{number}">'
    if repository.commit is not None:
        yield f'<p class="faint">Commit {xml_text(repository.commit.id)}</p>'
    yield from (f"<p>{xml_text(each)}</p>" for each in words.remarks(repository))
    if repository.challenges and all(each.accepted for each in repository.challenges):
        yield "<p>Everything is accepted.</p>"
    for challenge in repository.challenges:
        for row in words.rows_to_mend(challenge):
            yield f"<h3>{xml_text(row.heading)}</h3><pre>{xml_text(words.case_text(row, limit))}</pre>"
    yield "</div></details>"
