"""The judged program that a question is about.

That is the last submission where program and challenge are still the same; else the program is judged now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import RecordedSubmission, Source
from codementor_cli.errors import EnvironmentFault, NextStep, StoreFault, UsageError
from codementor_cli.ports import Catalog, Judge, Submissions
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.judging.submit import Judging, Machine, prepare, submit
from codementor_cli.services.judging.which_file import FolderSettings, which_file
from codementor_cli.services.practice.submissions import Origin
from codementor_cli.text.untrusted import visible_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file and a challenge, as far as the learner named them."""

    learner: LearnerId
    file: str | None = None
    challenge_id: str | None = None
    source: Source = Source.CLI
    command: str = "hint"
    """For the next step of errors: ``hint``, ``review`` or ``analyze``."""


class Listener(Protocol):
    """Hears what goes on while a question is answered."""

    def working(self, line: str) -> None:
        """Some long work goes on; an empty line: it is done."""

    def remembered(self, file: str) -> None:
        """The last submission said which file is meant."""

    def not_recorded(self, fault: StoreFault) -> None:
        """The program was judged, and the submission could not be recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """Finds judged programs."""

    catalog: Catalog
    read_program: Callable[[str], Program]
    judge: Judge
    machine: Machine
    folder: FolderSettings = field(default_factory=FolderSettings)
    store: Submissions | None = None
    """None: no submission is remembered or recorded."""

    def find(self, target: Target, listener: Listener) -> MentorSubject:
        """Return the judged program; one that is judged now is recorded.

        Raises:
            UsageError: Nothing says which file or challenge is meant.
            UserFileError: File or challenge cannot be read.
            SandboxFault: It must be judged, and there is no sandbox.
        """
        file, challenge_id = self._meant(target, listener)
        challenge = self.catalog.load(challenge_id)
        judging = prepare(self.read_program(file), challenge, self.machine)
        last = self._latest(target, challenge_id)
        if last is not None and is_same(last, judging.request.program, challenge):
            return subject_of(target.learner, challenge, judging, last.submission.judgement, last.submission.uid)
        listener.working(f"Judging {visible_line(file)}")
        origin = Origin(learner=target.learner, source=target.source, file=Path(file))
        submitted = submit(self.judge, judging, SilentProgress(), self.store, origin)
        if submitted.recorded.fault is not None:
            listener.not_recorded(submitted.recorded.fault)
        return subject_of(target.learner, challenge, judging, submitted.judgement, submitted.recorded.uid)

    def judged(self, path: Path, challenge_id: str | None) -> MentorSubject:
        """Return a program judged now; nothing is recorded.

        Args:
            path: Of the program.
            challenge_id: None: the nearest folder above the file that has a challenge's name says which.

        Raises:
            UsageError: Nothing says which challenge the file is for.
            UserFileError: File or challenge cannot be read.
            EnvironmentFault: The sandbox failed.
        """
        challenge = self.catalog.load(challenge_id or self._named_by_folder(path))
        judging = prepare(self.read_program(str(path)), challenge, self.machine)
        judgement = self.judge.judge(judging.request, SilentProgress())
        if judgement.verdict is Verdict.JE:
            raise EnvironmentFault(f"The sandbox failed on {visible_line(str(path))}.", NextStep(("doctor",)))
        return subject_of(LOCAL, challenge, judging, judgement)

    def _meant(self, target: Target, listener: Listener) -> tuple[str, str]:
        """Return the file and the challenge that are meant."""
        found = which_file(
            self.folder, target.file, target.challenge_id, lambda wanted: self._latest(target, wanted), True
        )
        if found.file is None:
            step = NextStep((target.command, "FILE", "--challenge", found.challenge_id or "ID"))
            raise UsageError("Say which file is meant: nothing was submitted yet.", step)
        challenge_id = found.challenge_id or self._last_challenge(target, found.file)
        if challenge_id is None:
            step = NextStep((target.command, found.file, "--challenge", "ID"), "{}\ncodementor challenges list")
            raise UsageError("Say which challenge the file is for.", step)
        if found.remembered:
            listener.remembered(found.file)
        return found.file, challenge_id

    def _latest(self, target: Target, challenge_id: str | None) -> RecordedSubmission | None:
        return None if self.store is None else self.store.latest(target.learner, challenge_id)

    def _last_challenge(self, target: Target, file: str) -> str | None:
        """Return the challenge of the last submission, if it was of this file."""
        last = self._latest(target, None)
        same = last is not None and Path(last.submission.file) == Path(file).absolute()
        return last.submission.challenge.id if last is not None and same else None

    def _named_by_folder(self, path: Path) -> str:
        known = set(self.catalog.ids())
        found = next((each.name for each in path.absolute().parents if each.name in known), None)
        if found is None:
            message = f"Nothing says which challenge {visible_line(str(path))} is for."
            raise UsageError(message, NextStep(("evaluate-hints",), "{} … --challenge ID"))
        return found


def is_same(last: RecordedSubmission, program: Program, challenge: Challenge) -> bool:
    """Whether a submission is of this very program, judged by the challenge as it is now."""
    return last.submission.program == program and last.submission.challenge.digest == challenge.suite_digest


def subject_of(
    learner: LearnerId, challenge: Challenge, judging: Judging, judgement: Judgement, uid: str = ""
) -> MentorSubject:
    """Return the subject of a judged program; ``uid`` is its submission's, empty where it was not recorded."""
    request = judging.request
    return MentorSubject(
        challenge=challenge,
        program=request.program,
        language=judging.language,
        limits=request.limits,
        judgement=judgement,
        submission_uid=uid,
        learner=learner,
    )
