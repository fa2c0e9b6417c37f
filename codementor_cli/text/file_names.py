"""Safe names of files and folders for repositories, whose own names are hostile input."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")
_MADE = re.compile(r".*-[0-9a-f]{12}", re.IGNORECASE)
"""The form of a made name. A repository with such a name gets a digest too: it cannot take another's file."""


def file_names(names: Sequence[str]) -> list[str]:
    """Return names for files: plain and unique ones as they are, others with a digest that tells them apart.

    No two are the same, nor on a file system that does not know upper from lower case.
    """
    counted = Counter(name.casefold() for name in names)
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        if _PLAIN.fullmatch(name) and counted[name.casefold()] == 1 and not _MADE.fullmatch(name):
            result.append(name)
            continue
        digest = hashlib.sha256(f"{name}\0{seen[name]}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        seen[name] += 1
        result.append(f"{_UNSAFE.sub('_', name)[:60].lstrip('.-') or '_'}-{digest}")
    return result
