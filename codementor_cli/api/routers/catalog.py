"""Challenges and languages."""

from __future__ import annotations

import re

from fastapi import APIRouter, Depends
from starlette.responses import Response

from codementor_cli.api.answers import answer
from codementor_cli.api.dependencies import Allowed, TheService
from codementor_cli.api.openapi import gives
from codementor_cli.api.problems import not_found
from codementor_cli.bootstrap.serving import Service
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.errors import ProblemsError
from codementor_cli.schemas.public.catalog import SummaryReport, challenge_report
from codementor_cli.schemas.public.serving.catalog import ChallengesReport, languages_report

router = APIRouter(prefix="/api", tags=["challenges"], dependencies=[Depends(Allowed(Action.READ))])

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
"""Other ids are no path on this machine to look at."""


@router.get("/challenges", operation_id="listChallenges", summary="List the challenges.", **gives("ChallengesReport"))
def list_challenges(service: TheService) -> Response:
    """Answer with the challenges that can be read, by id."""
    found = service.application.catalog.summaries()
    reports = [SummaryReport.of(each) for each in found if not isinstance(each, ProblemsError)]
    return answer(ChallengesReport(challenges=reports))


@router.get(
    "/challenges/{challenge_id}", operation_id="showChallenge", summary="Show a challenge.", **gives("ChallengeReport")
)
def show_challenge(service: TheService, challenge_id: str) -> Response:
    """Answer with the statement, the samples, the limits and the languages; hidden test cases are counted only."""
    challenge = challenge_of(service, challenge_id)
    taken = tuple(each.name for each in service.application.languages.all() if challenge.takes(each))
    return answer(challenge_report(challenge, taken))


@router.get("/languages", operation_id="listLanguages", summary="List the languages.", **gives("LanguagesReport"))
def list_languages(service: TheService) -> Response:
    """Answer with the languages that programs may be written in."""
    return answer(languages_report(service.application.languages.all()))


def challenge_of(service: Service, challenge_id: str) -> Challenge:
    """Return a challenge.

    Raises:
        ProblemError: The id is none.
        UserFileError: There is no such challenge, or its files have mistakes.
    """
    if not _ID.fullmatch(challenge_id):
        raise not_found("challenge of that id", "GET /api/challenges lists them.")
    return service.application.catalog.load(challenge_id)
