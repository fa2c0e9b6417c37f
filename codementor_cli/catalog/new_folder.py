"""New folders for authors: complete examples to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.files.atomic import write_fault, write_folder
from codementor_cli.files.paths import shown_path
from codementor_cli.text.excerpts import brief
from codementor_cli.text.untrusted import escaped

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


def check_id(name: str, example: str, command: tuple[str, ...]) -> None:
    """Refuse a name that is not an id.

    Args:
        name: As typed.
        example: An id, for the message.
        command: Takes a better one.

    Raises:
        UserFileError: It is not one.
    """
    if _ID.fullmatch(name):
        return
    better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:100]
    step = NextStep((*command, better)) if better else ""
    raise UserFileError(f"{brief(name)} is not an id: expected a-z, 0-9 and -, like {example}", step)


def write_example(root: Path, files: Mapping[str, str], check: tuple[str, ...], *, parents: bool = False) -> None:
    """Write a new folder.

    Args:
        root: The folder.
        files: Its files' contents, by path in it.
        check: The command that checks what is there already.
        parents: Whether to make the folders above it too.

    Raises:
        UserFileError: Its name is taken, or it cannot be written; nothing is overwritten.
        EnvironmentFault: The disk is full; nothing is left of the folder.
    """
    try:
        write_folder(root, files, parents=parents)
    except FileExistsError as error:
        message = f"{shown_path(root)} is there already, and is left as it is"
        raise UserFileError(message, NextStep(check, "choose another id, or: {}")) from error
    except OSError as error:
        message = f"{shown_path(root)} cannot be written: {escaped(str(error.strerror))}"
        raise write_fault(error, message, "Go to a folder that you may write to, then try again.") from error
