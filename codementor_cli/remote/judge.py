"""``ports.Judge`` over HTTP: a judging is asked for under one key, however often the connection is lost."""

from __future__ import annotations

import re
import uuid
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.ports import Cancel, Progress
from codementor_cli.remote.facts import FactsOf
from codementor_cli.remote.faults import RefusedError, raise_cancelled, raise_failure
from codementor_cli.remote.link import Link, Server
from codementor_cli.remote.retry import Contact, Patience, SharedPatience
from codementor_cli.remote.transport import Ask, BrokenAnswerError, DeadlineError, PassingError
from codementor_cli.schemas.kept.judging import (
    BULK_HEADER,
    EVENT_STREAM,
    JOB_HEADER,
    EventKind,
    Failure,
    read_event,
    request_body,
)

PATH = "/api/judge"
_JOB = re.compile(r"[0-9a-f]{32}")
_LEAVE_SECONDS = 0.5
"""A cancelled judging ends within a second, whether the server hears of it or not."""


class RemoteJudge:
    """Judges programs on a server; meets ``ports.Judge``."""

    def __init__(self, server: Server, of_class: Contact | None = None) -> None:
        """Take a server; nothing is sent yet.

        Args:
            server: Where programs are judged.
            of_class: Shared by the judgings of a class, which give way on the server to those that people wait for,
                and wait for their turn, and for the server, as long as there is hope; None: a person waits for each.
        """
        self._server = server
        self._of_class = of_class
        self._facts = FactsOf(server)

    @property
    def name(self) -> str:
        """Meet ``ports.Judge``: the server's engine, asked for once.

        Raises:
            SandboxFault: The server cannot be reached, or is none of ours.
        """
        return self._facts.get().sandbox

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Meet ``ports.Judge``."""
        contact = self._of_class
        if contact is not None:
            contact.check()
        judging = _Judging(request, progress, cancel)
        link = Link(self._server, None if contact is None else contact.heard)
        ask, patience = self._ask(request), None if contact is None else SharedPatience(contact=contact)
        with ExitStack() as ending:
            if cancel is not None:
                ending.enter_context(cancel.ending(link.end))
                cancel.check()
            try:
                return link.patiently(lambda patience: _answered(link, ask, judging, patience), patience)
            except BaseException as error:
                if contact is not None and isinstance(error, RefusedError):
                    contact.refuse(error)
                if judging.job_uid and not judging.is_over:
                    self._leave(judging.job_uid)
                if cancel is not None and link.is_ended:
                    cancel.check()
                raise

    def _ask(self, request: JudgeRequest) -> Ask:
        """Return the question, under a key of its own. One of a class has no deadline: its turn may be hours away."""
        ask = self._server.ask(
            "POST", PATH, request_body(request), accept=EVENT_STREAM, idempotency_key=uuid.uuid4().hex
        )
        if self._of_class is None:
            return replace(ask, deadline=self._server.deadline())
        return replace(ask, headers={**ask.headers, BULK_HEADER: "1"})

    def _leave(self, uid: str) -> None:
        """End a judging that nobody waits for any more; where that fails, its own limits end it."""
        try:
            answer = self._server.transport.send(
                replace(
                    self._server.ask("DELETE", f"/api/jobs/{uid}"), deadline=self._server.short_deadline(_LEAVE_SECONDS)
                )
            )
            answer.close()
        except (PassingError, DeadlineError, BrokenAnswerError):
            return


@dataclass(slots=True)
class _Judging:
    """What has come of a judging so far, over all answers."""

    request: JudgeRequest
    progress: Progress
    cancel: Cancel | None
    job_uid: str = ""
    """The server's; empty: it has not said yet."""
    number: int = 0
    """Of the last event."""
    compilation_told: bool = False
    last_index: int = -1
    """Of the last case that was told."""
    is_over: bool = False
    """Whether the server has ended it."""
    told: list[CaseResult] = field(default_factory=list)
    """The results of one answer."""

    def tell_compilation(self, compilation: Compilation) -> None:
        if not self.compilation_told:
            self.compilation_told = True
            self.progress.compiled(compilation)

    def tell(self, result: CaseResult) -> None:
        """Tell a case once, and in order: another answer may begin anew."""
        if result.index > self.last_index:
            self.last_index = result.index
            self.progress.judged(result)


def _answered(link: Link, ask: Ask, judging: _Judging, patience: Patience) -> Judgement:
    """Ask once, and return the judgement of the answer; raises what ``Link.events`` raises."""
    judging.told = []
    if judging.number:
        ask = replace(ask, headers={**ask.headers, "last-event-id": str(judging.number)})
    with closing(link.events(ask)) as events:
        for event in events:
            patience.heard()
            judging.job_uid = _uid(link)
            judgement = _taken(judging, event.kind, event.data, link)
            if judgement is not None:
                return judgement
            judging.number = event.number or judging.number
    raise PassingError("the connection was closed before the judging was over")


def _uid(link: Link) -> str:
    """Return the job that judges, as the answer names it; empty: by no name that has a place in a path."""
    uid = link.headers.get(JOB_HEADER, "")
    return uid if _JOB.fullmatch(uid) else ""


def _taken(judging: _Judging, name: str, data: bytes, link: Link) -> Judgement | None:
    """Take one event; return the judgement where it is the last one."""
    kind = next((each for each in EventKind if each.value == name), None)
    if kind is None:
        return None  # of a later version; what must be known is in the last one
    value = read_event(kind, data, tuple(judging.told))
    if judging.cancel is not None:
        judging.cancel.check()
    if isinstance(value, Compilation):
        judging.tell_compilation(value)
    elif isinstance(value, CaseResult):
        _check_result(value, judging.request)
        judging.told.append(value)
        judging.tell(value)
    elif isinstance(value, Judgement):
        return _finished(judging, value)
    elif isinstance(value, Failure):
        judging.is_over = True
        raise_failure(value, link.address)
    elif kind is EventKind.CANCELLED:
        judging.is_over = True
        raise_cancelled()
    return None


def _finished(judging: _Judging, judgement: Judgement) -> Judgement:
    """Return a judgement that belongs to the request, when all of it was told."""
    judging.is_over = True
    _check_judgement(judgement, judging.request)
    if judgement.compilation is not None:
        judging.tell_compilation(judgement.compilation)
    for result in judgement.results:
        judging.tell(result)
    return judgement


def _check_judgement(judgement: Judgement, request: JudgeRequest) -> None:
    """Refuse a judgement of another program or of other cases.

    Raises:
        BrokenAnswerError: It is one.
    """
    indexes = [result.index for result in judgement.results]
    for result in judgement.results:
        _check_result(result, request)
    fits = (
        judgement.language == request.program.language
        and judgement.total_count == len(request.suite.tests)
        and indexes == sorted(set(indexes))
    )
    if not fits:
        raise BrokenAnswerError("is the judgement of something else")


def _check_result(result: CaseResult, request: JudgeRequest) -> None:
    """Refuse a result of another case, or one that would show a hidden case.

    Raises:
        BrokenAnswerError: It is one.
    """
    cases = request.suite.tests
    case = cases[result.index] if result.index < len(cases) else None
    wanted = case is not None and (not request.case_names or case.name in request.case_names)
    if case is None or not wanted or (case.name, case.hidden) != (result.name, result.hidden):
        raise BrokenAnswerError("has the result of another case")
