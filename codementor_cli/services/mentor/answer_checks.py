"""Check an answer before it is shown: it must not give the solution away, as text or as a program that passes."""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.answer import Answer, texts
from codementor_cli.domain.mentor.answer_code import candidates
from codementor_cli.domain.mentor.code_window import source_lines
from codementor_cli.domain.mentor.leaks import Secrets, find_leak, reference_tokens
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.errors import EnvironmentFault, NextStep
from codementor_cli.ports import Catalog, Judge
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.mentor.question import Question


class AnswerChecks:
    """The checks of answers about one judged program."""

    def __init__(self, judge: Judge, catalog: Catalog, subject: MentorSubject) -> None:
        self._judge = judge
        self._catalog = catalog
        self._subject = subject

    def problem(self, answer: Answer, question: Question) -> str:
        """Return why an answer must be withheld, in our words; empty: it may be shown."""
        if not self._subject.challenge.id:
            # There is no task, so there is no solution to give away.
            return ""
        found = texts(answer)
        leak = find_leak(found, self._secrets(question), question.ask.kind, question.level)
        if leak is not None:
            return leak.reason
        if self._subject.judgement.verdict is Verdict.AC:
            # The learner's program passes already: code in the answer gives nothing away.
            return ""
        try:
            passes = any(self.passes(each) for each in candidates(found, self._subject.program))
        except EnvironmentFault:
            return "its code could not be judged"
        return "it holds code that passes" if passes else ""

    def _secrets(self, question: Question) -> Secrets:
        """Return what an answer may not give away; of another kind than a hint, every rung is a later one."""
        challenge, program, level = self._subject.challenge, self._subject.program, question.level
        references = [each for each in self._catalog.references(challenge) if each.expected is Verdict.AC]
        own = "\n".join("\n".join(source_lines(file)) for file in program.files)
        return Secrets(
            references=tuple(_program_tokens(each.program) for each in references),
            later_hints=challenge.hints[level:],
            own_code=own,
            known="\n".join(
                [challenge.instructions, *challenge.hints[:level], *(each.text for each in question.given)]
            ),
        )

    def passes(self, program: Program) -> bool:
        """Whether a program is accepted in every case.

        Raises:
            EnvironmentFault: The sandbox failed.
        """
        request = JudgeRequest(
            suite=self._subject.challenge.suite, program=program, limits=self._subject.limits, fail_fast=True
        )
        judgement = self._judge.judge(request, SilentProgress())
        if judgement.verdict is Verdict.JE:
            raise EnvironmentFault("The sandbox failed while a program in an answer was judged.", NextStep(("doctor",)))
        return judgement.verdict is Verdict.AC

    def passes_as_main(self, code: str) -> bool:
        """Whether the learner's program is accepted with another main file.

        Raises:
            EnvironmentFault: The sandbox failed.
        """
        program = self._subject.program
        content = code.encode(errors="replace")
        files = tuple(replace(each, content=content) if each.path == program.main else each for each in program.files)
        return self.passes(replace(program, files=files))


def _program_tokens(program: Program) -> tuple[str, ...]:
    return tuple(token for file in program.files for token in reference_tokens(file.content, program.language))
