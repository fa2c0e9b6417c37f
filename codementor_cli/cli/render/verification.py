"""What came of reference submissions, for their author."""

from __future__ import annotations

from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line, lines_of
from codementor_cli.cli.render.untrusted import visible, visible_line
from codementor_cli.domain.challenge import ReferenceSubmission
from codementor_cli.domain.display import count_text
from codementor_cli.domain.judgement import Judgement


def verification_lines(
    challenge_id: str, reference: ReferenceSubmission, judgement: Judgement, look: Look
) -> list[Line]:
    """Return a line for a reference that got its verdict; for another also what it should have got, and why not."""
    signs = marks(look.unicode)
    agrees = judgement.verdict is reference.expected
    mark = Span(signs.good if agrees else signs.bad, "good" if agrees else "bad")
    name = f"{visible_line(challenge_id)}  {visible_line(reference.name)}"
    if agrees:
        return [line(mark, f" {name}  {judgement.verdict.words}")]
    said = f"expected {reference.expected.words}, found {judgement.verdict.words}"
    feedback = lines_of(visible(judgement.feedback), indent="    ") if judgement.feedback else []
    return [line(mark, f" {name}  {said}"), *feedback]


def finding_line(message: str, look: Look) -> Line:
    """Return the line of something wrong with a challenge as a whole."""
    return line(Span(marks(look.unicode).bad, "bad"), f" {visible_line(message)}")


def summary_line(counts: tuple[int, int, int, int], look: Look) -> Line:
    """Return the closing line.

    Args:
        counts: Of challenges, of reference submissions, of those that are wrong, and of broken challenges.
        look: Where it is shown.
    """
    challenges, references, wrong, broken = counts
    signs = marks(look.unicode)
    good = not wrong and not broken
    words = f"{count_text(challenges, 'challenge')}, {count_text(references, 'reference submission')}"
    trouble = [f"{wrong} wrong"] * bool(wrong) + [f"{count_text(broken, 'challenge')} broken"] * bool(broken)
    ending = ", ".join(trouble) or "all as expected"
    return line(Span(signs.good if good else signs.bad, "good" if good else "bad"), f" {words}: {ending}")
