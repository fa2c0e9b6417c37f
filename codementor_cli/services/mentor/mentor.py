"""Ask the mentor: from a judged program to an answer that is checked, or to the best that there is without Claude."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.advisor import Advisor
from codementor_cli.domain.mentor.answer import Answer, AnswerProblem, Hint
from codementor_cli.domain.mentor.answer_json import read_answer, written
from codementor_cli.domain.mentor.mentor_answer import Measure, MentorAnswer, MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind, MentorRequest, Prompt
from codementor_cli.errors import EnvironmentFault, MentorFailure, MentorFault, StoreFault, UsageError
from codementor_cli.ports import Catalog, Mentor, Store
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.mentor.answer_checks import AnswerChecks
from codementor_cli.services.mentor.ladder import (
    asked_state,
    given_hints,
    in_state,
    level_count,
    next_level,
    problem_state,
    remembered,
)
from codementor_cli.services.mentor.measure import StudentModel, measured, told
from codementor_cli.services.mentor.packet import build_packet
from codementor_cli.services.mentor.question import (
    Asking,
    Identity,
    Tell,
    Trial,
    claude_answer,
    frame_of,
    kept_call,
    remembered_answer,
    request_ids,
    with_costs,
    withheld,
)
from codementor_cli.services.mentor.without_model import offline_answer

HINT_SECONDS = 60.0
REVIEW_SECONDS = 120.0
"""Deadlines of all tries together."""
_TRY_COUNT = 2
_LEAST_SECONDS = 5.0
"""With less time left, a second try would not come to an end."""
_WORTH_ANOTHER_TRY = frozenset({MentorFailure.TRUNCATED, MentorFailure.MALFORMED})
_LADDERED = frozenset({MentorKind.HINT, MentorKind.HINTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the service needs of the machine."""

    now: Callable[[], datetime]
    """Aware, UTC."""
    token: Callable[[], str]
    """32 hexadecimal digits that nobody can guess, new each time."""
    advisor: Advisor
    """Gives a diagnosis where no model is asked."""
    private: tuple[str, ...] = ()
    """Words that must not leave the machine: the home folder, the user's name."""
    student_model: str = ""
    """Who repairs programs to measure a hint."""


class MentorService:
    """Gives hints, reviews and analyses."""

    def __init__(
        self,
        mentor: Mentor,
        judge: JudgeService,
        catalog: Catalog,
        surroundings: Surroundings,
        store: Store | None = None,
    ) -> None:
        self._mentor = mentor
        self._judge = judge
        self._catalog = catalog
        self._surroundings = surroundings
        self._store = store

    def prompt(self, subject: MentorSubject, ask: MentorAsk) -> Prompt:
        """Return exactly what ``answer`` would send first; sends nothing."""
        calls, _ = self._calls(subject)
        asking = self._asking(subject, ask, calls, _unheard)
        return self._mentor.prompt(self._request(asking))

    def answer(self, subject: MentorSubject, ask: MentorAsk, tell: Tell | None = None) -> MentorAnswer:
        """Answer, and record what was answered.

        Hints always have an answer: where Claude gives none that may be shown, the challenge's ladder or a diagnosis
        does, and ``notes`` says why.

        Raises:
            MentorFault: Claude gave no review or analysis; says why.
            UsageError: A review or an analysis was asked for offline.
            EnvironmentFault: The judge failed on this program, so there is nothing to go by.
        """
        if subject.judgement.verdict is Verdict.JE:
            raise EnvironmentFault("The judge itself failed here: there is nothing to go by.", "codementor doctor")
        calls, notes = self._calls(subject)
        asking = self._asking(subject, ask, calls, tell or _unheard)
        asking.notes += notes
        state = asked_state(subject, ask)
        again = ask.fresh or ask.repair_count
        found = None if again else remembered(calls, ask, asking.level, state, asking.frame)
        if found is not None:
            return remembered_answer(asking, *found)
        if ask.offline:
            if ask.kind not in _LADDERED:
                raise UsageError(f"Only hints can be had offline, no {ask.kind}.", "codementor hint --offline")
            return self._recorded(asking, self._without_claude(asking))
        return self._recorded(asking, self._from_claude(asking))

    def trial(self, subject: MentorSubject, ask: MentorAsk, tell: Tell) -> Trial:
        """Choose a hint by measure, and measure it once more; nothing is read from the store, recorded or replaced.

        Raises:
            MentorFault: Claude could not be asked.
            EnvironmentFault: The sandbox failed.
        """
        asking = self._asking(subject, ask, (), tell)
        asking.is_trial = True
        answer = self._tries(asking)
        chosen = asking.measure
        if chosen is None or not isinstance(answer, Hint):
            return Trial(checks=withheld(asking))
        asking.untold = None
        return Trial(checks="passed", chosen=chosen, again=self._measured(asking, answer))

    def _asking(self, subject: MentorSubject, ask: MentorAsk, calls: Sequence[MentorCall], tell: Tell) -> Asking:
        count = level_count(subject.challenge)
        level = 0
        if ask.kind in _LADDERED:
            level = min(max(ask.level or next_level(calls, count), 1), count)
        frame = frame_of(subject)
        given = given_hints(calls, frame) if ask.kind in _LADDERED else ()
        checks = AnswerChecks(self._judge, self._catalog, subject)
        return Asking(
            subject=subject,
            ask=ask,
            level=level,
            packet=build_packet(subject, given, level, self._surroundings.private),
            frame=frame,
            secrets=checks.secrets(level, given),
            checks=checks,
            tell=tell,
            started_at=self._surroundings.now(),
        )

    def _calls(self, subject: MentorSubject) -> tuple[tuple[MentorCall, ...], list[str]]:
        """Return the answers given to this problem, and a note where the store cannot be read."""
        if self._store is None:
            return (), []
        try:
            calls = self._store.mentor_calls(subject.learner, subject.challenge.id)
        except StoreFault as fault:
            return (), [f"Earlier hints are not known: {fault.message}"]
        return in_state(calls, problem_state(subject)), []

    def _from_claude(self, asking: Asking) -> MentorAnswer:
        """Return Claude's answer, or of hints the best without it."""
        try:
            answer = self._tries(asking)
        except MentorFault as fault:
            asking.problems.append(f"no answer: {fault.failure}")
            if asking.ask.kind not in _LADDERED:
                self._recorded_cost(asking)
                raise
            return self._without_claude(asking, fault.message)
        if answer is not None:
            return claude_answer(asking, answer)
        if asking.ask.kind in _LADDERED:
            return self._without_claude(asking, "Claude's hint was withheld by our checks.")
        self._recorded_cost(asking)
        raise MentorFault(
            f"Claude's {asking.ask.kind} was withheld by our checks: {asking.problems[-1]}.",
            "Ask again with --fresh.",
            failure=MentorFailure.WITHHELD,
            request_ids=request_ids(asking),
        )

    def _tries(self, asking: Asking) -> Answer | None:
        """Ask, and once more if what came may not be shown; None: neither may."""
        for number in range(1, _TRY_COUNT + 1):
            last = number == _TRY_COUNT
            asking.tell("Asking Claude" if number == 1 else "Asking Claude again")
            try:
                reply = self._mentor.ask(self._mentor.prompt(self._request(asking)), self._seconds_left(asking))
            except MentorFault as fault:
                if last or fault.failure not in _WORTH_ANOTHER_TRY or self._seconds_left(asking) < _LEAST_SECONDS:
                    raise
                asking.problems.append(f"it was {fault.failure}")
                continue
            asking.replies.append(reply)
            asking.tell("Checking the answer")
            answer = read_answer(asking.ask.kind, reply.text, asking.frame)
            problem = answer.message if isinstance(answer, AnswerProblem) else self._problem(asking, answer)
            if not problem and not isinstance(answer, AnswerProblem):
                return self._with_confidence(asking, answer)
            asking.problems.append(problem)
            if self._seconds_left(asking) < _LEAST_SECONDS:
                return None
        return None

    def _problem(self, asking: Asking, answer: Answer) -> str:
        problem = asking.checks.problem(answer, asking.ask.kind, asking.level, asking.secrets)
        if problem or not asking.ask.repair_count or not isinstance(answer, Hint):
            return problem
        try:
            asking.measure = self._measured(asking, answer)
        except EnvironmentFault as fault:
            if asking.is_trial:
                raise
            asking.measure = None
            asking.notes.append(f"The hint was not measured: {fault.message}")
            return ""
        return "" if asking.measure.helps else "a student model repairs the program no better with it"

    def _measured(self, asking: Asking, answer: Hint) -> Measure:
        """Have a student model repair the program with and without the hint."""
        student = StudentModel(self._mentor, self._surroundings.student_model, self._surroundings.token)
        packet = replace(asking.packet, hints_given=(), authored_hints=())
        count = asking.ask.repair_count
        if asking.untold is None:
            asking.tell("Measuring the hint: repairs without it")
            asking.untold = student.repairs(packet, "", count, asking.checks)
        asking.tell("Measuring the hint: repairs with it")
        return measured(student.repairs(packet, told(answer), count, asking.checks), asking.untold, count)

    @staticmethod
    def _with_confidence(asking: Asking, answer: Answer) -> Answer:
        """Return the answer with the measured confidence, where there is one."""
        if asking.measure is None or not isinstance(answer, Hint):
            return answer
        return replace(answer, confidence=asking.measure.confidence)

    def _without_claude(self, asking: Asking, reason: str = "") -> MentorAnswer:
        challenge = asking.subject.challenge
        answer, source = offline_answer(
            self._surroundings.advisor, asking.ask.kind, challenge, asking.packet, asking.level
        )
        shown = "The challenge's own hint" if source is HintSource.CHALLENGE else "A diagnosis of the judge's"
        notes = (*asking.notes, f"{reason} {shown} is shown instead.") if reason else tuple(asking.notes)
        return with_costs(
            asking,
            MentorAnswer(
                kind=asking.ask.kind,
                answer=answer,
                source=source,
                level=asking.level,
                level_count=level_count(challenge),
                checks="; ".join(filter(None, (withheld(asking), f"{source} shown"))),
                notes=notes,
            ),
        )

    def _request(self, asking: Asking) -> MentorRequest:
        ask = asking.ask
        return MentorRequest(
            kind=ask.kind,
            packet=asking.packet,
            boundary=self._surroundings.token(),
            level=asking.level,
            question=ask.question,
            answer_language=ask.answer_language,
            stricter=asking.problems[-1] if asking.problems else "",
            model=ask.model,
        )

    def _seconds_left(self, asking: Asking) -> float:
        most = HINT_SECONDS if asking.ask.kind in _LADDERED else REVIEW_SECONDS
        return most - (self._surroundings.now() - asking.started_at).total_seconds()

    def _recorded(self, asking: Asking, answer: MentorAnswer) -> MentorAnswer:
        """Keep the answer; one that cannot be kept is shown all the same."""
        fault = self._record(asking, answer.source, written(answer.answer), answer.checks)
        return answer if fault is None else replace(answer, notes=(*answer.notes, f"Not recorded: {fault.message}"))

    def _recorded_cost(self, asking: Asking) -> None:
        """Keep what was spent on an answer that nobody saw."""
        if asking.replies:
            self._record(asking, HintSource.MODEL, "{}", withheld(asking))

    def _record(self, asking: Asking, source: HintSource, answer: str, checks: str) -> StoreFault | None:
        if self._store is None:
            return None
        identity = Identity(uid=self._surroundings.token(), created_at=self._surroundings.now())
        call = kept_call(asking, identity, source, answer, checks)
        try:
            self._store.record_mentor_call(call)
        except StoreFault as fault:
            return fault
        return None


def _unheard(_line: str) -> None:
    """Ignore it."""
