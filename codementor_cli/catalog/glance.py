"""What the first lane has to be like, guessed from files that are not read properly yet.

Reading them takes as long as starting a lane, so the lane starts first. A guess is never believed: what is judged comes
from the proper reading, and a lane that turns out otherwise is not used.
"""

from __future__ import annotations

import re
from pathlib import Path

from codementor_cli.catalog.units import parse_memory_limit
from codementor_cli.domain.limits import Limits
from codementor_cli.domain.program import Language

_MOST_BYTES = 1 << 20
_LANGUAGE = re.compile(r"^([a-z]+):$(.*?)(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)
_EXTENSIONS = re.compile(r"^  extensions: \[(.*)\]$", re.MULTILINE)
_KEY = re.compile(r"^  (compile|zygote):", re.MULTILINE)
_MEMORY = re.compile(r"^limits:.*?\bmemory: *[\"']?(\d[^,}#\n\"']*)", re.MULTILINE | re.DOTALL)
_PROCESSES = re.compile(r"^limits:.*?\bprocesses:", re.MULTILINE | re.DOTALL)


def language_at_a_glance(path: Path, ending: str, *, zygotes: bool = True) -> Language | None:
    """Return the language that an ending tells, with no more than how its lanes start; None: none that was seen.

    Args:
        path: Of ``languages.yaml``.
        ending: Of a program's file, with the dot.
        zygotes: As in ``YamlLanguages``.
    """
    for name, body in _LANGUAGE.findall(path.read_text(encoding="utf-8")):
        found = _EXTENSIONS.search(body)
        if found and ending.lower() in found[1].split(", "):
            keys = set(_KEY.findall(body))
            return Language(
                name=name,
                title=name,
                extensions=(ending,),
                main_name="",
                compile=("compiler",) if "compile" in keys else (),
                run=(),
                zygote=zygotes and "zygote" in keys,
            )
    return None


def limits_at_a_glance(path: Path) -> Limits | None:
    """Return the limits that a file of test cases seems to ask for, times left out; None: it cannot be seen."""
    try:
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    if _PROCESSES.search(text):
        return None
    memory = _MEMORY.search(text)
    try:
        return Limits(memory_bytes=parse_memory_limit(memory[1].strip())) if memory else Limits()
    except ValueError:
        return None
