"""Celery follows our settings and the address that it is given, whatever else the environment says."""

from __future__ import annotations

import pytest

from codementor_cli.queue.celery_app import DEAD, QUEUE, PinnedCelery, dead_queue, judge_queue
from codementor_cli.queue.child import LONGEST_SECONDS

URL = "amqp://ada:secret@broker.school:5673/judge"


@pytest.mark.parametrize("variable", ["CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL"])
def test_address_is_not_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "amqp://elsewhere:5672//")
    app = PinnedCelery(URL)
    for connection in (app.connection_for_read(), app.connection_for_write(url="amqp://other//")):
        assert (connection.hostname, connection.virtual_host) == ("broker.school", "judge")


def test_poison_leaves_the_queue_and_is_kept_and_nothing_is_dropped_when_it_is_full() -> None:
    arguments = judge_queue().queue_arguments
    assert arguments["x-queue-type"] == "quorum"
    assert arguments["x-delivery-limit"] == 3
    assert arguments["x-dead-letter-exchange"] == DEAD == dead_queue().exchange.name
    assert arguments["x-overflow"] == "reject-publish"


def test_a_job_is_acknowledged_at_its_end_and_only_json_is_read() -> None:
    conf = PinnedCelery(URL).conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.accept_content == ["json"]
    assert conf.task_default_queue == QUEUE
    assert conf.worker_prefetch_multiplier == 1
    assert not conf.worker_enable_remote_control
    assert not conf.worker_cancel_long_running_tasks_on_connection_loss


def test_no_job_outlives_the_time_after_which_the_broker_takes_its_message_for_lost() -> None:
    assert LONGEST_SECONDS < 1800
    # By it a process would hand back its job, and the next one begin it again.
    assert PinnedCelery(URL).conf.task_time_limit is None
