"""The catalog: challenges in folders, the first folder that has an id wins."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from codementor_cli.catalog.challenges.summary import read_summary
from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, ReferenceSubmission
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.errors import ErrorKind, NextStep, ProblemsError, UserFileError
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path
from codementor_cli.ports import Languages
from codementor_cli.text.excerpts import brief
from codementor_cli.text.near_matches import did_you_mean


class FolderCatalog:
    """The ``Catalog`` of folders.

    Args:
        folders: Each holds challenge folders; those that do not exist hold none. On equal ids the first wins.
        languages: Which languages challenges may name.
    """

    def __init__(self, folders: Sequence[Path], languages: Languages) -> None:
        self._folders = tuple(folders)
        self._languages = languages

    def ids(self) -> tuple[str, ...]:
        """Return every id, sorted; broken challenges too. This reads no file."""
        return tuple(sorted(self._found()))

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        """Yield the summary of each challenge, by id; of a broken one its problems."""
        for _, folder in sorted(self._found().items()):
            yield read_summary(folder)

    def load(self, challenge_id: str) -> Challenge:
        """Return one challenge.

        Raises:
            UserFileError: There is none of that id (near matches are named), or its file has problems (all are named).
        """
        folder = self._folder(challenge_id)
        from codementor_cli.catalog.challenges.challenge_file import load_challenge  # noqa: PLC0415 -- YAML, not for lists

        return load_challenge(folder, self._languages)

    def starter(self, challenge: Challenge, language: str) -> SourceFile | None:
        """Return the starter code for a language, if the challenge has one; its path is the bare file name.

        Raises:
            UserFileError: The file cannot be read.
        """
        path = challenge.options(language).starter
        if path is None:
            return None
        try:
            content = FolderFiles(Path(challenge.folder)).read(path)
        except Refused as error:
            raise UserFileError(
                f"{shown_path(Path(challenge.folder) / path)}: {error.message}", kind=ErrorKind.BROKEN_CATALOG
            ) from error
        return SourceFile(path.rpartition("/")[2], content)

    def references(self, challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        """Return the author's reference submissions, in name order.

        Raises:
            ProblemsError: Some cannot be read: all are named.
        """
        from codementor_cli.catalog.challenges.references import load_references  # noqa: PLC0415 -- only verify needs it

        found = load_references(Path(challenge.folder), self._languages)
        if challenge.suite.function is None:
            return found
        return tuple(replace(each, program=replace(each.program, calls_function=True)) for each in found)

    def _folder(self, challenge_id: str) -> Path:
        found = self._found()
        if challenge_id not in found:
            raise _no_challenge(challenge_id, found)
        return found[challenge_id]

    def _found(self) -> dict[str, Path]:
        """Return the folder of each challenge."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            try:
                with os.scandir(folder) as entries:
                    names = [entry.name for entry in entries]
            except OSError:
                continue
            for name in names:
                if name.startswith(".") or name in found or not name.isprintable():
                    continue
                if os.path.lexists(folder / name / "challenge.yaml"):
                    found[name] = folder / name
        return found


def _no_challenge(challenge_id: str, found: Iterable[str]) -> UserFileError:
    """Return the error for an id that is not there; a path is taken for the id that it most likely means."""
    message = f"there is no challenge {brief(challenge_id)}"
    path = Path(challenge_id)
    named = (path.parent if path.name == "challenge.yaml" else path).resolve()
    if named.name in found:
        return UserFileError(
            f"{message}; did you mean {brief(named.name)}?",
            f"Name it by its id: {brief(named.name)}",
            kind=ErrorKind.NOT_FOUND,
        )
    if (named / "challenge.yaml").is_file() and named.parent.name == "challenges":
        return UserFileError(
            f"{message}: challenges are looked for by id, in challenges/ of the folder that you are in",
            f"Name it {brief(named.name)}, in the folder {shown_path(named.parent.parent)}",
            kind=ErrorKind.NOT_FOUND,
        )
    near = did_you_mean(challenge_id, found)
    return UserFileError(
        f"{message}; {near}" if near else message, NextStep(("challenges", "list")), kind=ErrorKind.NOT_FOUND
    )
