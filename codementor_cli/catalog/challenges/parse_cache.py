"""What reading challenges and cases gave, kept for the next time that the same bytes are there.

Reading strictly takes a tenth of a second: YAML, then pydantic, whose import alone is half of it. A kept reading is
believed only where every file and folder that was looked at then is the same now, down to the last byte, and where
nothing in this package has changed since; it holds what passed every check, and never anything that was refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from codementor_cli import __version__
from codementor_cli.catalog.challenges import parse_cache_form as form
from codementor_cli.domain.challenge.challenge import Challenge, TestSuite
from codementor_cli.files.disk_cache import DiskCache
from codementor_cli.files.folder import MAX_FILE_BYTES, FolderFiles, Refused
from codementor_cli.text.units import MIB

_MOST_READ_BYTES = 1 * MIB
"""Of files behind a reading that is kept; where there is more, reading YAML is not what takes long."""

Read = TypeVar("Read")
Seen = TypeVar("Seen", bytes, list[str], bool)


class Readings:
    """Readings of one version of codementor, and of one table of languages."""

    def __init__(self, kept: DiskCache | None, languages: Callable[[], str] = str) -> None:
        """Take where they are.

        Args:
            kept: None: every file is read anew.
            languages: Names the table of languages exactly; asked when there is something to read.
        """
        self._kept = kept
        self._languages = languages

    def challenge(self, folder: Path, read: Callable[[FolderFiles], Challenge]) -> Challenge:
        """Return the challenge of a folder, as it was read before or is read now."""
        return self._reading("challenge", folder, read, form.challenge_data, form.challenge_of)

    def suite(self, path: Path, read: Callable[[FolderFiles], TestSuite]) -> TestSuite:
        """Return the suite of a file, as it was read before or is read now; other files are below its folder."""
        return self._reading(f"suite {path.name}", path.parent, read, form.suite_data, form.suite_of)

    def _reading(
        self,
        kind: str,
        folder: Path,
        read: Callable[[FolderFiles], Read],
        data: Callable[[Read], Any],
        of: Callable[[Any], Read],
    ) -> Read:
        if self._kept is None:
            return read(FolderFiles(folder))
        asked = [__version__, _stamp(), self._languages(), kind, str(folder), os.path.realpath(folder)]
        name = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        try:
            entry = json.loads(self._kept.find(name) or b"null")
            if entry is not None and _is_same(FolderFiles(folder), entry["seen"]):
                return of(entry["read"])
        except (ValueError, KeyError, TypeError, IndexError):
            self._kept.forget(name)
        files = WitnessedFiles(folder)
        found = read(files)
        if not files.refused and files.read_bytes <= _MOST_READ_BYTES:
            self._kept.keep(name, json.dumps({"seen": files.seen, "read": data(found)}).encode())
        return found


class WitnessedFiles(FolderFiles):
    """Files below a folder, with a record of what was looked at."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.seen: list[list[Any]] = []
        """Of each look what was asked, and a digest of the answer."""
        self.read_bytes = 0
        self.refused = False
        """Whether something could not be looked at: it may be there the next time."""

    def read(self, path: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
        """Meet ``FolderFiles``."""
        found = self._noted(["read", path, max_bytes], lambda: super(WitnessedFiles, self).read(path, max_bytes))
        self.read_bytes += len(found)
        return found

    def is_folder(self, path: str) -> bool:
        """Meet ``FolderFiles``."""
        return self._noted(["is_folder", path], lambda: super(WitnessedFiles, self).is_folder(path))

    def names(self, path: str = "") -> list[str]:
        """Meet ``FolderFiles``."""
        return self._noted(["names", path], lambda: super(WitnessedFiles, self).names(path))

    def _noted(self, asked: list[Any], look: Callable[[], Seen]) -> Seen:
        try:
            found = look()
        except Refused:
            self.refused = True
            raise
        self.seen.append([*asked, _digest(found)])
        return found


def _is_same(files: FolderFiles, seen: list[list[Any]]) -> bool:
    """Return whether every look gives now what it gave then."""
    looks: dict[str, Callable[..., bytes | list[str] | bool]] = {
        "read": files.read,
        "is_folder": files.is_folder,
        "names": files.names,
    }
    try:
        return all(_digest(looks[kind](*asked)) == digest for kind, *asked, digest in seen)
    except Refused:
        return False


def _digest(found: bytes | list[str] | bool) -> str:
    return hashlib.sha256(found if isinstance(found, bytes) else json.dumps(found).encode()).hexdigest()


def _stamp() -> list[list[Any]]:
    """Return what tells this package's code from another's: in a checkout, a version has many."""
    package = Path(__file__).parents[2]
    stamps: list[list[Any]] = []
    for folder in (package / "catalog" / "challenges", package / "catalog" / "yaml", package / "domain" / "challenge"):
        try:
            with os.scandir(folder) as entries:
                statuses = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py")]
        except OSError:  # not in a folder at all: then it does not change under its version
            continue
        stamps.append(sorted([name, status.st_size, status.st_mtime_ns] for name, status in statuses))
    return stamps
