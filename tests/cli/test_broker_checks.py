"""``codementor doctor`` looks at the broker where the settings name one."""

from __future__ import annotations

import json
from contextlib import closing
from urllib.parse import urlsplit

from codementor_cli.queue.broker import RabbitBroker
from tests.cli.command import DOWN, Command


def _broker(codementor: Command, **variables: str) -> list[dict[str, str]]:
    checks = json.loads(codementor("doctor", "--json", **DOWN, **variables).out)["checks"]
    return [each for each in checks if each["subject"] == "broker"]


def test_doctor_says_how_many_jobs_are_with_the_broker(codementor: Command, postgres_url: str, broker_url: str) -> None:
    with closing(RabbitBroker(broker_url)) as broker:
        broker.publish(["a" * 32])
    (found,) = _broker(codementor, DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=broker_url)
    parts = urlsplit(broker_url)
    assert found["health"] == "ok"
    assert found["message"] == f"RabbitMQ at {parts.hostname}:{parts.port}, 1 job with it, 0 dead letters"


def test_doctor_says_why_a_broker_cannot_be_used(codementor: Command, postgres_url: str, broker_url: str) -> None:
    (refused,) = _broker(codementor, DATABASE_URL=postgres_url, CODEMENTOR_BROKER_URL=f"{broker_url}-none")
    assert refused["health"] == "failed"
    assert "refuses this virtual host" in refused["message"]
    (alone,) = _broker(codementor, CODEMENTOR_BROKER_URL=broker_url)
    assert "take their jobs from PostgreSQL" in alone["message"]
    password = urlsplit(broker_url).password
    assert password
    assert password not in f"{refused}{alone}"


def test_doctor_says_nothing_of_a_broker_where_none_is_named(codementor: Command) -> None:
    assert _broker(codementor) == []
