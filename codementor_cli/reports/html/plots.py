"""Plots as SVG: score distribution, cases failed most, submissions over time. Each has its figures in words as well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.reports.words import plain
from codementor_cli.text.excerpts import shortened
from codementor_cli.text.untrusted import visible_line, xml_text

_WIDTH, _HEIGHT = 480, 220
_LEFT, _BOTTOM, _TOP = 36, 30, 14
_BAR_WIDTH = 80
"""At most."""
_BIN_COUNT = 10
_CASE_COUNT = 10
"""How many cases the plot of failures names."""
_NAME_CHARACTERS = 34
_DAY_COUNT = 60
"""Most days that get a bar each; longer times are put together."""


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    count: int
    says: str
    """The tooltip."""


def score_distribution(result: AssignmentResult) -> str:
    """Return the count of repositories in ten equal parts of the points; faults are not in it."""
    scores = [each.final for each in result.repositories if each.final is not None]
    top = result.max_points or Decimal(1)
    counts = Counter(min(_BIN_COUNT - 1, int(score * _BIN_COUNT / top)) for score in scores)
    bars = []
    for index in range(_BIN_COUNT):
        low, high = top * index / _BIN_COUNT, top * (index + 1) / _BIN_COUNT
        bars.append(_Bar(plain(low), counts[index], f"{plain(low)} to {plain(high)} points: {counts[index]}"))
    without = len(result.repositories) - len(scores)
    left_out = f" {without} without a score are not in it." if without else ""
    return _figure("Scores", f"How many repositories have so many points.{left_out}", _columns(bars))


def most_failed(result: AssignmentResult) -> str:
    """Return the cases that most programs failed; a program that does not compile fails none."""
    failed: Counter[tuple[str, str]] = Counter()
    judged: Counter[tuple[str, str]] = Counter()
    for challenge in (each for repository in result.repositories for each in repository.challenges):
        for case in challenge.cases:
            if case.verdict is None:
                continue
            key = (challenge.title, case.name)
            judged[key] += 1
            failed[key] += not case.passed
    worst = [(key, count) for key, count in failed.most_common(_CASE_COUNT) if count]
    bars = []
    for key, count in worst:
        name = visible_line(f"{key[0]}: {key[1]}")
        bars.append(_Bar(name, count, f"{name}: failed by {count} of {judged[key]}"))
    return _figure("Cases failed most", "How many of the programs that ran failed each.", _rows(bars))


def submissions_over_time(result: AssignmentResult) -> str:
    """Return the days of the graded commits, by their own dates, and the due date."""
    days = [each.commit.committed_at.date() for each in result.repositories if each.commit is not None]
    due = result.due_at.date() if result.due_at else None
    without = len(result.repositories) - len(days)
    words = "When the graded commits were made, by their own word (UTC)."
    words += f" {without} have none." if without else ""
    return _figure("Commits over time", words, _columns(_day_bars(days), _due_place(days, due)))


def _day_bars(days: Sequence[date]) -> list[_Bar]:
    if not days:
        return []
    first, step, counts = _steps(days)
    bars = []
    for index in range(max(counts) + 1):
        start = first + timedelta(days=index * step)
        bars.append(_Bar(f"{start:%d %b}", counts[index], f"{start:%d %b %Y}: {counts[index]}"))
    return bars


def _steps(days: Sequence[date]) -> tuple[date, int, Counter[int]]:
    """Return the first day, the days a bar, and the commits a bar; commits of long before count for the first."""
    last = max(days)
    first = max(min(days), last - timedelta(days=5 * 365))
    step = (last - first).days // _DAY_COUNT + 1
    return first, step, Counter(max(0, (day - first).days) // step for day in days)


def _due_place(days: Sequence[date], due: date | None) -> float | None:
    """Return where the end of the due day is, in bars from the left; None: not within the plot."""
    if due is None or not days:
        return None
    first, step, counts = _steps(days)
    place = ((due - first).days + 1) / step
    return place if 0 <= place <= max(counts) + 1 else None


def _figure(title: str, words: str, plot: str) -> str:
    shown = plot or '<p class="faint">Nothing to show.</p>'
    return f"<figure><figcaption><b>{xml_text(title)}.</b> {xml_text(words)}</figcaption>{shown}</figure>"


def _columns(bars: Sequence[_Bar], mark: float | None = None) -> str:
    """Return upright bars, and perhaps a line between them."""
    if not any(bar.count for bar in bars):
        return ""
    top = max(bar.count for bar in bars)
    width = min(_BAR_WIDTH, (_WIDTH - _LEFT) / len(bars))
    floor = _HEIGHT - _BOTTOM
    parts = [_text(_LEFT - 6, _TOP + 8, str(top), "end"), _text(_LEFT - 6, floor, "0", "end")]
    every = max(1, len(bars) // 6)
    for index, bar in enumerate(bars):
        height = (floor - _TOP) * bar.count / top
        left = _LEFT + index * width
        parts.append(
            f'<rect class="bar" x="{left + 1:.1f}" y="{floor - height:.1f}" width="{max(1.0, width - 2):.1f}" '
            f'height="{height:.1f}"><title>{xml_text(bar.says)}</title></rect>'
        )
        if index % every == 0:
            parts.append(_text(left + 1, _HEIGHT - 10, bar.label))
    parts.append(f'<line class="axis" x1="{_LEFT}" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>')
    if mark is not None:
        place = _LEFT + mark * width
        parts.append(f'<line class="due" x1="{place:.1f}" y1="{_TOP}" x2="{place:.1f}" y2="{floor}"/>')
        parts.append(_text(place - 4, _TOP - 3, "due", "end"))
    return _svg(parts, _HEIGHT)


def _rows(bars: Sequence[_Bar]) -> str:
    """Return lying bars, each under its name."""
    if not bars:
        return ""
    top = max(bar.count for bar in bars)
    parts = []
    for index, bar in enumerate(bars):
        y = index * 32
        width = (_WIDTH - 40) * bar.count / top
        parts.append(_text(0, y + 12, shortened(bar.label, _NAME_CHARACTERS * 2), style="name"))
        parts.append(
            f'<rect class="bar" x="0" y="{y + 16}" width="{width:.1f}" height="10">'
            f"<title>{xml_text(bar.says)}</title></rect>"
        )
        parts.append(_text(width + 6, y + 25, str(bar.count)))
    return _svg(parts, 32 * len(bars))


def _text(x: float, y: float, text: str, anchor: str = "start", style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{xml_text(text)}</text>'


def _svg(parts: Sequence[str], height: int) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img">{"".join(parts)}</svg>'
