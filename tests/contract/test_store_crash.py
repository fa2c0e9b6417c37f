"""Many processes at once, and sudden ends: each submission is there whole, or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.ports import Store
from codementor_cli.store import open_sqlite
from codementor_cli.store.postgres.store import open_postgres
from tests.contract.kept import kept_submission
from tests.fakes.store import MemoryStore

_ROOT = Path(__file__).parents[2]
_PROCESSES = 8
_EACH = 200

Recording = subprocess.Popen[str]


@contextmanager
def _recording(count: int) -> Iterator[list[Recording]]:
    """Yield processes that wait to be told; they are gone in the end."""
    command = [sys.executable, "-m", "tests.contract.recording_process"]
    processes = [
        subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    try:
        for each in processes:
            assert _said(each) == "ready"
        yield processes
    finally:
        for each in processes:
            each.kill()
            each.communicate()


def _tell(process: Recording, place: Path | str, first: int, count: int) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{place} {first} {count}\n")
    process.stdin.flush()


def _said(process: Recording) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _check(path: Path) -> list[Submission]:
    """Return what a file holds, after proving it sound: SQLite's own checks, and nothing that was not recorded so."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with closing(open_sqlite(path)) as store:
        return _check_store(store)


def _check_store(store: Store) -> list[Submission]:
    """Return what a store holds, after proving that nothing in it was not recorded so."""
    kept = [each for each in store.everything() if isinstance(each, Submission)]
    numbers = [int(each.uid, 16) for each in kept]
    assert kept == [kept_submission(number, number) for number in numbers]
    assert store.practice(LOCAL) == MemoryStore(submissions=kept).practice(LOCAL)
    return kept


def test_eight_processes_record_two_hundred_each_and_all_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "submissions.db"
    numbers: list[int] = []
    with _recording(_PROCESSES) as processes:
        for place, each in enumerate(processes):
            _tell(each, path, 1 + place * _EACH, _EACH)
        for each in processes:
            numbers.extend(int(_said(each)) for _ in range(_EACH))
            assert _said(each) == "done"
    assert sorted(numbers) == list(range(1, _PROCESSES * _EACH + 1))
    assert len(_check(path)) == _PROCESSES * _EACH


def test_eight_processes_that_make_the_file_at_once_all_find_it_made(tmp_path: Path) -> None:
    with _recording(_PROCESSES) as processes:
        for turn in range(10):
            path = tmp_path / f"{turn}.db"
            for place, each in enumerate(processes):
                _tell(each, path, 1 + place, 1)
            assert sorted(int(_said(each)) for each in processes) == list(range(1, _PROCESSES + 1))
            assert {_said(each) for each in processes} == {"done"}
            assert len(_check(path)) == _PROCESSES


@pytest.mark.parametrize("seed", range(3))
def test_kill_at_any_moment_leaves_each_submission_whole_or_absent(seed: int, tmp_path: Path) -> None:
    draw = Random(seed)
    path = tmp_path / "submissions.db"
    acknowledged = 0
    for turn in range(6):
        with _recording(1) as (process,):
            _tell(process, path, 1 + turn * _EACH, _EACH)
            # From before the file is made to almost the last, and then into the midst of a transaction.
            heard = draw.choice([0, 1, draw.randrange(_EACH - 1)])
            for _ in range(heard):
                assert _said(process).isdecimal()
            time.sleep(draw.uniform(0, 0.02))  # the moment itself; any is right
            process.kill()
            process.wait()
        acknowledged += heard
        if path.exists():
            kept = _check(path)
            acknowledged_here = {turn * _EACH + number for number in range(1, heard + 1)}
            assert acknowledged_here <= {int(each.uid, 16) for each in kept}
            assert len(kept) >= acknowledged


class TestPostgres:
    """The same in PostgreSQL, whose numbers may have gaps."""

    def test_four_processes_record_the_same_and_their_own_beside_each_other(self, postgres_url: str) -> None:
        with _recording(4) as processes:
            # They make the schema at once, and the first half is the same for two of them each.
            for place, each in enumerate(processes):
                _tell(each, postgres_url, 1 + place % 2 * _EACH // 2, _EACH // 2)
            for each in processes:
                assert len({_said(each) for _ in range(_EACH // 2)}) == _EACH // 2
                assert _said(each) == "done"
        with closing(open_postgres(postgres_url)) as store:
            assert len(_check_store(store)) == _EACH

    def test_kill_at_any_moment_leaves_each_submission_whole_or_absent(self, postgres_url: str) -> None:
        draw = Random(7)
        heard_of: set[int] = set()
        for turn in range(4):
            with _recording(1) as (process,):
                _tell(process, postgres_url, 1 + turn * _EACH, _EACH)
                heard = draw.choice([0, 1, draw.randrange(_EACH - 1)])
                for _ in range(heard):
                    assert _said(process).isdecimal()
                time.sleep(draw.uniform(0, 0.02))  # the moment itself; any is right
                process.kill()
                process.wait()
            heard_of |= {turn * _EACH + number for number in range(1, heard + 1)}
            with closing(open_postgres(postgres_url)) as store:
                assert heard_of <= {int(each.uid, 16) for each in _check_store(store)}
