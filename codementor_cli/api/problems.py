"""RFC 9457 problem documents: the one form of every error, and the one table from errors to statuses.

Source: RFC 9457, sections 3 and 4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from codementor_cli.errors import CodementorError, ErrorKind, NextStep, ProblemsError, QueueFullError, QueueScope
from codementor_cli.schemas.public.base import clean

MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[ErrorKind, int] = {
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.INVALID_INPUT: 422,
    ErrorKind.BROKEN_CATALOG: 503,
    ErrorKind.ENVIRONMENT: 503,
    ErrorKind.BUG: 500,
}
"""A broken challenge is the server's fault: its author mends it, no other request helps."""
_TITLES: Mapping[ErrorKind, str] = {
    ErrorKind.NOT_FOUND: "Not found",
    ErrorKind.INVALID_INPUT: "The request cannot be carried out",
    ErrorKind.BROKEN_CATALOG: "The challenge has a mistake",
    ErrorKind.ENVIRONMENT: "The service cannot do this now",
    ErrorKind.BUG: "This is a bug in codementor",
}
_OWN_WORDS: Mapping[ErrorKind, str] = {
    ErrorKind.BROKEN_CATALOG: "A file of this challenge has a mistake. Its author mends it.",
    ErrorKind.ENVIRONMENT: "The service cannot judge, read or write now. Its operator finds the reason in the log.",
    ErrorKind.BUG: "The reason is in the server's log, under this request's id.",
}
"""Details for kinds whose messages may name files, hosts or hidden data of the server."""
_LINKS: Mapping[tuple[str, ...], tuple[str, str]] = {
    ("challenges", "list"): ("See the challenges.", "/api/challenges"),
    ("challenges", "show"): ("See the challenge.", "/api/challenges"),
    ("history",): ("See your submissions.", "/api/submissions"),
    ("show",): ("See your submissions.", "/api/submissions"),
    ("next",): ("See the challenges.", "/api/challenges"),
}
"""What a command of the command line is over HTTP, by its first words."""

_WORD = re.compile(r"[a-z]+(?=[ ,])(?<!codementor)")


class ProblemError(HTTPException):
    """An error that a route raises, and that is answered as it is."""

    def __init__(
        self, status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.title = title
        self.extra = extra


def problem(
    status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: Any
) -> Response:
    """Return a problem document.

    Args:
        status: Of the answer.
        title: The kind of problem, the same each time.
        detail: This occurrence: what, where, and what to do next. Never what the client sent.
        headers: Further ones.
        extra: Further members, in camelCase; members that are None are left out.
    """
    return Response(
        json.dumps(problem_value(status, title, detail, **extra), allow_nan=False),
        status,
        dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def problem_value(status: int, title: str, detail: str, **extra: Any) -> dict[str, Any]:
    """Return a problem document as plain data; the arguments are those of ``problem``."""
    members = {"type": "about:blank", "title": title, "status": status, "detail": sentence(clean(detail)), **extra}
    return {key: value for key, value in members.items() if value is not None}


def sentence(said: str) -> str:
    """Return words as a sentence: messages of the command line begin small, after ``error:``, and end without a stop.

    A first word that is a name, with a capital or a sign in it, stays as it is.
    """
    said = said.rstrip()
    if said and said[-1] not in ".!?":
        said += "."
    return said[:1].upper() + said[1:] if _WORD.match(said) else said


def own_problem(error: ProblemError) -> Response:
    """Return the problem document that an error was raised for."""
    return problem(error.status_code, error.title, error.detail, headers=error.headers, **error.extra)


def refused(detail: str, errors: Sequence[tuple[str, str]] = ()) -> ProblemError:
    """Return the error for a body or a parameter that cannot be accepted.

    Args:
        detail: What, and what to do next.
        errors: JSON pointers into the body (or names of parameters), and what is wrong there.
    """
    listed = [{"pointer": pointer, "detail": said} for pointer, said in errors] or None
    return ProblemError(422, _TITLES[ErrorKind.INVALID_INPUT], detail, errors=listed)


def not_found(what: str, next_step: str = "") -> ProblemError:
    """Return the error for something that is not there, or not this client's."""
    return ProblemError(404, _TITLES[ErrorKind.NOT_FOUND], f"There is no {what}. {next_step}".rstrip())


def error_value(kind: ErrorKind, message: str, next_step: NextStep | str, *, shows_all: bool) -> dict[str, Any]:
    """Return the problem document of an error of the use cases, as plain data.

    Args:
        kind: Decides the status.
        message: Of the error; may hold names of this machine where the kind is not the client's fault.
        next_step: Of the error. A command becomes a link, or is left out where HTTP has no such use case.
        shows_all: Whether the client operates this service: then messages about the machine are shown too.
    """
    detail = message if shows_all or kind not in _OWN_WORDS else _OWN_WORDS[kind]
    said, link = _step(next_step)
    if said and (shows_all or kind not in _OWN_WORDS):
        detail = f"{sentence(detail)} {said}"
    links = None if link is None else [link]
    return problem_value(STATUSES[kind], _TITLES[kind], detail, links=links)


def queue_value(error: QueueFullError) -> dict[str, Any]:
    """Return the problem document of a queue that is full, as plain data: 429 for the owner's bound, 503 for all."""
    status = 429 if error.scope is QueueScope.OWNER else 503
    return problem_value(status, "The queue is full", f"{error.message} {error.next_step}")


def error_problem(error: CodementorError, *, shows_all: bool = False) -> Response:
    """Return the problem document of an error; see ``error_value``."""
    if isinstance(error, QueueFullError):
        return value_problem(queue_value(error), {"Retry-After": str(error.retry_after_seconds)})
    hides = isinstance(error, ProblemsError) and not shows_all
    kind = ErrorKind.BROKEN_CATALOG if hides and error.kind is not ErrorKind.NOT_FOUND else error.kind
    value = error_value(kind, error.message, error.step or error.next_step, shows_all=shows_all)
    return value_problem(value)


def value_problem(value: dict[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem document of plain data."""
    return Response(json.dumps(value, allow_nan=False), value["status"], dict(headers or {}), media_type=MEDIA_TYPE)


def status_problem(status: int, headers: Mapping[str, str] | None = None, detail: str = "") -> Response:
    """Return the problem document of a status that needs no more words."""
    phrase = HTTPStatus(status).phrase
    return problem(status, phrase, detail or _DETAILS.get(status, phrase), headers=headers)


_DETAILS = {
    404: "There is no such route. See /openapi.json for those there are.",
    405: "This route does not take that method. The header Allow names those it takes.",
    500: _OWN_WORDS[ErrorKind.BUG],
}


def _step(next_step: NextStep | str) -> tuple[str, dict[str, str] | None]:
    """Return the next step as a sentence and a link; a command without a route is neither."""
    if isinstance(next_step, str):
        return ("", None) if "codementor " in next_step or "--" in next_step else (next_step, None)
    for words, (sentence, href) in _LINKS.items():
        if next_step.command[: len(words)] == words:
            return sentence, {"title": sentence, "href": href}
    return "", None
