"""Admission: one budget of lanes for all commands of a user on a machine, so that they do not starve each other.

A slot is a file that is locked as long as a judging goes on; the kernel unlocks it when its process ends, however that
is. The door is another one: a waiting command holds it, and no command takes a slot without it, so that a
learner's single file does not wait behind all of a class that is graded.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

from codementor_cli.files.runtime import make_private

_DOOR = "door"
_POLL_SECONDS = 0.02
TELL_SECONDS = 1.0
"""A longer wait is reported."""
LONGEST_SECONDS = 120.0
"""A command that was suspended keeps its slots: after this long, others judge without one."""


class MachineSlot:
    """A lane that may be kept busy; meets ``ports.Slot``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def give_back(self) -> None:
        """Meet ``ports.Slot``."""
        descriptor, self._descriptor = self._descriptor, -1
        _close(descriptor)


class MachineBudget:
    """The slots of one user on this machine; meets ``ports.Budget``. Threads may share it."""

    def __init__(self, folder: Path, slot_count: int) -> None:
        """Take where the slots are.

        Args:
            folder: Made where it is not there. A folder that is not this user's alone is not used: there is no budget.
            slot_count: At least 1.
        """
        self._folder = folder
        self._slot_count = slot_count

    def take(self, waits: Callable[[], None]) -> MachineSlot:
        """Meet ``ports.Budget``."""
        patience = _Patience(waits)
        try:
            door = patience.wait_for(lambda: self._lock(_DOOR))
            try:
                return MachineSlot(patience.wait_for(self._free_slot))
            finally:
                _close(door)
        except OSError:  # no folder of our own: judging goes on without a budget
            return MachineSlot(-1)

    def take_if_free(self) -> MachineSlot | None:
        """Meet ``ports.Budget``."""
        try:
            door = self._lock(_DOOR)
            if door is None:
                return None
            try:
                found = self._free_slot()
            finally:
                _close(door)
        except OSError:
            return MachineSlot(-1)
        return None if found is None else MachineSlot(found)

    def _free_slot(self) -> int | None:
        """Return the descriptor of a slot that is ours now; None where all are taken."""
        for number in range(self._slot_count):
            found = self._lock(f"slot-{number}")
            if found is not None:
                return found
        return None

    def _lock(self, name: str) -> int | None:
        """Return the descriptor of a file that is locked now; None where another has it.

        Raises:
            OSError: The folder cannot be made, or is not this user's alone.
        """
        make_private(self._folder)
        descriptor = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor


class _Patience:
    """One wait, perhaps of several parts, with an end and one notice."""

    def __init__(self, waits: Callable[[], None]) -> None:
        self._waits = waits
        self._began = time.monotonic()
        self._told = False

    def wait_for(self, attempt: Callable[[], int | None]) -> int:
        """Try until there is something; -1 where that takes too long."""
        while (found := attempt()) is None:
            waited = time.monotonic() - self._began
            if waited > LONGEST_SECONDS:
                return -1
            if waited > TELL_SECONDS and not self._told:
                self._told = True
                self._waits()
            time.sleep(_POLL_SECONDS)
        return found


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        os.close(descriptor)
