"""Keep submissions while judging goes on: the store opens beside the lanes, and its failure never stops a result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import new_submission, open_store
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.judging import Judging
from codementor_cli.cli.streams import Streams
from codementor_cli.domain.judgement import Judgement
from codementor_cli.domain.submission import Source, Submission
from codementor_cli.domain.verdict import Verdict
from codementor_cli.errors import CodementorError, StoreFault
from codementor_cli.ports import SubmissionStore

_CLOSE_SECONDS = 2.0
"""How long the end of a command waits for the store to be closed."""


class Recorder:
    """Records submissions in a thread that owns the store: SQLite's connections belong to one.

    Opening it takes as long as judging a small case; beside the lanes, which are waited for anyway, it costs nothing.
    """

    def __init__(self, opens: Callable[[], SubmissionStore]) -> None:
        self._submissions: SimpleQueue[Submission | None] = SimpleQueue()
        self._answers: SimpleQueue[int | Exception] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, args=(opens,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._submissions.put(None)
        self._thread.join(_CLOSE_SECONDS)

    def record(self, submission: Submission) -> int:
        """Keep a submission and return its number.

        Raises:
            CodementorError: The store cannot be opened or written, with what to do about it.
        """
        self._submissions.put(submission)
        answer = self._answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _work(self, opens: Callable[[], SubmissionStore]) -> None:
        store = _opened(opens)
        while (submission := self._submissions.get()) is not None:
            self._answers.put(store if isinstance(store, Exception) else _recorded(store, submission))
        if not isinstance(store, Exception):
            store.close()


def recorder(app: Application, database: str | None) -> Recorder:
    """Return a recorder into the store that the settings name, or that ``--database`` does."""
    return Recorder(lambda: open_store(app, database))


def is_recorded(judging: Judging, judgement: Judgement) -> bool:
    """Whether a judgement is the learner's record: a whole submission, and no fault of ours."""
    return judging.asked.is_submission and judgement.verdict is not Verdict.JE


def record(keeper: Recorder, judging: Judging, judgement: Judgement, out: Streams) -> int | None:
    """Record a submission; where that fails, say so, and why.

    Returns:
        Its number; None: it was not recorded.
    """
    if judging.challenge is None:
        return None
    path = None if judging.asked.file == "-" else Path(judging.asked.file)
    submission = new_submission(judging.challenge, judging.program, judgement, Source.CLI, path)
    try:
        return keeper.record(submission)
    except CodementorError as error:
        fault = StoreFault(f"The submission was not recorded. {error.message}", error.next_step)
        out.insist([*problem_lines(fault, "warning"), *next_lines(fault.next_step)])
        return None


def _opened(opens: Callable[[], SubmissionStore]) -> SubmissionStore | Exception:
    try:
        return opens()
    except Exception as error:  # noqa: BLE001  # a thread's error must reach whoever records
        return error


def _recorded(store: SubmissionStore, submission: Submission) -> int | Exception:
    try:
        return store.record(submission)
    except Exception as error:  # noqa: BLE001  # told to whoever waits for the number; the next may succeed
        return error
