"""Progress for a judging without a watcher."""

from __future__ import annotations

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult


class SilentProgress:
    """Ignores each step; meets ``ports.Progress``."""

    def compiled(self, compilation: Compilation) -> None:
        """Meet ``ports.Progress``."""

    def judged(self, result: CaseResult) -> None:
        """Meet ``ports.Progress``."""
