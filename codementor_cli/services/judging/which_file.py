"""The file and the challenge of a command that leaves them out: one rule for every command.

Typed words win. Then comes the working folder that ``codementor start`` laid out (``practice.challenge`` and
``practice.file`` of the nearest ``.codementor.toml``), then the last submission of that challenge.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.domain.practice.submission import RecordedSubmission
from codementor_cli.errors import NextStep, UserFileError
from codementor_cli.text.untrusted import visible_line

Latest = Callable[[str | None], RecordedSubmission | None]
"""From a challenge's id (None: any) to its last submission; None: there is none."""

_NEAR = 2
"""Most steps up in a relative path; with more, the absolute path is easier to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """The challenge and the file that the settings of a working folder name."""

    challenge_id: str | None = None
    file: Path | None = None
    """Absolute."""
    origin: str = ""
    """File and line of the setting, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichFile:
    """The file and the challenge of a command."""

    file: str | None
    """As typed from here; None: unknown."""
    challenge_id: str | None
    """None: unknown."""
    remembered: bool = False
    """Whether the last submission named the file, so that the user must be told."""


def which_file(
    folder: FolderSettings, file: str | None, challenge_id: str | None, latest: Latest, any_challenge: bool = False
) -> WhichFile:
    """Return the file and the challenge of a command.

    Args:
        folder: Settings of the working folder.
        file: As typed; None: left out.
        challenge_id: As typed; None: left out.
        latest: Looks up last submissions; called only where nothing else names the file.
        any_challenge: Whether the last submission of all names the challenge, outside a working folder.

    Raises:
        UserFileError: The file is gone; the message says what to type instead.
        StoreFault: Only the last submission could name the file, and it cannot be read.
    """
    own = folder.challenge_id
    wanted = own if challenge_id is None else challenge_id
    if file is not None:
        return WhichFile(file=file, challenge_id=wanted)
    if wanted is not None and wanted == own and folder.file is not None:
        return WhichFile(file=_of_folder(folder.file, folder.origin), challenge_id=wanted)
    last = latest(wanted) if wanted is not None or any_challenge else None
    if last is None or not last.submission.file:
        return WhichFile(file=None, challenge_id=wanted)
    return WhichFile(file=_still_there(last), challenge_id=last.submission.challenge.id, remembered=True)


def typed_path(path: Path) -> str:
    """Return an absolute path as typed from here: relative where it is near."""
    near = Path(os.path.relpath(path))
    return str(path) if near.parts.count("..") > _NEAR else str(near)


def _of_folder(path: Path, origin: str) -> str:
    if not path.exists():
        message = f"{origin} names {visible_line(path.name)}, and there is no such file."
        raise UserFileError(message, "Name the file that you mean, or change that line.")
    return typed_path(path)


def _still_there(last: RecordedSubmission) -> str:
    path = Path(last.submission.file)
    if path.exists():
        return typed_path(path)
    challenge = last.submission.challenge.id
    message = f"{visible_line(str(path))}, judged last for {visible_line(challenge)}, is not there any more."
    raise UserFileError(message, NextStep(("test", "FILE", "--challenge", challenge)))
