"""One question over HTTP: tries, pauses between them, and a deadline over all."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import anthropic
import httpx2

from codementor_cli.ai.claude.deadline import Deadline
from codementor_cli.ai.claude.faults import Claude, fault
from codementor_cli.ai.claude.message import Message, read_message
from codementor_cli.ai.claude.retry import (
    TRY_COUNT,
    asked_pause_seconds,
    is_transient,
    is_worth_waiting,
    own_pause_seconds,
)
from codementor_cli.errors import MentorFailure, MentorFault

_CONNECT_SECONDS = 5.0
_LARGEST_BODY_BYTES = 4 << 20
"""No answer of the tokens that we allow comes near it."""
_NONE: Mapping[str, str] = MappingProxyType({})
_SPEND_CODE = "enforced_spend_limit_reached"


def connect(claude: Claude) -> anthropic.Anthropic:
    """Return a client that tries once, follows no redirect, and takes key and address from us alone.

    Redirects are not followed because learners' code goes to the configured address and nowhere else.

    Raises:
        MentorFault: Proxy or address cannot be used at all.
    """
    try:
        return anthropic.Anthropic(
            api_key=claude.key,
            base_url=claude.address,
            max_retries=0,
            open_telemetry=False,
            http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
        )
    except (ValueError, TypeError, ImportError, OSError, httpx2.InvalidURL) as error:
        raise _unusable(claude, error) from error


def exchange(client: anthropic.Anthropic, body: Mapping[str, Any], claude: Claude, deadline: Deadline) -> Message:
    """Send a request until it is answered, another try is useless, or the time is up.

    Raises:
        MentorFault: There is no answer; the request ids are the deadline's.
    """
    tries_made = 0
    while True:
        tries_made += 1
        try:
            return _sent(client, body, claude, deadline)
        except _TryError as error:
            failed = error
        if not failed.transient or tries_made == TRY_COUNT:
            raise failed.fault
        asked = asked_pause_seconds(failed.headers, datetime.now(tz=UTC))
        # Not for secrecy: learners of one class must not come back at the same moment.
        pause = own_pause_seconds(tries_made, random.random()) if asked is None else asked  # noqa: S311
        if not is_worth_waiting(pause, deadline.left_seconds) or deadline.abandoned.wait(pause):
            raise failed.fault


class _TryError(Exception):
    """A try that brought no answer."""

    def __init__(self, fault: MentorFault, headers: Mapping[str, str] = _NONE, *, transient: bool = False) -> None:
        super().__init__()
        self.fault = fault
        self.headers = headers
        self.transient = transient


def _sent(client: anthropic.Anthropic, body: Mapping[str, Any], claude: Claude, deadline: Deadline) -> Message:
    with _mapped(claude, deadline):
        create: Any = client.messages.with_streaming_response.create
        left = max(0.001, deadline.left_seconds)
        timeout = anthropic.Timeout(left, connect=min(_CONNECT_SECONDS, left))
        with create(**body, timeout=timeout) as response:
            _note(deadline, response.headers)
            content = _content(response.iter_bytes(), deadline)
            return read_message(content, response.headers.get("content-type", ""), claude)


def _content(chunks: Iterator[bytes], deadline: Deadline) -> bytes:
    """Read it all, as far as time and memory allow."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if deadline.over:
            raise _deadline()
        if len(content) > _LARGEST_BODY_BYTES:
            raise fault(MentorFailure.WRONG_SERVICE, "What answered is far too long to be Claude.")
    return bytes(content)


@contextmanager
def _mapped(claude: Claude, deadline: Deadline) -> Iterator[None]:
    """Turn each error of the SDK and of its HTTP client into a failed try."""
    try:
        yield
    except MentorFault as error:
        raise _TryError(error) from error
    except anthropic.APIStatusError as error:
        headers = error.response.headers
        _note(deadline, headers)
        transient = is_transient(error.status_code, headers) and error.error_code != _SPEND_CODE
        raise _TryError(_refusal(error, claude), headers, transient=transient) from error
    except (anthropic.APIConnectionError, httpx2.HTTPError, httpx2.StreamError) as error:
        raise _TryError(_no_connection(error, claude, deadline), transient=not deadline.over) from error
    except (anthropic.AnthropicError, ValueError, TypeError, httpx2.InvalidURL) as error:
        raise _TryError(_unusable(claude, error)) from error


def _note(deadline: Deadline, headers: Mapping[str, str]) -> None:
    identity = headers.get("request-id")
    if identity and identity.isascii() and identity.isprintable() and len(identity) <= 100:
        deadline.request_ids.append(identity)


_REFUSALS = {
    MentorFailure.KEY_REFUSED: "Claude refused the API key (HTTP {status}){detail}",
    MentorFailure.SPENT: "The account's limit at Claude is used up (HTTP {status}){detail}",
    MentorFailure.RATE_LIMITED: "Claude takes no more questions for now (HTTP {status}).",
    MentorFailure.OVERLOADED: "Claude is overloaded (HTTP {status}).",
    MentorFailure.SERVER_ERROR: "Claude had trouble of its own (HTTP {status}).",
    MentorFailure.WRONG_SERVICE: "Something other than Claude answers at {host} (HTTP {status}).",
    MentorFailure.REQUEST_REFUSED: "Claude refused the request (HTTP {status}){detail}",
}

_BY_STATUS = {
    401: MentorFailure.KEY_REFUSED,
    402: MentorFailure.SPENT,
    403: MentorFailure.KEY_REFUSED,
    408: MentorFailure.SERVER_ERROR,
    409: MentorFailure.SERVER_ERROR,
    429: MentorFailure.RATE_LIMITED,
    503: MentorFailure.OVERLOADED,
    529: MentorFailure.OVERLOADED,
}


def _refusal(error: anthropic.APIStatusError, claude: Claude) -> MentorFault:
    """Return what a status other than 2xx means."""
    failure = _failure(error)
    detail = f": {claude.scrubbed(error.api_message).rstrip('.')}." if isinstance(error.api_message, str) else "."
    message = _REFUSALS[failure].format(status=error.status_code, detail=detail, host=claude.host)
    pause = asked_pause_seconds(error.response.headers, datetime.now(tz=UTC))
    asked_to_wait = failure is MentorFailure.RATE_LIMITED and pause is not None
    step = f"Try again in {math.ceil(pause or 1)} s." if asked_to_wait else None
    return fault(failure, message, next_step=step, retry_after_seconds=pause)


def _failure(error: anthropic.APIStatusError) -> MentorFailure:
    status = error.status_code
    if error.error_code == _SPEND_CODE:
        return MentorFailure.SPENT
    if status < 400 or (status < 500 and status not in {401, 429} and error.type is None):
        # A redirect, or a refusal that the API did not write: a login page, a proxy.
        return MentorFailure.WRONG_SERVICE
    other = MentorFailure.SERVER_ERROR if status >= 500 else MentorFailure.REQUEST_REFUSED
    return _BY_STATUS.get(status, other)


def _no_connection(error: Exception, claude: Claude, deadline: Deadline) -> MentorFault:
    # Before there is a response the SDK wraps what went wrong, after that it does not.
    cause = error.__cause__ if isinstance(error, anthropic.APIConnectionError) else error
    if deadline.over or isinstance(cause, httpx2.ReadTimeout):
        return _deadline()
    if isinstance(cause, httpx2.RemoteProtocolError | httpx2.DecodingError | httpx2.StreamError | httpx2.ReadError):
        return fault(MentorFailure.MALFORMED, f"The answer from {claude.host} was cut.")
    reason = "no connection in time" if isinstance(cause, httpx2.TimeoutException) else claude.scrubbed(str(cause))
    plain = reason.partition("] ")[2] if reason.startswith("[Errno") else reason
    return fault(MentorFailure.UNREACHABLE, f"Claude cannot be reached at {claude.host}: {plain}.")


def _unusable(claude: Claude, error: Exception) -> MentorFault:
    """Return the fault of a request that never left; the error's own words may hold a proxy's password."""
    message = f"The connection to {claude.host} cannot be set up ({type(error).__name__})."
    return fault(MentorFailure.UNREACHABLE, message)


def _deadline() -> MentorFault:
    return fault(MentorFailure.DEADLINE, "Claude did not answer in time.")
