"""A challenge folder as a ``Challenge``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codementor_cli.catalog.challenges.schema import ChallengeHead, LanguageEntry
from codementor_cli.catalog.challenges.suite import SUITE_KEYS, SuiteReader, known_language
from codementor_cli.catalog.programs import MAX_SOURCE_BYTES
from codementor_cli.catalog.yaml.problems import Problems
from codementor_cli.catalog.yaml.retyped_values import check_scalars
from codementor_cli.catalog.yaml.source import read_mapping
from codementor_cli.catalog.yaml.validation import keys_of, section, unknown_key
from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, LanguageOptions
from codementor_cli.errors import ErrorKind, NextStep
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.ports import Languages
from codementor_cli.text.excerpts import brief
from codementor_cli.text.untrusted import escaped

CHALLENGE_FILE = "challenge.yaml"


def load_challenge(folder: Path, languages: Languages) -> Challenge:
    """Return the challenge of a folder.

    Args:
        folder: Its name is the challenge's id.
        languages: Which challenges may name.

    Raises:
        UserFileError: There is no challenge.yaml, or it has problems: all are named.
    """
    files = FolderFiles(folder)
    data, report = read_mapping(files, CHALLENGE_FILE, ErrorKind.BROKEN_CATALOG)
    suite = SuiteReader(data, files, report, languages).read()
    options = tuple(_languages(data, files, report, languages))
    instructions = _instructions(data, files, report)
    if isinstance(data.get("id"), str) and data["id"] != folder.name:
        report.at(("id",), f"expected the folder's name, {brief(folder.name)}, not {brief(data['id'])}")
    head = _head(data, report)
    check_scalars(report)
    report.raise_if_any(NextStep(("challenges", "verify", escaped(folder.name))))
    if head is None:
        raise AssertionError("a head that cannot be read was reported")
    return Challenge(
        id=head.id,
        title=head.title,
        difficulty=Difficulty(head.difficulty),
        description=head.description,
        instructions=instructions,
        suite=suite,
        tags=tuple(head.tags),
        languages=options,
        hints=tuple(head.hints),
        folder=str(folder),
    )


def _head(data: dict[str, Any], report: Problems) -> ChallengeHead | None:
    known = (*keys_of(ChallengeHead), "languages", *SUITE_KEYS)
    for key in data:
        if key not in known:
            unknown_key((key,), known, report)
    fields = {key: value for key, value in data.items() if key in keys_of(ChallengeHead)}
    return section(ChallengeHead, fields, (), report)


def _instructions(data: dict[str, Any], files: FolderFiles, report: Problems) -> str:
    """Return the statement, from the file itself or the one that it names."""
    if "instructions" in data and "instructions_file" in data:
        report.at_key(("instructions_file",), "there are instructions already", "keep one of the two")
    elif "instructions" not in data and "instructions_file" not in data:
        report.missing((), "instructions", "or instructions_file: statement.md")
    inline, path = data.get("instructions"), data.get("instructions_file")
    if not isinstance(path, str):
        return inline if isinstance(inline, str) else ""
    try:
        return files.read(path, MAX_SOURCE_BYTES).decode("utf-8")
    except Refused as error:
        report.at(("instructions_file",), error.message, error.suggestion)
    except UnicodeDecodeError:
        report.at(("instructions_file",), f"{brief(path)} is not UTF-8 text", "save it as UTF-8")
    return ""


def _languages(
    data: dict[str, Any], files: FolderFiles, report: Problems, languages: Languages
) -> Iterator[tuple[str, LanguageOptions]]:
    """Yield the challenge's options for each language."""
    if "languages" not in data:
        return
    entries = data["languages"]
    if not isinstance(entries, dict) or not entries:
        report.at(("languages",), "expected a mapping of languages", "write languages: {python: {}}")
        return
    for name, entry in entries.items():
        path = ("languages", name)
        if not known_language(name, path, languages, report):
            continue
        options = section(LanguageEntry, entry, path, report)
        if options is None:
            continue
        if "function" in data and not languages.get(name).call_run:
            report.at_key(path, f"{name} has no function-call challenges", "leave the language out")
        if options.starter is not None:
            _check_file((*path, "starter"), options.starter, files, report)
        yield name, LanguageOptions(starter=options.starter, time_factor=options.time_factor)


def _check_file(path: tuple[str, ...], name: str, files: FolderFiles, report: Problems) -> None:
    try:
        files.read(name, MAX_SOURCE_BYTES)
    except Refused as error:
        report.at(path, error.message, error.suggestion)
