"""Files of a working folder: a first file, the statement, and settings that name the challenge."""

from __future__ import annotations

import json
from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Language, SourceFile
from codementor_cli.domain.challenge.skeleton import skeleton
from codementor_cli.domain.challenge.statement import statement_markdown
from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.ports import Catalog, Languages

STATEMENT_FILE = "README.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingFolder:
    """The files of a working folder."""

    main: str
    """The name of the file that is judged."""
    files: tuple[SourceFile, ...]
    """In the order in which they are written: the settings last, for they say that the folder is complete."""


def chosen_language(challenge: Challenge, languages: Languages, wanted: str | None) -> Language:
    """Return the language to start in: the one asked for, else Python, else the first that the challenge takes.

    Raises:
        UserFileError: There is no such language, or the challenge does not take it; those that it takes are named.
    """
    taken = [each for each in languages.all() if challenge.takes(each)]
    if wanted is None:
        found = next((each for each in taken if each.name == "python"), taken[0] if taken else None)
    else:
        found = next((each for each in taken if each.name == languages.get(wanted).name), None)
    if found is None:
        named = ", ".join(each.name for each in taken) or "no language that is installed"
        raise UserFileError(
            f"The challenge {challenge.id} takes {named}.", NextStep(("challenges", "show", challenge.id))
        )
    return found


def working_folder(
    challenge: Challenge, language: Language, catalog: Catalog, languages: Languages, challenges_path: str | None
) -> WorkingFolder:
    """Return the files of a working folder.

    Args:
        challenge: To work on.
        language: To write it in; the challenge takes it.
        catalog: Source of the starter code.
        languages: All languages.
        challenges_path: Folder of the challenge, seen from the working folder; None: found from any folder.

    Raises:
        UserFileError: The starter code cannot be read.
    """
    first = catalog.starter(challenge, language.name) or skeleton(challenge, language)
    if first.path.startswith(".") or first.path == STATEMENT_FILE:
        # An author's name must not take the place of the other files here.
        first = SourceFile(language.main_name, first.content)
    taken = [each for each in languages.all() if challenge.takes(each)]
    statement = SourceFile(STATEMENT_FILE, statement_markdown(challenge, taken).encode(errors="replace"))
    settings = settings_text(challenge.id, first.path, challenges_path)
    return WorkingFolder(main=first.path, files=(first, statement, SourceFile(".codementor.toml", settings.encode())))


def settings_text(challenge_id: str, main: str, challenges_path: str | None) -> str:
    """Return ``.codementor.toml`` of a working folder."""
    where = "" if challenges_path is None else f"challenges = [{_toml(challenges_path)}]\n"
    return (
        "# Here and below, `codementor test` needs no argument.\n"
        f"{where}"
        "\n[practice]\n"
        f"challenge = {_toml(challenge_id)}\n"
        f"file = {_toml(main)}\n"
    )


def _toml(text: str) -> str:
    """Return a basic string of TOML: JSON's escapes are among its own; of what JSON leaves bare, DEL needs one."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
