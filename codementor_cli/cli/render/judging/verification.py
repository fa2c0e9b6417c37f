"""Results of reference submissions, for their author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codementor_cli.cli.render.marks import mark, marks
from codementor_cli.cli.render.text import Line, Look, Span, line, lines_of
from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible, visible_line

if TYPE_CHECKING:
    from codementor_cli.services.judging.verify_catalog import Counts


def verification_lines(
    challenge_id: str, reference: ReferenceSubmission, judgement: Judgement, look: Look
) -> list[Line]:
    """Return a line for a reference with its verdict; after a wrong one, the expected verdict and the feedback."""
    agrees = judgement.verdict is reference.expected
    sign = mark(agrees, look)
    name = f"{visible_line(challenge_id)}  {visible_line(reference.name)}"
    if agrees:
        return [line(sign, f" {name}  {judgement.verdict.words}")]
    said = f"expected {reference.expected.words}, found {judgement.verdict.words}"
    feedback = lines_of(visible(judgement.feedback), indent="    ") if judgement.feedback else []
    return [line(sign, f" {name}  {said}"), *feedback]


def finding_line(message: str, look: Look, *, is_warning: bool = False) -> Line:
    """Return the line of a problem with a challenge as a whole."""
    if is_warning:
        return line(Span("warning:", "warn"), f" {visible_line(message)}")
    return line(mark(False, look), f" {visible_line(message)}")


def not_judged_line(challenge_id: str, name: str, reason: str, look: Look) -> Line:
    """Return the line of a program that the machine could not judge."""
    words = f" {visible_line(challenge_id)}  {visible_line(name)}  not judged: {visible_line(reason)}"
    return line(Span(marks(look.unicode).skipped, "warn"), words)


def summary_line(counts: Counts, look: Look) -> Line:
    """Return the closing line."""
    words = f"{count_text(counts.challenges, 'challenge')}, {count_text(counts.references, 'reference submission')}"
    troubles = {
        f"{counts.wrong} wrong": counts.wrong,
        f"{count_text(counts.broken, 'challenge')} broken": counts.broken,
        f"{counts.not_judged} not judged": counts.not_judged,
        f"{count_text(counts.left, 'challenge')} not done": counts.left,
    }
    ending = ", ".join(said for said, count in troubles.items() if count)
    noted = f", {count_text(counts.warnings, 'warning')}" * bool(counts.warnings)
    return line(mark(not ending, look), f" {words}: {ending or 'all as expected'}{noted}")
