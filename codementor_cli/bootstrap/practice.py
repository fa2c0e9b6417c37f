"""The store that the settings name."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.errors import CodementorError, EnvironmentFault, UsageError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.domain.practice.submission import RecordedSubmission
    from codementor_cli.store import SqliteStore

_SQLITE = "sqlite:///"


def open_store(app: Application, database: str | None = None) -> SqliteStore:
    """Open the store, making it where there is none yet; the caller closes it.

    Args:
        app: Its settings name the store.
        database: Path after ``--database``; None: as the settings say.

    Raises:
        StoreFault: It cannot be opened or made, with what to do about it.
        EnvironmentFault: The settings name a kind of store that this version does not have.
    """
    from codementor_cli.store import open_sqlite

    # The default folder cannot be a typo.
    is_default = database is None and app.settings.value("store.url").value is None
    return open_sqlite(database_path(app, database), makes_folder=is_default)


@contextmanager
def existing_store(app: Application, database: str | None = None) -> Iterator[SqliteStore | None]:
    """Open the store to read it, and close it; looking makes no file.

    Yields:
        None where nothing was ever kept.

    Args:
        app: Its settings name the store.
        database: Path after ``--database``; None: as the settings say.

    Raises:
        UserFileError: ``--database`` names a file that is not there.
        StoreFault: It cannot be opened, with what to do about it.
        EnvironmentFault: The settings name a kind of store that this version does not have.
    """
    path, is_there = database_path(app, database), True
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        if database is not None:
            message = f"There is no database {str(path)!r}."
            raise UserFileError(message, "Check the path after --database.") from error
        is_there = False
    except OSError:
        # Opening gives the better message.
        pass
    if not is_there:
        yield None
        return
    with closing(open_store(app, database)) as store:
        yield store


def database_path(app: Application, database: str | None = None) -> Path:
    """Return the absolute path of the database file, which need not be there yet.

    Args:
        app: Its settings name the file.
        database: After ``--database``: a path, or ``sqlite:///PATH``; None: as the settings say.

    Raises:
        UsageError: ``--database`` is neither.
        UserFileError: It lies in the home of an unknown user.
        EnvironmentFault: The settings, or ``--database``, name a kind of store that this version does not have.
    """
    # A typed path is relative to the current folder: `grade` has its settings from the assignment's folder.
    folder = app.settings.working_folder if database is None else Path.cwd()
    if database is not None and "://" not in database:
        return _path(folder, database)
    url = app.settings.value("store.url").value if database is None else database
    if url is None:
        from platformdirs import user_data_path

        return user_data_path("codementor") / "submissions.db"
    if url.startswith(_SQLITE) and url != _SQLITE:
        return _path(folder, url.removeprefix(_SQLITE))
    raise _no_such_store(url, "DATABASE_URL" if database is None else "--database")


def _no_such_store(url: str, place: str) -> CodementorError:
    """Return the error for an address of another store; the message leaves the address out: it may hold a password."""
    if url.startswith("postgresql://"):
        message = f"{place} names a PostgreSQL database; this version keeps submissions in SQLite only."
        step = "Unset DATABASE_URL, or set DATABASE_URL" if place == "DATABASE_URL" else place
        return EnvironmentFault(message, f"{step}=sqlite:///submissions.db")
    return UsageError(f"{place} takes a path, or sqlite:///PATH.", f"{place}=submissions.db")


def _path(folder: Path, typed: str) -> Path:
    try:
        return folder / Path(typed).expanduser()
    except RuntimeError as error:
        raise UserFileError(f"{typed!r} names the home of a user who is not there.", "Write the whole path.") from error


def last_submission(app: Application, database: str | None = None) -> Callable[[str | None], RecordedSubmission | None]:
    """Return a look-up of last submissions, which opens the store when it is asked, and makes none.

    Args:
        app: Its settings name the store.
        database: Path after ``--database``.
    """

    def latest(challenge_id: str | None) -> RecordedSubmission | None:
        if not database_path(app, database).exists():
            return None
        with closing(open_store(app, database)) as store:
            return store.latest(LOCAL, challenge_id)

    return latest
