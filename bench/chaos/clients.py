"""Clients that send submissions with keys, again and again, to whichever server answers, until each has its answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from random import Random

import httpx2

_PAUSE_SECONDS = 0.1
"""Between two tries, as any client makes it."""
_AGAIN = frozenset({202, 429, 503})
_RIGHT = "first, second = map(int, input().split())\nprint(first + second)  # {}\n"
_WRONG = "first, second = map(int, input().split())\nprint(first - second)  # {}\n"


@dataclass(frozen=True, slots=True)
class Submission:
    """One program of one owner, unlike all others."""

    number: int
    owner: str
    code: str
    verdict: str
    """That it deserves."""


def submissions(count: int, owner_count: int) -> list[Submission]:
    """Return so many, of so many owners in turn; each third is wrong."""
    made = []
    for number in range(count):
        code, verdict = (_WRONG, "WA") if number % 3 == 2 else (_RIGHT, "AC")
        made.append(Submission(number, f"owner-{number % owner_count}", code.format(number), verdict))
    return made


@dataclass
class Clients:
    """Threads; any may read what came so far."""

    urls: Sequence[str]
    token: str
    answers: dict[int, str] = field(default_factory=dict)
    """Verdict by number."""
    gave_up: list[tuple[int, str]] = field(default_factory=list)
    """Numbers, and what was said, of jobs that failed; each was sent again under another key."""
    strange: list[str] = field(default_factory=list)
    """Answers that no client should get."""
    seconds: list[float] = field(default_factory=list)
    """Of each submission, from the first try to its answer."""
    tries: int = 0
    come: threading.Condition = field(default_factory=threading.Condition)
    _waiting: SimpleQueue[Submission] = field(default_factory=SimpleQueue)
    _is_over: threading.Event = field(default_factory=threading.Event)

    def wait_for(self, count: int, seconds: float) -> bool:
        """Return once so many have their answers, or something strange came; False: they did not, for that long."""
        with self.come:
            return self.come.wait_for(lambda: bool(self.strange) or len(self.answers) >= count, seconds)

    def work(self, seed: int) -> None:
        """Send submissions until there is none left."""
        draw = Random(seed)
        while not self._is_over.is_set():
            try:
                asked = self._waiting.get_nowait()
            except Empty:
                return
            began, failed_count = time.monotonic(), 0
            while not self._is_over.is_set() and not self._answered(asked, failed_count, draw):
                failed_count = sum(number == asked.number for number, _ in self.gave_up)
                self._is_over.wait(_PAUSE_SECONDS)
            with self.come:
                self.seconds.append(time.monotonic() - began)
                self.come.notify_all()

    def _answered(self, asked: Submission, failed_count: int, draw: Random) -> bool:
        """Try once; True: this submission needs no further try."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Codementor-Learner": asked.owner,
            "Idempotency-Key": f"k{asked.number}-{failed_count}",
            "Prefer": "wait=30",
        }
        body = {"code": asked.code, "language": "python", "challengeId": "add-two"}
        self.tries += 1
        try:
            answer = httpx2.post(
                f"{draw.choice(self.urls)}/api/execution/validate", json=body, headers=headers, timeout=60
            )
        except httpx2.TransportError:
            return False
        return self._taken(asked, answer.status_code, answer.headers, answer)

    def _taken(self, asked: Submission, status: int, headers: Mapping[str, str], answer: httpx2.Response) -> bool:
        with self.come:
            if status == 200:
                self.answers[asked.number] = str(answer.json()["verdict"])
                return True
            if status in _AGAIN:
                # The job itself failed where the same request finds its end; else the service cannot work now.
                if status == 503 and headers.get("Idempotency-Replayed") == "true":
                    self.gave_up.append((asked.number, answer.text))
                return False
            self.strange.append(f"{asked.number}: {status}: {answer.text[:500]}")
            self.come.notify_all()
            return True


@contextmanager
def asking(clients: Clients, asked: Sequence[Submission], thread_count: int) -> Iterator[Clients]:
    """Send submissions in threads while the context is open."""
    for each in asked:
        clients._waiting.put(each)  # noqa: SLF001 - this is how it begins
    threads = [threading.Thread(target=clients.work, args=(seed,)) for seed in range(thread_count)]
    for each in threads:
        each.start()
    try:
        yield clients
    finally:
        clients._is_over.set()  # noqa: SLF001 - and how it ends
        for each in threads:
            each.join()
