"""The roster: a CSV file from repositories to students; lines that begin with # are comments."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.errors import ErrorKind, Problem, ProblemsError, UserFileError
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean
from codementor_cli.text.sentences import one_of
from codementor_cli.text.units import MIB

MAX_ROSTER_BYTES = 4 * MIB
COLUMNS = ("repository", "id", "name", "email", "section")
_NEEDED = ("repository", "id")
_LONGEST = 200


def read_roster(files: FolderFiles, name: str) -> tuple[Identity, ...]:
    """Return the students on a roster, in the file's order.

    Args:
        files: The assignment's folder.
        name: Relative to it.

    Raises:
        UserFileError: It cannot be read.
        ProblemsError: It has problems; all of them.
    """
    shown_name = shown_path(files.root / name)
    try:
        content = files.read(name, MAX_ROSTER_BYTES)
    except Refused as error:
        raise UserFileError(
            f"{shown_name}: {error.message}", error.suggestion, kind=ErrorKind.BROKEN_CATALOG
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(shown_name, "expected UTF-8 text", line, suggestion="save the file as UTF-8")
        raise ProblemsError((problem,), kind=ErrorKind.BROKEN_CATALOG) from error
    reader = _Reader(shown_name)
    found = tuple(reader.identities(text))
    if reader.problems:
        raise ProblemsError(tuple(reader.problems), kind=ErrorKind.BROKEN_CATALOG)
    return found


class _Reader:
    """Reads rows, and keeps their problems."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self._seen: dict[str, int] = {}

    def identities(self, text: str) -> Iterator[Identity]:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            titles = [title.strip().lower() for title in next(rows, [])]
            if not self._known(titles):
                return
            for row in rows:
                if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
                    yield from self._identity(titles, row, rows.line_num)
        except csv.Error as error:
            self._add(rows.line_num, f"this is not CSV: {error}")

    def _known(self, titles: list[str]) -> bool:
        for title in titles:
            if title not in COLUMNS:
                near = did_you_mean(title, COLUMNS) or f"known columns are {one_of(COLUMNS)}"
                self._add(1, f"unknown column {brief(title)}", near)
            elif titles.count(title) > 1:
                self._add(1, f"the column {title} is here twice")
        for title in _NEEDED:
            if title not in titles:
                self._add(1, f"the column {title} is missing", f"start the file with the line: {','.join(COLUMNS)}")
        return not self.problems

    def _identity(self, titles: list[str], row: list[str], line: int) -> Iterator[Identity]:
        if len(row) != len(titles):
            many = len(row) > len(titles)
            step = "put cells with commas in double quotes" if many else "write a comma for each cell that is empty"
            self._add(line, f"expected {len(titles)} cells, not {len(row)}", step)
            return
        cells = dict(zip(titles, (cell.strip() for cell in row), strict=True))
        for title, cell in cells.items():
            if not cell.isprintable() or len(cell) > _LONGEST:
                self._add(line, f"{title}: expected at most {_LONGEST} characters that print")
                return
        key = cells.pop("repository")
        if not key or not cells["id"]:
            self._add(line, "expected a repository and an id in each row")
        elif key in self._seen:
            self._add(line, f"{brief(key)} is on the roster twice; first in line {self._seen[key]}")
        else:
            self._seen[key] = line
            yield Identity(key=key, on_roster=True, **cells)

    def _add(self, line: int, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(self._file, message, line, suggestion=suggestion))
