"""``codementor test --watch``: judge, wait for a save, judge again."""

from __future__ import annotations

import select
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.watching import warm_judge
from codementor_cli.cli.failures import tell_error
from codementor_cli.cli.judging import Asked, Judging, judge, next_commands, read
from codementor_cli.cli.recording import Recorder, is_recorded, record
from codementor_cli.cli.render.practice.change import change_lines
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.report import Format, Report
from codementor_cli.cli.terminal.keyboard import Keyboard
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of, write
from codementor_cli.cli.terminal.watched_files import TICK_SECONDS, WatchedFiles
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.practice.change import change_between
from codementor_cli.errors import CodementorError, EnvironmentFault, ProblemsError, UserFileError
from codementor_cli.ports import Progress
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.text.untrusted import visible_line

_GRACE_SECONDS = 0.3
"""How long a file may be missing or empty before that is worth a word: some editors save in two steps."""
_CLEAR = "\x1b[H\x1b[2J"
"""To the top left, and clear the screen, not what was scrolled out of it (ECMA-48: CUP, ED)."""
_AGAIN_KEYS = "\r\nr"
_QUIT_KEYS = "qQ\x04"
"""Also Ctrl-D, which ends most things that wait for input."""


class _SupersededError(Exception):
    """The file was saved while it was judged: what came of the old one is not wanted any more."""


def watch_file(app: Application, asked: Asked, out: Streams, keeper: Recorder | None) -> int:
    """Judge now and after every save, until somebody ends it.

    Args:
        app: Whose engine and challenges.
        asked: What to judge.
        out: Where results go.
        keeper: Records each submission; None: none is recorded.

    Returns:
        0: ending a watch is how it is used, not a failure.

    Raises:
        CodementorError: At the first judging, what no save could mend. Later, errors are shown and waited out.
    """
    try:
        with ExitStack() as stack:
            files = stack.enter_context(WatchedFiles(_watched(app, asked)))
            keys = stack.enter_context(Keyboard())
            tell = stack.enter_context(status_line(out))
            service = stack.enter_context(warm_judge(app, tell))
            _Watch(app, asked, out, keeper).run(service, files, keys)
    except KeyboardInterrupt:
        # The shell's prompt goes on a line of its own, below the terminal's ^C.
        out.tell([line()])
    return 0


def _watched(app: Application, asked: Asked) -> list[Path]:
    paths = [Path(asked.file)]
    if asked.tests is not None:
        paths.append(Path(asked.tests))
    found = [folder / str(asked.challenge_id) for folder in app.challenge_folders]
    return paths + [each for each in found if (each / "challenge.yaml").is_file()][:1]


class _Watch:
    """What one watch remembers from run to run."""

    def __init__(self, app: Application, asked: Asked, out: Streams, keeper: Recorder | None) -> None:
        self._app = app
        self._asked = asked
        self._report = Report(format=Format.TEXT, path=None, streams=out)
        self._keeper = keeper
        self._run_count = 0
        self._judged: Judgement | None = None
        self._kept: tuple[Any, int | None] = (None, None)
        """What was recorded last, and its number: the same again is not another submission."""

    def run(self, service: JudgeService, files: WatchedFiles, keys: Keyboard) -> None:
        """Judge until a key ends it."""
        while True:
            first = self._run_count == 0
            files.mark()
            try:
                self._run_once(service, files.changed)
            except _SupersededError:
                continue
            except CodementorError as error:
                if first and not _may_mend_itself(error, Path(self._asked.file)):
                    raise
                if isinstance(error, UserFileError) and _comes(files, _GRACE_SECONDS):
                    continue
                self._begin()
                tell_error(error)
            self._tell_waiting(bool(keys.descriptors()))
            if not _goes_on(files, keys):
                return

    def _run_once(self, service: JudgeService, changed: Callable[[], bool]) -> None:
        judging = read(self._app, self._asked)
        self._begin()
        judgement = judge(service, judging, _Until(self._report.progress(judging), changed))
        if changed():
            raise _SupersededError
        number = self._recorded(judging, judgement)
        self._report.write(judgement, judging, next_commands(judgement, judging), number)
        if judgement.verdict is not Verdict.JE:
            self._tell_change(judgement)
        if number is not None:
            self._report.streams.tell([line(Span(f"submission {number}", "faint"))])

    def _begin(self) -> None:
        """Set the runs apart: a terminal is cleared, elsewhere a line stands between them."""
        self._run_count += 1
        look = look_of(self._report.streams.output_stream)
        if look.terminal and look.colour:
            write(self._report.streams.output_stream, _CLEAR)
        elif self._run_count > 1:
            self._report.streams.answer([line(), line(Span(f"--- run {self._run_count} ---", "faint")), line()])

    def _recorded(self, judging: Judging, judgement: Judgement) -> int | None:
        if self._keeper is None or not is_recorded(judging, judgement):
            return None
        same = (judging.program, judging.suite, judging.limits)
        if self._kept[0] != same or self._kept[1] is None:
            self._kept = (same, record(self._keeper, judging, judgement, self._report.streams))
        return self._kept[1]

    def _tell_change(self, judgement: Judgement) -> None:
        if self._judged is not None:
            look = look_of(self._report.streams.output_stream)
            self._report.streams.answer([line(), *change_lines(change_between(self._judged, judgement), look)])
        self._judged = judgement

    def _tell_waiting(self, with_keys: bool) -> None:
        how = "Enter judges again, q ends" if with_keys else "Ctrl-C ends"
        name = visible_line(Path(self._asked.file).name)
        self._report.streams.tell([line(), line(Span(f"watching {name} ({how})", "faint"))])


class _Until:
    """Hands on how judging goes until the file is saved again; meets ``ports.Progress``."""

    def __init__(self, progress: Progress, changed: Callable[[], bool]) -> None:
        self._progress = progress
        self._changed = changed

    def compiled(self, compilation: Compilation) -> None:
        """Meet ``ports.Progress``."""
        self._check()
        self._progress.compiled(compilation)

    def judged(self, result: CaseResult) -> None:
        """Meet ``ports.Progress``."""
        self._check()
        self._progress.judged(result)

    def _check(self) -> None:
        if self._changed():
            raise _SupersededError


def _may_mend_itself(error: CodementorError, file: Path) -> bool:
    """Whether the first judging failed for something that is still being written."""
    if isinstance(error, EnvironmentFault):
        return False
    return isinstance(error, ProblemsError) or (file.is_file() and not file.stat().st_size)


def _comes(files: WatchedFiles, seconds: float) -> bool:
    """Wait a moment for the other half of a save."""
    select.select([files.descriptor], [], [], seconds)
    return files.changed()


def _goes_on(files: WatchedFiles, keys: Keyboard) -> bool:
    """Wait for a save or a key; return whether to judge again, not to end."""
    while True:
        ready, _, _ = select.select([files.descriptor, *keys.descriptors()], [], [], TICK_SECONDS)
        if set(keys.descriptors()) & set(ready):
            typed = keys.read()
            if set(typed) & set(_QUIT_KEYS):
                return False
            if set(typed) & set(_AGAIN_KEYS):
                return True
        if files.changed():
            return True
