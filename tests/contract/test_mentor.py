"""The ``Mentor`` port over real HTTP, against a strict fake: every way to fail, and what a learner is told."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

import codementor_cli.ai.claude.exchange  # noqa: F401 - the SDK takes seconds to import, which no deadline here is about
from codementor_cli.ai.claude.client import ClaudeMentor
from codementor_cli.ai.claude.faults import Claude
from codementor_cli.domain.mentor.mentoring import MentorKind, Reply
from codementor_cli.errors import CancelledError, MentorFailure, MentorFault
from codementor_cli.services.judging.cancel import CancelToken
from tests.fakes import claude as fakes
from tests.fakes.claude import KEY, FakeClaude, Handler
from tests.unit.ai.packets import asking

SOON_SECONDS = 60.0
"""Long enough for any answer of the fake on a busy machine."""
SHORT_SECONDS = 2.0


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    for name in ("ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    yield from fakes.serving()


@pytest.fixture
def claude(server: HTTPServer) -> Iterator[FakeClaude]:
    yield from fakes.answering(server)


def mentor(address: str, key: str = KEY, model: str = "claude-sonnet-5-5") -> ClaudeMentor:
    return ClaudeMentor(Claude(key=key, address=address, model=model))


def ask(claude: FakeClaude, deadline_seconds: float = SOON_SECONDS, kind: MentorKind = MentorKind.HINT) -> Reply:
    asked = mentor(claude.address)
    return asked.ask(asked.prompt(asking(kind)), deadline_seconds)


def fault_of(claude: FakeClaude, handler: Handler, deadline_seconds: float = SOON_SECONDS) -> MentorFault:
    claude.answers(handler)
    with pytest.raises(MentorFault) as caught:
        ask(claude, deadline_seconds)
    assert "\n" not in caught.value.message
    assert KEY not in caught.value.message + caught.value.next_step
    return caught.value


@pytest.mark.parametrize("kind", list(MentorKind))
def test_each_kind_is_asked_as_shown_and_answered_whole(claude: FakeClaude, kind: MentorKind) -> None:
    asked = mentor(claude.address)
    prompt = asked.prompt(asking(kind))

    reply = asked.ask(prompt, SOON_SECONDS)

    assert claude.asked[0].body == json.loads(json.dumps(prompt.body))
    assert json.loads(reply.text) == fakes.EXAMPLES[fakes.shape_of(claude.asked[0].body)]
    assert reply.request_ids == ("req_test",)
    assert (reply.input_tokens, reply.output_tokens) == (2000, 400)
    assert reply.model == "claude-sonnet-5-5"


@pytest.mark.parametrize(
    ("handler", "failure", "said"),
    [
        (fakes.error(401, "authentication_error", "invalid x-api-key"), MentorFailure.KEY_REFUSED, "HTTP 401"),
        (fakes.error(403, "permission_error", "not for you"), MentorFailure.KEY_REFUSED, "not for you"),
        (fakes.error(402, "billing_error", "no credit"), MentorFailure.SPENT, "no credit"),
        (fakes.error(404, "not_found_error", "model: nope"), MentorFailure.REQUEST_REFUSED, "model: nope"),
        (fakes.error(400, "invalid_request_error", "bad"), MentorFailure.REQUEST_REFUSED, "bad"),
        (fakes.error(413, "request_too_large", "too large"), MentorFailure.REQUEST_REFUSED, "too large"),
        (
            fakes.error(429, "rate_limit_error", "spent", "enforced_spend_limit_reached"),
            MentorFailure.SPENT,
            "used up",
        ),
        (fakes.error(429, "rate_limit_error", "slow", retry_after="3600"), MentorFailure.RATE_LIMITED, "HTTP 429"),
        (fakes.error(500, "api_error", "x", x_should_retry="false"), MentorFailure.SERVER_ERROR, "HTTP 500"),
        (fakes.HTML, MentorFailure.WRONG_SERVICE, "Something other than Claude answers at 127.0.0.1:"),
        (fakes.raw(b"", 302, location="http://127.0.0.1:9/login"), MentorFailure.WRONG_SERVICE, "HTTP 302"),
        (fakes.raw(b"<html>", 403, "text/html"), MentorFailure.WRONG_SERVICE, "HTTP 403"),
        (fakes.whole({"status": "ok"}), MentorFailure.WRONG_SERVICE, "not a message"),
        (fakes.whole([]), MentorFailure.WRONG_SERVICE, "not a message"),
        (fakes.whole({"content": [{"type": "text", "text": "x"}]}), MentorFailure.WRONG_SERVICE, "not a message"),
        (fakes.raw(b" " * (5 << 20)), MentorFailure.WRONG_SERVICE, "too long"),
        (fakes.BROKEN, MentorFailure.MALFORMED, "broken JSON"),
        (fakes.raw(b"[" * 100_000), MentorFailure.MALFORMED, "broken JSON"),
        (fakes.text("{}", stop_reason=None), MentorFailure.MALFORMED, "no end"),
        (fakes.text("{}", stop_reason="tool_use"), MentorFailure.MALFORMED, "no end"),
        (fakes.text("{}", stop_reason=["x"]), MentorFailure.MALFORMED, "no end"),
        (fakes.text(" "), MentorFailure.MALFORMED, "empty"),
        (fakes.TRUNCATED, MentorFailure.TRUNCATED, "cut"),
        (fakes.refused(), MentorFailure.REFUSED, "declined to answer (cyber)"),
    ],
)
def test_failure_that_trying_again_does_not_mend(
    claude: FakeClaude, handler: Handler, failure: MentorFailure, said: str
) -> None:
    fault = fault_of(claude, handler)

    assert fault.failure is failure
    assert said in fault.message
    assert fault.next_step
    assert fault.request_ids == ("req_test",)
    assert len(claude.asked) == 1


@pytest.mark.parametrize(
    ("handler", "failure"),
    [
        (fakes.OVERLOADED, MentorFailure.OVERLOADED),
        (fakes.error(503, "api_error", "busy", retry_after_ms="1"), MentorFailure.OVERLOADED),
        (fakes.error(429, "rate_limit_error", "slow", retry_after_ms="1"), MentorFailure.RATE_LIMITED),
        (fakes.raw(b"<html>", 502, "text/html", retry_after_ms="1"), MentorFailure.SERVER_ERROR),
        (fakes.error(408, "timeout_error", "slow", retry_after_ms="1"), MentorFailure.SERVER_ERROR),
    ],
)
def test_trouble_that_may_pass_is_tried_three_times_and_no_more(
    claude: FakeClaude, handler: Handler, failure: MentorFailure
) -> None:
    fault = fault_of(claude, handler)

    assert fault.failure is failure
    assert len(claude.asked) == 3
    assert fault.request_ids == ("req_test",) * 3


def test_trouble_that_passes_is_not_noticed(claude: FakeClaude) -> None:
    claude.answers(fakes.OVERLOADED, fakes.answer(fakes.HINT))

    reply = ask(claude)

    assert json.loads(reply.text) == fakes.HINT
    assert reply.request_ids == ("req_test", "req_test")


def test_rate_limit_without_a_pause_of_the_server_s_is_tried_again(claude: FakeClaude) -> None:
    claude.answers(fakes.error(429, "rate_limit_error", "slow"), fakes.answer(fakes.HINT))

    assert json.loads(ask(claude).text) == fakes.HINT


def test_rate_limit_says_how_long_to_wait(claude: FakeClaude) -> None:
    fault = fault_of(claude, fakes.error(429, "rate_limit_error", "slow", retry_after="3600"))

    assert fault.next_step == "Try again in 3600 s."
    assert fault.retry_after_seconds == 3600


def test_cut_answer_is_tried_again(claude: FakeClaude) -> None:
    fault = fault_of(claude, fakes.cut)

    assert fault.failure is MentorFailure.MALFORMED
    assert "was cut" in fault.message
    assert len(claude.asked) == 3


@pytest.mark.parametrize("name", ["dribble", "silence"])
def test_deadline_holds_against_a_server_that_never_ends(claude: FakeClaude, name: str) -> None:
    ended = threading.Event()

    def asking_thread() -> None:
        assert fault_of(claude, getattr(claude, name), SHORT_SECONDS).failure is MentorFailure.DEADLINE
        ended.set()

    thread = threading.Thread(target=asking_thread)
    thread.start()
    thread.join(timeout=60)

    assert ended.is_set()
    assert len(claude.asked) == 1


def test_cancelled_question_ends_while_the_server_is_silent(claude: FakeClaude) -> None:
    claude.answers(claude.silence)
    asked, token, ended = mentor(claude.address), CancelToken(), threading.Event()
    prompt = asked.prompt(asking(MentorKind.HINT))

    def asking_thread() -> None:
        with pytest.raises(CancelledError):
            asked.ask(prompt, SOON_SECONDS * 60, token)
        ended.set()

    thread = threading.Thread(target=asking_thread)
    thread.start()
    assert claude.arrived.wait(SOON_SECONDS)
    token.cancel()
    thread.join(timeout=SOON_SECONDS)
    assert ended.is_set()


def test_question_cancelled_before_is_not_sent(claude: FakeClaude) -> None:
    asked, token = mentor(claude.address), CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        asked.ask(asked.prompt(asking(MentorKind.HINT)), SOON_SECONDS, token)
    assert claude.asked == []


def test_nobody_there_is_tried_again_and_said_without_secrets() -> None:
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is refused.
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        asked = mentor(f"http://user:password@127.0.0.1:{port}")
        with pytest.raises(MentorFault) as caught:
            asked.ask(asked.prompt(asking()), SOON_SECONDS)

    assert caught.value.failure is MentorFailure.UNREACHABLE
    assert caught.value.message == f"Claude cannot be reached at 127.0.0.1:{port}: Connection refused."
    assert caught.value.request_ids == ()


def test_without_a_key_nothing_is_sent(claude: FakeClaude) -> None:
    asked = mentor(claude.address, key="")
    with pytest.raises(MentorFault) as caught:
        asked.ask(asked.prompt(asking()), SOON_SECONDS)

    assert caught.value.failure is MentorFailure.NO_KEY
    assert "ANTHROPIC_API_KEY" in caught.value.next_step
    assert claude.asked == []


@pytest.mark.parametrize("key", ["sk ant", "schlüssel", "ключ"])
def test_key_that_can_be_none_is_never_sent_nor_said(claude: FakeClaude, key: str) -> None:
    asked = mentor(claude.address, key=key)
    with pytest.raises(MentorFault) as caught:
        asked.ask(asked.prompt(asking()), SOON_SECONDS)

    assert caught.value.failure is MentorFailure.KEY_REFUSED
    assert key not in caught.value.message + caught.value.next_step
    assert claude.asked == []


def test_server_that_repeats_the_key_does_not_get_it_printed(claude: FakeClaude) -> None:
    words = f"no such key: {KEY}\n\x1b[2J" + "x" * 5000

    fault = fault_of(claude, fakes.error(401, "authentication_error", words))

    assert "(hidden)" in fault.message
    assert "\x1b" not in fault.message
    assert len(fault.message) < 300


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999", "http://[", "https://", "http://127.0.0.1:x"])
def test_address_that_is_none_is_said(address: str) -> None:
    asked = mentor(address)
    with pytest.raises(MentorFault) as caught:
        asked.ask(asked.prompt(asking()), SOON_SECONDS)

    assert caught.value.failure is MentorFailure.UNREACHABLE
    assert "ANTHROPIC_BASE_URL" in caught.value.next_step


@pytest.mark.parametrize("proxy", ["ftp://user:password@127.0.0.1:1", "socks5://user:password@127.0.0.1:1"])
def test_proxy_that_cannot_be_used_is_said_without_its_password(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", proxy)
    asked = mentor("http://127.0.0.1:9")
    with pytest.raises(MentorFault) as caught:
        asked.ask(asked.prompt(asking()), SOON_SECONDS)

    assert caught.value.failure is MentorFailure.UNREACHABLE
    assert "password" not in caught.value.message


def test_credentials_of_the_environment_and_of_profiles_are_not_taken(
    claude: FakeClaude, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "another")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "yet-another")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")

    ask(claude)

    assert claude.asked[0].headers["Authorization"] == f"Bearer {KEY}"


def test_custom_headers_of_the_environment_are_sent_for_gateways(
    claude: FakeClaude, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Gateway: course-7")

    ask(claude)

    assert claude.asked[0].headers["X-Gateway"] == "course-7"


def test_interrupt_ends_the_waiting_at_once(claude: FakeClaude, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        """A queue whose reader is interrupted."""

        def put(self, item: object) -> None:
            """Take what comes too late."""

        def get(self, timeout: float) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr("codementor_cli.ai.claude.client.SimpleQueue", Interrupted)
    claude.answers(claude.silence)

    with pytest.raises(KeyboardInterrupt):
        ask(claude)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
message_parts = st.fixed_dictionaries(
    {},
    optional={
        "type": st.just("message") | json_values,
        "content": st.lists(st.just({"type": "text", "text": "{}"}) | json_values, max_size=3) | json_values,
        "stop_reason": st.sampled_from(["end_turn", "refusal", "max_tokens"]) | json_values,
        "stop_details": json_values,
        "model": json_values,
        "usage": st.fixed_dictionaries({}, optional={"input_tokens": json_values}) | json_values,
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(body=message_parts.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
def test_any_body_is_an_answer_or_a_fault(claude: FakeClaude, body: bytes) -> None:
    claude.answers(fakes.raw(body))

    with suppress(MentorFault):
        assert ask(claude).text
