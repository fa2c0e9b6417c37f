"""The line of each case, as it finishes."""

from __future__ import annotations

import sys
from collections.abc import Callable

from codementor_cli.cli.render.judging.judgement import case_line, compile_line
from codementor_cli.cli.render.text import Line
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult


class CaseLines:
    """Tells each case as it finishes."""

    def __init__(self, show: Callable[[list[Line]], None], streams: Streams, stdout: bool, width: int) -> None:
        self._show = show
        self._width = width
        self._look = look_of(sys.stdout if stdout else streams.error_stream)

    def compiled(self, compilation: Compilation) -> None:
        """Show a compilation that is worth a line: one that failed."""
        if not compilation.success:
            self._show([compile_line(compilation, self._look)])

    def judged(self, result: CaseResult) -> None:
        """Show the case's line."""
        self._show([case_line(result, self._look, self._width)])
