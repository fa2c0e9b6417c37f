"""Processes that run tests side by side on one machine, and agree by locks on files."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold a turn: many at a time, or one alone, which those that come later wait for.

    Args:
        folder: That of the locks; the same for all that agree.
        alone: Wait until nobody else has a turn, and let nobody else begin one.
    """
    with (folder / "door.lock").open("w") as door, (folder / "room.lock").open("w") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Do something that another process may be doing too, one after the other."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
