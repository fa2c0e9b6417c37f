"""Names in messages: escaped, quoted, and with near matches."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable
from pathlib import Path

from codementor_cli.text.invisible import all_show, escaped

_MOST_NAMED = 3
_LONGEST = 60
_SHORTEST_START = 3
"""Letters: fewer begin too many words."""


def shown(text: str) -> str:
    """Return text that stays on its line: whatever does not show is escaped as in a Python string."""
    return escaped(text)


def brief(text: str) -> str:
    """Return text that stays on its line, and short."""
    return shown(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def quoted(text: str) -> str:
    """Return a name as one word of a shell command, safe to print."""
    return shlex.quote(text) if all_show(text) else f"'{shown(text)}'"


def shown_path(path: Path) -> str:
    """Return a path as the user would type it: relative where it is below the working folder."""
    try:
        return shown(str(path.absolute().relative_to(Path.cwd())))
    except (ValueError, OSError):
        return shown(str(path))


def near_matches(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known words that look like this one, best first."""
    candidates = list(known)
    # difflib misses letters that changed places: it finds tsets no nearer to tests than to limits.
    swapped = tuple(each for each in candidates if each != word and sorted(each) == sorted(word))
    begun = tuple(each for each in candidates if len(word) >= _SHORTEST_START and each.startswith(word))
    return (
        swapped
        or begun[:_MOST_NAMED]
        or tuple(difflib.get_close_matches(word[:100], candidates, n=_MOST_NAMED, cutoff=0.6))
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean a or b?``, or nothing where no known word is near."""
    near = near_matches(word, known)
    return f"did you mean {' or '.join(shown(match) for match in near)}?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """Return ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
