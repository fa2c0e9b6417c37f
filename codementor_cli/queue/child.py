"""One process of a worker: it opens what jobs need after it was forked, and runs one job at a time."""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Protocol

from billiard.util import set_pdeathsig
from celery.exceptions import Reject

from codementor_cli.errors import CodementorError, StoreFault

_LOG = logging.getLogger("codementor.worker")
_UID = re.compile(r"[0-9a-f]{32}")
_RETRY_SECONDS = 1.0
"""Until a store or a sandbox that could not be opened is opened again."""
LONGEST_SECONDS = 1500
"""Of one job, before the kernel ends its process: the sandbox has clocks of its own, and this is for where they fail.
It is less than the 1 800 s after which RabbitMQ takes a message for lost.

Source: RabbitMQ, "Consumers", delivery acknowledgement timeout.
"""
_MOST_TRIES = 5
"""To open them, for one job: then another process may get it."""
_HAND_BACK_SECONDS = 10.0
"""Longest wait for a job that is handed back: its lane ends within a second."""


class ChildWork(Protocol):
    """What a process of a worker does; made in that process."""

    def run(self, uid: str) -> object:
        """Run a job until what came of it is kept.

        Raises:
            StoreFault: The store cannot be asked now; the job is as it was.
        """

    def hand_back(self) -> None:
        """End what runs, and queue it again; called in another thread than ``run``."""

    def close(self) -> None:
        """Give back the store and the sandbox."""


class WorkerChild:
    """The process. It is made before the fork, and used after it.

    SIGTERM comes where the worker is told twice to stop, and where the worker itself was killed: the job is handed back
    to the queue, as if it had not begun, and the process ends.
    """

    def __init__(self, open_work: Callable[[], ChildWork], is_draining: Callable[[], bool]) -> None:
        """Take what it does.

        Args:
            open_work: Called in the process.
            is_draining: Whether the worker begins no more jobs.
        """
        self._open_work = open_work
        self._is_draining = is_draining
        self._parent = os.getpid()
        self._work: ChildWork | None = None
        self._idle = threading.Event()
        self._ending = threading.Event()

    def begin(self) -> None:
        """Open what jobs need; called once, in the process, before its first job."""
        told, tell = os.pipe()

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            os.write(tell, b".")

        self._idle.set()
        threading.Thread(target=self._end_when, args=(told,), name="end of the process", daemon=True).start()
        signal.signal(signal.SIGTERM, on_signal)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        # Celery asks for SIGKILL here.
        set_pdeathsig(signal.SIGTERM)
        if os.getppid() != self._parent:
            os.write(tell, b".")
        self._try_to_open()

    def run(self, *sent: object, **_more: object) -> None:
        """Do what a message asks for; one that names no job is forgotten.

        Raises:
            Reject: The job was not begun: what it needs cannot be opened, or the process ends, or the worker does.
        """
        uid = sent[0] if sent else None
        if not isinstance(uid, str) or not _UID.fullmatch(uid):
            _LOG.warning("a message that names no job was dropped")
            return
        self._idle.clear()
        # Celery's own limit sends SIGTERM, by which the job would be handed back, and begun again for ever.
        signal.alarm(LONGEST_SECONDS)
        try:
            self._run(uid)
        finally:
            signal.alarm(0)
            self._idle.set()
            if self._ending.is_set():
                # The other thread ends the process. Whoever is to be told of this job may be gone already.
                threading.Event().wait()

    def close(self) -> None:
        """Give back what jobs needed; the process ends next."""
        work, self._work = self._work, None
        if work is not None:
            work.close()

    def _run(self, uid: str) -> None:
        tries = 0
        while True:
            work = self._work or self._try_to_open()
            if work is not None:
                try:
                    work.run(uid)
                except StoreFault:
                    # It was told to the observer of jobs.
                    pass
                else:
                    return
            tries += work is None
            if self._is_draining() or tries == _MOST_TRIES or self._ending.wait(_RETRY_SECONDS):
                raise Reject("this process cannot run it", requeue=True)

    def _try_to_open(self) -> ChildWork | None:
        try:
            self._work = self._open_work()
        except CodementorError as fault:
            _LOG.error("no job can be run yet", extra={"problem": fault.message, "next_step": fault.next_step})
        return self._work

    def _end_when(self, told: int) -> None:
        """Wait for the signal, hand back the job and end the process: a thread may wait for locks."""
        os.read(told, 1)
        self._ending.set()
        work = self._work
        try:
            if work is not None:
                work.hand_back()
            self._idle.wait(_HAND_BACK_SECONDS)
            if work is not None:
                work.close()
        finally:
            os._exit(0)
