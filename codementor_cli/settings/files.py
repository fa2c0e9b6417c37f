"""Read one settings file: strict, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from codementor_cli.errors import Problem
from codementor_cli.settings.keys import KEYS
from codementor_cli.settings.project import Project
from codementor_cli.text.near_matches import near_matches

PROJECT_FILE = ".codementor.toml"

_SIZE_CAP_BYTES = 1024 * 1024
_TABLES = {name.partition(".")[0] for name in KEYS if "." in name}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileValues:
    """What one file sets."""

    path: Path
    values: dict[str, Any]
    """Checked values by key name."""
    trusted: bool
    """Whether the user wrote it; a project's file may come with another person's repository."""
    lines: dict[str, int]
    """Line of each name, 1-based, where it was found."""
    problems: tuple[Problem, ...] = ()

    def place(self, name: str) -> str:
        """Return ``file:line`` for a key."""
        line = self.lines.get(name)
        return str(self.path) if line is None else f"{self.path}:{line}"


def read_settings_file(path: Path, trusted: bool) -> FileValues | None:
    """Return what a file sets; None where there is no such file.

    Args:
        path: The TOML file.
        trusted: Whether the user wrote it; a project's file may come with another person's repository.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_SIZE_CAP_BYTES + 1)
        text = raw.decode()
        if len(raw) > _SIZE_CAP_BYTES:
            return _broken(path, f"is larger than {_SIZE_CAP_BYTES} bytes")
        import tomllib  # noqa: PLC0415  # 4 ms that a user without such a file does not pay

        document = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _broken(path, f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        return _broken(path, "is not UTF-8", raw.count(b"\n", 0, error.start) + 1)
    except (ValueError, RecursionError) as error:  # of tomllib
        return _not_toml(path, error)
    lines = _lines(text)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in _flat(document):
        message, suggestion = _objection(name, trusted)
        if not message:
            try:
                read = KEYS[name].read(value)
                values[name] = _from_folder(path.parent, read) if KEYS[name].from_folder else read
                continue
            except ValueError as error:
                message, suggestion = f"{name}: {error}", f"for example {KEYS[name].example}"
        problems.append(Problem(str(path), message, lines.get(name), suggestion=suggestion))
    return FileValues(path=path, values=values, trusted=trusted, lines=lines, problems=tuple(problems))


def _from_folder(folder: Path, paths: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(paths, str):
        return str(folder / paths)
    return tuple(str(folder / Path(path).expanduser()) for path in paths)


def _objection(name: str, trusted: bool) -> tuple[str, str]:
    """Return why a key cannot stand here and what to do; empty where it can."""
    if name not in KEYS:
        near = near_matches(name, KEYS, most=1) or [key for key in KEYS if key.endswith("." + name)]
        return f"unknown key {name!r}", f"did you mean {near[0]}?" if near else ""
    if KEYS[name].project is Project.NEVER and not trusted:
        return f"{name}: {Project.NEVER.value}", f"set {KEYS[name].variable}, or put it into your own config file"
    return "", ""


def _flat(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield ``table.key`` and value; a table that is none of ours is yielded whole."""
    for name, value in document.items():
        if isinstance(value, dict) and name in _TABLES:
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _lines(text: str) -> dict[str, int]:
    """Return the line of each ``table.key``, as far as plain files go: tomllib keeps no positions."""
    table = ""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([\w.-]+)\]", line):
            table = header[1] + "."
            lines.setdefault(header[1], number)
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            lines.setdefault(table + key[1], number)
    return lines


def _broken(path: Path, message: str, line: int | None = None) -> FileValues:
    return FileValues(path=path, values={}, trusted=False, lines={}, problems=(Problem(str(path), message, line),))


def _not_toml(path: Path, error: Exception) -> FileValues:
    found = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error), re.DOTALL)
    problem = (
        Problem(str(path), f"is not TOML: {found[1]}", int(found[2]), int(found[3]))
        if found
        else Problem(str(path), f"is not TOML: {error}")
    )
    return FileValues(path=path, values={}, trusted=False, lines={}, problems=(problem,))
