"""Jobs that are kept but not told of yet: what comes of them is told after that they came."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Newcomers:
    """The jobs that are being added here. Threads may share it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._uids: set[str] = set()

    @contextmanager
    def adding(self, *uids: str) -> Iterator[None]:
        """Hold back what waits for these jobs, until all inside is done."""
        with self._changed:
            self._uids.update(uids)
        try:
            yield
        finally:
            with self._changed:
                self._uids.difference_update(uids)
                self._changed.notify_all()

    def wait(self, uid: str) -> None:
        """Return when a job is not being added any more; at once where another server added it."""
        with self._changed:
            self._changed.wait_for(lambda: uid not in self._uids)
