"""The mentor's use case on a server: one for all learners and threads, each question on its learner's allowance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.ports import Cancel, Catalog, Judge, Mentor, MentorCalls
from codementor_cli.services.judging.cancel import CancelledWith
from codementor_cli.services.mentor.machine import MentorMachine
from codementor_cli.services.mentor.mentor import MentorService
from codementor_cli.services.mentor.mentoring import Mentored, answer_about
from codementor_cli.services.mentor.serving.allowance import Allowances, MeteredMentor
from codementor_cli.services.mentor.serving.sent_program import (
    SentJudging,
    SentNumber,
    SentProgram,
    SentPrograms,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedMentor:
    """Answers questions about programs that learners send."""

    mentor: Mentor
    judging_for: Callable[[LearnerId, Cancel], SentJudging]
    """Judges the programs of one learner's question, in that learner's turn."""
    judge_for: Callable[[LearnerId], Judge]
    """Of code in answers to one learner."""
    catalog: Catalog
    programs: SentPrograms
    machine: MentorMachine
    calls: MentorCalls
    allowances: Allowances

    def answer(self, sent: SentProgram | SentNumber, ask: MentorAsk, cancel: Cancel) -> Mentored:
        """Answer a question about a program; see ``SentPrograms.find`` for the errors of judging it.

        Hints are answered without a model where the allowance is used up.

        Raises:
            MentorFault: There is no review or analysis; says why.
            EnvironmentFault: The judge failed on this program, so there is nothing to go by.
            CancelledError: The question was cancelled.
        """
        judge, judging = CancelledWith(self.judge_for(sent.learner), cancel), self.judging_for(sent.learner, cancel)
        with self.allowances.tab(sent.learner) as reserve:
            mentor = MeteredMentor(self.mentor, reserve, cancel)
            service = MentorService(mentor, judge, self.catalog, self.machine, self.calls)
            return answer_about(service, mentor, lambda: self.programs.find(sent, judging), ask, _unheard)


def _unheard(_line: str) -> None:
    """Ignore it."""
