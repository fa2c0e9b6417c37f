"""A file that several things are kept in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from codementor_cli.errors import StoreFault
from codementor_cli.store.sqlite.file import SqliteFile, open_file

_FULL, _NORMAL = 2, 1
"""Source: https://sqlite.org/pragma.html#pragma_synchronous"""


def _level(file: SqliteFile, is_durable: bool) -> int:
    with file.writing(is_durable) as connection:
        return int(connection.execute("PRAGMA synchronous").fetchone()[0])


def test_only_what_may_be_lost_with_the_power_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    with closing(open_file(tmp_path / "kept.db")) as file:
        assert _level(file, is_durable=True) == _FULL
        assert _level(file, is_durable=False) == _NORMAL
        assert _level(file, is_durable=True) == _FULL


def test_without_a_write_ahead_log_every_writer_waits(tmp_path: Path) -> None:
    with closing(open_file(tmp_path / "kept.db")) as file:
        with file.pool.connection() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
        assert _level(file, is_durable=False) == _FULL


def test_writer_that_fails_leaves_nothing_and_the_next_one_waits_for_the_disk(tmp_path: Path) -> None:
    with closing(open_file(tmp_path / "kept.db")) as file:
        with pytest.raises(RuntimeError, match="oops"):
            _write_and_fail(file)
        with file.reading() as connection:
            assert connection.execute("SELECT started FROM queue_clock").fetchone() == (0,)
            assert connection.execute("PRAGMA synchronous").fetchone() == (_FULL,)


def _write_and_fail(file: SqliteFile) -> None:
    with file.writing(is_durable=False) as connection:
        connection.execute("UPDATE queue_clock SET started = 7")
        raise RuntimeError("oops")


def test_missing_folder_is_made_only_where_it_cannot_be_a_typo(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="cannot be kept in"):
        open_file(tmp_path / "typo" / "kept.db")
    open_file(tmp_path / "new" / "kept.db", makes_folder=True).close()
    assert (tmp_path / "new" / "kept.db").exists()
