"""What the worker's pool does otherwise than Celery's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from celery.concurrency.asynpool import AsynPool
from kombu.asynchronous import Hub

from codementor_cli.queue.child import WorkerChild
from codementor_cli.queue.consumer import _pool_class


def test_a_process_that_died_before_the_broker_was_reached_again_ends_no_worker() -> None:
    def never() -> None:
        raise AssertionError

    gone, hub = SimpleNamespace(_sentinel_poll=None), Hub()
    kind = _pool_class(WorkerChild(never, lambda: False)).Pool  # type: ignore[arg-type]
    pool = object.__new__(kind)
    try:
        pool._track_child_process(gone, hub)
        # Where this fails, Celery has mended it, and the pool needs no way of its own.
        with pytest.raises(ValueError, match="file descriptor is None"):
            AsynPool._track_child_process(pool, gone, hub)
    finally:
        hub.close()
