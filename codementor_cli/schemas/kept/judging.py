"""A judging on its way between two machines: the request, and the events that answer it. Nothing is lost.

The answer is a stream of server-sent events, each with one line of JSON. A ``done`` whose ``results`` are null has
those of the ``case`` events before it in the same answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import ErrorKind
from codementor_cli.schemas.kept.codec import DecodeError, from_json, to_json

PROTOCOL = "codementor/judge/v1"
"""Of requests and events; both ends name it. A change that an older end cannot read gets another one."""
PROTOCOL_HEADER = "codementor-protocol"
BUILD_HEADER = "codementor-build"
"""The command line's own build; a server of the same user's takes no other one."""
BULK_HEADER = "codementor-bulk"
"""Of a judging that is one of a class: ``1``. A server that does not know it judges like any other."""
JOB_HEADER = "codementor-job"
"""The uid of the job that judges."""
EVENT_STREAM = "text/event-stream"
KEEP_ALIVE = b":\n\n"
"""A comment: the server still works on it."""
KEEP_ALIVE_SECONDS = 10.0

_MOST_LANES = 64
_MOST_SECONDS = 86_400.0


class EventKind(StrEnum):
    """The steps of a judging, or of a run."""

    STARTED = "started"
    """A run has begun, and takes input."""
    COMPILED = "compiled"
    CASE = "case"
    STDOUT = "stdout"
    STDERR = "stderr"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDS = frozenset({EventKind.DONE, EventKind.FAILED, EventKind.CANCELLED})
"""The last event of an answer is one of these; an answer without it was cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The reason why there is no judgement."""

    kind: ErrorKind
    message: str
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """A program to run once, live."""

    program: Program
    limits: Limits
    arguments: tuple[str, ...] = ()
    is_terminal: bool = False
    """Whether a person types the input and sees the output: the program then gets a terminal."""
    input: bytes = b""
    """What was there when it began."""
    input_ended: bool = False
    """Whether that is all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """The end of a run; its output was told before."""

    sandbox: str
    compilation: Compilation | None = None
    execution: Execution | None = None
    """None: it did not compile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeFacts:
    """What a judge says of itself."""

    version: str
    sandbox: str
    """The engine's name."""
    build: str = ""
    """Of a server of the same user's: what it was started from, and with which settings."""


Answered = Compilation | CaseResult | Judgement | Failure | Ran | bytes | None


def request_body(request: JudgeRequest | RunRequest) -> bytes:
    """Return a request as it travels."""
    return _line(to_json(request))


def read_judge_request(body: bytes) -> JudgeRequest:
    """Return the request of a body.

    Raises:
        DecodeError: It is none; the message never shows the data.
    """
    request = from_json(JudgeRequest, _parsed(body))
    _check_program(request.program, "program")
    checker = request.suite.checker.program
    if checker is not None:
        _check_program(checker, "suite", "checker", "program")
    _check_limits(request.limits)
    names = [case.name for case in request.suite.tests]
    _expect(len(set(names)) == len(names), "test cases with different names", "suite", "tests")
    _expect(1 <= request.lane_count <= _MOST_LANES, f"a number from 1 to {_MOST_LANES}", "laneCount")
    return request


def read_run_request(body: bytes) -> RunRequest:
    """Return the request of a body; raises what ``read_judge_request`` raises."""
    request = from_json(RunRequest, _parsed(body))
    _check_program(request.program, "program")
    _check_limits(request.limits)
    _expect(not any("\0" in each for each in request.arguments), "arguments without NUL", "arguments")
    return request


def facts_body(facts: JudgeFacts) -> bytes:
    """Return what a judge says of itself, as it travels."""
    return _line(to_json(facts))


def read_facts(body: bytes) -> JudgeFacts:
    """Return what a judge says of itself; raises what ``read_judge_request`` raises."""
    return from_json(JudgeFacts, _parsed(body))


def event_text(number: int, kind: EventKind, value: Answered = None, *, results_told: bool = False) -> bytes:
    """Return an event as it travels.

    Args:
        number: Of the event in its job; 0: events of this answer cannot be asked for again.
        kind: Decides what the value is.
        value: A compilation, a case's result, a judgement, a failure, output, or nothing.
        results_told: Whether this answer holds the judgement's results already.
    """
    data: Any = None
    if isinstance(value, Judgement) and results_told:
        data = {**to_json(replace(value, results=())), "results": None}
    elif value is not None:
        data = to_json(value)
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {kind.value}\ndata: ".encode() + _line(data) + b"\n\n"


_VALUES: dict[EventKind, Any] = {
    EventKind.COMPILED: Compilation,
    EventKind.CASE: CaseResult,
    EventKind.FAILED: Failure,
    EventKind.STDOUT: bytes,
    EventKind.STDERR: bytes,
}


def read_event(kind: EventKind, data: bytes, told: tuple[CaseResult, ...] | None = None) -> Answered:
    """Return the value of an event.

    Args:
        kind: Of the event.
        data: Its line of JSON.
        told: The results of this answer before it; None: the answer is a run's.

    Raises:
        DecodeError: It is none of that kind.
    """
    found = _parsed(data)
    if kind is EventKind.DONE:
        if told is None:
            return from_json(Ran, found)
        left_out = isinstance(found, dict) and "results" in found and found["results"] is None
        return (
            replace(from_json(Judgement, {**found, "results": []}), results=told)
            if left_out
            else from_json(Judgement, found)
        )
    if kind not in _VALUES:
        return None
    value: Answered = from_json(_VALUES[kind], found)
    return value


def _line(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode()


def _parsed(text: bytes) -> Any:
    """Return the data of some JSON; the messages of ``json`` show none of it, but our own are enough.

    Raises:
        DecodeError: It is not JSON.
    """
    try:
        return json.loads(text.decode())
    except UnicodeDecodeError:
        raise DecodeError("its text is not UTF-8") from None
    except (ValueError, RecursionError):
        raise DecodeError("is not JSON of ours") from None


def _check_program(program: Program, *place: str) -> None:
    """Refuse a program whose paths lead out of its folder: they would be written elsewhere."""
    paths = [each.path for each in program.files]
    for index, path in enumerate(paths):
        inside = "\0" not in path and not {"", ".", ".."}.intersection(path.split("/"))
        _expect(inside, "a relative path without ..", *place, "files", str(index), "path")
    _expect(program.main in paths and len(set(paths)) == len(paths), "different files, one of them main", *place)


def _check_limits(limits: Limits) -> None:
    for name, seconds in (("timeSeconds", limits.time_seconds), ("wallTimeSeconds", limits.wall_seconds)):
        _expect(0 < seconds <= _MOST_SECONDS, f"seconds above 0 and up to {_MOST_SECONDS:g}", "limits", name)
    for name, count in (("memoryBytes", limits.memory_bytes), ("processCount", limits.process_count)):
        _expect(count > 0, "a number above 0", "limits", name)


def _expect(holds: object, expected: str, *place: str) -> None:
    if not holds:
        raise DecodeError(f"expected {expected}", *place)
