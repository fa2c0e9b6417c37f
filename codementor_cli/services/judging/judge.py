"""Judge a program against a test suite: facts from the sandbox, verdicts from the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.challenge.function_call import call_input
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.domain.feedback.results import judge_execution, judge_fault, judge_submission
from codementor_cli.domain.judging.execution import CaseRun, RunReport
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.judging import Question, needs_checker_program, questions
from codementor_cli.errors import ErrorKind, UserFileError
from codementor_cli.ports import Budget, Languages, Progress, Sandbox, Session
from codementor_cli.services.judging.custom_checker import CHECKER_LIMITS, CheckerFaultError, ask
from codementor_cli.text.excerpts import excerpt
from codementor_cli.text.near_matches import near_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRequest:
    """What to judge, and how."""

    suite: TestSuite
    program: Program
    limits: Limits
    """In force: factors, options and ceilings applied."""
    case_names: tuple[str, ...] = ()
    """Only these cases; empty: all."""
    fail_fast: bool = False
    """Stop after the first case that is not accepted."""
    lane_count: int = 1


WAITS = "waiting for a free core: other codementor commands are judging"


def _ignore(_line: str) -> None:
    """Tell nobody."""


class JudgeService:
    """Judges programs in a sandbox."""

    def __init__(
        self,
        sandbox: Sandbox,
        languages: Languages,
        budget: Budget | None = None,
        report: Callable[[str], None] = _ignore,
    ) -> None:
        """Take what judging needs.

        Args:
            sandbox: Where programs run.
            languages: What they may be written in.
            budget: Each judging takes a slot of it; None: as many as are asked for go on at a time.
            report: Told where a judging waits for its slot, and, by an empty line, when it has one.
        """
        self._sandbox = sandbox
        self._languages = languages
        self._budget = budget
        self._report = report

    def language(self, name: str) -> Language:
        """Return a language that programs can be written in.

        Raises:
            UserFileError: No such language; near matches are named.
        """
        return self._languages.get(name)

    def judge(self, request: JudgeRequest, progress: Progress) -> Judgement:
        """Judge, telling ``progress`` of each step.

        Returns:
            The judgement; of a program that does not compile, one without results.

        Raises:
            UserFileError: There is nothing to judge by: no test cases, none of a name asked for, or no function calls
                in this language.
            SandboxFault: The sandbox could not be had at all. A fault in one case is a judge error in its result.
        """
        asked = _chosen(request)
        program = self._started_as(request)
        with ExitStack() as sessions:
            self._take_slot(sessions)
            session = sessions.enter_context(self._sandbox.open(program, request.limits, request.lane_count))
            checker = self._checker_session(request.suite, sessions)
            compilation = session.compilation()
            if compilation is not None:
                progress.compiled(compilation)
            results: list[CaseResult] = []
            if compilation is None or compilation.success:
                for result in _in_order(asked, _results(session, asked, checker)):
                    results.append(result)
                    progress.judged(result)
                    if request.fail_fast and not result.passed:
                        break
        return judge_submission(request.suite, results, compilation, program.language, self._sandbox.name)

    def _take_slot(self, sessions: ExitStack) -> None:
        """Wait until this judging may keep a lane busy; its slot is given back last."""
        if self._budget is not None:
            sessions.callback(self._budget.take(lambda: self._report(WAITS)).give_back)
            self._report("")

    def _started_as(self, request: JudgeRequest) -> Program:
        """Return the program, started by its language's harness where the suite calls a function."""
        if request.suite.function is None:
            return request.program
        language = self._languages.get(request.program.language)
        if language.harness is None:
            able = ", ".join(each.title for each in self._languages.all() if each.harness is not None)
            raise UserFileError(f"Function calls cannot be judged in {language.title}.", f"Write it in one of: {able}.")
        return replace(request.program, calls_function=True)

    def _checker_session(self, suite: TestSuite, sessions: ExitStack) -> Session | None:
        """Open lanes for the author's checker, if the suite has one."""
        program = suite.checker.program
        if program is None or suite.function is not None:
            return None
        return sessions.enter_context(self._sandbox.open(program, CHECKER_LIMITS, 1))


def _chosen(request: JudgeRequest) -> tuple[Question, ...]:
    """Return the cases to judge, in suite order."""
    every = questions(request.suite, request.limits, request.program)
    if not every:
        raise UserFileError("There are no test cases to judge by.", "Add one under `tests`.")
    names = [question.case.name for question in every]
    for name in request.case_names:
        if name not in names:
            near = near_matches(name, names) or names[:3]
            raise UserFileError(
                f"There is no test case named {_shown(name)}.",
                f"Did you mean: {', '.join(map(_shown, near))}?",
                kind=ErrorKind.NOT_FOUND,
            )
    wanted = set(request.case_names or names)
    return tuple(question for question in every if question.case.name in wanted)


def _shown(name: str) -> str:
    return excerpt(name.encode(errors="backslashreplace"))


def _results(session: Session, asked: Sequence[Question], checker: Session | None) -> Iterator[CaseResult]:
    """Yield a result as each report comes; the raw facts are not kept."""
    by_index = {question.index: question for question in asked}
    runs = [CaseRun(key=question.index, stdin=_stdin(question)) for question in asked]
    with closing(session.run(runs)) as reports:
        for report in reports:
            question = by_index.pop(report.key, None)
            if question is not None:
                yield _result(question, report, checker)
    for question in by_index.values():
        yield judge_fault(question, "The sandbox gave no report of this case.")


def _stdin(question: Question) -> bytes:
    function = question.suite.function
    return question.case.input if function is None else call_input(function, question.case)


def _result(question: Question, report: RunReport, checker: Session | None) -> CaseResult:
    execution = report.execution
    if execution is None:
        return judge_fault(question, report.fault or "The sandbox failed without a reason.")
    if not needs_checker_program(question, execution):
        return judge_execution(question, execution)
    if checker is None:
        return judge_fault(question, "The challenge names no program for its custom checker.")
    try:
        ruling = ask(checker, question.case, execution.stdout)
    except CheckerFaultError as error:
        return judge_fault(question, f"The checker {error}")
    return judge_execution(question, execution, ruling)


def _in_order(asked: Sequence[Question], results: Iterator[CaseResult]) -> Iterator[CaseResult]:
    """Yield results in suite order, each as soon as all before it are there."""
    early: dict[int, CaseResult] = {}
    for question in asked:
        while question.index not in early:
            result = next(results)
            early[result.index] = result
        yield early.pop(question.index)
