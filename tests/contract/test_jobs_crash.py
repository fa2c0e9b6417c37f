"""Servers that are killed at any moment: every request has one submission, and no answer is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from random import Random

import psycopg
import pytest

from codementor_cli.domain.practice.submission import Submission
from codementor_cli.ports import Store
from codementor_cli.store import open_sqlite
from codementor_cli.store.postgres.store import open_postgres
from tests.contract.desk_process import owner_of

_ROOT = Path(__file__).parents[2]
_MOST_ANSWERS = 60
"""That come before the next kill."""


@dataclass
class _Server:
    """A process that can be killed, and started again."""

    place: str
    """Path of its file, or URL of its database."""
    answers: SimpleQueue[str]
    process: subprocess.Popen[bytes] = field(init=False)
    reader: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.contract.desk_process", self.place]
        self.process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def send(self, keys: Sequence[str]) -> None:
        """Send requests; a pipe takes them all at once, and a server that is killed may have read some."""
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{key}\n" for key in keys).encode())
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.reader.join()
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                # A killed process may leave half a line: that client got no answer.
                if line.endswith(b"\n"):
                    self.answers.put(line.decode())


@contextmanager
def _servers(place: str, count: int, answers: SimpleQueue[str]) -> Iterator[list[_Server]]:
    servers = [_Server(place, answers) for _ in range(count)]
    try:
        yield servers
    finally:
        for each in servers:
            each.kill()


@dataclass
class _Clients:
    """What was asked, and what was answered."""

    request_count: int
    answers: SimpleQueue[str]
    answered: dict[str, tuple[str, str]] = field(default_factory=dict)

    def unanswered(self) -> list[str]:
        return [str(number) for number in range(self.request_count) if str(number) not in self.answered]

    def take(self, count: int) -> None:
        """Take so many new answers, and check that repeated ones are equal."""
        wanted = min(self.request_count, len(self.answered) + count)
        while len(self.answered) < wanted:
            key, uid, number = self.answers.get().split()
            assert self.answered.setdefault(key, (uid, number)) == (uid, number)


def _by_uid(store: Store) -> dict[str, Submission]:
    with closing(store):
        return {each.uid: each for each in store.everything() if isinstance(each, Submission)}


def _in_file(path: Path) -> dict[str, Submission]:
    """Return the submissions of a file by uid, after SQLite's own checks."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT DISTINCT state FROM jobs").fetchall() == [("done",)]
    return _by_uid(open_sqlite(path))


def _in_database(url: str) -> dict[str, Submission]:
    """Return the submissions of a database by uid."""
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT DISTINCT state FROM jobs").fetchall() == [("done",)]
    return _by_uid(open_postgres(url))


@pytest.mark.parametrize(("request_count", "server_count"), [(500, 1), (120, 2)])
def test_every_request_has_one_submission_though_servers_are_killed(
    request_count: int, server_count: int, tmp_path: Path
) -> None:
    path = tmp_path / "kept.db"
    numbers = _killed_now_and_then(str(path), request_count, server_count, lambda: _in_file(path))
    assert numbers == list(range(1, request_count + 1))


def test_every_request_has_one_submission_in_postgres_though_servers_are_killed(postgres_url: str) -> None:
    numbers = _killed_now_and_then(postgres_url, 120, 2, lambda: _in_database(postgres_url))
    assert len(set(numbers)) == 120  # with gaps: PostgreSQL draws a number before it keeps what has it


def _killed_now_and_then(
    place: str, request_count: int, server_count: int, kept_at_end: Callable[[], dict[str, Submission]]
) -> list[int]:
    """Kill servers until every request is answered; return the numbers of submissions, in order."""
    draw = Random(server_count)
    answers = SimpleQueue[str]()
    clients = _Clients(request_count, answers)
    with _servers(place, server_count, answers) as servers:
        for each in servers:
            each.send(clients.unanswered())
        clients.take(draw.randint(8, _MOST_ANSWERS))
        while clients.unanswered():
            victim = draw.choice(servers)
            time.sleep(draw.uniform(0, 0.02))  # the moment itself; any is right
            victim.kill()
            victim.start()
            # Who got no answer asks again under the same key; some ask again though they got one.
            again = clients.unanswered() + draw.sample(sorted(clients.answered), 5)
            draw.shuffle(again)
            victim.send(again)
            clients.take(draw.randint(8, _MOST_ANSWERS))
    kept = kept_at_end()
    assert len(kept) == request_count
    assert {uid for uid, _ in clients.answered.values()} == set(kept)
    for key, (uid, _) in clients.answered.items():
        assert kept[uid].learner == owner_of(key)
        assert kept[uid].program.files[0].content == f"print({key})\n".encode()
    return sorted(int(number) for _, number in clients.answered.values())
