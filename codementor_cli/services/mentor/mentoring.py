"""Hints, reviews and analyses for a learner: find the program, judge it where that is needed, and answer within means.

Without a key, or where an accepted program has nothing to mend, no model is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorAnswer, MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HINTS, HintSource, Prompt
from codementor_cli.errors import MentorFault
from codementor_cli.ports import Mentor
from codementor_cli.services.mentor.mentor import MentorService
from codementor_cli.services.mentor.question import Tell
from codementor_cli.services.mentor.subject import Listener, Subjects, Target
from codementor_cli.text.untrusted import visible_line


@dataclass(frozen=True, slots=True)
class Mentored:
    """An answer, and the program that it is about."""

    subject: MentorSubject
    answer: MentorAnswer


@dataclass(frozen=True, slots=True)
class Mentoring:
    """The use case that the command line, an API and a web page call."""

    mentor: Mentor
    subjects: Subjects
    service: MentorService

    def check(self, ask: MentorAsk) -> MentorFault | None:
        """Return why no model can be asked; None: one can, or none is wanted.

        Raises:
            MentorFault: The same, of a review or an analysis, which only a model can give.
        """
        return check(self.mentor, ask)

    def prompt(self, target: Target, ask: MentorAsk, listener: Listener) -> Prompt:
        """Return exactly what ``answer`` would send first; sends nothing. See ``Subjects.find`` for the errors."""
        return self.service.prompt(self.subjects.find(target, listener), ask)

    def answer(self, target: Target, ask: MentorAsk, listener: Listener) -> Mentored:
        """Answer a question about what a learner names; see ``Subjects.find`` for the errors of finding it.

        Raises:
            MentorFault: There is no review or analysis; says why.
            EnvironmentFault: The judge failed on this program, so there is nothing to go by.
        """
        return answer_about(
            self.service, self.mentor, lambda: self.subjects.find(target, listener), ask, listener.working
        )


def check(mentor: Mentor, ask: MentorAsk) -> MentorFault | None:
    """Return why no model can be asked; None: one can, or none is wanted.

    Raises:
        MentorFault: The same, of a review or an analysis, which only a model can give.
    """
    if ask.offline:
        return None
    try:
        mentor.check()
    except MentorFault as fault:
        if ask.kind not in HINTS:
            raise
        return fault
    return None


def answer_about(
    service: MentorService, mentor: Mentor, find: Callable[[], MentorSubject], ask: MentorAsk, tell: Tell
) -> Mentored:
    """Answer a question about the program that ``find`` returns; see ``Mentoring.answer`` for the errors."""
    no_key = check(mentor, ask)
    subject = find()
    asks_nobody = no_key is not None or _nothing_to_mend(ask, subject)
    within_means = replace(ask, offline=True, repair_count=0) if asks_nobody else ask
    given = service.answer(subject, within_means, tell)
    why = "" if no_key is None else service.told(no_key)
    failure = given.failure if no_key is None or _nothing_to_mend(ask, subject) else no_key.failure
    notes = (*_notes(ask, given, subject, why), *given.notes)
    return Mentored(subject, replace(given, notes=notes, failure=failure))


def _notes(ask: MentorAsk, given: MentorAnswer, subject: MentorSubject, no_key: str) -> Iterator[str]:
    """Yield the parts of the question that were not served."""
    mends, by_model = not _nothing_to_mend(ask, subject), given.call.source is HintSource.MODEL
    if no_key and mends and (given.call.level <= 1 or _asks_model(ask)):
        # Once is enough: each hint's own heading says where it comes from.
        yield f"{no_key} What is known here answers instead."
    if ask.answer_language and not by_model and not _is_english(ask.answer_language):
        yield "Without Claude, hints are in English."
    if ask.question and not by_model:
        yield "Only Claude answers questions; what follows is no answer to yours."
    if ask.answer_language and not by_model and mends:
        yield f"Only Claude answers in {visible_line(ask.answer_language)}; what is known here is said in English."
    if ask.level is not None and ask.level > given.level_count and mends:
        yield f"There are {given.level_count} levels; this is the last one."


def _asks_model(ask: MentorAsk) -> bool:
    """Whether something was asked for that only a model can do."""
    return bool(ask.question or ask.model or ask.fresh or ask.repair_count)


def _is_english(language: str) -> bool:
    return language.casefold().partition("-")[0] in {"en", "english"}


def _nothing_to_mend(ask: MentorAsk, subject: MentorSubject) -> bool:
    return ask.kind in HINTS and not ask.question and subject.judgement.verdict is Verdict.AC
