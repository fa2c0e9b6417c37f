import io
import json
import logging
import threading
from datetime import datetime

import pytest
from structlog.contextvars import bound_contextvars

from codementor_cli.api.operations.logs import LogForm, logging_to

CANARY = "the-learners-own-code"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_is_json_with_time_level_and_event_first() -> None:
    stream = io.StringIO()
    with logging_to(stream, LogForm.AUTO, "info"):
        logging.getLogger("codementor.test").info("request", extra={"status": 200, "route": None})

    (line,) = stream.getvalue().splitlines()
    fields = json.loads(line)
    moment = datetime.fromisoformat(fields.pop("time"))
    assert moment.utcoffset() is not None
    assert fields == {"level": "info", "event": "request", "status": 200}
    assert line.startswith('{"time": ')


def test_a_terminal_gets_text() -> None:
    stream = Terminal()
    with logging_to(stream, LogForm.AUTO, "info"):
        logging.getLogger("codementor.test").warning("job", extra={"seconds": 0.5})

    assert stream.getvalue()[8:] == " warning job seconds=0.5\n"


@pytest.mark.parametrize("form", [LogForm.JSON, LogForm.TEXT])
def test_control_characters_begin_no_line_and_reach_no_terminal(form: LogForm) -> None:
    stream = io.StringIO()
    forged = 'x\n{"level": "info", "event": "job"}\r\x1b[2J\u2028\u202e\x00\x85'
    with logging_to(stream, form, "info"):
        logging.getLogger("codementor.test").info(forged, extra={"field": forged})

    text = stream.getvalue()
    assert len(text.splitlines()) == 1
    assert all(each.isascii() and (each.isprintable() or each == "\n") for each in text)


@pytest.mark.parametrize("form", [LogForm.JSON, LogForm.TEXT])
def test_the_text_of_an_exception_stays_out(form: LogForm) -> None:
    stream = io.StringIO()

    def fail() -> None:
        try:
            int(CANARY)
        except ValueError as error:
            raise LookupError(f"{CANARY} again") from error

    with logging_to(stream, form, "info"):
        try:
            fail()
        except LookupError:
            logging.getLogger("codementor.test").exception("a bug")

    text = stream.getvalue()
    assert CANARY not in text
    assert text.index("LookupError") < text.index("ValueError")
    assert " fail" in text


def test_the_end_of_a_thread_is_logged_without_its_text() -> None:
    stream = io.StringIO()

    def fail() -> None:
        raise ValueError(CANARY)

    with logging_to(stream, LogForm.JSON, "info"):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()

    assert json.loads(stream.getvalue())["event"] == "a thread ended by a bug"
    assert CANARY not in stream.getvalue()


def test_other_loggers_go_the_same_way_from_warnings_on_and_with_one_line() -> None:
    stream = io.StringIO()
    with logging_to(stream, LogForm.JSON, "debug"):
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task %s>", CANARY)
        logging.getLogger("uvicorn.error").info("Started")

    (line,) = stream.getvalue().splitlines()
    fields = json.loads(line)
    assert (fields["logger"], fields["event"]) == ("asyncio", "Task exception was never retrieved")


def test_fields_of_the_context_are_in_each_line() -> None:
    stream = io.StringIO()
    with logging_to(stream, LogForm.JSON, "info"), bound_contextvars(request_id="r1"):
        logging.getLogger("codementor.test").info("anything")

    assert json.loads(stream.getvalue())["request_id"] == "r1"


def test_less_severe_lines_are_left_out() -> None:
    stream = io.StringIO()
    with logging_to(stream, LogForm.JSON, "error"):
        logging.getLogger("codementor.test").warning("no")
        logging.getLogger("codementor.test").error("yes")

    assert json.loads(stream.getvalue())["event"] == "yes"


def test_loggers_are_as_before_afterwards() -> None:
    before = (logging.getLogger().handlers, logging.getLogger("codementor").level, threading.excepthook)
    with logging_to(io.StringIO(), LogForm.JSON, "debug"):
        pass

    assert (logging.getLogger().handlers, logging.getLogger("codementor").level, threading.excepthook) == before
