"""Values of foreign request bodies, read strictly: what cannot be used is refused with a sentence."""

from __future__ import annotations

import base64
import binascii
import math
import shlex
from typing import Any

MOST_ARGUMENTS = 100
_MOST_ARGUMENTS_BYTES = 50_000
_MOST_LINE_LENGTH = 4096
"""Of a line that is parted into words: what parts it is slow."""


class UnusableError(ValueError):
    """A value of a request that cannot be used; the message says why, and never holds the value of a program."""


def text_bytes(value: Any) -> bytes:
    """Return a text of JSON as UTF-8.

    Raises:
        UnusableError: It is no text, or holds half of a surrogate pair.
    """
    if not isinstance(value, str):
        raise UnusableError("must be a text")
    try:
        return value.encode()
    except UnicodeEncodeError as error:
        raise UnusableError("holds a character that is none (half of a surrogate pair)") from error


def base64_bytes(value: Any) -> bytes:
    """Return what a text in Base64 means; line breaks and missing padding are no mistakes.

    Raises:
        UnusableError: It is no Base64.
    """
    letters = b"".join(text_bytes(value).split()).rstrip(b"=")
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    except binascii.Error as error:
        raise UnusableError("is no Base64") from error


def number(value: Any) -> float:
    """Return a number, written as one or as a text.

    Raises:
        UnusableError: It is no finite number.
    """
    try:
        found = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        raise UnusableError("is not a number")
    return found


def words(text: str) -> tuple[str, ...]:
    """Return the words of a line as a shell would part them; nothing else of a shell holds.

    Raises:
        UnusableError: A quotation does not end, or a word cannot be an argument.
    """
    if len(text) > _MOST_LINE_LENGTH:
        raise UnusableError(f"is longer than {_MOST_LINE_LENGTH} characters")
    try:
        return arguments(shlex.split(text))
    except ValueError as error:
        raise UnusableError("has a quotation that does not end") from error


def arguments(values: Any) -> tuple[str, ...]:
    """Return a list of arguments for a program.

    Raises:
        UnusableError: It is no list of texts, or too long, or a text holds what no argument can.
    """
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise UnusableError("must be a list of texts")
    if len(values) > MOST_ARGUMENTS:
        raise UnusableError(f"has more than {MOST_ARGUMENTS} words")
    contents = [text_bytes(each) for each in values]
    if sum(map(len, contents)) > _MOST_ARGUMENTS_BYTES:
        raise UnusableError("is larger than 50 kB; give what is large as input")
    if any(b"\0" in each for each in contents):
        raise UnusableError("holds a NUL character")
    return tuple(values)
