"""A copy of everything that a store keeps, to another store."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap.practice import POSTGRES, SQLITE, typed_path
from codementor_cli.errors import NextStep, UsageError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.store.copying.copying import Copied
    from codementor_cli.store.copying.side import Side


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What a copy came to, and between which stores."""

    copied: Copied
    source: str
    """Where it is, without a password."""
    target: str


def copy_everything(source: str, target: str, told: Callable[[str], None]) -> CopyReport:
    """Copy everything that a store keeps, and check that both hold the same then.

    Args:
        source: A path, ``sqlite:///PATH`` or ``postgresql://…``.
        target: The same; made where it is not there.
        told: Of the progress.

    Raises:
        UsageError: An address is none, or both are the same store.
        UserFileError: The source is not there, or the target holds something else.
        StoreFault: One of them cannot be read or written, with what to do about it.
    """
    from codementor_cli.store.copying.copying import copy_store

    with ExitStack() as sides:
        kept = sides.enter_context(_side(source))
        made = sides.enter_context(_side(target, is_target=True))
        if kept.name == made.name:
            raise UsageError(f"{kept.name} cannot be copied to itself.", NextStep(("store", "copy", "FROM", "TO")))
        return CopyReport(copy_store(kept, made, told), kept.name, made.name)


def _side(address: str, is_target: bool = False) -> AbstractContextManager[Side]:
    """Open a store for a copy.

    Raises:
        UsageError: It is no address of a store; the message leaves it out: it may hold a password.
        UserFileError: The source is not there, or lies in the home of an unknown user.
        StoreFault: It cannot be opened, with what to do about it.
    """
    if address.startswith(POSTGRES):
        from codementor_cli.store.copying.postgres_side import postgres_side

        return postgres_side(address, is_target)
    from codementor_cli.store.copying.sqlite_side import sqlite_side

    place = address.removeprefix(SQLITE)
    if not place or "://" in place:
        message = f"{'TO' if is_target else 'FROM'} takes a path, sqlite:///PATH or postgresql://USER@HOST/NAME."
        example = ("store", "copy", "submissions.db", "postgresql://codementor@localhost/codementor")
        raise UsageError(message, NextStep(example))
    path = typed_path(Path.cwd(), place).resolve()
    if not is_target and not path.exists():
        raise UserFileError(
            f"There is no database {place!r}.", NextStep(("config",), "Check the path. Yours is in: {}")
        )
    return sqlite_side(path, is_target)
