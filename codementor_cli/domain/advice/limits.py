"""Rules for programs that took too long, too much memory, or printed too much."""

from __future__ import annotations

from codementor_cli.domain.advice.cause import Cause, Symptoms
from codementor_cli.domain.verdict import Verdict

_TLE = (Verdict.TLE,)


def _never_ends(seen: Symptoms) -> bool:
    """Whether not even the small visible cases came to an end."""
    return seen.nothing_passed


LIMIT_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="waits-for-input",
        verdicts=_TLE,
        said=r"waiting for input",
        hint=(
            "The program waits for input that never comes: it reads more than there is, or in a loop that does"
            " not notice the end."
        ),
        approach="Compare how often the program reads with the number of lines of the sample.",
        steps=("Look at the condition of the loop that reads.", "Stop when there is nothing left to read."),
        confidence=0.75,
    ),
    Cause(
        name="loop-without-an-end",
        verdicts=_TLE,
        code=r"\b(?:while|for|loop)\b",
        when=_never_ends,
        hint="Even small inputs never come to an end: most likely a loop's condition stays true for ever.",
        approach="For each `while`, ask which line in its body changes what the condition looks at.",
        steps=(
            "Print the loop's variable in each round, for the first ten rounds.",
            "Check that it moves towards the end, in every branch.",
        ),
        confidence=0.7,
    ),
)
