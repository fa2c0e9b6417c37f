"""A progress that remembers what it was told."""

from __future__ import annotations

from dataclasses import dataclass, field

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult


@dataclass
class RecordingProgress:
    """Keeps every call, in order."""

    compilations: list[Compilation] = field(default_factory=list)
    results: list[CaseResult] = field(default_factory=list)

    def compiled(self, compilation: Compilation) -> None:
        self.compilations.append(compilation)

    def judged(self, result: CaseResult) -> None:
        self.results.append(result)

    @property
    def indexes(self) -> list[int]:
        return [result.index for result in self.results]
