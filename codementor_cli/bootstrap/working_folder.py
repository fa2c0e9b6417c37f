"""``codementor start``: what belongs into a working folder, put there."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from codementor_cli.bootstrap import Application, data_folder
from codementor_cli.catalog.workspace import Laid, lay_out, replace_unchanged
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.errors import NextStep, ProblemsError, UserFileError
from codementor_cli.services.practice.working_folder import (
    WorkingFolder,
    chosen_language,
    settings_text,
    working_folder,
)
from codementor_cli.settings import PROJECT_FILE
from codementor_cli.settings.files import FileValues, read_settings_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A working folder, and what was done to it."""

    challenge_id: str
    folder: Path
    """Absolute."""
    main: str
    """The name of the file to edit."""
    laid: Laid
    judged: str | None
    """The name of the file that ``codementor test`` takes here; None: the settings there do not say."""
    switched: bool
    """Whether the settings named another file before."""


def start(app: Application, challenge_id: str, language: str | None = None, folder: Path | None = None) -> Started:
    """Lay out a working folder, or add a language to one; what is there already stays as it is.

    Args:
        app: Whose challenges and languages.
        challenge_id: To work on.
        language: By name; None: the one that the folder has, else Python where the challenge takes it.
        folder: None: the working folder of that challenge that we are in, else one named after it below this one.

    Raises:
        UserFileError: No such challenge or language, or a folder that is another's, or cannot be written.
        EnvironmentFault: The disk is full.
    """
    challenge = app.catalog.load(challenge_id)
    target = _target(app, challenge, folder)
    before = _settings_of(target, challenge)
    recorded = None if before is None else before.values.get("practice.file")
    spoken = chosen_language(challenge, app.languages, language or _language_of(app, recorded))
    wanted = working_folder(challenge, spoken, app.catalog, app.languages, _challenges_path(challenge, target))
    if language is None and recorded is not None and Path(recorded).name != wanted.main:
        # The learner's own file takes the place of ours; what else is missing comes back.
        wanted = _with_main(wanted, Path(recorded).name)
    laid = lay_out(target, wanted.files)
    switched = before is not None and _switch(target, before, wanted, challenge)
    if switched:
        laid = replace(laid, kept=tuple(name for name in laid.kept if name != PROJECT_FILE))
    now = _settings_of(target, challenge)
    file = None if now is None else now.values.get("practice.file")
    return Started(
        challenge_id=challenge.id,
        folder=target,
        main=wanted.main,
        laid=laid,
        judged=None if file is None else os.path.relpath(file, target),
        switched=switched,
    )


def _target(app: Application, challenge: Challenge, folder: Path | None) -> Path:
    if folder is not None:
        return _a_folder((app.settings.working_folder / folder.expanduser()).resolve())
    for each in app.settings.files:
        if each.path.name == PROJECT_FILE and each.values.get("practice.challenge") == challenge.id:
            return each.path.parent
    target = app.settings.working_folder / challenge.id
    if target.is_symlink():
        # A cloned repository may contain it, and it may lead anywhere.
        message = f"{challenge.id} is a link to {os.path.realpath(target)}."
        step = NextStep(("start", challenge.id, "--folder", os.path.realpath(target)))
        raise UserFileError(message, step)
    return _a_folder(target)


def _a_folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise UserFileError(f"{path} is there already, and is not a folder.", "Name another one after --folder.")
    return path


def _settings_of(folder: Path, challenge: Challenge) -> FileValues | None:
    """Return the settings of a folder that is this challenge's, or may become it; None: it has none."""
    found = read_settings_file(folder / PROJECT_FILE, trusted=False)
    if found is None:
        return None
    if found.problems:
        raise ProblemsError(found.problems)
    owner = found.values.get("practice.challenge", challenge.id)
    if owner != challenge.id:
        message = f"{folder} is the working folder of {owner}."
        raise UserFileError(message, NextStep(("start", challenge.id, "--folder", "PATH")))
    return found


def _language_of(app: Application, file: str | None) -> str | None:
    """Return the language of the file that a working folder has."""
    ending = Path(file or "").suffix.lower()
    return next((each.name for each in app.languages.all() if ending in each.extensions), None)


def _challenges_path(challenge: Challenge, target: Path) -> str | None:
    """Return how the folder of challenges is found from a working folder; None: it is the packaged one."""
    parent = Path(challenge.folder).resolve().parent
    return None if parent == data_folder("challenges").resolve() else os.path.relpath(parent, target)


def _with_main(wanted: WorkingFolder, name: str) -> WorkingFolder:
    return WorkingFolder(main=name, files=tuple(each for each in wanted.files if each.path != wanted.main))


def _switch(target: Path, before: FileValues, wanted: WorkingFolder, challenge: Challenge) -> bool:
    """Let unedited settings name the new file; return whether they do."""
    recorded = before.values.get("practice.file")
    if recorded is None or Path(recorded).name == wanted.main:
        return False
    where = _challenges_path(challenge, target)
    old, new = (settings_text(challenge.id, name, where).encode() for name in (Path(recorded).name, wanted.main))
    return replace_unchanged(target / PROJECT_FILE, old, new)
