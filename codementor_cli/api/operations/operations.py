"""Metrics, traces and the observer of jobs, put together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from codementor_cli.api.operations.job_observer import JobObserver
from codementor_cli.api.operations.mentor_observer import MentorObserver
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.api.operations.traces import Traces, open_traces
from codementor_cli.bootstrap.machines.desks import Machines
from codementor_cli.bootstrap.serving import Service
from codementor_cli.ports import Languages


@dataclass(frozen=True, slots=True)
class Operations:
    """What one service tells its operator with."""

    metrics: Metrics
    observer: JobObserver
    """Told of jobs."""
    mentor: MentorObserver
    """Told of answers of the mentor."""
    traces: Traces | None = None
    """None: there are none."""


def operations_of(languages: Languages, traces: Traces | None = None) -> Operations:
    """Return what a service tells its operator with.

    Args:
        languages: All that there are.
        traces: None: there are none.
    """
    metrics = Metrics()
    observer = JobObserver(metrics, [each.name for each in languages.all()], traces)
    return Operations(metrics, observer, MentorObserver(metrics), traces)


def watch(operations: Operations, service: Service) -> None:
    """Read the queue and the lanes of a service at each scrape."""

    def readings() -> Iterator[tuple[str, str, float]]:
        depth = service.desk.depth()
        yield "jobs_queued", "Jobs that wait.", depth.queued_count
        yield "jobs_running", "Jobs that run.", depth.running_count
        yield "job_owners", "Owners of unfinished jobs.", depth.owner_count
        yield "lanes_waiting", "Lanes that have started and hold no program.", service.waiting_lane_count()
        if service.machines is not None:
            yield from _of_machines(service.machines)

    operations.metrics.watch(readings)


def _of_machines(machines: Machines) -> Iterator[tuple[str, str, float]]:
    workers, depth = machines.lanes.workers(), machines.broker.depth
    yield "workers_live", "Workers that live, on all machines.", len(workers)
    yield (
        "workers_draining",
        "Workers that end their jobs and begin no more.",
        sum(each.is_draining for each in workers),
    )
    yield "worker_lanes", "Jobs that all workers run at a time.", machines.lanes.count()
    yield "dispatcher_active", "1 where this server is the one that releases jobs.", machines.dispatcher.is_active
    yield "broker_up", "1 where the broker answers.", depth is not None
    if depth is not None:
        yield "broker_waiting", "Released jobs that wait at the broker.", depth.waiting_count
        yield "broker_dead_letters", "Jobs that the broker delivered too often.", depth.dead_count


@contextmanager
def open_operations(languages: Languages, collector: str | None) -> Iterator[Operations]:
    """Open the same for a process; spans that were not sent are sent when the context ends.

    Args:
        languages: All that there are.
        collector: Of traces; None: there are none.

    Raises:
        EnvironmentFault: Traces are asked for, and their packages are not installed.
    """
    if collector is None:
        yield operations_of(languages)
        return
    with open_traces(collector) as traces:
        yield operations_of(languages, traces)
