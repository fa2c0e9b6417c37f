"""The report of ``codementor test``: lines, JSON or a host's format, on stdout or in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from codementor_cli.cli.failures import warning_lines
from codementor_cli.cli.judging import Asked, next_commands
from codementor_cli.cli.render.judging.judgement import (
    Reading,
    case_line,
    compile_line,
    judgement_report,
    name_columns,
    result_lines,
)
from codementor_cli.cli.render.text import Line, Look, Span, line, to_text
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.files.output_file import open_atomically
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import Judging, Submitted


class Format(StrEnum):
    """The format of a report."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    GITHUB = "github"


class CaseLines:
    """Tells each case as it finishes."""

    def __init__(self, show: Callable[[list[Line]], None], look: Look, width: int) -> None:
        self._show = show
        self._look = look
        self._width = width

    def compiled(self, compilation: Compilation) -> None:
        """Show a compilation that failed."""
        if not compilation.success:
            self._show([compile_line(compilation, self._look)])

    def judged(self, result: CaseResult) -> None:
        """Show the case's line."""
        self._show([case_line(result, self._look, self._width)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The format and the place of a report."""

    format: Format
    path: Path | None
    """None: stdout."""
    streams: Streams
    asked: Asked

    def progress(self, judging: Judging) -> CaseLines | SilentProgress:
        """Return the progress: on stdout lines of cases are the answer, else they go to stderr."""
        if self.streams.quiet or self.format is not Format.TEXT:
            return SilentProgress()
        width = name_columns(judging.request.suite)
        if self.path is None:
            return CaseLines(self.streams.answer, look_of(sys.stdout), width)
        return CaseLines(self.streams.tell, look_of(self.streams.error_stream), width)

    def write(self, judging: Judging, submitted: Submitted) -> None:
        """Write the report, after a warning where the submission could not be recorded.

        Args:
            judging: As prepared.
            submitted: Its result.

        Raises:
            UserFileError: The file cannot be written.
            EnvironmentFault: The disk is full, or fails.
        """
        judgement, recorded = submitted.judgement, submitted.recorded
        if recorded.fault is not None:
            self.streams.insist(warning_lines(recorded.fault))
        if self.format is Format.JSON:
            ascii_only = self.path is None and self.streams.ascii_only
            self._write_pieces(_json(judgement, self.asked.challenge_id, recorded.number, ascii_only))
            return
        if self.format is not Format.TEXT:
            text = _for_host(self, judgement, judging)
        else:
            look = look_of(self.streams.output_stream) if self.path is None else Look()
            every = self.streams.verbose
            reading = Reading(
                suite=judging.request.suite, limits=judging.request.limits, look=look, every_failure=every
            )
            text = self._text(judgement, reading, next_commands(judgement, judging, self.asked))
        self._write_pieces((text,))

    def tell_number(self, submitted: Submitted) -> None:
        """Say under a report in text which number the submission has."""
        number = submitted.recorded.number
        if number is not None and self.format is Format.TEXT:
            self.streams.tell([line(Span(f"submission {number}", "faint"))])

    def _write_pieces(self, pieces: Iterable[str]) -> None:
        if self.path is None:
            for piece in pieces:
                self.streams.answer_text(piece)
            return
        with open_atomically(self.path) as file:
            file.writelines(pieces)

    def _text(self, judgement: Judgement, reading: Reading, commands: tuple[str, ...]) -> str:
        if self.streams.quiet:
            return to_text(result_lines(judgement, reading.look), reading.look)
        lines = []
        if self.path is not None:
            lines += [case_line(result, reading.look, name_columns(reading.suite)) for result in judgement.results]
        lines += judgement_report(judgement, reading, commands)
        return to_text(lines, reading.look)


def _json(judgement: Judgement, challenge_id: str | None, submission_id: int | None, ascii_only: bool) -> Iterator[str]:
    from codementor_cli.schemas.public.judgement import suite_report, validate_report  # noqa: PLC0415 - only for JSON
    from codementor_cli.schemas.public.long_text import LongTexts  # noqa: PLC0415 - the same

    texts = LongTexts()
    if challenge_id is None:
        report = suite_report(judgement, texts).json_value()
    else:
        report = validate_report(judgement, challenge_id, submission_id, texts).json_value()
    return texts.pieces(report, ascii_only)


def _for_host(report: Report, judgement: Judgement, judging: Judging) -> str:
    """Return the report that ``grade`` would write of this file alone."""
    from datetime import UTC, datetime  # noqa: PLC0415 - only for hosts

    from codementor_cli.domain.grading.single_grading import challenge_of_cases, graded_alone  # noqa: PLC0415 - the same
    from codementor_cli.reports.formats import FORMATS, ReportContext  # noqa: PLC0415 - the same

    challenge = judging.challenge or challenge_of_cases(judging.request.suite, str(report.asked.tests))
    main, typed = judging.request.program.main, report.asked.file
    file = typed if typed.endswith(main) or typed == "-" else f"{typed.rstrip('/')}/{main}"
    result = graded_alone(judgement, judging.request.program, file, challenge, datetime.now(UTC))
    return "".join(each or "" for each in FORMATS[report.format].texts(result, ReportContext.of({})))
