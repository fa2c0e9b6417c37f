"""Rules for programs that took too long, too much memory, or printed too much."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_TLE = (Verdict.TLE,)
_SMALL_CHARACTERS = 200


def _never_ends(seen: Symptoms) -> bool:
    """Whether nothing came to an end, not even a visible case whose input is small."""
    return seen.nothing_passed and any(len(each.input) <= _SMALL_CHARACTERS for each in seen.shown)


LIMIT_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="slept-or-waited",
        verdicts=_TLE,
        said=r"it slept or waited for something",
        hint=(
            "The program hardly computed anything until its time was up: it slept, or waited for something that did"
            " not come. It did not wait for input, which always ends here."
        ),
        approach="Look for what lets a program wait: sleep, threads and locks, another program, a connection.",
        steps=(
            "Find that line, and ask what it is for.",
            "Print a word before it and one after it, to see where the program stands still.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="loop-without-an-end",
        verdicts=_TLE,
        code=r"\b(?:while|for|loop)\b",
        when=_never_ends,
        hint=(
            "Not even the case with a small input comes to an end: a loop's condition stays true for ever, or far"
            " longer than needed."
        ),
        approach="For each `while`, ask which line in its body changes what the condition looks at.",
        steps=(
            "Print the loop's variable in each round, for the first ten rounds.",
            "Check that it moves towards the end, in every branch.",
        ),
        confidence=0.7,
    ),
)
