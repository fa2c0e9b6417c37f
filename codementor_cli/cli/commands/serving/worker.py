"""``codementor worker``: judges what ``codementor serve`` took, on this machine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codementor_cli.bootstrap import Application
from codementor_cli.cli.commands.serving.log_options import LogFormat, LogLevel, LogLines, chosen_log
from codementor_cli.cli.render.text import Line, line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, SandboxName, application, streams
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.bootstrap.machines.worker import OpenedWorker
    from codementor_cli.ports.serving import DeskObserver

_LOGGER = "codementor.worker"
_LINES = LogLines(_LOGGER)
_MOST_LANES = 1024


def command() -> Any:
    """Build the command."""
    return leaf(worker, "worker", "codementor worker", "codementor worker --lanes 8 --sandbox bubblewrap")


def worker(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    lanes: Annotated[
        int | None,
        typer.Option(
            "--lanes", metavar="N", min=1, max=_MOST_LANES, help="Judge so many jobs at a time. Default: one a core."
        ),
    ] = None,
    sandbox: SandboxName = None,
    database: Database = None,
    log_level: LogLevel = None,
    log_format: LogFormat = None,
    quiet: Quiet = False,
) -> int:
    """Judge the jobs that `codementor serve` took, on this machine or another.

    They come through RabbitMQ (CODEMENTOR_BROKER_URL) and are kept in PostgreSQL (DATABASE_URL); both are the same for
    all servers and workers. Ctrl-C, or the end that a service manager asks for, lets the running jobs end first; asked
    twice, it hands them back to the queue.
    """
    out = streams(quiet)
    app = application(sandbox, tell=_LINES.note)
    log = chosen_log(app.settings, log_level, log_format, quiet)
    from codementor_cli.api.operations.logs import logging_to  # noqa: PLC0415 - heavy, and only for this command
    from codementor_cli.bootstrap.machines.worker import WorkerOptions, work  # noqa: PLC0415 - the same

    form = log.form_for(out.error_stream)
    options = WorkerOptions(
        lane_count=lanes or 0, open_observer=_observer, report=_LINES.progress, tell_note=_LINES.note
    )
    with logging_to(out.error_stream, form, log.level):
        return work(app, options, database, _greeter(out, is_logged=form.value == "json"))


@contextmanager
def _observer(app: Application) -> Iterator[DeskObserver]:
    """Yield what tells the log, and the collector of traces, of jobs."""
    from codementor_cli.api.operations.operations import open_operations  # noqa: PLC0415 - as above

    with open_operations(app.languages, app.settings.value("serve.traces").value) as operations:
        yield operations.observer


def _greeter(out: Streams, is_logged: bool) -> Callable[[OpenedWorker], None]:
    def greet(opened: OpenedWorker) -> None:
        facts = opened.facts
        if is_logged:
            said = {"name": facts.name, "lanes": facts.lane_count, "sandbox": facts.engine}
            told = {**said, "broker": opened.broker, "store": opened.store}
            logging.getLogger(_LOGGER).info("working", extra={"worker": told.pop("name"), **told})
        else:
            out.tell(_greeting(opened))

    return greet


def _greeting(opened: OpenedWorker) -> list[Line]:
    facts = opened.facts
    return [
        line(f"codementor worker {visible_line(facts.name)} takes jobs (Ctrl-C ends it)"),
        line(f"  lanes: {facts.lane_count}"),
        line(f"  sandbox: {facts.engine}"),
        line(f"  broker: {visible_line(opened.broker)}"),
        line(f"  store: {visible_line(opened.store)}"),
    ]
