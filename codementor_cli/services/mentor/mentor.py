"""Ask the mentor: from a judged program to an answer that is checked, or to the best that there is without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.answer import Answer, Hint
from codementor_cli.domain.mentor.answer_json import written
from codementor_cli.domain.mentor.evaluation import HintTrial
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer, MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, Prompt
from codementor_cli.errors import (
    CancelledError,
    CodementorError,
    EnvironmentFault,
    MentorFailure,
    MentorFault,
    NextStep,
    StoreFault,
    UsageError,
)
from codementor_cli.ports import Catalog, Judge, Mentor, MentorCalls
from codementor_cli.services.mentor.answer_checks import AnswerChecks
from codementor_cli.services.mentor.conversation import Conversation
from codementor_cli.services.mentor.machine import MentorMachine
from codementor_cli.services.mentor.question import Question, Tell, question_about
from codementor_cli.services.mentor.without_model import offline_answer


class MentorService:
    """Gives hints, reviews and analyses."""

    def __init__(
        self,
        mentor: Mentor,
        judge: Judge,
        catalog: Catalog,
        machine: MentorMachine,
        store: MentorCalls | None = None,
    ) -> None:
        self._mentor = mentor
        self._judge = judge
        self._catalog = catalog
        self._machine = machine
        self._store = store

    def prompt(self, subject: MentorSubject, ask: MentorAsk) -> Prompt:
        """Return exactly what ``answer`` would send first; sends nothing."""
        question, _ = self._question(subject, ask)
        return self._mentor.prompt(question.request(self._machine.token()))

    def answer(self, subject: MentorSubject, ask: MentorAsk, tell: Tell | None = None) -> MentorAnswer:
        """Answer, and record what was answered.

        Hints always have an answer: where the model gives none that may be shown, the challenge's ladder or a diagnosis
        does, and ``notes`` says why.

        Raises:
            MentorFault: The model gave no review or analysis; says why.
            UsageError: A review or an analysis was asked for offline.
            EnvironmentFault: The judge failed on this program, so there is nothing to go by.
            CancelledError: The mentor or the judge was cancelled; what a model was asked by then is recorded.
        """
        if subject.judgement.verdict is Verdict.JE:
            raise EnvironmentFault("The judge itself failed here: there is nothing to go by.", NextStep(("doctor",)))
        question, notes = self._question(subject, ask)
        known = None if ask.fresh or ask.repair_count else question.remembered()
        if known is not None:
            return replace(known, notes=notes)
        talk = self._conversation(question, tell or _unheard)
        talk.notes += notes
        if not ask.offline:
            return self._recorded(self._from_model(talk, question))
        if not question.is_hint:
            raise UsageError(f"Only hints can be had offline, no {ask.kind}.", NextStep(("hint", "--offline")))
        return self._recorded(self._without_model(talk, question))

    def told(self, fault: CodementorError) -> str:
        """Return what a learner is told of a fault."""
        return self._machine.told(fault)

    def trial(self, file: str, subject: MentorSubject, ask: MentorAsk, tell: Tell) -> HintTrial:
        """Choose a hint by measure, and measure it once more; nothing is read from the store, recorded or replaced.

        Raises:
            MentorFault: The model could not be asked.
            EnvironmentFault: The sandbox failed.
        """
        talk = self._conversation(question_about(subject, ask, (), self._machine.private), tell)
        answer = talk.answer(must_measure=True)
        chosen = talk.measure if isinstance(answer, Hint) else None
        return HintTrial(
            file=file,
            challenge_id=subject.challenge.id,
            verdict=subject.judgement.verdict,
            checks=talk.withheld if chosen is None else "passed",
            chosen=chosen,
            again=talk.measure_again(answer) if chosen is not None and isinstance(answer, Hint) else None,
        )

    def _question(self, subject: MentorSubject, ask: MentorAsk) -> tuple[Question, tuple[str, ...]]:
        """Return the question, and a note where the store cannot be read."""
        calls: Sequence[MentorCall] = ()
        notes: tuple[str, ...] = ()
        if self._store is not None:
            try:
                calls = self._store.mentor_calls(subject.learner, subject.challenge.id)
            except StoreFault as fault:
                notes = (f"Earlier hints are not known: {self.told(fault)}",)
        return question_about(subject, ask, calls, self._machine.private), notes

    def _conversation(self, question: Question, tell: Tell) -> Conversation:
        checks = AnswerChecks(self._judge, self._catalog, question.subject)
        return Conversation(question, self._mentor, checks, self._machine, tell)

    def _from_model(self, talk: Conversation, question: Question) -> MentorAnswer:
        """Return the model's answer, or of hints the best without it."""
        try:
            answer = talk.answer()
        except CancelledError:
            talk.problems.append("cancelled")
            self._record_cost(talk, question)
            raise
        except MentorFault as fault:
            talk.problems.append(f"no answer: {fault.failure}")
            if question.is_hint:
                return replace(self._without_model(talk, question, self.told(fault)), failure=fault.failure)
            self._record_cost(talk, question)
            raise
        if answer is not None:
            checks = "; ".join(filter(None, (talk.withheld, "passed")))
            return self._answered(talk, question, answer, HintSource.MODEL, checks)
        if question.is_hint:
            given = self._without_model(talk, question, "Claude's hint was withheld by our checks.")
            return replace(given, failure=MentorFailure.WITHHELD)
        self._record_cost(talk, question)
        raise MentorFault(
            f"Claude's {question.ask.kind} was withheld by our checks: {talk.problems[-1]}.",
            "Ask again with --fresh.",
            failure=MentorFailure.WITHHELD,
            request_ids=talk.request_ids,
        )

    def _without_model(self, talk: Conversation, question: Question, reason: str = "") -> MentorAnswer:
        answer, source = offline_answer(
            self._machine.advisor, question.ask.kind, question.subject.challenge, question.packet, question.level
        )
        talk.measure = None
        if reason:
            shown = "The challenge's own hint" if source is HintSource.CHALLENGE else "A diagnosis of the judge's"
            talk.notes.append(f"{reason} {shown} is shown instead.")
        checks = "; ".join(filter(None, (talk.withheld, f"{source} shown")))
        return self._answered(talk, question, answer, source, checks)

    def _answered(
        self, talk: Conversation, question: Question, answer: Answer, source: HintSource, checks: str
    ) -> MentorAnswer:
        given = question.answered(self._call(talk, question, source, written(answer), checks), answer)
        return replace(given, notes=tuple(talk.notes), measure=talk.measure)

    def _call(self, talk: Conversation, question: Question, source: HintSource, answer: str, checks: str) -> MentorCall:
        """Return the record of an answer, with what all tries cost; measuring is left out: that is another model's.

        Args:
            talk: Replies and problems so far.
            question: The question.
            source: Of the answer.
            answer: As JSON; ``{}``: none is shown.
            checks: The outcome of the checks.
        """
        replies = talk.replies
        return MentorCall(
            uid=self._machine.token(),
            learner=question.subject.learner,
            created_at=self._machine.now(),
            kind=question.ask.kind,
            challenge_id=question.subject.challenge.id,
            submission_uid=question.subject.submission_uid,
            state=question.state,
            question=question.ask.question,
            level=question.level,
            source=source,
            answer=answer,
            checks=checks,
            model=replies[-1].model if replies else "",
            request_ids=talk.request_ids,
            input_tokens=sum(each.input_tokens for each in replies) + talk.unanswered_tokens,
            output_tokens=sum(each.output_tokens for each in replies),
            latency_seconds=sum(each.latency_seconds for each in replies),
        )

    def _recorded(self, given: MentorAnswer) -> MentorAnswer:
        """Keep the answer; one that cannot be kept is shown all the same."""
        fault = self._record(given.call)
        return given if fault is None else replace(given, notes=(*given.notes, f"Not recorded: {self.told(fault)}"))

    def _record_cost(self, talk: Conversation, question: Question) -> None:
        """Record the cost of an answer that is not shown."""
        if talk.replies or talk.unanswered_tokens:
            self._record(self._call(talk, question, HintSource.MODEL, "{}", talk.withheld))

    def _record(self, call: MentorCall) -> StoreFault | None:
        if self._store is None:
            return None
        try:
            self._store.record_mentor_call(call)
        except StoreFault as fault:
            return fault
        return None


def _unheard(_line: str) -> None:
    """Ignore it."""
