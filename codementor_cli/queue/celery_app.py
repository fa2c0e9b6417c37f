"""Celery as it is set here, each setting with its reason, and the queues of the broker."""

from __future__ import annotations

from typing import Any

from celery import Celery
from kombu import Connection, Exchange, Queue

TASK = "codementor.judge"
"""Name of the one task; its argument is the uid of a job."""
QUEUE = "codementor.judge.v1"
"""The arguments of a queue cannot be changed once it is there: another set of them gets another number."""
DEAD = "codementor.dead.v1"
"""Exchange and queue of what was delivered too often."""

_DELIVERY_LIMIT = 3
"""Deliveries beyond the first. A program that ends its worker each time leaves the queue by it. Its job's row counts
the real tries, and ends it as a judge error with the last."""
_MOST_WAITING = 100_000
"""Uids in the queue: more than the window of ten thousand lanes. Beyond it the broker refuses, and drops nothing."""
_MOST_DEAD = 1_000
_HEARTBEAT_SECONDS = 30
_JOBS_PER_PROCESS = 500
_OPENING_SECONDS = 600.0
"""How long a process may open its store and its sandbox: an image may be unpacked first."""


def dead_queue() -> Queue:
    """Return the queue of what was given up. It is a classic one: reading it leaves no count at its messages."""
    exchange = Exchange(DEAD, type="fanout", durable=True)
    limits = {"x-queue-type": "classic", "x-max-length": _MOST_DEAD, "x-overflow": "drop-head"}
    return Queue(DEAD, exchange=exchange, routing_key="", durable=True, queue_arguments=limits)


def judge_queue() -> Queue:
    """Return the queue of released jobs."""
    return Queue(
        QUEUE,
        exchange=Exchange("", type="direct"),
        routing_key=QUEUE,
        durable=True,
        queue_arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": _DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD,
            "x-max-length": _MOST_WAITING,
            "x-overflow": "reject-publish",
        },
    )


class PinnedCelery(Celery):  # type: ignore[misc]  # Celery has no types
    """Celery at one address, whatever the environment has for other programs that use it."""

    def __init__(self, url: str) -> None:
        """Take the address; nothing connects yet."""
        # No fixups, no settings of a module: both follow the environment.
        super().__init__("codementor", set_as_current=False, fixups=set(), broker=url)
        self.url = url
        """Of the broker, which may hold a password."""
        self.conf.update(_settings())

    def connection_for_read(self, url: str | None = None, **more: Any) -> Connection:
        """Return a connection to take messages by; ``url`` counts for nothing."""
        del url
        return super().connection_for_read(self.url, **more)

    def connection_for_write(self, url: str | None = None, **more: Any) -> Connection:
        """Return a connection to send messages by; ``url`` counts for nothing."""
        del url
        return super().connection_for_write(self.url, **more)


def _settings() -> dict[str, Any]:
    return {
        "task_queues": [judge_queue()],
        "task_default_queue": QUEUE,
        "task_default_queue_type": "quorum",
        "task_create_missing_queues": False,
        # The uid alone is sent; Python's own form would run what it reads.
        "task_serializer": "json",
        "accept_content": ["json"],
        # A message is acknowledged once its job has ended in the database; until then a lost worker sends it back.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # The answer is in the database.
        "task_ignore_result": True,
        "task_store_errors_even_if_ignored": False,
        "broker_transport_options": {"confirm_publish": True},
        "broker_heartbeat": _HEARTBEAT_SECONDS,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # What waits in a worker's memory is in nobody's order: one message a process, and that one runs.
        "worker_prefetch_multiplier": 1,
        "worker_detect_quorum_queues": True,
        # Otherwise processes stay idle after a connection that broke (celery #9512).
        "worker_enable_prefetch_count_reduction": False,
        # A job that runs goes on without the broker. Its lease keeps it from running twice.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_max_tasks_per_child": _JOBS_PER_PROCESS,
        "worker_proc_alive_timeout": _OPENING_SECONDS,
        "worker_pool_start_method": "fork",
        # No queue of the worker's own, no orders from the broker, no word to other workers.
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "task_send_sent_event": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
    }
