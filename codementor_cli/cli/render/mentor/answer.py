"""A mentor's answer as a learner reads it, and what asking took."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line, lines_of, prose
from codementor_cli.domain.mentor.answer import Analysis, Finding, Hint, Hints, Repair, Review, Severity, Suggestion
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer
from codementor_cli.domain.mentor.mentoring import HintSource, Prompt
from codementor_cli.text.amounts import count_text, measured_text
from codementor_cli.text.untrusted import visible, visible_line

_INDENT = "  "
_SOURCES = {
    HintSource.MODEL: "by Claude",
    HintSource.CHALLENGE: "by the challenge's author",
    HintSource.DIAGNOSIS: "from the judge's results",
}
_STYLES = {Severity.CRITICAL: "bad", Severity.MAJOR: "warn", Severity.MINOR: "", Severity.INFO: "faint"}


_READABLE_COLUMNS = 100
"""Prose is no wider, however wide the terminal."""


def answer_lines(given: MentorAnswer, look: Look, *, accepted: bool = False) -> list[Line]:
    """Return all of an answer.

    Args:
        given: The answer.
        look: Of the place that it is written to.
        accepted: The program is accepted: an answer without a model is then no rung of a ladder.
    """
    readable = replace(look, width=min(look.width, _READABLE_COLUMNS))
    if accepted and isinstance(given.answer, Hint) and given.call.source is not HintSource.MODEL:
        return [*prose(visible(given.answer.hint), readable), *_list("Next", given.answer.next_steps, readable)]
    return list(_answer(given, readable))


def _answer(given: MentorAnswer, look: Look) -> Iterator[Line]:
    match given.answer:
        case Hint() as hint:
            yield _title(f"Hint {given.call.level} of {given.level_count}", given, look)
            yield from _paragraph(hint.hint, look)
            yield from _titled("How to go about it", [hint.suggested_approach], look)
            yield from _list("Next", hint.next_steps, look, numbered=True)
            yield from _confidence(hint, given)
            yield from _ending(given, look)
        case Hints() as hints:
            yield _title("Hints", given, look)
            yield from _paragraph(hints.cause, look)
            for each in hints.hints:
                yield from _titled(f"{each.level}, line {each.line}", [each.text], look)
        case Review() as review:
            yield _title(f"Review: {review.overall_score} of 100", given, look)
            yield from _places(review.suggestions, look)
            yield from _list("Good", review.strengths, look)
            yield from _list("To work at", review.improvements, look)
        case Analysis() as analysis:
            yield _title("Analysis", given, look)
            yield from _paragraph(analysis.summary, look)
            cost = analysis.complexity
            words = f"time {cost.time}, space {cost.space}" + (f": {cost.reason}" if cost.reason else "")
            yield from _titled("Cost", [words], look)
            yield from _places(analysis.findings, look)
            yield from _titled("What next", [analysis.feedback], look)
        case Repair():
            raise TypeError("a student's repair is shown to nobody")


def _title(words: str, given: MentorAnswer, look: Look) -> Line:
    source = _SOURCES[given.call.source] + (", as before" if given.from_store else "")
    return line(Span(words, "strong"), Span(f" {marks(look.unicode).skipped} {source}", "faint"))


def _paragraph(text: str, look: Look) -> Iterator[Line]:
    yield line()
    yield from prose(visible(text), look)


def _titled(title: str, texts: Sequence[str], look: Look) -> Iterator[Line]:
    yield line()
    yield line(Span(title, "strong"))
    for text in texts:
        yield from prose(visible(text), look, _INDENT)


def _list(title: str, points: Sequence[str], look: Look, *, numbered: bool = False) -> Iterator[Line]:
    if not points:
        return
    yield line()
    yield line(Span(title, "strong"))
    for number, point in enumerate(points, start=1):
        yield from _marked(f"{number}. " if numbered else "- ", visible(point), look)


def _marked(mark: str, text: str, look: Look) -> Iterator[Line]:
    """Yield a text after a mark, its further lines aligned with the first."""
    first, *rest = prose(text, look, _INDENT + " " * len(mark))
    yield line(_INDENT + mark, *first[1:])
    yield from rest


def _places(places: Sequence[Suggestion | Finding], look: Look) -> Iterator[Line]:
    for each in places:
        kind = each.type if isinstance(each, Suggestion) else each.category
        yield line()
        words = f"line {each.line}: {each.severity}, {kind.replace('_', ' ')}"
        yield line(Span(words, _STYLES[each.severity]))
        yield from prose(visible(each.message), look, _INDENT)


def _confidence(hint: Hint, given: MentorAnswer) -> Iterator[Line]:
    """Say how sure a hint is; of an author's rung and of a diagnosis, which rules make, there is no figure to show."""
    figure, measure = f"{hint.confidence:.0%}", given.measure
    if measure is None and given.call.source is not HintSource.MODEL:
        return
    yield line()
    if measure is None:
        yield line(Span(f"Confidence: {figure}, not measured", "faint"))
        return
    repairs = count_text(measure.repair_count, "repair")
    words = (
        f"Confidence: {figure}, measured: of {repairs} by {visible_line(measure.model)} each, "
        f"{measure.with_hint_count} accepted with this hint, {measure.without_hint_count} without"
    )
    yield line(Span(words, "faint"))


def _ending(given: MentorAnswer, look: Look) -> Iterator[Line]:
    """Say that the ladder ends here, and how a new one begins."""
    if given.call.level == given.level_count and given.from_store:
        yield line()
        words = "There is no hint after this one. Change the program, and the hints follow what fails then."
        yield from ((Span(each[-1].text, "faint"),) for each in prose(words, look))


def note_lines(given: MentorAnswer, look: Look) -> list[Line]:
    """Return what happened instead of what was asked, a paragraph each."""
    paragraphs = (prose(f"note: {visible_line(note)}", look) for note in given.notes)
    return [each for first, *rest in paragraphs for each in (_note(first), *rest)]


def _note(first: Line) -> Line:
    text = "".join(span.text for span in first)
    return line(Span("note:", "warn"), text.removeprefix("note:"))


def usage_lines(given: MentorAnswer) -> list[Line]:
    """Return what asking took, for ``--verbose``."""
    facts = [f"checks: {visible_line(given.call.checks)}"] if given.call.checks else []
    call = given.call
    if call.request_ids and not given.from_store:
        tokens = f"{call.input_tokens} tokens in, {call.output_tokens} out"
        facts.append(f"{visible_line(call.model) or 'Claude'}: {tokens}, {measured_text(call.latency_seconds)}")
    return [*(line(Span(fact, "faint")) for fact in facts), *request_lines(call.request_ids)]


def request_lines(request_ids: Sequence[str]) -> list[Line]:
    """Return what to name in a report to Anthropic, a line each."""
    return [line(Span(f"request id: {visible_line(each)}", "faint")) for each in request_ids]


def prompt_lines(prompt: Prompt) -> list[Line]:
    """Return everything that would be sent, for people; ``--json`` shows it as it is sent."""
    texts = prompt.texts
    parts = (
        ("to", f"{prompt.model}, {prompt.settings}"),
        ("rules (system)", texts.system),
        ("challenge (user, cached)", texts.shared),
        ("program and results (user)", texts.packet),
        ("task (user)", texts.task),
    )
    return [
        each
        for title, text in parts
        for each in (line(Span(f"--- {title}", "strong")), *lines_of(visible(text)), line())
    ]
