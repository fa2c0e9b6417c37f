"""From what a server answers to the errors of ``ports.Judge``: words for the person that can fix it."""

# ruff: noqa: PLC0415 - a judging that goes well needs none of what explains a refusal

from __future__ import annotations

from collections.abc import Mapping

from codementor_cli.errors import CancelledError, ErrorKind, NextStep, SandboxFault, UserFileError
from codementor_cli.remote.transport import Answer, BrokenAnswerError, PassingError
from codementor_cli.schemas.kept.judging import Failure

_PASSING = {502: "is not reachable behind its gateway", 503: "is too busy", 504: "did not answer its gateway in time"}
_TOO_MANY = 429
_CONFLICT = 409
"""Of a server of this user's that is of another version, or has other settings."""
_MOST_PROBLEM_BYTES = 64 * 1024
_MOST_WORDS = 600
_WRONG_TOKEN = "Check CODE_EXECUTOR_TOKEN; the server's operator makes one: codementor tokens new --role service"  # noqa: S105
_USERS = frozenset({ErrorKind.INVALID_INPUT, ErrorKind.NOT_FOUND, ErrorKind.BROKEN_CATALOG})


class NotThereError(SandboxFault):
    """No server that would judge as this command does was found; nothing was judged."""


class RefusedError(SandboxFault):
    """The server does not take the token; whatever is asked with it will be refused too."""


def not_there(address: str, reason: object) -> NotThereError:
    """Return the fault of a server of this user's that is not there, or is another one."""
    return NotThereError(f"No judging server for this command at {address}: {reason}.", NextStep(("serve", "--local")))


def raise_failure(failure: Failure, address: str) -> None:
    """Raise what a server says that stopped a judging.

    Raises:
        UserFileError: The request was at fault.
        SandboxFault: The server was.
    """
    message, step = _words(failure.message), _words(failure.next_step)
    if failure.kind in _USERS:
        raise UserFileError(message, step, kind=failure.kind)
    raise SandboxFault(f"The judging server at {address} failed: {message}", step)


def raise_cancelled() -> None:
    """Raise that the server ended the judging."""
    raise CancelledError


def unreachable(address: str, reason: object) -> SandboxFault:
    """Return the fault of a server that could not be had, with the next step."""
    return SandboxFault(
        f"The judging server at {address} cannot be reached: {reason}.",
        "Check the address (CODE_EXECUTOR_HOST and CODE_EXECUTOR_PORT, or --judge), or leave it out to judge here.",
    )


def late(address: str) -> SandboxFault:
    """Return the fault of a judging that took too long."""
    return SandboxFault(
        f"The judging server at {address} did not finish within CODE_EXECUTOR_TIMEOUT.",
        "Set a longer one, or leave it out.",
    )


def not_ours(address: str, what: object) -> SandboxFault:
    """Return the fault of an answer that no judging server of ours gives."""
    return SandboxFault(
        f"The answer of {address} {what}.",
        "Check that the address (CODE_EXECUTOR_HOST and CODE_EXECUTOR_PORT, or --judge) is a codementor server's.",
    )


def check_status(answer: Answer, address: str) -> None:
    """Let a successful answer through.

    Raises:
        PassingError: Asking again may help.
        UserFileError: The request cannot be judged, by the server's own words.
        SandboxFault: Anything else.
    """
    status = answer.status
    if 200 <= status < 300:
        return
    if status in _PASSING or status == _TOO_MANY:
        words = _PASSING.get(status, "has too many judgings of ours already")
        raise PassingError(f"it {words}", _asked_pause(answer.headers), is_busy=status in {503, _TOO_MANY})
    if 300 <= status < 400:
        raise not_ours(address, "leads elsewhere, and redirects are not followed")
    problem = _problem(answer)
    if status in {401, 403}:
        raise RefusedError(f"The judging server at {address} refuses the token. {problem[0]}".rstrip(), _WRONG_TOKEN)
    if not problem[0]:
        raise not_ours(address, f"has status {status}, without a reason")
    message, step, kind = problem
    if status == _CONFLICT:
        raise NotThereError(f"The judging server at {address} is another one: {message}", step)
    if kind in _USERS and status != 404:
        raise UserFileError(f"The judging server at {address} refuses this: {message}", step, kind=kind)
    raise SandboxFault(f"The judging server at {address} answers {status}: {message}", step)


def _problem(answer: Answer) -> tuple[str, str, ErrorKind | None]:
    """Return words, next step and kind of a problem document (RFC 9457); empty words: it is none."""
    import json

    body = bytearray()
    try:
        for part in answer.chunks():
            body += part
            if len(body) > _MOST_PROBLEM_BYTES:
                return "", "", None
        found = json.loads(body)
    except (ValueError, RecursionError, PassingError, BrokenAnswerError):
        return "", "", None
    if not isinstance(found, dict):
        return "", "", None
    texts = {name: _words(text) for name, text in found.items() if isinstance(text, str)}
    kind = next((each for each in ErrorKind if each.value == texts.get("kind")), None)
    if kind is None and answer.status in {400, 413, 422}:
        kind = ErrorKind.INVALID_INPUT
    return texts.get("detail") or texts.get("title") or "", texts.get("nextStep", ""), kind


def _words(text: str) -> str:
    """Return a server's words, which are not ours: visible, and no longer than a paragraph."""
    from codementor_cli.text.excerpts import shortened
    from codementor_cli.text.untrusted import escaped

    return shortened(escaped(text), _MOST_WORDS)


def _asked_pause(headers: Mapping[str, str]) -> float | None:
    """Return how long the server asks to wait; None where it says nothing that can be read.

    Source: RFC 9110, 10.2.3 ``Retry-After``. A date needs this machine's clock to be the server's, and is not read.
    """
    text = headers.get("retry-after", "").strip()
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
