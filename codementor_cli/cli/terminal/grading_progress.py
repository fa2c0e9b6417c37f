"""The progress of a grading: running challenges, graded repositories, time left."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from codementor_cli.services.grading.repository import Candidate
from codementor_cli.services.grading.workers import Event, Graded, Started
from codementor_cli.text.amounts import duration_words

_LINE_SECONDS = 10.0
"""Between two lines where each stays: in the log of a host."""
_MOST_NAMED = 4
"""Running challenges that a line names: on a server many run at a time."""


class GradingProgress:
    """Tells on stderr.

    Args:
        candidates: Of the grading.
        jobs: Challenges judged at a time.
        tell: Takes a line.
        live: Whether a line replaces the last one.
    """

    def __init__(self, candidates: Sequence[Candidate], jobs: int, tell: Callable[[str], None], *, live: bool) -> None:
        self._names = [each.name for each in candidates]
        self._tell = tell
        self._live = live
        self._running: deque[tuple[int, str]] = deque(maxlen=jobs)
        self._done: set[int] = set()
        self._graded_count = 0
        self._began = time.monotonic()
        self._told = self._began

    def happened(self, event: Event) -> None:
        """Take note of an event, and tell the progress when a line is due."""
        if isinstance(event, Started):
            self._running.append((event.index, event.title))
        elif isinstance(event, Graded):
            self._done.add(event.index)
            self._graded_count += not event.kept
        now = time.monotonic()
        if self._live or now - self._told >= _LINE_SECONDS:
            self._told = now
            self._tell(self._line(now - self._began))

    def _line(self, seconds: float) -> str:
        count = len(self._names)
        running = [f"{self._names[index]}: {title}" for index, title in self._running if index not in self._done]
        parts = [f"{len(self._done)} of {count} graded"]
        left = count - len(self._done)
        if self._graded_count and left:
            parts.append(f"about {duration_words(round(seconds / self._graded_count * left) or 1)} left")
        if running:
            more = f" and {len(running) - _MOST_NAMED} more" if len(running) > _MOST_NAMED else ""
            parts.append(f"now {', '.join(running[-_MOST_NAMED:])}{more}")
        return "; ".join(parts)
