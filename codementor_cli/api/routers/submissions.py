"""Past submissions: lists, filtered and in pages, and one in full."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.dependencies import Allowed, Hidden, ThePrincipal, TheService
from codementor_cli.api.openapi import gives
from codementor_cli.api.problems import not_found, refused
from codementor_cli.api.routers.catalog import challenge_of
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.principal import Principal
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.domain.practice.for_learner import page_for_learner, submission_for_learner
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.schemas.public.history import history_report
from codementor_cli.schemas.public.submission import submission_report
from codementor_cli.services.practice.filters import VERDICTS, moment_of, plain, verdict_words
from codementor_cli.services.practice.past_submission import past_submission
from codementor_cli.text.moment import FORMS

router = APIRouter(prefix="/api", tags=["submissions"])

_LARGEST = 2**53 - 1
"""The largest number that every reader of JSON holds."""
_MOST = 200

Learner = Annotated[
    str | None, Query(max_length=200, description="Whose submissions; yours by default. Teachers see those of others.")
]


class _Filters:
    """The filters of a history, from the query of a request."""

    def __init__(  # noqa: PLR0913, PLR0917 - one parameter a filter: that is FastAPI's way
        self,
        challenge_id: Annotated[str | None, Query(alias="challengeId", description="Only of this challenge.")] = None,
        verdict: Annotated[str | None, Query(description="Only these: WA, TLE, …")] = None,
        language: Annotated[str | None, Query(description="Only in this one.")] = None,
        since: Annotated[str | None, Query(description="2026-11-20, 12h, 7d, yesterday, …")] = None,
        limit: Annotated[int, Query(ge=1, le=_MOST, description="Submissions a page.")] = HistoryQuery().limit,
        offset: Annotated[int | None, Query(ge=0, le=_LARGEST, description="Leave out so many.")] = None,
        page: Annotated[int | None, Query(ge=1, le=_LARGEST // _MOST, description="1: the newest.")] = None,
    ) -> None:
        self.challenge_id = challenge_id
        self.verdict = verdict
        self.language = language
        self.since = since
        self.limit = limit
        self.offset = offset
        self.page = page

    def query(self, service: Service) -> HistoryQuery:
        """Return the query for the store.

        Raises:
            ProblemError: A filter cannot be read.
        """
        if self.page is not None and self.offset is not None:
            raise refused("Give `page` or `offset`, not both.", [("page", "not together with offset")])
        verdicts = verdict_words()
        if self.verdict is not None and plain(self.verdict) not in verdicts:
            codes = ", ".join(VERDICTS)
            raise refused(f"`verdict` takes {codes}, or their words.", [("verdict", f"expected one of {codes}")])
        try:
            since = None if self.since is None else moment_of(self.since, service.clock())
        except (ValueError, OverflowError):
            raise refused(f"`since` takes {FORMS}.", [("since", "expected a point in time")]) from None
        return HistoryQuery(
            challenge_id=self.challenge_id,
            verdict=None if self.verdict is None else verdicts[plain(self.verdict)],
            language=self.language,
            since=since,
            limit=self.limit,
            offset=self.offset or ((self.page or 1) - 1) * self.limit,
        )


TheFilters = Annotated[_Filters, Depends()]
_READ = [Depends(Allowed(Action.READ))]


@router.get(
    "/execution/history",
    operation_id="history",
    summary="List past submissions.",
    dependencies=_READ,
    **gives("HistoryReport"),
)
def history(service: TheService, principal: ThePrincipal, filters: TheFilters, learner: Learner = None) -> Response:
    """Answer with submissions, newest first; the filters are those of ``codementor history``."""
    return _page(service, principal, filters, learner)


@router.get(
    "/submissions",
    operation_id="listSubmissions",
    summary="List past submissions.",
    dependencies=_READ,
    **gives("HistoryReport"),
)
def list_submissions(
    service: TheService, principal: ThePrincipal, filters: TheFilters, learner: Learner = None
) -> Response:
    """Answer as ``/api/execution/history`` does."""
    return _page(service, principal, filters, learner)


@router.get(
    "/submissions/{number}",
    operation_id="showSubmission",
    summary="Show a past submission in full.",
    dependencies=_READ,
    **gives("SubmissionReport"),
)
def show_submission(
    service: TheService,
    principal: ThePrincipal,
    number: Annotated[int, Path(ge=1, le=_LARGEST, description="Its number in the list.")],
    learner: Learner = None,
    *,
    hidden: Hidden = False,
) -> Response:
    """Answer with the program, its results and the answers that were given on it."""
    owner = _owner(principal, learner)
    found = past_submission(service.store, owner, number, None)
    if found is None:
        raise not_found("such submission")
    may_see = may(principal, Action.SEE_HIDDEN, owner)
    recorded = found.recorded if may_see else submission_for_learner(found.recorded)
    return answer(submission_report(recorded, found.calls, shows_hidden=hidden and may_see))


def _page(service: Service, principal: Principal, filters: _Filters, learner: str | None) -> Response:
    query, owner = filters.query(service), _owner(principal, learner)
    found = service.store.page(owner, query)
    if not found.total:
        _check_names(service, query)
    shown = found if may(principal, Action.SEE_HIDDEN, owner) else page_for_learner(found)
    return answer(history_report(shown, query))


def _check_names(service: Service, query: HistoryQuery) -> None:
    """Check the names of a query that found nothing: one may be mistyped.

    Raises:
        UserFileError: There is no such challenge or language; near matches are named.
    """
    if query.language is not None:
        service.application.languages.get(query.language)
    if query.challenge_id is not None and query.challenge_id not in service.application.catalog.ids():
        challenge_of(service, query.challenge_id)


def _owner(principal: Principal, learner: str | None) -> LearnerId:
    """Return whose submissions are meant.

    Raises:
        ProblemError: Those of another learner, which are not for this principal.
    """
    if learner is None:
        return principal.learner
    owner = LearnerId(learner)
    if not may(principal, Action.READ, owner):
        raise not_found("such learner")
    return owner
