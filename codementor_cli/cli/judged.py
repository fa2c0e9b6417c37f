"""The program that a question is about, judged: by its last submission, if it is still the same, else now."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.mentoring import lazy_judge
from codementor_cli.cli.failures import warning_lines
from codementor_cli.cli.judging import Asked, read, tell_remembered
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import RecordedSubmission, suite_digest
from codementor_cli.errors import UsageError
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import Judging, submit
from codementor_cli.services.judging.which_file import which_file
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.ports import Store


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds and judges what is meant."""

    app: Application
    command: str
    """For messages: ``hint``."""
    store: Store | None
    out: Streams
    tell: Callable[[str], None]
    """Told of long work."""

    def subject(self, file: str | None, challenge_id: str | None) -> MentorSubject:
        """Return the judged program; one that was judged now is recorded.

        Args:
            file: As typed; None: left out.
            challenge_id: As typed; None: left out.

        Raises:
            UsageError: Nothing says which file or challenge is meant.
            UserFileError: File or challenge cannot be read.
            SandboxFault: It must be judged, and there is no sandbox.
        """
        asked = self._asked(file, challenge_id)
        judging = read(self.app, asked)
        # It was asked for by its id.
        challenge = cast("Challenge", judging.challenge)
        last = self._latest(challenge.id)
        if last is not None and _is_same(last, judging, challenge):
            return _subject(judging, challenge, last.submission.judgement, last.submission.uid)
        self.tell(f"Judging {visible_line(asked.file)}")
        submitted = submit(lazy_judge(self.app, self.tell), judging, SilentProgress(), self.store, asked.origin)
        if submitted.recorded.fault is not None:
            self.tell("")
            self.out.insist(warning_lines(submitted.recorded.fault))
        return _subject(judging, challenge, submitted.judgement, submitted.recorded.uid)

    def _asked(self, file: str | None, challenge_id: str | None) -> Asked:
        found = which_file(self.app.folder_settings, file, challenge_id, self._latest, any_challenge=True)
        base, wanted = f"codementor {self.command}", found.challenge_id
        if found.file is None:
            typed = "ID" if wanted is None else shlex.quote(wanted)
            message = "Say which file is meant: nothing was submitted yet."
            raise UsageError(message, f"{base} FILE --challenge {typed}")
        if wanted is None:
            wanted = self._last_challenge(Path(found.file).absolute())
        if wanted is None:
            step = f"{base} {shlex.quote(found.file)} --challenge ID\ncodementor challenges list"
            raise UsageError("Say which challenge the file is for.", step)
        tell_remembered(found, "looking at", self.out)
        return Asked(file=found.file, challenge_id=wanted, tests=None)

    def _latest(self, challenge_id: str | None) -> RecordedSubmission | None:
        return None if self.store is None else self.store.latest(LOCAL, challenge_id)

    def _last_challenge(self, path: Path) -> str | None:
        """Return what a file was judged by, if it was the last one."""
        last = self._latest(None)
        return last.submission.challenge.id if last is not None and Path(last.submission.file) == path else None


def _is_same(last: RecordedSubmission, judging: Judging, challenge: Challenge) -> bool:
    """Whether a submission is of this very program, judged by the challenge as it is now."""
    submission = last.submission
    return submission.program == judging.request.program and submission.challenge.digest == suite_digest(challenge)


def _subject(judging: Judging, challenge: Challenge, judgement: Judgement, uid: str) -> MentorSubject:
    return MentorSubject(
        challenge=challenge,
        program=judging.request.program,
        language=judging.language,
        limits=judging.request.limits,
        judgement=judgement,
        submission_uid=uid,
    )
