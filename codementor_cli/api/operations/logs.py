"""Logs of the service: one line an event, on stderr, in JSON or for a person's eyes.

All loggers of the process go the same way, uvicorn's and asyncio's too. A line holds names and figures of our own
choosing: the text of an exception stays out, for it may quote what a client sent.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.contextvars import merge_contextvars
from structlog.stdlib import ExtraAdder, ProcessorFormatter

from codementor_cli.text.untrusted import visible_line

LOGGER = "codementor"
"""Ours, and the parent of every logger of ours; all others are foreign."""

_PACKAGE = Path(__file__).parents[2]
_MOST_FRAMES = 20
"""Of one exception in a line: the innermost ones."""
_MOST_CHARACTERS = 300
"""Of the message of a foreign logger."""
_FIRST = ("time", "level", "event")

Event = MutableMapping[str, Any]


class LogForm(StrEnum):
    """The form of the lines."""

    AUTO = "auto"
    """``text`` where stderr is a terminal, else ``json``."""
    JSON = "json"
    TEXT = "text"

    def chosen(self, stream: TextIO | None) -> LogForm:
        """Return the form for a stream."""
        if self is not LogForm.AUTO:
            return self
        return LogForm.TEXT if stream is not None and stream.isatty() else LogForm.JSON


@contextmanager
def logging_to(stream: TextIO | None, form: LogForm, level: str) -> Iterator[None]:
    """Write the lines of all loggers to a stream until the context ends.

    Args:
        stream: Usually stderr; None: the process has none, and nothing is written.
        form: Of the lines.
        level: Least severe level that is written: ``debug``, ``info``, ``warning`` or ``error``. Foreign loggers say
            nothing below a warning.
    """
    root, own = logging.getLogger(), logging.getLogger(LOGGER)
    handler = logging.NullHandler() if stream is None else logging.StreamHandler(stream)
    handler.setFormatter(formatter(form.chosen(stream)))
    number = logging.getLevelNamesMapping()[level.upper()]
    before = (root.handlers[:], root.level, own.level, threading.excepthook)
    root.handlers = [handler]
    root.setLevel(max(number, logging.WARNING))
    own.setLevel(number)
    threading.excepthook = _log_end_of_thread
    try:
        yield
    finally:
        root.handlers, root.level, own.level, threading.excepthook = before


def _log_end_of_thread(ended: threading.ExceptHookArgs, /) -> None:
    """Log an exception that ended a thread; Python would print its text."""
    if ended.exc_value is not None:
        logging.getLogger(LOGGER).error("a thread ended by a bug", exc_info=ended.exc_value)


def formatter(form: LogForm) -> logging.Formatter:
    """Return the formatter of a form, which is not ``auto``."""
    return ProcessorFormatter(
        foreign_pre_chain=[
            merge_contextvars,
            _only_the_first_line,
            ExtraAdder(),
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _frames,
        ],
        processors=[ProcessorFormatter.remove_processors_meta, as_json if form is LogForm.JSON else as_text],
    )


def _only_the_first_line(_logger: Any, _method: str, event: Event) -> Event:
    """Cut what a foreign logger says: asyncio's further lines quote exceptions."""
    record: logging.LogRecord = event["_record"]
    if record.name.partition(".")[0] != LOGGER:
        event["event"] = str(event["event"]).partition("\n")[0][:_MOST_CHARACTERS]
        event["logger"] = record.name
    return event


def _frames(_logger: Any, _method: str, event: Event) -> Event:
    """Put the types and places of an exception, and of those that caused it, in place of its text."""
    record: logging.LogRecord = event["_record"]
    event.pop("exc_info", None)
    error = (record.exc_info or (None, None))[1]
    # The formatter of the standard library would add the text after the line.
    record.exc_info = record.exc_text = record.stack_info = None
    if error is not None:
        event["exception"] = [_described(each) for each in _chain(error)]
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, then what caused it, and so on; each once."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _described(error: BaseException) -> dict[str, Any]:
    return {"type": type(error).__qualname__, "frames": list(_places(error.__traceback__))[-_MOST_FRAMES:]}


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        name = path.relative_to(_PACKAGE) if path.is_relative_to(_PACKAGE) else path.name
        yield f"{name}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def as_json(_logger: Any, _method: str, event: Event) -> str:
    """Return an event as one line of JSON; JSON escapes what could begin another line."""
    return json.dumps(_ordered(event), default=str, allow_nan=False)


def as_text(_logger: Any, _method: str, event: Event) -> str:
    """Return an event as one line for a person: time, level, event, then its fields."""
    fields = dict(_ordered(event))
    moment, level, name = (str(fields.pop(key, "")) for key in _FIRST)
    found = fields.pop("exception", None)
    words = [moment[11:19], f"{level:7}", visible_line(name)]
    words += [f"{key}={visible_line(str(value))}" for key, value in fields.items()]
    lines = [" ".join(words)]
    for each in found or ():
        lines.append(f"    {visible_line(each['type'])}")
        lines += [f"      {visible_line(place)}" for place in each["frames"]]
    return "\n".join(lines)


def _ordered(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an event, those that every line has first."""
    first = {key: event[key] for key in _FIRST if key in event}
    return {**first, **{key: value for key, value in event.items() if key not in first and value is not None}}
