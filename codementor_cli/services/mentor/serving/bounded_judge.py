"""A judge that judges so many programs at a time: of code in answers, beside the desk of jobs."""

from __future__ import annotations

import threading

from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.ports import Cancel, Judge, Progress


class BoundedJudge:
    """Lets callers wait for each other; meets ``ports.Judge``."""

    def __init__(self, judge: Judge, most: int) -> None:
        self._judge = judge
        self._places = threading.BoundedSemaphore(most)

    @property
    def name(self) -> str:
        """The engine that runs programs."""
        return self._judge.name

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Judge once there is a place; see ``ports.Judge``."""
        with self._places:
            if cancel is not None:
                cancel.check()
            return self._judge.judge(request, progress, cancel)
