"""The store that the settings name."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; `--help` and completion pay for none of them

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.errors import UsageError, UserFileError

if TYPE_CHECKING:
    from codementor_cli.domain.practice.submission import RecordedSubmission
    from codementor_cli.ports import Store
    from codementor_cli.ports.serving import Jobs, MentorTabs, Rates, Tokens
    from codementor_cli.store.postgres.database import PostgresDatabase

SQLITE = "sqlite:///"
"""How the address of a file begins."""
POSTGRES = ("postgresql://", "postgres://")
"""How the address of a PostgreSQL database begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Everything that is kept in one file or database; closing the store closes all."""

    store: Store
    tokens: Tokens
    open_jobs: Callable[[], Jobs]
    """Only the service imports them."""
    place: str
    """Path of the file, or address of the database without user and password: for the operator alone."""
    database: PostgresDatabase | None
    """What several machines share stands on it; None: a file."""
    rates: Rates | None
    """Counts requests for all servers of the database; None: a file has one server."""
    mentor_tabs: MentorTabs | None
    """Of questions under way on all servers of the database; None: a file has one server."""


def open_store(app: Application, database: str | None = None) -> Store:
    """Open the store, making it where there is none yet; the caller closes it.

    Args:
        app: Its settings name the store.
        database: After ``--database``: a path, ``sqlite:///PATH`` or ``postgresql://…``; None: as the settings say.

    Raises:
        UsageError: ``--database`` is none of these.
        StoreFault: It cannot be opened or made, with what to do about it.
    """
    url = postgres_url(app, database)
    if url is not None:
        from codementor_cli.store.postgres.store import open_postgres

        return open_postgres(url)
    from codementor_cli.store import open_sqlite

    return open_sqlite(database_path(app, database), makes_folder=_is_default(app, database))


def open_kept(app: Application, database: str | None = None) -> Kept:
    """Open everything that is kept, making it where there is none yet; see ``open_store``."""
    url = postgres_url(app, database)
    return _kept_in_file(app, database) if url is None else _kept_in_postgres(url)


def _kept_in_file(app: Application, database: str | None) -> Kept:
    from codementor_cli.store import SqliteTokens, open_sqlite

    path = database_path(app, database)
    store = open_sqlite(path, makes_folder=_is_default(app, database))
    file = store.file

    def open_jobs() -> Jobs:
        from codementor_cli.store.sqlite.jobs import SqliteJobs

        return SqliteJobs(file)

    return Kept(
        store=store,
        tokens=SqliteTokens(file),
        open_jobs=open_jobs,
        place=str(path),
        database=None,
        rates=None,
        mentor_tabs=None,
    )


def _kept_in_postgres(url: str) -> Kept:
    from codementor_cli.store.postgres.mentor_tabs import PostgresMentorTabs
    from codementor_cli.store.postgres.rates import PostgresRates
    from codementor_cli.store.postgres.store import open_postgres
    from codementor_cli.store.postgres.tokens import PostgresTokens

    store = open_postgres(url)
    database = store.database

    def open_jobs() -> Jobs:
        from codementor_cli.store.postgres.jobs import PostgresJobs

        return PostgresJobs(database)

    return Kept(
        store=store,
        tokens=PostgresTokens(database),
        open_jobs=open_jobs,
        place=database.place,
        database=database,
        rates=PostgresRates(database),
        mentor_tabs=PostgresMentorTabs(database),
    )


def _is_default(app: Application, database: str | None) -> bool:
    """Whether the file is that of the user's data, whose folder cannot be a typo."""
    return database is None and app.settings.value("store.url").value is None


def _is_missing(app: Application, database: str | None) -> bool:
    """Whether nothing was ever kept in the file; a database elsewhere is asked by opening it.

    Raises:
        UserFileError: ``--database`` names a file that is not there.
    """
    if postgres_url(app, database) is not None:
        return False
    path = database_path(app, database)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        if database is not None:
            message = f"There is no database {str(path)!r}."
            raise UserFileError(message, "Check the path after --database.") from error
        return True
    except OSError:
        # Opening gives the better message.
        pass
    return False


@contextmanager
def existing_store(app: Application, database: str | None = None) -> Iterator[Store | None]:
    """Open the store to read it, and close it; looking makes no file.

    Yields:
        None where nothing was ever kept.

    Args:
        app: Its settings name the store.
        database: See ``open_store``.

    Raises:
        UserFileError: ``--database`` names a file that is not there.
        UsageError: ``--database`` is no address.
        StoreFault: It cannot be opened, with what to do about it.
    """
    if _is_missing(app, database):
        yield None
        return
    with closing(open_store(app, database)) as store:
        yield store


@contextmanager
def existing_kept(app: Application, database: str | None = None) -> Iterator[Kept | None]:
    """Open everything that is kept to read it, and close it; see ``existing_store``."""
    if _is_missing(app, database):
        yield None
        return
    kept = open_kept(app, database)
    with closing(kept.store):
        yield kept


def postgres_url(app: Application, database: str | None = None) -> str | None:
    """Return the URL of the PostgreSQL database, with its password; None: a file is named."""
    url = app.settings.value("store.url").value if database is None else database
    return str(url) if url is not None and url.startswith(POSTGRES) else None


def database_path(app: Application, database: str | None = None) -> Path:
    """Return the absolute path of the database file, which need not be there yet.

    Args:
        app: Its settings name the file.
        database: After ``--database``: a path, or ``sqlite:///PATH``; None: as the settings say.

    Raises:
        UsageError: ``--database`` is neither, nor a PostgreSQL database.
        UserFileError: It lies in the home of an unknown user.
    """
    # A typed path is relative to the current folder: `grade` has its settings from the assignment's folder.
    folder = app.settings.working_folder if database is None else Path.cwd()
    if database is not None and "://" not in database:
        return typed_path(folder, database)
    url = app.settings.value("store.url").value if database is None else database
    if url is None:
        from platformdirs import user_data_path

        return user_data_path("codementor") / "submissions.db"
    if url.startswith(SQLITE) and url != SQLITE:
        return typed_path(folder, url.removeprefix(SQLITE))
    place = "DATABASE_URL" if database is None else "--database"
    # The message leaves the address out: it may hold a password.
    raise UsageError(f"{place} takes a path, sqlite:///PATH or postgresql://USER@HOST/NAME.", f"{place}=submissions.db")


def typed_path(folder: Path, typed: str) -> Path:
    """Return a path as a user writes it, relative to a folder.

    Raises:
        UserFileError: It lies in the home of an unknown user.
    """
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
        if postgres_url(app, database) is None and not database_path(app, database).exists():
            return None
        with closing(open_store(app, database)) as store:
            return store.latest(LOCAL, challenge_id)

    return latest
