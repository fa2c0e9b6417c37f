"""Bodies of requests: strict JSON, read off the loop where they are long. Nothing of a body is echoed."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from codementor_cli.api.problems import ProblemError, refused
from codementor_cli.schemas.kept.codec import DecodeError, from_json
from codementor_cli.schemas.public.base import Schema

Body = TypeVar("Body", bound=Schema)

_SHORT_BYTES = 32 * 1024
"""Reading so much takes less than handing it to a thread."""
_READERS = CapacityLimiter(2)
"""Long bodies are read two at a time: others wait here, and not in the threads that answer."""


@dataclass(frozen=True, slots=True)
class ReadBody(Generic[Body]):
    """A body, and the digest of what it says."""

    value: Body
    digest: str
    """SHA-256 in hex of the route and the body; the order of keys and the spaces between them do not count."""


async def read_body(request: Request, kind: type[Body]) -> ReadBody[Body]:
    """Return the body of a request.

    Args:
        request: Whose body was not read yet.
        kind: Class of the body.

    Raises:
        ProblemError: It is no JSON (400), of another media type (415), or says something else (422).
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        detail = "Send the body as JSON, with the header `Content-Type: application/json`."
        raise ProblemError(415, "Unsupported body", detail, headers={"Accept-Post": "application/json"})
    content = await request.body()

    def read() -> ReadBody[Body]:
        return _read(content, kind, request.url.path)

    return read() if len(content) <= _SHORT_BYTES else await to_thread.run_sync(read, limiter=_READERS)


def parsed(content: bytes) -> Any:
    """Return the data of strict JSON: in UTF-8, each key of an object once, numbers finite.

    Raises:
        ProblemError: It is something else.
    """
    try:
        return json.loads(content.decode(), object_pairs_hook=_object, parse_float=_float, parse_constant=_no_constant)
    except ProblemError:
        raise
    except UnicodeDecodeError as error:
        raise _no_json(f"it is not UTF-8 from byte {error.start} on") from None
    except json.JSONDecodeError as error:
        raise _no_json(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _no_json("lists and objects are nested too deep") from None
    except ValueError:
        raise _no_json("a number has too many digits") from None


def _read(content: bytes, kind: type[Body], path: str) -> ReadBody[Body]:
    data = parsed(content)
    try:
        value = from_json(kind, data)
    except DecodeError as error:
        pointer = "".join(f"/{part}" for part in error.place)
        raise refused(f"The body cannot be accepted: {error}.", [(pointer, error.said)]) from None
    canonical = json.dumps([path, data], sort_keys=True, separators=(",", ":"))
    return ReadBody(value, hashlib.sha256(canonical.encode()).hexdigest())


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _no_json("an object has a key twice")
    for key in found:
        if not key.isascii() and _is_torn(key):
            raise _no_json("a key holds half of a surrogate pair")
    return found


def _is_torn(key: str) -> bool:
    """Whether a key has half of a surrogate pair, which no answer could name."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return True
    return False


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _no_json("a number is too large")
    return value


def _no_constant(_text: str) -> Any:
    raise _no_json("NaN and Infinity are no JSON")


def _no_json(why: str) -> ProblemError:
    return ProblemError(400, "The body is not JSON", f"The body cannot be read: {why}.")
