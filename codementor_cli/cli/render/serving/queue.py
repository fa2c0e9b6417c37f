"""The queue in words."""

from __future__ import annotations

from datetime import datetime

from codementor_cli.cli.render.practice.when import Clock, exact
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.services.jobs.machines.status import QueueStatus
from codementor_cli.text.amounts import count_text

_NOBODY = "No worker lives: jobs wait. Start one: codementor worker"


def queue_lines(status: QueueStatus, now: datetime, look: Look) -> list[Line]:
    """Return how full the queue is, then a line for each worker, and for each job that the broker gave up."""
    jobs, broker, clock = status.jobs, status.broker, Clock(now)
    lines = [
        line(f"Jobs: {jobs.queued_count} queued, {jobs.running_count} running"),
        line(f"Broker: {broker.waiting_count} waiting, {count_text(broker.dead_count, 'dead letter')}"),
        line(),
    ]
    if status.workers:
        rows: list[tuple[str | Span, ...]] = []
        for each in status.workers:
            state = Span("draining", "warn") if each.is_draining else Span("live", "good")
            since = exact(each.started_at, clock)
            rows.append((str(each.lane_count), state, each.engine, each.version, since, each.name))
        lines += table(("LANES", "STATE", "SANDBOX", "VERSION", "SINCE", "WORKER"), rows, cut_for=look)
    else:
        lines.append(line(Span(_NOBODY, "warn")))
    if status.given_up:
        lines.append(line())
        letters: list[tuple[str, ...]] = []
        for dead in status.given_up:
            at = "-" if dead.letter.at is None else exact(dead.letter.at, clock)
            letters.append(
                (dead.letter.uid, "forgotten" if dead.state is None else dead.state.value, at, dead.letter.reason)
            )
        lines += table(("DEAD LETTER", "JOB", "GIVEN UP", "REASON"), letters, cut_for=look)
    return lines
