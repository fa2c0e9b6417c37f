"""Files that clients of Jobe's sent ahead of their runs: in memory, bounded, for a while, each owner's apart."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.text.units import MIB

KEPT_SECONDS = 48 * 3600.0
"""After the last use; so long does Jobe keep files at least. Source: app/Libraries/FileCache.php."""


@dataclass(frozen=True, slots=True)
class FileCaps:
    """How much is kept. Those used longest ago make room."""

    file_bytes: int = 8 * MIB
    owner_bytes: int = 64 * MIB
    owner_count: int = 500
    total_bytes: int = 256 * MIB


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    used_at: float


class SentFiles:
    """The files. Threads may share it.

    A client sends its files again where a run answers 404: so nothing is lost with the process.
    """

    def __init__(self, seconds: Callable[[], float], caps: FileCaps = FileCaps()) -> None:
        """Take a clock.

        Args:
            seconds: Returns the time in seconds; it never goes back.
            caps: How much is kept.
        """
        self._seconds = seconds
        self._caps = caps
        self._files: OrderedDict[tuple[LearnerId, str], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, owner: LearnerId, file_id: str, content: bytes) -> bool:
        """Keep a file in place of an earlier one of that id; return whether it is small enough."""
        if len(content) > self._caps.file_bytes:
            return False
        with self._lock:
            self._files.pop((owner, file_id), None)
            self._files[owner, file_id] = _Kept(content, self._seconds())
            self._make_room(owner)
        return True

    def find(self, owner: LearnerId, file_id: str) -> bytes | None:
        """Return an owner's file; None: it was never sent, or made room."""
        with self._lock:
            kept = self._files.pop((owner, file_id), None)
            if kept is None or kept.used_at < self._seconds() - KEPT_SECONDS:
                return None
            self._files[owner, file_id] = _Kept(kept.content, self._seconds())
            return kept.content

    def size(self) -> tuple[int, int]:
        """Return how many files are kept, and their bytes."""
        with self._lock:
            return len(self._files), sum(len(kept.content) for kept in self._files.values())

    def _make_room(self, owner: LearnerId) -> None:
        """Forget what is too old or too much; the order of the files is that of their last use."""
        oldest = self._seconds() - KEPT_SECONDS
        for key in [key for key, kept in self._files.items() if kept.used_at < oldest]:
            del self._files[key]
        caps = self._caps
        owned = [key for key in self._files if key[0] == owner]
        left = sum(len(self._files[key].content) for key in owned)
        while owned and (left > caps.owner_bytes or len(owned) > caps.owner_count):
            left -= len(self._files.pop(owned.pop(0)).content)
        left = sum(len(kept.content) for kept in self._files.values())
        while left > caps.total_bytes:
            _, kept = self._files.popitem(last=False)
            left -= len(kept.content)
