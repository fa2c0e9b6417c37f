"""Record a submission. Every command, the API and a worker record here, and here alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import CodementorError, StoreFault
from codementor_cli.ports import Store

_CLOSE_SECONDS = 2.0
"""Longest wait, at the end of a command, for a store that is still opening."""


class Records(Protocol):
    """Where submissions are kept: a store, or a ``Recorder``."""

    def record(self, submission: Submission) -> int:
        """Keep a submission and return its number; see ``ports.Store``."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording one submission."""

    uid: str = ""
    """Empty: it was not recorded."""
    number: int | None = None
    """None: it was not recorded."""
    fault: StoreFault | None = None
    """Reason of the failure, in words for a warning; None: it was recorded, or no record was wanted."""


NOT_RECORDED = Recorded()


def record(records: Records, submission: Submission) -> Recorded:
    """Record a submission. Where the store fails, its fault is part of the answer."""
    try:
        return Recorded(uid=submission.uid, number=records.record(submission))
    except CodementorError as error:
        return Recorded(fault=StoreFault(f"The submission was not recorded. {error.message}", error.next_step))


class Recorder:
    """A store that a thread opens while a program is judged; several threads may record.

    Opening takes as long as one small case. It happens while the lanes work, so it adds no time.
    """

    def __init__(self, opens: Callable[[], Store]) -> None:
        self._opens = opens
        self._store: Store | None = None
        self._fault: Exception | None = None
        """The reason, where opening failed."""
        self._thread = threading.Thread(target=self._open, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.join(_CLOSE_SECONDS)
        if self._store is not None:
            self._store.close()

    def record(self, submission: Submission) -> int:
        """Keep a submission and return its number.

        Raises:
            CodementorError: The store cannot be opened or written, with what to do about it.
        """
        self._thread.join()
        if self._store is None:
            raise self._fault or StoreFault("The submissions were not opened.", "Run the command again.")
        return self._store.record(submission)

    def _open(self) -> None:
        try:
            self._store = self._opens()
        except Exception as error:  # noqa: BLE001  # a thread's error must reach the thread that records
            self._fault = error
