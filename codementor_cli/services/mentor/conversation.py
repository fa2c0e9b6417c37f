"""One conversation with a model: at most two tries, each checked, and measured on request."""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.mentor.answer import Answer, AnswerProblem, Hint
from codementor_cli.domain.mentor.answer_json import read_answer
from codementor_cli.domain.mentor.mentor_answer import Measure
from codementor_cli.domain.mentor.mentoring import Reply
from codementor_cli.errors import CancelledError, EnvironmentFault, MentorFailure, MentorFault
from codementor_cli.ports import Mentor
from codementor_cli.services.mentor.answer_checks import AnswerChecks
from codementor_cli.services.mentor.machine import MentorMachine
from codementor_cli.services.mentor.measure import Repairs, StudentModel, measured, told
from codementor_cli.services.mentor.question import Question, Tell

HINT_SECONDS = 60.0
REVIEW_SECONDS = 120.0
"""Deadlines of all tries together."""
_TRY_COUNT = 2
_LEAST_SECONDS = 5.0
"""With less time left, a second try would not come to an end."""
_BILLED = frozenset({MentorFailure.DEADLINE, MentorFailure.TRUNCATED, MentorFailure.MALFORMED, MentorFailure.REFUSED})
"""Failures after which a model was at work, and nothing says for how many tokens."""
_WORTH_ANOTHER_TRY = frozenset({MentorFailure.TRUNCATED, MentorFailure.MALFORMED})


class Conversation:
    """One question put to a model; replies and problems add up."""

    def __init__(
        self, question: Question, mentor: Mentor, checks: AnswerChecks, machine: MentorMachine, tell: Tell
    ) -> None:
        self._question = question
        self._mentor = mentor
        self._checks = checks
        self._machine = machine
        self._tell = tell
        self._started_at = machine.now()
        self._untold: Repairs | None = None
        """Repairs without the hint: counted once for all tries."""
        self.replies: list[Reply] = []
        self.unanswered_tokens = 0
        """Estimated: of tries that a model was at work for, and that brought no answer."""
        self.problems: list[str] = []
        """Why answers were withheld."""
        self.measure: Measure | None = None
        self.notes: list[str] = []

    @property
    def withheld(self) -> str:
        """Why answers were withheld, for records; empty: none was."""
        return "; ".join(f"withheld: {each}" for each in self.problems)

    @property
    def request_ids(self) -> tuple[str, ...]:
        """The ids of all that was sent."""
        return tuple(each for reply in self.replies for each in reply.request_ids)

    def answer(self, *, must_measure: bool = False) -> Answer | None:
        """Ask, and once more if the answer may not be shown.

        Args:
            must_measure: Whether a hint that cannot be measured is an error, not a note.

        Returns:
            None: no answer may be shown.

        Raises:
            MentorFault: The mentor could not be asked.
            EnvironmentFault: The sandbox failed, and ``must_measure``.
        """
        for number in range(1, _TRY_COUNT + 1):
            self._tell("Asking Claude" if number == 1 else "Asking Claude again")
            try:
                reply = self._ask()
            except MentorFault as fault:
                if number == _TRY_COUNT or fault.failure not in _WORTH_ANOTHER_TRY or not self._has_time:
                    raise
                self.problems.append(f"it was {fault.failure}")
                continue
            self.replies.append(reply)
            self._tell("Checking the answer")
            answer = read_answer(self._question.ask.kind, reply.text, self._question.frame)
            if isinstance(answer, AnswerProblem):
                self.problems.append(answer.message)
            elif problem := self._problem(answer, must_measure=must_measure):
                self.problems.append(problem)
            else:
                return self._with_confidence(answer)
            if not self._has_time:
                return None
        return None

    def measure_again(self, hint: Hint) -> Measure:
        """Measure a hint with other repairs.

        Raises:
            MentorFault: The student model could not be asked.
            EnvironmentFault: The sandbox failed.
        """
        self._untold = None
        return self._measured(hint)

    def _ask(self) -> Reply:
        stricter = self.problems[-1] if self.problems else ""
        prompt = self._mentor.prompt(self._question.request(self._machine.token(), stricter))
        try:
            return self._mentor.ask(prompt, self._seconds_left)
        except MentorFault as fault:
            self.unanswered_tokens += prompt.most_tokens if fault.failure in _BILLED else 0
            raise
        except CancelledError:
            self.unanswered_tokens += prompt.most_tokens
            raise

    @property
    def _seconds_left(self) -> float:
        most = HINT_SECONDS if self._question.is_hint else REVIEW_SECONDS
        return most - (self._machine.now() - self._started_at).total_seconds()

    @property
    def _has_time(self) -> bool:
        return self._seconds_left >= _LEAST_SECONDS

    def _problem(self, answer: Answer, *, must_measure: bool) -> str:
        """Return why an answer must be withheld; empty: it may be shown."""
        problem = self._checks.problem(answer, self._question)
        if problem or not self._question.ask.repair_count or not isinstance(answer, Hint):
            return problem
        try:
            self.measure = self._measured(answer)
        except EnvironmentFault as fault:
            if must_measure:
                raise
            self.measure = None
            self.notes.append(f"The hint was not measured: {fault.message}")
            return ""
        return "" if self.measure.helps else "a student model repairs the program no better with it"

    def _measured(self, hint: Hint) -> Measure:
        """Have a student model repair the program with and without the hint."""
        student = StudentModel(self._mentor, self._machine.student_model, self._machine.token)
        packet = replace(self._question.packet, hints_given=(), authored_hints=())
        count = self._question.ask.repair_count
        if self._untold is None:
            self._tell("Measuring the hint: repairs without it")
            self._untold = student.repairs(packet, "", count, self._checks)
        self._tell("Measuring the hint: repairs with it")
        return measured(student.repairs(packet, told(hint), count, self._checks), self._untold, count)

    def _with_confidence(self, answer: Answer) -> Answer:
        """Return the answer with the measured confidence, where there is one."""
        if self.measure is None or not isinstance(answer, Hint):
            return answer
        return replace(answer, confidence=self.measure.confidence)
