"""Take the learner's name, folders and keys out of text that leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LANE = re.compile(r"(?:file://)?/box/(?:source|build)/")
_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})[^/\\\s\"'<>|:;,)]+")
_ROOT = re.compile(r"(?<![\w.~-])/root(?=/\w)")
_TEMPORARY = re.compile(
    r"(?<![\w.~-])(?:/private)?(?:/var/folders/[^/\s]+/[^/\s]+|/var/tmp|/tmp|/run/user/\d+)/[^/\s\"':;,)]+"
)
_KEY = re.compile(r"sk-[A-Za-z0-9_-]{16,}")
_SHORTEST_PRIVATE = 6
"""A shorter word is found in other words too."""


def scrubbed(text: str, private: Sequence[str] = ()) -> str:
    """Return text without folders of this machine, names of its users, and keys.

    Args:
        text: Anything that a learner, a compiler or a program wrote.
        private: Words that only this machine knows, like the home folder; each is replaced wherever it stands.
    """
    for word in sorted(private, key=len, reverse=True):
        if len(word) >= _SHORTEST_PRIVATE:
            text = text.replace(word, "~")
    text = _LANE.sub("", text)
    text = _HOME.sub("~", text)
    text = _ROOT.sub("~", text)
    text = _TEMPORARY.sub("~", text)
    return _KEY.sub("(key)", text)
