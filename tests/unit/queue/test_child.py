"""A process of a worker runs what names a job, and gives back what it cannot run."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from celery.exceptions import Reject

from codementor_cli.errors import EnvironmentFault, StoreFault
from codementor_cli.queue import child
from codementor_cli.queue.child import WorkerChild
from tests.fakes.service import PATIENCE_SECONDS

UID = "0123456789abcdef" * 2


@dataclass
class _Work:
    """Notes the jobs that it is told to run; meets ``ChildWork``."""

    faults: int = 0
    """So many calls find no store."""
    uids: list[str] = field(default_factory=list)
    is_closed: bool = False

    def run(self, uid: str) -> None:
        self.uids.append(uid)
        if len(self.uids) <= self.faults:
            raise StoreFault("PostgreSQL does not answer.")

    def hand_back(self) -> None: ...

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_RETRY_SECONDS", 0.0)


def _never() -> bool:
    return False


def test_a_message_that_names_a_job_runs_it() -> None:
    work = _Work()
    WorkerChild(lambda: work, _never).run(UID)
    assert work.uids == [UID]


@pytest.mark.parametrize("sent", [(), (None,), (7,), ([UID],), ("x",), (UID.upper(),), (f"{UID}\n",), ("../etc",)])
def test_a_message_that_names_no_job_is_dropped_and_logged(
    sent: tuple[object, ...], caplog: pytest.LogCaptureFixture
) -> None:
    work = _Work()
    WorkerChild(lambda: work, _never).run(*sent, forged=True)
    assert work.uids == []
    assert [each.message for each in caplog.records] == ["a message that names no job was dropped"]


def test_a_store_that_fails_is_asked_again() -> None:
    work = _Work(faults=2)
    WorkerChild(lambda: work, _never).run(UID)
    assert work.uids == [UID] * 3


def test_a_job_that_cannot_be_begun_goes_back_to_the_broker_when_the_worker_drains() -> None:
    with pytest.raises(Reject) as rejected:
        WorkerChild(lambda: _Work(faults=9), lambda: True).run(UID)
    assert rejected.value.requeue


def test_what_cannot_be_opened_is_opened_with_a_later_try(caplog: pytest.LogCaptureFixture) -> None:
    work = _Work()
    tries: list[Callable[[], _Work]] = [_no_sandbox, lambda: work]

    def open_work() -> _Work:
        return tries.pop(0)()

    opened = WorkerChild(open_work, _never)
    opened.run(UID)
    opened.close()
    assert work.uids == [UID]
    assert work.is_closed
    assert caplog.records[0].__dict__["problem"] == "There is no sandbox."


def _no_sandbox() -> _Work:
    raise EnvironmentFault("There is no sandbox.", "sudo apt-get install bubblewrap")


def test_what_was_not_opened_is_not_closed() -> None:
    WorkerChild(_no_sandbox, _never).close()


_STUCK = """
import threading
from codementor_cli.queue import child

class Stuck:
    def run(self, uid):
        threading.Event().wait()

child.LONGEST_SECONDS = 1
child.WorkerChild(Stuck, lambda: False).run("a" * 32)
"""


def test_a_process_whose_job_does_not_end_is_ended_by_the_kernel_as_if_it_was_killed() -> None:
    ended = subprocess.run([sys.executable, "-c", _STUCK], check=False, timeout=PATIENCE_SECONDS)
    assert ended.returncode == -signal.SIGALRM


def test_no_alarm_is_left_after_a_job() -> None:
    WorkerChild(_Work, _never).run(UID)
    assert signal.alarm(0) == 0


_ORPHAN = """
import threading
from codementor_cli.queue import child

class Work:
    def close(self):
        print("closed", flush=True)
    def hand_back(self):
        print("handed back", flush=True)

made = child.WorkerChild(Work, lambda: False)
made.begin()
threading.Event().wait()
"""


def test_a_process_whose_worker_was_gone_before_it_began_ends_by_itself() -> None:
    # Made and begun in one process, as if the one that made it had ended in between.
    ended = subprocess.run([sys.executable, "-c", _ORPHAN], check=False, capture_output=True, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 0
    assert ended.stdout in {b"handed back\nclosed\n", b""}
