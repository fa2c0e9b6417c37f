"""``codementor test --watch``: judge, wait for a save, judge again."""

from __future__ import annotations

import select
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.warm import warm_judge
from codementor_cli.cli.failures import tell_error
from codementor_cli.cli.judging import Asked, read
from codementor_cli.cli.render.practice.change import change_lines
from codementor_cli.cli.render.text import Span, line
from codementor_cli.cli.report import Report
from codementor_cli.cli.terminal.keyboard import Keyboard
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import look_of, write
from codementor_cli.cli.terminal.watched_files import TICK_SECONDS, WatchedFiles
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.change import change_between
from codementor_cli.errors import CancelledError, CodementorError, EnvironmentFault, ProblemsError, UserFileError
from codementor_cli.ports import Judge
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.judging.record import NOT_RECORDED, Recorded, Recorder
from codementor_cli.services.judging.submit import Judging, Submitted, record_judged
from codementor_cli.text.untrusted import visible_line

_GRACE_SECONDS = 0.3
"""How long a file may be missing or empty before that is worth a word: some editors save in two steps."""
_CLEAR = "\x1b[H\x1b[2J"
"""To the top left, and clear the screen, not what was scrolled out of it (ECMA-48: CUP, ED)."""
_AGAIN_KEYS = "\r\nr"
_QUIT_KEYS = "qQ\x04"
"""Also Ctrl-D, which ends most things that wait for input."""


def watch_file(app: Application, report: Report, recorder: Recorder | None) -> int:
    """Judge now and after every save, until a key or an interrupt ends it.

    Args:
        app: Whose engine and challenges.
        report: What to judge, and where results go.
        recorder: Records each submission; None: none is recorded.

    Returns:
        0: ending a watch is how it is used, not a failure.

    Raises:
        CodementorError: At the first judging, what no save could mend. Later, errors are shown and waited out.
    """
    try:
        with ExitStack() as stack:
            files = stack.enter_context(WatchedFiles(_watched(app, report.asked)))
            keys = stack.enter_context(Keyboard())
            tell = stack.enter_context(status_line(report.streams))
            service = stack.enter_context(warm_judge(app, tell))
            _Watch(app, report, recorder).run(service, files, keys)
    except KeyboardInterrupt:
        # The shell's prompt goes on a line of its own, below the terminal's ^C.
        report.streams.tell([line()])
    return 0


def _watched(app: Application, asked: Asked) -> list[Path]:
    paths = [Path(asked.file)]
    if asked.tests is not None:
        paths.append(Path(asked.tests))
    found = [folder / str(asked.challenge_id) for folder in app.challenge_folders]
    return paths + [each for each in found if (each / "challenge.yaml").is_file()][:1]


class _Watch:
    """What one watch remembers from run to run."""

    def __init__(self, app: Application, report: Report, recorder: Recorder | None) -> None:
        self._app = app
        self._asked = report.asked
        self._report = report
        self._recorder = recorder
        self._run_count = 0
        self._judged: Judgement | None = None
        self._recorded: tuple[JudgeRequest | None, Recorded] = (None, NOT_RECORDED)
        """What was recorded last, and what came of it: the same again is not another submission."""

    def run(self, service: Judge, files: WatchedFiles, keys: Keyboard) -> None:
        """Judge until a key ends it."""
        while True:
            first = self._run_count == 0
            files.mark()
            try:
                self._run_once(service, files.changed)
            except CancelledError:
                # The file was saved again: the result of the old one is not wanted any more.
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

    def _run_once(self, service: Judge, changed: Callable[[], bool]) -> None:
        judging = read(self._app, self._asked)
        self._begin()
        saved_again = CancelToken(changed)
        judgement = service.judge(judging.request, self._report.progress(judging), saved_again)
        saved_again.check()
        submitted = Submitted(judgement=judgement, recorded=self._record(judging, judgement))
        self._report.write(judging, submitted)
        if judgement.verdict is not Verdict.JE:
            self._tell_change(judgement)
        self._report.tell_number(submitted)

    def _begin(self) -> None:
        """Set the runs apart: a terminal is cleared, elsewhere a line stands between them."""
        self._run_count += 1
        look = look_of(self._report.streams.output_stream)
        if look.terminal and look.colour:
            write(self._report.streams.output_stream, _CLEAR)
        elif self._run_count > 1:
            self._report.streams.answer([line(), line(Span(f"--- run {self._run_count} ---", "faint")), line()])

    def _record(self, judging: Judging, judgement: Judgement) -> Recorded:
        request, recorded = self._recorded
        if request != judging.request or recorded.number is None:
            recorded = record_judged(judging, judgement, self._recorder, self._asked.origin)
            self._recorded = (judging.request, recorded)
        return recorded

    def _tell_change(self, judgement: Judgement) -> None:
        if self._judged is not None:
            look = look_of(self._report.streams.output_stream)
            self._report.streams.answer([line(), *change_lines(change_between(self._judged, judgement), look)])
        self._judged = judgement

    def _tell_waiting(self, with_keys: bool) -> None:
        how = "Enter judges again, q ends" if with_keys else "Ctrl-C ends"
        name = visible_line(Path(self._asked.file).name)
        self._report.streams.tell([line(), line(Span(f"watching {name} ({how})", "faint"))])


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
