"""Limits of the first lane, guessed from a file that is not parsed yet.

Parsing takes as long as starting a lane, so the lane starts first. A guess decides nothing: the judge takes the limits
of the parsed file, and does not use a lane with other limits.
"""

from __future__ import annotations

import re
from pathlib import Path

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.text.units import parse_memory_limit

_MOST_BYTES = 1 << 20
_MEMORY = re.compile(r"^limits:.*?\bmemory: *[\"']?(\d[^,}#\n\"']*)", re.MULTILINE | re.DOTALL)
_FUNCTION = re.compile(r"^function:", re.MULTILINE)
_PROCESSES = re.compile(r"^limits:.*?\bprocesses:", re.MULTILINE | re.DOTALL)


def guessed_limits(path: Path) -> tuple[Limits, bool] | None:
    """Return the limits that a file of test cases asks for, by regular expressions; None where they cannot tell.

    Returns:
        The limits, times left out; and whether it is a function that is judged.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    if _PROCESSES.search(text):
        return None
    memory = _MEMORY.search(text)
    try:
        limits = Limits(memory_bytes=parse_memory_limit(memory[1].strip())) if memory else Limits()
    except ValueError:
        return None
    return limits, bool(_FUNCTION.search(text))
