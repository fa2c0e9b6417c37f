"""Keep submissions while judging goes on: the store opens beside the lanes, and its failure never stops a result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import open_store
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.judging import Judging
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.errors import CodementorError, StoreFault
from codementor_cli.ports import Store
from codementor_cli.services.practice.submissions import new_submission

_CLOSE_SECONDS = 2.0
"""How long the end of a command waits for the store to be closed."""


class Recorder:
    """Records submissions in a store that is opened, and in the end closed, in a thread; several threads may record.

    Opening it takes as long as judging a small case; beside the lanes, which are waited for anyway, it costs nothing.
    """

    def __init__(self, opens: Callable[[], Store]) -> None:
        self._store: Store | None = None
        self._fault: Exception | None = None
        """Why it could not be opened."""
        self._known = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(opens,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join(_CLOSE_SECONDS)

    def record(self, submission: Submission) -> int:
        """Keep a submission and return its number.

        Raises:
            CodementorError: The store cannot be opened or written, with what to do about it.
        """
        self._known.wait()
        if self._store is None:
            raise self._fault or StoreFault("The submissions were not opened.", "Run the command again.")
        return self._store.record(submission)

    def _work(self, opens: Callable[[], Store]) -> None:
        try:
            self._store = opens()
        except Exception as error:  # noqa: BLE001  # a thread's error must reach whoever records
            self._fault = error
        self._known.set()
        self._ended.wait()
        if self._store is not None:
            self._store.close()


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
    submission = new_submission(
        judging.challenge, judging.program, judgement, learner=LOCAL, source=Source.CLI, file=path
    )
    try:
        return keeper.record(submission)
    except CodementorError as error:
        fault = StoreFault(f"The submission was not recorded. {error.message}", error.next_step)
        out.insist([*problem_lines(fault, "warning"), *next_lines(fault.next_step)])
        return None
