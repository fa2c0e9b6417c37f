"""The languages of ``languages.yaml``, with the harnesses that call functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from codementor_cli.catalog.programs import language_of
from codementor_cli.domain.challenge.program import Language, SourceFile
from codementor_cli.errors import EnvironmentFault, ErrorKind, UserFileError
from codementor_cli.files.disk_cache import DiskCache
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean
from codementor_cli.text.sentences import one_of
from codementor_cli.text.units import MIB

_MOST_KEPT_BYTES = 32 * MIB
_MOST_KEPT_COUNT = 500
"""Of all entries; the least recently used make room."""
_LARGEST_KEPT_BYTES = 2 * MIB
"""Of one entry, with the contents of its files."""
_HARNESS_FOLDER = ".codementor"
"""Inside a lane; no submitted file can have a name that starts with a dot."""


def languages_cache(folder: Path) -> DiskCache:
    """Return the cache for parsed challenges, test cases and the table of languages."""
    return DiskCache(
        folder,
        ".reading",
        most_bytes=_MOST_KEPT_BYTES,
        most_count=_MOST_KEPT_COUNT,
        largest_bytes=_LARGEST_KEPT_BYTES,
    )


class YamlLanguages:
    """The ``Languages`` of a YAML file, which is read at the first call.

    The file comes with codementor: it is trusted, and read without the checks of challenges.
    """

    def __init__(self, path: Path, *, zygotes: bool = True, kept: DiskCache | None = None) -> None:
        """Take the file's path.

        Args:
            path: ``languages.yaml``.
            zygotes: Fork interpreters for each run, in the languages that can.
            kept: The cache, by the file's content; None: no cache.
        """
        self._path = path
        self._kept = kept
        self._zygotes = zygotes
        self._all: dict[str, Language] | None = None

    def all(self) -> tuple[Language, ...]:
        """Return them, by name.

        Raises:
            EnvironmentFault: The file or a harness is not where codementor was installed.
        """
        return tuple(self._by_name().values())

    def get(self, name: str) -> Language:
        """Return one.

        Raises:
            UserFileError: No such language; near matches are named.
            EnvironmentFault: The file or a harness is not where codementor was installed.
        """
        known = self._by_name()
        if name in known:
            return known[name]
        by_ending = language_of(f"main.{name.lower()}", self)
        near = f"did you mean {by_ending.name}?" if by_ending else did_you_mean(name.lower(), known)
        raise UserFileError(
            f"there is no language {brief(name)}",
            near or f"known languages are {one_of(known)}",
            kind=ErrorKind.NOT_FOUND,
        )

    def _by_name(self) -> dict[str, Language]:
        if self._all is None:
            try:
                entries = self._entries()
                folder = self._path.parent
                self._all = {
                    name: _language(name, entries[name], folder, zygotes=self._zygotes) for name in sorted(entries)
                }
            except OSError as error:
                raise _incomplete(error) from error
        return self._all

    def digest(self) -> str:
        """Return a name for the file's content.

        Raises:
            EnvironmentFault: The file is not where codementor was installed.
        """
        return hashlib.sha256(self._content).hexdigest()

    @cached_property
    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise _incomplete(error) from error

    def _entries(self) -> Mapping[str, Any]:
        name = f"languages-{self.digest()}"
        with suppress(ValueError):
            before = json.loads((self._kept and self._kept.find(name)) or b"null")
            if isinstance(before, dict):
                return before
        import yaml  # noqa: PLC0415  # 10 ms, and 10 more for what follows

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        entries: Mapping[str, Any] = yaml.load(self._content, Loader=loader)  # noqa: S506 -- a safe loader, in C
        if self._kept:
            self._kept.keep(name, json.dumps(entries).encode())
        return entries


def _incomplete(error: OSError) -> EnvironmentFault:
    message = f"codementor is not installed completely: {error.filename}: {error.strerror}"
    return EnvironmentFault(message, "install codementor again")


def _language(name: str, entry: Mapping[str, Any], folder: Path, *, zygotes: bool) -> Language:
    call = entry.get("call", {})
    return Language(
        name=name,
        title=entry["title"],
        extensions=tuple(entry["extensions"]),
        main_name=entry["main_name"],
        compile=tuple(entry.get("compile", ())),
        check=tuple(entry.get("check", ())),
        run=tuple(entry["run"]),
        environment=tuple(entry.get("environment", {}).items()),
        time_factor=float(entry.get("time_factor", 1)),
        zygote=zygotes and entry.get("zygote", False),
        harness=_harness(folder / name / call["harness"]) if call else None,
        call_run=tuple(call.get("run", ())),
        call_imports=tuple(call.get("imports", ())),
        stack_bytes=entry["stack_mib"] * MIB if "stack_mib" in entry else None,
        main_pattern=entry.get("main_pattern", ""),
        hello=entry.get("hello", ""),
        skeleton=entry.get("skeleton", ""),
    )


def _harness(path: Path) -> SourceFile | None:
    """Return a harness; None where the file is missing: only function-call challenges need it."""
    if not path.exists():
        return None
    return SourceFile(f"{_HARNESS_FOLDER}/{path.name}", path.read_bytes())
