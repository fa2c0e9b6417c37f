"""What a machine between servers and workers, or whoever has the broker's password, can read there."""

from __future__ import annotations

import json
import re
from contextlib import closing

from kombu import Connection

from codementor_cli.queue.broker import RabbitBroker
from codementor_cli.queue.celery_app import QUEUE

UID = f"{7:032x}"
HEADERS = {
    "argsrepr",
    "eta",
    "expires",
    "group",
    "group_index",
    "id",
    "ignore_result",
    "kwargsrepr",
    "lang",
    "origin",
    "parent_id",
    "replaced_task_nesting",
    "retries",
    "root_id",
    "shadow",
    "stamped_headers",
    "stamps",
    "task",
    "timelimit",
    "x-delivery-count",
}


def test_a_message_is_the_uid_of_a_job_and_what_celery_says_of_itself(broker_url: str) -> None:
    with closing(RabbitBroker(broker_url)) as broker:
        broker.publish([UID])
        with Connection(broker_url) as connection:
            message = connection.default_channel.basic_get(QUEUE, no_ack=True)
    args, named, embedded = json.loads(message.body)
    assert (args, named) == ([UID], {})
    assert [each for each in embedded.values() if each is not None] == []
    assert set(message.headers) <= HEADERS
    assert message.headers["argsrepr"] == f"('{UID}',)"
    assert message.content_type == "application/json"
    # Neither the address of the database nor that of the broker.
    assert not re.search(r"(postgresql|amqp)s?://", f"{message.headers}{message.body!r}{message.properties}")
