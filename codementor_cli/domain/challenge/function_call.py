"""Function-call test cases: the input of the harness, and its output.

After the learner's own output, the harness writes ``<newline><marker> value <JSON><newline>`` to stdout, or ``error``
and a JSON text in place of ``value`` and the value. A program that forges this line changes its own answer only: the
expected value never enters the sandbox.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import Function, TestCase
from codementor_cli.text.excerpts import excerpt

_CALL_CHARACTERS = 120
_VALUE = b" value "
_ERROR = b" error "


@dataclass(frozen=True, slots=True)
class Returned:
    """The outcome of one call."""

    prints: bytes
    """The output of the learner's own code."""
    value: bytes | None = None
    """The returned value as JSON; None: the call did not return, or returned no plain data."""
    error: str = ""
    """The harness's reason why the value is no plain data; empty for plain data, and for no value."""


def marker(case: TestCase) -> str:
    """Return the word before the returned value: always the same for one case, and in no output by chance."""
    digest = hashlib.sha256(case.name.encode(errors="surrogateescape") + b"\0" + case.input)
    return "codementor-value-" + digest.hexdigest()


def call_input(function: Function, case: TestCase) -> bytes:
    """Return stdin for the harness: one JSON object with ``function``, ``arguments`` and ``marker``."""
    name, mark = json.dumps(function.name).encode(), json.dumps(marker(case)).encode()
    return b'{"function": %b, "arguments": %b, "marker": %b}\n' % (name, case.input.strip(), mark)


def split_output(stdout: bytes, mark: str) -> Returned:
    """Split stdout into the harness's last line and the learner's own output."""
    start = stdout.rfind(mark.encode())
    if start < 0:
        return Returned(stdout)
    prints = stdout[:start].removesuffix(b"\n")
    word, _, after = stdout[start + len(mark) :].partition(b"\n")
    prints += after
    if word.startswith(_VALUE):
        return Returned(prints, value=word.removeprefix(_VALUE).strip())
    return Returned(prints, error=_error_text(word))


def _error_text(word: bytes) -> str:
    """Return the harness's error; of a forged error, its bytes."""
    try:
        text = json.loads(word.removeprefix(_ERROR))
    except ValueError:
        text = None
    return excerpt(text.encode(errors="backslashreplace") if isinstance(text, str) else word.strip(), _CALL_CHARACTERS)


def call_text(function: Function, arguments: bytes) -> str:
    """Return the call as people write it, like ``two_sum([3, 3], 6)``; long arguments are cut."""
    inner = arguments.strip().removeprefix(b"[").removesuffix(b"]").strip()
    return f"{function.name}({excerpt(inner, _CALL_CHARACTERS)})"
