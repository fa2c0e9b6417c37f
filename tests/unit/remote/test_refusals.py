"""Answers that no judging server of ours gives, and refusals of one: what a user reads, and what is asked again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from codementor_cli.errors import CancelledError, ErrorKind, SandboxFault, UserFileError
from codementor_cli.remote import events, retry
from codementor_cli.remote.transport import PassingError
from codementor_cli.schemas.kept.judging import EventKind, Failure, event_text
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.engines import MoreLanguages
from tests.fakes.judge_requests import echo_request
from tests.fakes.judge_server import FakeJudgeServer, web_client, web_server
from tests.fakes.progress import RecordingProgress
from tests.fakes.sandbox import FakeSandbox, printing
from tests.fakes.scripted_server import ScriptedServer, response, scripted_server


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "_FIRST_SECONDS", 0.0)


def judging_by(*answers: bytes | None, timeout_seconds: float | None = None) -> ScriptedServer:
    """Judge by a server that answers like this; the judging's error is the caller's."""
    with (
        scripted_server(*answers) as server,
        web_client(server.port, timeout_seconds=timeout_seconds) as judge,
    ):
        try:
            judge.judge(echo_request(), RecordingProgress())
        finally:
            judging_by.asked = [each for each in server.asked if each.startswith(b"POST")]  # type: ignore[attr-defined]
    return server


def asked_count() -> int:
    return len(judging_by.asked)  # type: ignore[attr-defined]


def good_judgement() -> bytes:
    """Return the events of a right judgement."""
    local = JudgeService(FakeSandbox(lambda _program, run: printing(run.stdin)), MoreLanguages())
    return event_text(1, EventKind.DONE, local.judge(echo_request(), RecordingProgress()))


BAD_STREAMS: dict[str, bytes] = {
    "no event at all": b"<html></html>\n\n",
    "event of other data": b"event: done\ndata: 1\n\n",
    "event that is not JSON": b"event: case\ndata: {\n\n",
    "event that is not text": b"event: case\ndata: \xff\n\n",
    "judgement without a verdict": b"event: done\ndata: {}\n\n",
}


@pytest.mark.parametrize("body", BAD_STREAMS.values(), ids=list(BAD_STREAMS))
def test_malformed_events_are_no_judgement_and_are_not_asked_for_again(body: bytes) -> None:
    with pytest.raises(SandboxFault, match=r"The answer of http://127.0.0.1:\d+ is no ") as raised:
        judging_by(response("200 OK", body))

    assert "CODE_EXECUTOR_HOST" in raised.value.next_step
    assert asked_count() == 1


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another language": lambda text: text.replace(b'"language":"python"', b'"language":"c"'),
    "another case": lambda text: text.replace(b'"name":"two"', b'"name":"ten"'),
    "a case that is not hidden": lambda text: text.replace(b'"hidden":false', b'"hidden":true', 1),
    "fewer cases in all": lambda text: text.replace(b'"totalCount":3', b'"totalCount":2'),
    "a case twice": lambda text: text.replace(b'"index":1', b'"index":0').replace(b'"two"', b'"one"'),
    "a case beyond the last": lambda text: text.replace(b'"index":2', b'"index":9'),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_judgement_of_something_else_is_refused(change: Callable[[bytes], bytes]) -> None:
    changed = change(good_judgement())
    assert changed != good_judgement()

    with pytest.raises(SandboxFault, match=r"is the judgement of something else|has the result of another case"):
        judging_by(response("200 OK", changed))


def test_the_same_judgement_unchanged_is_taken() -> None:
    judging_by(response("200 OK", good_judgement()))

    assert asked_count() == 1


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_refused(status: str) -> None:
    with scripted_server(response("200 OK", good_judgement())) as elsewhere:
        with pytest.raises(SandboxFault, match="redirects are not followed"):
            judging_by(response(status, Location=f"http://127.0.0.1:{elsewhere.port}/api/judge"))
        assert elsewhere.asked == []


def test_other_program_that_answers_is_named_as_one() -> None:
    with pytest.raises(SandboxFault, match="comes from another program than codementor"):
        judging_by(response("200 OK", b"hello", Codementor_Protocol="", Content_Type="text/html"))


def test_what_is_no_http_is_named_as_that() -> None:
    with pytest.raises(SandboxFault, match="is not HTTP"):
        judging_by(b"220 mail.example.org ESMTP\r\n\r\n")


def test_other_version_is_refused_with_what_to_install() -> None:
    with pytest.raises(SandboxFault, match="does not speak codementor/judge/v1") as raised:
        judging_by(response("200 OK", good_judgement(), Codementor_Protocol="codementor/judge/v9"))

    assert "the same version of codementor" in raised.value.next_step


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_refused_token_names_the_variable_and_is_not_tried_again(status: str) -> None:
    problem = json.dumps({"title": "No", "detail": "This token has expired."}).encode()
    with pytest.raises(SandboxFault, match=r"refuses the token. This token has expired.") as raised:
        judging_by(response(status, problem, Content_Type="application/problem+json"))

    assert "CODE_EXECUTOR_TOKEN" in raised.value.next_step
    assert asked_count() == 1


@pytest.mark.parametrize("status", ["400 Bad Request", "413 Too Large", "422 Unprocessable"])
def test_refused_request_is_the_users_in_the_servers_words(status: str) -> None:
    problem = json.dumps({"detail": "The program is \x1b[31mtoo large.", "nextStep": "Make it smaller."}).encode()
    with pytest.raises(UserFileError, match=r"refuses this: The program is \\x1b\[31mtoo large\.") as raised:
        judging_by(response(status, problem))

    assert (raised.value.kind, raised.value.next_step) == (ErrorKind.INVALID_INPUT, "Make it smaller.")
    assert asked_count() == 1


@pytest.mark.parametrize("status", ["404 Not Found", "418 Teapot", "500 Internal Server Error"])
def test_other_refusals_are_the_servers_and_are_not_tried_again(status: str) -> None:
    with pytest.raises(SandboxFault, match=f"answers {status[:3]}: It is so"):
        judging_by(response(status, b'{"title": "It is so"}'))

    assert asked_count() == 1


@pytest.mark.parametrize("status", ["502 Bad Gateway", "503 Unavailable", "504 Late", "429 Too Many Requests"])
def test_what_passes_is_asked_again_under_the_same_key(status: str) -> None:
    judging_by(response(status, Retry_After="0"), response(status), response("200 OK", good_judgement()))

    asked = judging_by.asked  # type: ignore[attr-defined]
    keys = {line for each in asked for line in each.lower().split(b"\r\n") if line.startswith(b"idempotency-key:")}
    assert (len(asked), len(keys)) == (3, 1)
    assert len({each.partition(b"\r\n\r\n")[2] for each in asked}) == 1


def test_retry_after_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float | None] = []
    real = retry.Patience.pause_seconds

    def noted(self: retry.Patience, lost: PassingError) -> float | None:
        pauses.append(real(self, lost))
        return 0.0

    monkeypatch.setattr(retry.Patience, "pause_seconds", noted)
    judging_by(response("503 Busy", Retry_After="17"), response("200 OK", good_judgement()))

    assert pauses == [17.0]


def test_server_that_is_busy_for_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.0)
    with pytest.raises(SandboxFault, match=r"cannot be reached: it is too busy\."):
        judging_by(response("503 Busy", Retry_After="5"))


def test_nobody_there_is_given_up_after_six_tries() -> None:
    with scripted_server(None) as server:
        port = server.port
    with web_client(port) as judge, pytest.raises(SandboxFault, match="cannot be reached") as raised:
        judge.judge(echo_request(), RecordingProgress())

    assert "CODE_EXECUTOR_HOST" in raised.value.next_step


def test_connections_that_are_closed_again_and_again_are_given_up() -> None:
    with pytest.raises(SandboxFault, match="cannot be reached"):
        judging_by(b"")

    assert asked_count() == retry.TRY_COUNT


def test_server_that_never_answers_ends_with_the_deadline() -> None:
    with pytest.raises(SandboxFault, match="did not finish within CODE_EXECUTOR_TIMEOUT"):
        judging_by(None, timeout_seconds=0.2)


def test_huge_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_EVENT_BYTES", 100_000)
    with pytest.raises(SandboxFault, match="is larger than"):
        judging_by(response("200 OK", b"event: done\ndata: " + b"x" * 1_000_000 + b"\n\n"))


def test_failure_of_the_server_is_an_environment_fault_in_its_words() -> None:
    failure = Failure(kind=ErrorKind.ENVIRONMENT, message="There is no sandbox.", next_step="Start Docker.")
    with pytest.raises(SandboxFault, match=r"failed: There is no sandbox\.") as raised:
        judging_by(response("200 OK", event_text(1, EventKind.FAILED, failure)))

    assert raised.value.next_step == "Start Docker."
    assert asked_count() == 1


def test_nothing_to_judge_by_is_the_users() -> None:
    failure = Failure(kind=ErrorKind.NOT_FOUND, message="There is no test case named x.")
    with pytest.raises(UserFileError, match="no test case named x") as raised:
        judging_by(response("200 OK", event_text(1, EventKind.FAILED, failure)))

    assert raised.value.kind is ErrorKind.NOT_FOUND


def test_judging_that_the_server_ended_is_cancelled() -> None:
    with pytest.raises(CancelledError):
        judging_by(response("200 OK", event_text(1, EventKind.CANCELLED)))


def test_token_is_in_the_header_alone_and_connections_are_kept() -> None:
    server = FakeJudgeServer(JudgeService(FakeSandbox(lambda _program, run: printing(run.stdin)), MoreLanguages()))
    with web_server(server) as port, web_client(port) as judge:
        judge.judge(echo_request(), RecordingProgress())
        assert judge.name == "fake"

    assert [line for line, _ in server.asked] == ["POST /api/judge HTTP/1.1", "GET /api/judge HTTP/1.1"]
    for _, headers in server.asked:
        assert headers.pop("authorization") == "Bearer cm_test"
        assert "cm_test" not in repr(headers)


def test_wrong_token_is_refused_by_a_server() -> None:
    server = FakeJudgeServer(JudgeService(FakeSandbox(lambda _program, run: printing(run.stdin)), MoreLanguages()))
    with (
        web_server(server) as port,
        web_client(port, token="cm_other") as judge,
        pytest.raises(SandboxFault, match="refuses the token"),
    ):
        judge.judge(echo_request(), RecordingProgress())

    assert server.jobs == {}
