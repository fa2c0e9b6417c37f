"""The FILE of a command line, as a program."""

from __future__ import annotations

import sys
from pathlib import Path

from codementor_cli.bootstrap import Application
from codementor_cli.domain.challenge.program import Program
from codementor_cli.errors import UsageError, UserFileError

_STDIN_CAP_BYTES = 2 * 1024 * 1024
"""More than any program may have; the reader refuses what is over its own, smaller cap."""


def program_of(application: Application, file: str, language: str | None, example: str) -> Program:
    """Return the program that FILE names; ``-`` is standard input.

    Args:
        application: Reads it.
        file: As typed.
        language: By ``--language``; None: by the file's ending.
        example: A command line that would do, for messages.

    Raises:
        UsageError: Standard input without ``--language``.
        UserFileError: It cannot be read as a program, or the language is none.
    """
    if not file:
        # An unset variable in a script: taken for a path, it would be the folder that we are in.
        raise UserFileError("The name of the file is empty.", example)
    if file.startswith("--") and not Path(file).exists():
        # `run` gives options that it does not know to the program, and the first of them was taken for FILE.
        raise UsageError(f"There is no option {file!r}, and no file of that name.", "codementor run --help")
    typed = _typed(application, language, example) if file == "-" else None
    return application.read_program(file, language, typed)


def _typed(application: Application, language: str | None, example: str) -> bytes:
    """Return the program on standard input, which is not waited for where the language is none."""
    if language is None:
        raise UsageError("A program on standard input needs --language.", example)
    application.languages.get(language)
    if sys.stdin is None:
        raise UsageError("Standard input is closed.", example)
    return sys.stdin.buffer.read(_STDIN_CAP_BYTES)
