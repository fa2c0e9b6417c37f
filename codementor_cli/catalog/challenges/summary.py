"""What lists show of a challenge, read without the rest of its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from codementor_cli.catalog.yaml.document import MAX_DOCUMENT_BYTES, events
from codementor_cli.domain.challenge.challenge import ChallengeSummary, Difficulty
from codementor_cli.errors import ErrorKind, Problem, ProblemsError
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path
from codementor_cli.text.sentences import one_of
from codementor_cli.text.untrusted import escaped

_KEYS = ("id", "title", "difficulty", "tags", "description")


def read_summary(folder: Path) -> ChallengeSummary | ProblemsError:
    """Return the summary of a challenge folder, or the problem that prevents it.

    Reads the file only as far as the keys that lists show, so that problems after them are not found: loading the
    challenge finds them.
    """
    path = shown_path(folder / "challenge.yaml")
    try:
        content = FolderFiles(folder).read("challenge.yaml", MAX_DOCUMENT_BYTES)
        found = _head(content.decode("utf-8"))
        difficulty = Difficulty(str(found["difficulty"]))
    except Refused as error:
        problem = Problem(path, error.message, suggestion=error.suggestion)
    except KeyError as error:
        problem = Problem(path, f"the key {error.args[0]} is missing")
    except UnicodeDecodeError:
        problem = Problem(path, "expected UTF-8 text")
    except yaml.YAMLError:
        problem = Problem(path, "this is not YAML")
    except ValueError:
        problem = Problem(path, f"expected the difficulty {one_of(Difficulty)}")
    else:
        return _summary(folder, found, difficulty)
    return ProblemsError((problem,), kind=ErrorKind.BROKEN_CATALOG)


def _summary(folder: Path, found: dict[str, Any], difficulty: Difficulty) -> ChallengeSummary:
    return ChallengeSummary(
        id=folder.name,
        title=escaped(found["title"].strip()),
        difficulty=difficulty,
        description=escaped(found["description"].strip()),
        tags=tuple(tags) if isinstance(tags := found.get("tags"), list) else (),
        folder=str(folder),
    )


def _head(text: str) -> dict[str, Any]:
    """Return the top-level keys that lists show.

    Raises:
        KeyError: One is missing.
    """
    found: dict[str, Any] = {}
    for key, value in _pairs(text):
        if key in _KEYS:
            found.setdefault(key, value)
        if len(found) == len(_KEYS):
            break
    for name in _KEYS:
        if name != "tags" and not isinstance(found.get(name), str):
            raise KeyError(name)
    return found


def _pairs(text: str) -> Iterator[tuple[str, str | list[str]]]:
    """Yield the top-level keys of a mapping with their values: text, or of a collection all text in it."""
    depth = 0
    row: list[str | list[str]] = []
    for event in events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 2:
                row.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) and depth:
            value = getattr(event, "value", "")
            if depth == 1:
                row.append(value)
            elif isinstance(row[-1], list):
                row[-1].append(value)
        if depth == 1 and len(row) == 2:
            key, value = row
            row = []
            if isinstance(key, str):
                yield key, value
