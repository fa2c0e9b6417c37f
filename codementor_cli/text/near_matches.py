"""Near matches of a word that is not known: typing errors, letters that changed places, beginnings."""

from __future__ import annotations

from collections.abc import Iterable

from codementor_cli.text.untrusted import escaped

_MOST = 3
_LONGEST = 100
_SHORTEST_START = 3
"""Letters: fewer begin too many words."""


def near_matches(word: str, known: Iterable[str], most: int = _MOST) -> tuple[str, ...]:
    """Return at most ``most`` known words that look like this one, best first."""
    candidates = list(known)
    # difflib misses letters that changed places: it finds tsets no nearer to tests than to limits.
    swapped = tuple(each for each in candidates if each != word and sorted(each) == sorted(word))
    begun = tuple(each for each in candidates if len(word) >= _SHORTEST_START and each.startswith(word))
    if swapped or begun:
        return (swapped or begun)[:most]
    from difflib import get_close_matches  # noqa: PLC0415  # 3 ms, and few commands need it

    return tuple(get_close_matches(word[:_LONGEST], candidates, n=most))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean a or b?``, or nothing where no known word is near."""
    near = near_matches(word, known)
    return f"did you mean {' or '.join(map(escaped, near))}?" if near else ""
