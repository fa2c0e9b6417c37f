"""Ask the mentor: hint, hints, review and analyze, as the command line does.

A question is answered while its client waits, in threads of its own. A client that leaves ends it where it asked for
that by ``Prefer: cancel-on-disconnect``; else the answer is kept, and the same question gets it at once.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from typing import TypeVar

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.bodies import read_body
from codementor_cli.api.dependencies import Allowed, ThePrincipal, TheService
from codementor_cli.api.openapi import takes
from codementor_cli.api.operations.operations import Operations
from codementor_cli.api.problems import ProblemError, refused
from codementor_cli.api.routers.catalog import challenge_of
from codementor_cli.api.routers.jobs import job_of
from codementor_cli.api.waiting import first_of, in_thread, left, wishes_of
from codementor_cli.api.work import program_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.jobs.job import JudgedAnswer
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import QUESTION_CHARACTERS, MentorKind, is_answer_language
from codementor_cli.errors import MentorFailure, MentorFault, QueueScope
from codementor_cli.schemas.public.mentoring import mentor_report
from codementor_cli.schemas.public.serving.questions import (
    AnalyzeRequest,
    HintRequest,
    HintsRequest,
    QuestionRequest,
    ReviewRequest,
)
from codementor_cli.schemas.public.serving.requests import ProgramRequest
from codementor_cli.services.mentor.mentoring import Mentored
from codementor_cli.services.mentor.serving.guessed_language import guessed_language
from codementor_cli.services.mentor.serving.public_words import public_words
from codementor_cli.services.mentor.serving.question_pool import PoolFullError, Question, QuestionKey
from codementor_cli.services.mentor.serving.sent_program import SentNumber, SentProgram

router = APIRouter(prefix="/api/ai", tags=["mentor"], dependencies=[Depends(Allowed(Action.ASK_MENTOR))])

Body = TypeVar("Body", bound=QuestionRequest)

_UNAVAILABLE = frozenset(
    {
        *(MentorFailure.NO_KEY, MentorFailure.KEY_REFUSED, MentorFailure.SPENT),
        *(MentorFailure.RATE_LIMITED, MentorFailure.OVERLOADED),
    }
)
_MOST_ERROR_CHARACTERS = 20_000
FALLBACK_HEADER = "Codementor-Fallback"
"""Of an answer without a model, where one was wanted: why, in words from a closed list."""


@router.post("/hint", operation_id="hint", summary="Give the next hint.", **takes(HintRequest, 200, "HintReport"))
async def hint(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program if it has changed, and give the next hint: Claude's, the challenge's own or a diagnosis."""
    return await _asked(request, service, principal, HintRequest)


@router.post("/hints", operation_id="hints", summary="Give several hints.", **takes(HintsRequest, 200, "HintsReport"))
async def hints(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program if it has changed, and give a ladder of hints on one cause."""
    return await _asked(request, service, principal, HintsRequest)


@router.post("/review", operation_id="review", summary="Review a program.", **takes(ReviewRequest, 200, "ReviewReport"))
async def review(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program if it has changed, and review it line by line; only Claude does."""
    return await _asked(request, service, principal, ReviewRequest)


@router.post(
    "/analyze", operation_id="analyze", summary="Analyze a program.", **takes(AnalyzeRequest, 200, "AnalysisReport")
)
async def analyze(request: Request, service: TheService, principal: ThePrincipal) -> Response:
    """Judge a program if it has changed, and explain how it works and what was measured; only Claude does."""
    return await _asked(request, service, principal, AnalyzeRequest)


_KINDS: Mapping[type[QuestionRequest], MentorKind] = {
    HintRequest: MentorKind.HINT,
    HintsRequest: MentorKind.HINTS,
    ReviewRequest: MentorKind.REVIEW,
    AnalyzeRequest: MentorKind.ANALYSIS,
}


async def _asked(request: Request, service: Service, principal: Principal, kind: type[Body]) -> Response:
    """Answer a question.

    Raises:
        ProblemError: The body asks for something that cannot be, too much is asked at a time, or there is no answer.
        CodementorError: The program cannot be judged.
    """
    operations: Operations = request.app.state.operations
    wishes = wishes_of(request, service.options)
    read = await read_body(request, kind)
    ask = _ask_of(read.value)
    sent = await in_thread(lambda: _sent_of(service, principal, read.value))
    name = None if wishes.key is None else QuestionKey(key=wishes.key, digest=read.digest)
    try:
        question, is_new = service.questions.ask(
            principal.learner, lambda cancel: service.mentor.answer(sent, ask, cancel), name
        )
        mentored = await _ended(request, question, cancels=wishes.cancels)
    except PoolFullError as error:
        raise _full(error) from error
    except MentorFault as fault:
        operations.mentor.failed(ask.kind, fault.failure)
        raise _no_answer(fault, principal) from fault
    if is_new:
        operations.mentor.answered(mentored.answer)
    headers = {} if is_new else {"Idempotency-Replayed": "true"}
    return await in_thread(lambda: _answer(mentored, headers))


async def _ended(request: Request, question: Question[Mentored], *, cancels: bool) -> Mentored:
    """Return the answer; a client that leaves ends the question if it wants that."""
    ended = asyncio.ensure_future(asyncio.wrap_future(question.answer))
    try:
        if cancels:
            leaving = asyncio.create_task(left(request))
            await first_of(leaving, asyncio.ensure_future(asyncio.wait([ended])), seconds=None)
            if not ended.done():
                # In a thread: it writes to the store.
                await in_thread(question.cancel)
        return await asyncio.shield(ended)
    except asyncio.CancelledError:
        # The server stops.
        question.cancel()
        raise


def _answer(mentored: Mentored, headers: Mapping[str, str]) -> Response:
    given, subject = mentored.answer, mentored.subject
    report = mentor_report(given, subject.challenge.id, subject.judgement, subject.limits)
    fallback = {} if given.failure is None else {FALLBACK_HEADER: given.failure.value}
    return answer(report, headers={**headers, **fallback})


def _ask_of(body: QuestionRequest) -> MentorAsk:
    """Return the question of a body.

    Raises:
        ProblemError: It cannot be asked.
    """
    if len(body.question) > QUESTION_CHARACTERS:
        said = f"expected at most {QUESTION_CHARACTERS} characters"
        raise refused("The question is too long.", [("/question", said)])
    if len(body.error_message) > _MOST_ERROR_CHARACTERS:
        said = f"expected at most {_MOST_ERROR_CHARACTERS} characters"
        raise refused("The error message is too long.", [("/errorMessage", said)])
    if body.answer_language and not is_answer_language(body.answer_language):
        said = "expected a language's name or tag, such as German or pt-BR"
        raise refused("The language of the answer cannot be accepted.", [("/answerLanguage", said)])
    level, offline = None, False
    if isinstance(body, HintRequest):
        level, offline = body.level, body.offline
        if level is not None and level < 1:
            raise refused("There is no such level.", [("/level", "expected 1 or more")])
    return MentorAsk(
        kind=_KINDS[type(body)],
        level=level,
        question=body.question,
        error_message=body.error_message,
        answer_language=body.answer_language,
        fresh=body.fresh,
        offline=offline,
    )


def _sent_of(service: Service, principal: Principal, body: QuestionRequest) -> SentProgram | SentNumber:
    """Return the program that a question is about.

    Raises:
        ProblemError: The body names none, or more than one.
        UserFileError: There is no such challenge, language, job or submission.
    """
    codes = [each for each in (body.code, body.user_code) if each]
    named = [*codes, *filter(None, [body.job_id]), *([] if body.submission_id is None else [body.submission_id])]
    if len(named) != 1:
        detail = "Send one program: as `code` (or `userCode`), or by a `submissionId`, or by a `jobId`."
        raise refused(detail, [("/code", "expected one program" if named else "required, and missing")])
    if body.submission_id is not None:
        return SentNumber(learner=principal.learner, number=body.submission_id)
    if body.job_id:
        return SentNumber(learner=principal.learner, number=_number_of(service, principal, body.job_id))
    challenge_id, code = _challenge_id_of(service, body), codes[0]
    language = body.language or _language_of(service, principal, code, challenge_id)
    return SentProgram(
        learner=principal.learner,
        program=program_of(service, ProgramRequest(code=code, language=language)),
        challenge_id=challenge_id,
        stdin=getattr(body, "input", b""),
    )


def _challenge_id_of(service: Service, body: QuestionRequest) -> str:
    """Return the challenge that a program is for; empty: none is named, and none is needed."""
    named = {body.challenge_id, body.exercise_id} - {""}
    if len(named) > 1 or (not named and type(body) is HintRequest):
        said = "expected one challenge" if named else "required, and missing"
        raise refused("Name one challenge: `challengeId`, or `exerciseId`.", [("/challengeId", said)])
    return challenge_of(service, named.pop()).id if named else ""


def _language_of(service: Service, principal: Principal, code: bytes, challenge_id: str) -> str:
    """Return the language of a program that came without: as its text tells, or the last submission's."""
    languages = service.application.languages.all()
    if challenge_id:
        challenge = service.application.catalog.load(challenge_id)
        languages = tuple(each for each in languages if challenge.takes(each))
    names = [each.name for each in languages]
    guessed = guessed_language(code.decode("utf-8", "replace"), names)
    if guessed is None and challenge_id:
        last = service.store.latest(principal.learner, challenge_id)
        guessed = None if last is None else last.submission.program.language
    if guessed is None:
        raise refused("Name a language: GET /api/languages lists them.", [("/language", "required, and missing")])
    return guessed


def _number_of(service: Service, principal: Principal, uid: str) -> int:
    """Return the number of the submission that a job of this learner's recorded."""
    job = job_of(service, principal, uid, Action.ASK_MENTOR)
    if not isinstance(job.answer, JudgedAnswer) or job.answer.submission_number is None:
        raise refused("This job recorded no submission.", [("/jobId", "expected the job of a submission that ended")])
    return job.answer.submission_number


def _full(error: PoolFullError) -> ProblemError:
    status = 429 if error.scope is QueueScope.OWNER else 503
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return ProblemError(status, "Too many questions", f"{error.message} {error.next_step}", headers=headers)


def _no_answer(fault: MentorFault, principal: Principal) -> ProblemError:
    """Return the problem of a review or an analysis that there is not."""
    detail = public_words(fault)
    if principal.role is Role.OPERATOR:
        detail = f"{fault.message} {fault.next_step}".rstrip()
    headers, extra = _waiting(fault), {"failure": fault.failure.value}
    return ProblemError(_status(fault.failure), "The mentor has no answer", detail, headers=headers, **extra)


def _waiting(fault: MentorFault) -> dict[str, str]:
    seconds = fault.retry_after_seconds
    return {} if seconds is None else {"Retry-After": str(max(1, math.ceil(seconds)))}


def _status(failure: MentorFailure) -> int:
    if failure is MentorFailure.BUDGET:
        return 429
    if failure is MentorFailure.DEADLINE:
        return 504
    return 503 if failure in _UNAVAILABLE else 502
