"""Cancel judgings that are under way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codementor_cli.errors import CancelledError

if TYPE_CHECKING:
    from codementor_cli.domain.judging.judgement import Judgement
    from codementor_cli.domain.judging.request import JudgeRequest
    from codementor_cli.ports import Cancel, Judge, Progress


def _never() -> bool:
    return False


class CancelToken:
    """Cancels the judgings that it was given to; meets ``ports.Cancel``."""

    def __init__(self, asks: Callable[[], bool] = _never) -> None:
        """Begin uncancelled.

        Args:
            asks: Called between the steps of a judging; returns whether to cancel it.
        """
        self._asks = asks
        self._guard = threading.Lock()
        self._cancelled = False
        self._actions: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """End every judging that has this token, and start no new one. Any thread may call it."""
        with self._guard:
            self._cancelled = True
            actions = list(self._actions)
        for action in actions:
            action()

    def check(self) -> None:
        """Meet ``ports.Cancel``."""
        if self._cancelled or self._asks():
            raise CancelledError

    @contextmanager
    def ending(self, action: Callable[[], None]) -> Iterator[None]:
        """Meet ``ports.Cancel``."""
        with self._guard:
            self._actions.append(action)
        try:
            self.check()
            yield
        finally:
            with self._guard:
                self._actions.remove(action)


@dataclass(frozen=True, slots=True)
class CancelledWith:
    """A judge whose judgings all end with one token; meets ``ports.Judge``."""

    judged_by: Judge
    cancel: Cancel

    @property
    def name(self) -> str:
        """The engine that runs programs."""
        return self.judged_by.name

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Judge; see ``ports.Judge``."""
        return self.judged_by.judge(request, progress, cancel or self.cancel)


NEVER = CancelToken()
"""For judgings that run to their end."""
