"""A challenge's statement, by Rich: Markdown, samples, limits, languages."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codementor_cli.cli.render.text import Look
from codementor_cli.domain.challenge.challenge import Challenge, TestCase
from codementor_cli.domain.challenge.function_call import call_text
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.challenge.statement import limits_text
from codementor_cli.domain.practice.record import ChallengeProgress
from codementor_cli.text.amounts import count_text, points_text
from codementor_cli.text.untrusted import visible, visible_line

_SAMPLE_LINES = 30
"""Most lines of a sample that are shown."""
_SAMPLE_CHARACTERS = 4000


def statement(
    challenge: Challenge, languages: tuple[Language, ...], look: Look, done: ChallengeProgress | None = None
) -> str:
    """Return the statement as text for a place that looks so.

    Args:
        challenge: As loaded; its author's text is escaped.
        languages: Those that it takes.
        look: Where it is shown.
        done: What the learner did on it so far; None: nothing that is known.
    """
    target = StringIO()
    console = Console(
        file=target,
        width=min(look.width, 100),
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(_whole(challenge, languages, look, done))
    # Rich keeps its bullet where it draws tables in ASCII.
    text = target.getvalue() if look.unicode else target.getvalue().replace("•", "*")
    return "".join(each.rstrip() + "\n" for each in text.split("\n")).rstrip("\n") + "\n"


def _whole(
    challenge: Challenge, languages: tuple[Language, ...], look: Look, done: ChallengeProgress | None
) -> RenderableType:
    parts: list[RenderableType] = [
        Text(visible_line(challenge.title), style="bold"),
        Text(_facts(challenge), style="dim"),
        Text(),
        # Links would be escape sequences that hide where they lead.
        Markdown(visible(challenge.instructions), hyperlinks=False),
    ]
    samples = [case for case in challenge.suite.tests if case.sample and not case.hidden]
    if samples:
        parts += [Text(), Text("Samples", style="bold"), _samples(challenge, samples, look)]
    parts += [Text(), Text(f"Limits: {limits_text(challenge)}")]
    parts.append(Text(f"Languages: {', '.join(each.title for each in languages)}"))
    if done is not None:
        parts += [Text(), Text(done_text(done))]
    return Group(*parts)


def _facts(challenge: Challenge) -> str:
    counted = count_text(len(challenge.suite.tests), "test case")
    facts = [challenge.id, challenge.difficulty.value, *challenge.tags, counted]
    return visible_line(" | ".join(facts))


def _samples(challenge: Challenge, samples: list[TestCase], look: Look) -> RenderableType:
    function = challenge.suite.function
    table = Table(safe_box=not look.unicode, show_lines=True)
    for title in ("Name", "Call" if function else "Input", "Returns" if function else "Output"):
        table.add_column(title, overflow="fold")
    for case in samples:
        given = call_text(function, case.input) if function else case.input
        name = visible_line(case.name) + (f"\n{visible_line(case.description)}" if case.description else "")
        table.add_row(Text(name), _data(given), _data(case.expected))
    return Padding(table, (0, 0))


def _data(content: bytes | str) -> Text:
    lines = visible(content[:_SAMPLE_CHARACTERS]).rstrip("\n").split("\n")
    more = len(lines) > _SAMPLE_LINES or len(content) > _SAMPLE_CHARACTERS
    return Text("\n".join([*lines[:_SAMPLE_LINES], *(["(cut here)"] if more else [])]))


def done_text(done: ChallengeProgress) -> str:
    """Return a learner's progress on a challenge in one line."""
    said = f"Done so far: {count_text(done.submission_count, 'submission')}"
    if done.submissions_to_accepted is None:
        return f"{said}, best score {points_text(done.best_score)} of {points_text(done.max_score)}, not accepted yet"
    return f"{said}, accepted with number {done.submissions_to_accepted}"
