"""``codementor serve`` is killed at any moment: each request has one submission, and each client its answer."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random

import httpx2

from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery, Source, Submission
from codementor_cli.store import open_sqlite
from tests.api.conftest import Serve
from tests.fakes.service import PATIENCE_SECONDS

_REQUESTS = 32
_CLIENTS = 4
_KILLS = 4
_BEFORE_A_KILL = (6, 8)
"""Answers that come first: more than are only repeated, so that no job is begun and killed three times."""


@dataclass
class _Clients:
    """Threads that send requests with keys, again and again until each is answered."""

    url: str
    keys: SimpleQueue[int] = field(default_factory=SimpleQueue)
    answers: SimpleQueue[tuple[int, int]] = field(default_factory=SimpleQueue)
    """Key and number of the submission."""
    strange: list[str] = field(default_factory=list)
    """Answers that no client should get."""
    is_over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Send requests until there is none left."""
        with httpx2.Client(base_url=self.url, timeout=PATIENCE_SECONDS) as client, suppress(Empty):
            while True:
                self._ask(client, self.keys.get_nowait())

    def _ask(self, client: httpx2.Client, key: int) -> None:
        # The pause is between two tries, as any client makes it; how long it is changes nothing.
        while not self.is_over.wait(0.05):
            try:
                answer = client.post("/api/execution/validate", json=_body(key), headers={"Idempotency-Key": f"k{key}"})
            except httpx2.TransportError:
                continue
            if answer.status_code == 200:
                self.answers.put((key, int(answer.json()["submissionId"])))
                return
            if answer.status_code != 202:
                self.strange.append(f"{answer.status_code}: {answer.text}")
                return


def _body(key: int) -> dict[str, str]:
    return {"code": _code(key), "language": "python", "challengeId": "add-two"}


def _code(key: int) -> str:
    return f"first, second = map(int, input().split())\nprint(first + second)  # {key}\n"


@contextmanager
def _asking(url: str) -> Iterator[_Clients]:
    clients = _Clients(url)
    for key in range(_REQUESTS):
        clients.keys.put(key)
    threads = [threading.Thread(target=clients.work) for _ in range(_CLIENTS)]
    for each in threads:
        each.start()
    try:
        yield clients
    finally:
        clients.is_over.set()
        for each in threads:
            each.join()


def test_each_request_has_one_submission_though_the_server_is_killed(serve: Serve, folder: Path) -> None:
    draw = Random(7)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    answered: dict[int, int] = {}
    with _asking(f"http://127.0.0.1:{port}") as clients:
        for kill in range(_KILLS + 1):
            with serve("--port", str(port), "--sandbox", "bubblewrap", "--database", "kept.db") as running:
                wanted = _REQUESTS if kill == _KILLS else len(answered) + draw.randint(*_BEFORE_A_KILL)
                while len(answered) < wanted:
                    key, number = clients.answers.get(timeout=PATIENCE_SECONDS)
                    assert key not in answered
                    answered[key] = number
                running.process.send_signal(signal.SIGKILL)
                running.process.wait()
        assert clients.strange == []
    with closing(open_sqlite(folder / "kept.db")) as store:
        assert store.page(LOCAL, HistoryQuery()).total == _REQUESTS
        for key, number in answered.items():
            submission = store.submission(LOCAL, number).submission
            assert submission.program.files[0].content == _code(key).encode()
            assert (submission.source, submission.judgement.verdict) == (Source.API, "AC")
        assert len({each.uid for each in store.everything() if isinstance(each, Submission)}) == _REQUESTS
