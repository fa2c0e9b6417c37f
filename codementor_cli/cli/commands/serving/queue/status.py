"""``codementor queue status``."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from codementor_cli.bootstrap.machines import broker_url, open_broker, open_shared, shared_url
from codementor_cli.cli.render.serving.queue import queue_lines
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.services.jobs.machines.status import QueueStatus, queue_status


def command() -> Any:
    """Build the command."""
    return leaf(status, "status", "codementor queue status", "codementor queue status --json")


def status(as_json: Json = False, quiet: Quiet = False, database: Database = None) -> int:
    """Show how many jobs wait and run, which workers live, and which jobs the broker gave up.

    The broker gives up a job that it delivered four times without an end. The job itself is not lost: its row says what
    became of it, and one that never began is sent again.
    """
    app, now = application(), datetime.now(tz=UTC)
    store, broker = shared_url(app, database), broker_url(app)
    with open_shared(store, connection_count=1) as shared, closing(open_broker(broker)) as opened:
        found = queue_status(shared.jobs, shared.workers, opened, now)
    out = streams(quiet)
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json

        out.answer_text(to_json(_value(found), out.ascii_only))
        return 0
    out.answer(queue_lines(found, now, look_of(out.output_stream)))
    return 0


def _value(status: QueueStatus) -> dict[str, Any]:
    """Return the status as ``--json`` prints it."""
    from codementor_cli.schemas.public.base import clean  # noqa: PLC0415 - as above
    from codementor_cli.schemas.public.serving.queue import moment_value, worker_value  # noqa: PLC0415 - the same

    return {
        "jobs": {"queued": status.jobs.queued_count, "running": status.jobs.running_count},
        "broker": {"waiting": status.broker.waiting_count, "dead": status.broker.dead_count},
        "workers": [worker_value(each) for each in status.workers],
        "deadLetters": [
            {
                "uid": clean(each.letter.uid),
                "state": None if each.state is None else each.state.value,
                "reason": clean(each.letter.reason),
                "at": moment_value(each.letter.at),
            }
            for each in status.given_up
        ],
    }
