"""Judge a program against a test suite: facts from the sandbox, verdicts from the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace

from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.challenge.function_call import call_input
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.feedback.results import judge_execution, judge_fault, judge_submission
from codementor_cli.domain.judging.execution import CaseRun, Compilation, RunReport
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.judging import Question, needs_checker_program, questions
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import ErrorKind, SandboxFault, UserFileError
from codementor_cli.ports import Budget, Cancel, Languages, Progress, Sandbox, Session
from codementor_cli.services.judging.cancel import NEVER
from codementor_cli.services.judging.custom_checker import CHECKER_LIMITS, CheckerFaultError, ask
from codementor_cli.text.excerpts import excerpt
from codementor_cli.text.near_matches import near_matches

WAITS = "waiting for a free core: other codementor commands are judging"


def _ignore(_line: str) -> None:
    """Ignore it."""


class JudgeService:
    """Judges programs in a sandbox of this machine; meets ``ports.Judge``."""

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

    @property
    def name(self) -> str:
        """Meet ``ports.Judge``."""
        return self._sandbox.name

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Meet ``ports.Judge``."""
        asked = _chosen(request)
        token = cancel or NEVER
        try:
            compilation, results = self._ran(request, asked, progress, token)
        except SandboxFault:
            # A session that was closed by cancelling says so by a fault.
            token.check()
            raise
        return judge_submission(request.suite, results, compilation, request.program.language, self._sandbox.name)

    def _ran(
        self, request: JudgeRequest, asked: Sequence[Question], progress: Progress, cancel: Cancel
    ) -> tuple[Compilation | None, list[CaseResult]]:
        """Compile, run the cases, and return what came of both."""
        results: list[CaseResult] = []
        program = self._started_as(request)
        with ExitStack() as sessions:
            self._take_slot(sessions)
            cancel.check()
            opened = self._sandbox.open(program, request.limits, request.lane_count)
            session = _entered(opened, cancel, sessions)
            checker = self._checker_session(request.suite, cancel, sessions)
            compilation = session.compilation()
            cancel.check()
            if compilation is not None:
                progress.compiled(compilation)
            if compilation is None or compilation.success:
                for result in _in_order(asked, _results(session, asked, checker)):
                    cancel.check()
                    results.append(result)
                    progress.judged(result)
                    if request.fail_fast and not result.passed:
                        break
        return compilation, results

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

    def _checker_session(self, suite: TestSuite, cancel: Cancel, sessions: ExitStack) -> Session | None:
        """Open lanes for the author's checker, if the suite has one."""
        program = suite.checker.program
        if program is None or suite.function is not None:
            return None
        return _entered(self._sandbox.open(program, CHECKER_LIMITS, 1), cancel, sessions)


def _entered(session: Session, cancel: Cancel, sessions: ExitStack) -> Session:
    """Let a session be closed with the others, and by cancelling."""
    sessions.enter_context(session)
    sessions.enter_context(cancel.ending(session.close))
    return session


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
