"""Programs as foreign clients send them: a main file, and other files beside it."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.api.compatible.reading import UnusableError
from codementor_cli.bootstrap.serving import client_program
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.errors import UserFileError


def program_of(language: Language, name: str, content: bytes, others: Sequence[SourceFile] = ()) -> Program:
    """Return a program; see ``catalog.programs.foreign_program``.

    Args:
        language: The one that was asked for.
        name: Of the main file; empty: it has none.
        content: Of the main file.
        others: Files beside it; a sandbox shows them in the working folder too.

    Raises:
        UnusableError: Names do not work in a sandbox, or collide; or there is too much.
    """
    try:
        return client_program(language, content, name, others)
    except UserFileError as error:
        raise UnusableError(error.message) from error
