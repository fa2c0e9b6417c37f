"""Judging for the mentor on a server: by the desk of jobs, in the learner's own turn."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.jobs.job import JudgedAnswer, JudgeWork, SubmitWork
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import CancelledError
from codementor_cli.ports import Cancel
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.machines.queued_judge import LONGEST_SECONDS, NotInTimeError, judged_answer


@dataclass(frozen=True, slots=True)
class DeskJudging:
    """Judges the programs of one question; meets ``SentJudging``."""

    desk: JobDesk
    learner: LearnerId
    cancel: Cancel

    def submitted(self, program: Program, challenge_id: str) -> tuple[Judgement, str]:
        """Judge and record a submission; return its uid too."""
        work = SubmitWork(program=program, challenge_id=challenge_id)
        answer, uid = self._ended(work)
        return answer.judgement, "" if answer.submission_number is None else uid

    def judged(self, request: JudgeRequest) -> Judgement:
        """Judge; nothing is recorded."""
        return self._ended(JudgeWork(request=request))[0].judgement

    def _ended(self, work: SubmitWork | JudgeWork) -> tuple[JudgedAnswer, str]:
        self.cancel.check()
        # Without a key, no request is compared with another one.
        uid = self.desk.submit(self.learner, work, None, "").job.uid
        try:
            with self.cancel.ending(lambda: self._end(uid)):
                job = self.desk.wait(uid, LONGEST_SECONDS)
            self.cancel.check()
        except CancelledError:
            self._end(uid)
            raise
        if not job.state.is_end:
            self._end(uid)
            raise NotInTimeError
        return judged_answer(job), uid

    def _end(self, uid: str) -> None:
        self.desk.cancel(uid)
