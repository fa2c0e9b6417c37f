"""Words of a filter of the history, as people write them: verdicts and points in time."""

from __future__ import annotations

from datetime import datetime

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.text.moment import read_moment

VERDICTS = tuple(each for each in Verdict if each is not Verdict.OK)
"""All but ``OK``, which only runs get."""


def verdict_words() -> dict[str, Verdict]:
    """Return verdicts by what may name them: a code, or words as they are shown; see ``plain``."""
    names: dict[str, Verdict] = {each.value.lower(): each for each in VERDICTS}
    names |= {each.words.replace("-", " "): each for each in VERDICTS}
    return names | {each.words.removesuffix(" exceeded"): each for each in VERDICTS}


def plain(text: str) -> str:
    """Return the typed name of a verdict as ``verdict_words`` has it."""
    return " ".join(text.replace("-", " ").replace("_", " ").split()).lower()


def moment_of(text: str, now: datetime) -> datetime:
    """Return the point in time of typed words, aware.

    Args:
        text: As ``text.moment`` lists its forms.
        now: Aware; a time without a zone is on its wall clock.

    Raises:
        ValueError: It cannot be read.
        OverflowError: There is no such time.
    """
    found = read_moment(text, now.replace(tzinfo=None))
    # On the wall clock, by the rules that held on that day.
    return found.astimezone() if found.tzinfo is None else found
