"""Effective configuration, and where each value came from: the only reader of environment and configuration files.

Flags win over the environment, that over the project's ``.codementor.toml`` (the nearest one upward from the working
folder), that over the user's ``config.toml``, that over the defaults. A project's file may come with a repository of
another person: it can only tighten most keys, see ``project``. Values in files are checked when they are read.
A variable is checked when its value is asked for: ``HOST`` or ``PORT`` of another program must not stop a judging.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.errors import Problem, ProblemsError, UserFileError
from codementor_cli.settings.files import PROJECT_FILE, FileValues, read_settings_file
from codementor_cli.settings.key import Key
from codementor_cli.settings.keys import KEYS
from codementor_cli.settings.parsers import SANDBOXES
from codementor_cli.settings.project import Project, stricter
from codementor_cli.text.units import MIB

__all__ = ["KEYS", "PROJECT_FILE", "SANDBOXES", "Settings", "Value", "load_settings"]


@dataclass(frozen=True, slots=True)
class Value:
    """One effective value."""

    value: Any
    origin: str
    """Where it came from, in words for people: ``flag``, ``environment variable PORT``, ``FILE:LINE``, ``default``."""
    ignored: Value | None = None
    """What a project's file says, where that does not count; the key's rule says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every source of values, in order of rank."""

    flags: Mapping[str, Any]
    """By key name; only flags that were given."""
    environment: Mapping[str, str]
    files: tuple[FileValues, ...]
    """The project's before the user's."""
    working_folder: Path

    def value(self, name: str) -> Value:
        """Return the effective value of a key.

        Raises:
            ProblemsError: The variable that sets it holds something else than the key takes.
        """
        key = KEYS[name]
        typed, user = self._typed(key), self._in_file(name, trusted=True)
        project = self._in_file(name, trusted=False)
        own = typed or user or Value(key.default, "default")
        if project is None:
            return own
        if key.project is Project.RANKED:
            return project if typed is None else replace(own, ignored=project)
        in_force = stricter(key.project, own.value, project.value)
        if in_force == own.value:
            return own if project.value == own.value else replace(own, ignored=project)
        return project

    def _typed(self, key: Key) -> Value | None:
        """Return what a flag or else the environment says; None: neither says anything."""
        if key.name in self.flags:
            return Value(self.flags[key.name], "flag")
        text = self.environment.get(key.variable, "") if key.variable else ""
        return Value(self._parsed(key, text), f"environment variable {key.variable}") if text else None

    def _in_file(self, name: str, *, trusted: bool) -> Value | None:
        """Return what the user's own file says, or the project's; None: it says nothing."""
        found = (each for each in self.files if each.trusted is trusted and name in each.values)
        return next((Value(each.values[name], each.place(name)) for each in found), None)

    @staticmethod
    def _parsed(key: Key, text: str) -> Any:
        try:
            return key.read(text)
        except ValueError as error:
            problem = Problem(key.variable, f"{error}", suggestion=f"for example {key.variable}={key.example}")
            raise ProblemsError((problem,), f"Change or unset {key.variable}.") from error

    @property
    def ceilings(self) -> Ceilings:
        """What no challenge can exceed on this machine."""
        timeout, memory = self.value("executor.timeout").value, self.value("executor.max_memory").value
        return Ceilings(
            wall_seconds=None if timeout is None else timeout / 1000,
            memory_bytes=None if memory is None else memory * MIB,
            cpu_percent=self.value("executor.max_cpu").value,
        )

    @property
    def challenge_folders(self) -> tuple[Path, ...]:
        """Folders of challenges that are searched first, in order; absolute."""
        return tuple(self.working_folder / Path(folder).expanduser() for folder in self.value("challenges").value)


def load_settings(
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    working_folder: Path | None = None,
    user_file: Path | None = None,
) -> Settings:
    """Read both files and return the effective settings; everything that is not given is this process's own.

    Raises:
        ProblemsError: A file has problems; all of them.
    """
    folder = _working_folder() if working_folder is None else working_folder
    files: list[FileValues] = []
    problems: list[Problem] = []
    for path, trusted in ((_project_file(folder), False), (user_file or _user_file(), True)):
        if path is None:
            continue
        found = read_settings_file(path, trusted)
        if found is not None:
            files.append(found)
            problems.extend(found.problems)
    if problems:
        # Each problem names a near key or the form of a value: the list of all keys helps the others only.
        at_a_loss = any(each.message.startswith("unknown key") and not each.suggestion for each in problems)
        raise ProblemsError(tuple(problems), f"Known keys: {', '.join(KEYS)}" if at_a_loss else "")
    return Settings(
        flags=dict(flags or {}),
        environment=dict(os.environ if environment is None else environment),
        files=tuple(files),
        working_folder=folder,
    )


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise UserFileError("The working folder is not there any more.", "Change to another folder.") from error


def _project_file(folder: Path) -> Path | None:
    """Return the nearest ``.codementor.toml`` upward."""
    return next((each / PROJECT_FILE for each in (folder, *folder.parents) if (each / PROJECT_FILE).is_file()), None)


def _user_file() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 - 10 ms that only a full load pays

    return user_config_path("codementor") / "config.toml"
