"""What Celery says of a worker is left out where another line tells it, and what the worker may run is one task."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from celery.concurrency.asynpool import AsynPool
from kombu.asynchronous import Hub

from codementor_cli.queue import consumer
from codementor_cli.queue.celery_app import TASK
from codementor_cli.queue.child import ChildWork, WorkerChild

URL = "amqp://ada:secret@broker.school:5673/judge"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 7.')", False),
        ("Couldn't ack 1, reason:RecoverableConnectionError()", False),
        ("Hard time limit (1500s) exceeded for codementor.judge[7]", True),
    ],
)
def test_a_line_that_tells_nothing_new_is_left_out(text: str, is_told: bool) -> None:
    record = logging.LogRecord("celery.worker.request", logging.ERROR, "", 0, "%s", (text,), None)
    assert consumer._is_news(record) is is_told


def test_a_worker_knows_one_task() -> None:
    app = consumer._app(URL, WorkerChild(_nothing, lambda: False))
    assert list(app.tasks) == [TASK]


def test_it_makes_no_queues_for_delayed_messages() -> None:
    steps = consumer._Consumer.Blueprint.default_steps
    assert any(each.endswith(":Tasks") for each in steps)
    assert not [each for each in steps if "delayed" in each.lower()]


def test_a_process_that_died_before_the_broker_was_reached_again_ends_no_worker() -> None:
    gone, hub = SimpleNamespace(_sentinel_poll=None), Hub()
    pool = object.__new__(consumer._pool_class(WorkerChild(_nothing, lambda: False)).Pool)
    try:
        pool._track_child_process(gone, hub)
        # Where this fails, Celery has mended it, and the pool needs no way of its own.
        with pytest.raises(ValueError, match="file descriptor is None"):
            AsynPool._track_child_process(pool, gone, hub)
    finally:
        hub.close()


def _nothing() -> ChildWork:
    raise AssertionError
