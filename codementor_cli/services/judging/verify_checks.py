"""What can be said of a challenge without judging anything. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.domain.challenge.challenge import Challenge, ReferenceSubmission
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.text.amounts import count_text

_SPEEDS = (
    frozenset({"c", "cpp", "rust"}),
    frozenset({"go", "java"}),
    frozenset({"javascript", "typescript"}),
    frozenset({"python", "ruby", "bash"}),
)
"""Languages by the speed of a plain loop, fastest first. Source: the nested loop over all pairs of 150 000 numbers in
challenges/matching-weights/submissions/time_limit_exceeded, which takes 4 s in the first and minutes in the last."""
_MOST_NAMED = 3


def silent_points(challenge: Challenge) -> str:
    """Return what is wrong where some cases have points and others, by their silence, are worth nothing; else nothing.

    A sample may be silent: it is there to be read.
    """
    cases = challenge.suite.tests
    scored = next((case for case in cases if case.points is not None), None)
    silent = [case.name for case in cases if case.points is None and not case.sample]
    if scored is None or not silent:
        return ""
    named = ", ".join(silent[:_MOST_NAMED]) + ", …" * (len(silent) > _MOST_NAMED)
    return (
        f"{challenge.id} has points in the test case {scored.name}, and none in {count_text(len(silent), 'other')}: "
        f"{named}. They would be worth nothing: give every case points (0 where that is meant), or none at all."
    )


def slow_language_only(challenge: Challenge, references: Sequence[ReferenceSubmission]) -> str:
    """Return a warning where no faster program shows that what is too slow is so in every language; else nothing."""
    slow = {each.program.language for each in references if each.expected is Verdict.TLE}
    offered = frozenset(language for language, _ in challenge.languages)
    if not offered and challenge.suite.function is None:
        offered = frozenset().union(*_SPEEDS)
    if not slow or not offered:
        return ""
    fastest = next((speed & offered for speed in _SPEEDS if speed & offered), offered)
    if fastest & slow:
        return ""
    return (
        f"{challenge.id} has programs in submissions/time_limit_exceeded in {_words(slow)} only: "
        f"add one in {_words(fastest, 'or')}, or the same idea may be fast enough there."
    )


def _words(languages: set[str] | frozenset[str], joint: str = "and") -> str:
    *most, last = sorted(languages)
    return f"{', '.join(most)} {joint} {last}" if most else last
