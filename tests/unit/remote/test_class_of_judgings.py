"""Judgings of a class share what they know of their server: they wait for it together, and give it up together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import SandboxFault
from codementor_cli.remote import retry
from codementor_cli.remote.retry import (
    AWAY_SECONDS,
    CROWDED_SECONDS,
    TRY_COUNT,
    Contact,
    SharedPatience,
)
from codementor_cli.remote.transport import PassingError
from codementor_cli.schemas.kept.judging import BULK_HEADER, EventKind, event_text
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.engines import MoreLanguages
from tests.fakes.judge_requests import echo_request
from tests.fakes.judge_server import web_client
from tests.fakes.progress import RecordingProgress
from tests.fakes.sandbox import FakeSandbox, printing
from tests.fakes.scripted_server import response, scripted_server

GONE = PassingError("nobody listens", is_absent=True)
BUSY = PassingError("it is too busy", 7.0, is_busy=True)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "_FIRST_SECONDS", 0.0)


@dataclass
class Waiting:
    """A class of two judgings, on a clock of its own."""

    now: float = 1000.0
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        contact = Contact(self.told.append, lambda: self.now)
        self.one, self.other = SharedPatience(contact=contact), SharedPatience(contact=contact)


def good_answer() -> bytes:
    local = JudgeService(FakeSandbox(lambda _program, run: printing(run.stdin)), MoreLanguages())
    return response("200 OK", event_text(1, EventKind.DONE, local.judge(echo_request(), RecordingProgress())))


def test_server_that_is_started_again_is_waited_for() -> None:
    found = Waiting()
    for _ in range(TRY_COUNT * 2):
        assert found.one.pause_seconds(GONE) is not None
    found.now += AWAY_SECONDS

    assert found.one.pause_seconds(GONE) is not None
    found.now += 1
    assert found.one.pause_seconds(GONE) is None


def test_gone_server_is_given_up_by_all_judgings_at_once() -> None:
    found = Waiting()
    found.one.pause_seconds(GONE)
    found.now += AWAY_SECONDS + 1

    assert found.one.pause_seconds(GONE) is None
    assert found.other.pause_seconds(GONE) is None


def test_answer_to_one_judging_renews_the_patience_of_all() -> None:
    found = Waiting()
    found.one.pause_seconds(GONE)
    found.now += AWAY_SECONDS
    found.other.heard()
    found.now += 1

    assert found.one.pause_seconds(GONE) is not None


def test_full_queue_is_waited_for_as_long_as_the_server_says_and_longer_than_a_server_that_is_gone() -> None:
    found = Waiting()
    assert found.one.pause_seconds(BUSY) == 7.0
    found.now += CROWDED_SECONDS

    assert found.one.pause_seconds(BUSY) == 7.0
    found.now += 1
    assert found.one.pause_seconds(BUSY) is None


def test_pause_is_never_longer_than_a_minute() -> None:
    asked = PassingError("it is too busy", 86_400.0, is_busy=True)

    assert Waiting().one.pause_seconds(asked) == 60.0


def test_thousandth_try_has_a_pause_too() -> None:
    patience = SharedPatience(tries_made=5000)

    assert patience.pause_seconds(GONE) is not None


def test_user_is_told_that_the_server_is_waited_for_and_when_that_is_over() -> None:
    found = Waiting()
    found.one.pause_seconds(BUSY)
    assert found.told == []  # a moment is no news

    found.now += 3
    found.one.pause_seconds(BUSY)
    found.other.pause_seconds(BUSY)
    assert found.told == ["The judging server is waited for: it is too busy."]

    found.other.heard()
    found.one.heard()
    assert found.told[1:] == [""]


def test_judging_of_a_class_outlasts_more_refusals_than_another_one() -> None:
    busy = response("503 Unavailable", Retry_After="0")
    gone = response("502 Bad Gateway")
    with (
        scripted_server(*[busy, gone] * TRY_COUNT, good_answer()) as server,
        web_client(server.port, of_class=Contact()) as judge,
    ):
        assert judge.judge(echo_request(), RecordingProgress()).verdict is Verdict.AC
        keys = {line for each in server.asked for line in each.split(b"\r\n") if line.startswith(b"idempotency-key")}

    assert len(server.asked) == 2 * TRY_COUNT + 1
    assert len(keys) == 1


def test_judging_of_a_class_is_marked_and_waits_for_its_turn_beyond_the_timeout() -> None:
    with (
        scripted_server(good_answer()) as server,
        web_client(server.port, timeout_seconds=1e-9, of_class=Contact()) as judge,
    ):
        judge.judge(echo_request(), RecordingProgress())

    assert f"\r\n{BULK_HEADER}: 1\r\n".encode() in server.asked[0]


def test_judging_that_somebody_waits_for_is_not_marked() -> None:
    with scripted_server(good_answer()) as server, web_client(server.port) as judge:
        judge.judge(echo_request(), RecordingProgress())

    assert BULK_HEADER.encode() not in server.asked[0]


def test_token_that_was_refused_once_is_not_sent_again() -> None:
    problem = json.dumps({"title": "No", "detail": "This token has expired."}).encode()
    refusal = response("401 Unauthorized", problem, Content_Type="application/problem+json")
    with scripted_server(refusal) as server, web_client(server.port, of_class=Contact()) as judge:
        for _ in range(3):
            with pytest.raises(SandboxFault, match=r"refuses the token. This token has expired.") as raised:
                judge.judge(echo_request(), RecordingProgress())
            assert "CODE_EXECUTOR_TOKEN" in raised.value.next_step

    assert len(server.asked) == 1
