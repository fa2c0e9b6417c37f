"""Compiling or checking, as all lanes of a session wait for it."""

from __future__ import annotations

import threading

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.step_report import BuiltFile


class Preparation:
    """Whether the program is compiled or checked, and what that gave; set once, by one thread."""

    def __init__(self) -> None:
        self._known = threading.Event()
        self.compilation: Compilation | None = None
        self.built: tuple[BuiltFile, ...] = ()
        self._fault: SandboxFault | None = None

    def set(self, compilation: Compilation | None, built: tuple[BuiltFile, ...] = ()) -> None:
        """Say what it gave; what is known already stays."""
        if not self._known.is_set():
            self.compilation, self.built = compilation, built
            self._known.set()

    def fail(self, fault: SandboxFault) -> None:
        """Say that the sandbox failed; what is known already stays."""
        if not self._known.is_set():
            self._fault = fault
            self._known.set()

    def wait(self) -> Compilation | None:
        """Return what it gave, once it is known.

        Raises:
            SandboxFault: The sandbox failed.
        """
        self._known.wait()
        if self._fault is not None:
            raise self._fault
        return self.compilation

    @property
    def is_good(self) -> bool:
        """Whether the program can be run; waits as ``wait`` does."""
        compilation = self.wait()
        return compilation is None or compilation.success
