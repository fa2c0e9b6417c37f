"""The queue in words: how full it is, who works, and what was given up."""

from __future__ import annotations

import re

from codementor_cli.cli.render.serving.queue import queue_lines
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.domain.jobs.job import JobState
from codementor_cli.domain.jobs.machines import BrokerDepth, DeadLetter, LiveWorker
from codementor_cli.domain.jobs.order import Depth
from codementor_cli.services.jobs.machines.status import GivenUp, QueueStatus
from tests.contract.kept import MOMENT
from tests.fakes.broker import live_worker

_DEPTH = Depth(queued_count=7, running_count=2, owner_count=1)


def _text(*workers: LiveWorker, dead: tuple[GivenUp, ...] = ()) -> str:
    broker = BrokerDepth(waiting_count=3, dead_count=len(dead))
    return to_text(queue_lines(QueueStatus(_DEPTH, broker, workers, dead), MOMENT, Look()), Look())


def test_where_no_worker_lives_the_next_step_is_said() -> None:
    assert _text() == (
        "Jobs: 7 queued, 2 running\n"
        "Broker: 3 waiting, 0 dead letters\n"
        "\n"
        "No worker lives: jobs wait. Start one: codementor worker\n"
    )


def test_each_worker_is_a_line_and_one_that_drains_is_told_apart() -> None:
    shown = _text(live_worker("a/1", 8), live_worker("b\n/2", 4, is_draining=True))
    assert re.search(r"^8 +live +fake +1 +2026-11-20 \d\d:\d\d +a/1$", shown, re.MULTILINE)
    assert re.search(r"^4 +draining .*b\\n/2$", shown, re.MULTILINE)


def test_each_dead_letter_says_what_became_of_its_job() -> None:
    letter = DeadLetter(uid="ab" * 16, reason="delivery_limit", at=None)
    shown = _text(dead=(GivenUp(letter, JobState.FAILED), GivenUp(letter, None)))
    assert "1 dead letter" not in shown
    assert "2 dead letters" in shown
    assert re.search(rf"^{letter.uid} +failed +- +delivery_limit$", shown, re.MULTILINE)
    assert re.search(rf"^{letter.uid} +forgotten ", shown, re.MULTILINE)
