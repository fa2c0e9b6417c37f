"""Judging of whole requests over HTTP: once a key, within this server's ceilings, by its own version alone."""

from __future__ import annotations

import json
import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import JobState, JudgeWork
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.errors import SandboxFault, UserFileError
from codementor_cli.remote import retry
from codementor_cli.remote.retry import Contact
from codementor_cli.remote.transport import PassingError
from codementor_cli.schemas.kept.judging import (
    BUILD_HEADER,
    BULK_HEADER,
    JOB_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    request_body,
)
from tests.fakes.cutting_proxy import cutting_proxy
from tests.fakes.judge_requests import echo_request
from tests.fakes.judge_server import web_client
from tests.fakes.progress import RecordingProgress
from tests.fakes.service import PATIENCE_SECONDS, Served, served

KEY = "0123456789abcdef" * 2


def programmed(text: str, **changes: Any) -> JudgeRequest:
    program = Program(language="python", files=(SourceFile("main.py", text.encode()),), main="main.py")
    return replace(echo_request(), program=program, **changes)


def post(api: Served, request: JudgeRequest, key: str = KEY, **headers: str) -> Any:
    named = {"Idempotency-Key": key, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return api.client.post("/api/judge", content=request_body(request), headers=named)


def kinds(text: str) -> list[str]:
    return [line.removeprefix("event: ") for line in text.splitlines() if line.startswith("event: ")]


def test_events_tell_each_case_and_the_end(api: Served) -> None:
    response = post(api, programmed("echo"))

    assert response.status_code == 200
    assert response.headers[PROTOCOL_HEADER] == PROTOCOL
    assert kinds(response.text) == ["case", "case", "case", "done"]


def test_same_key_is_judged_once_and_answers_the_same(api: Served) -> None:
    first, again = post(api, programmed("echo")), post(api, programmed("echo"))

    assert first.headers[JOB_HEADER] == again.headers[JOB_HEADER]
    assert len(api.sandbox.sessions) == 1
    assert kinds(again.text) == kinds(first.text)


@pytest.mark.parametrize(("mark", "bulk"), [({BULK_HEADER: "1"}, True), ({BULK_HEADER: "0"}, False), ({}, False)])
def test_judging_of_a_class_gives_way_to_others(api: Served, mark: dict[str, str], bulk: bool) -> None:
    uid = post(api, programmed("echo"), **mark).headers[JOB_HEADER]

    assert api.service.desk.job(uid).bulk is bulk


def test_same_key_with_another_program_is_refused(api: Served) -> None:
    post(api, programmed("echo"))

    assert post(api, programmed("say 1")).status_code == 422
    assert len(api.sandbox.sessions) == 1


def test_last_event_id_leaves_out_what_came(api: Served) -> None:
    first = post(api, programmed("echo")).text
    number = [line.removeprefix("id: ") for line in first.splitlines() if line.startswith("id: ")][1]
    rest = post(api, programmed("echo"), Last_Event_ID=number).text

    assert kinds(rest) == ["case", "done"]
    assert json.loads(rest.splitlines()[-2].removeprefix("data: "))["results"] is not None


def test_limits_and_lanes_are_within_this_servers_own(api: Served) -> None:
    huge = Limits(time_seconds=5000, wall_time_seconds=9000, memory_bytes=1 << 40, output_bytes=1 << 40)
    job = api.service.desk.job(post(api, programmed("echo", limits=huge, lane_count=64)).headers[JOB_HEADER])

    assert isinstance(job.work, JudgeWork)
    limits = job.work.request.limits
    assert limits.wall_seconds == api.service.options.ceilings.wall_seconds
    assert limits.memory_bytes == api.service.options.ceilings.memory_bytes
    assert limits.output_bytes == 64 << 20
    assert job.work.request.lane_count == api.service.application.machine.core_count


def test_command_of_another_build_is_refused(api: Served) -> None:
    headers = {BUILD_HEADER: "another", "Idempotency-Key": KEY}
    refused = api.client.post("/api/judge", content=request_body(echo_request()), headers=headers)
    facts = api.client.get("/api/judge", headers={BUILD_HEADER: api.service.build})

    assert refused.status_code == 409
    assert "another version" in refused.json()["detail"]
    assert (facts.status_code, facts.json()["sandbox"]) == (200, "fake")


OUTSIDE = replace(echo_request(), program=Program(language="python", files=(SourceFile("../x", b""),), main="../x"))
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number too large": b'{"suite": 1e999}',
    "bytes": b"\xff\xfe",
    "depth": b"[" * 100_000,
    "a path outside": request_body(OUTSIDE),
    "no time": request_body(replace(echo_request(), limits=Limits(time_seconds=-1))),
    "too many lanes": request_body(replace(echo_request(), lane_count=1000)),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=list(BODIES))
def test_body_that_is_no_request_is_refused_and_not_shown(api: Served, body: bytes) -> None:
    response = api.client.post("/api/judge", content=body, headers={"Idempotency-Key": KEY})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert api.sandbox.sessions == []


@pytest.mark.parametrize("key", ["", "short", "Z" * 32, KEY + "0"])
def test_key_is_32_hexadecimal_digits(api: Served, key: str) -> None:
    assert post(api, programmed("echo"), key).status_code == 422


def test_client_gets_a_fault_in_the_servers_words(api: Served) -> None:
    with web_client(api.address[1], token="") as judge:
        judgement = judge.judge(programmed("fault"), RecordingProgress())
        assert judgement.verdict is Verdict.JE

        with pytest.raises(UserFileError, match="no test case named four"):
            judge.judge(programmed("echo", case_names=("four",)), RecordingProgress())


def test_wrong_token_is_refused(api: Served) -> None:
    with web_client(api.address[1], token="cm_wrong") as judge, pytest.raises(SandboxFault, match="refuses the token"):
        judge.judge(programmed("echo"), RecordingProgress())

    assert api.sandbox.sessions == []


@pytest.mark.parametrize("direction", ["asked", "answered"])
def test_cut_connections_give_one_job_each(api: Served, direction: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "_FIRST_SECONDS", 0.0)
    listener = socket.create_server(("127.0.0.1", 0))
    with (
        cutting_proxy(listener, lambda: socket.create_connection(api.address)) as proxy,
        web_client(listener.getsockname()[1], token="") as judge,
    ):
        position, count = 0, 0
        while proxy.connection_count != 1:
            proxy.cut_once(**{direction: position})
            progress = RecordingProgress()
            judgement = judge.judge(programmed("echo"), progress)

            assert (judgement.verdict, tuple(progress.results)) == (Verdict.AC, judgement.results), position
            position, count = position + 97, count + 1

    assert count > 5
    assert len(api.sandbox.sessions) == count


def test_cancelled_job_ends_what_it_runs(api: Served) -> None:
    headers = {"Idempotency-Key": KEY}
    with api.client.stream("POST", "/api/judge", content=request_body(programmed("hang")), headers=headers) as response:
        uid = response.headers[JOB_HEADER]
        api.sandbox.wait_for_start()
        assert api.client.delete(f"/api/jobs/{uid}").status_code == 200
        text = "".join(response.iter_text())

    assert kinds(text)[-1] == "cancelled"
    assert api.service.desk.job(uid).state is JobState.CANCELLED


class CountedContact(Contact):
    """Counts the answers that were refusals."""

    refusals = threading.Semaphore(0)

    def is_over(self, lost: PassingError) -> bool:
        self.refusals.release()
        return super().is_over(lost)


def test_class_larger_than_its_owner_may_queue_is_judged_whole(folder: Path) -> None:
    options, contact = ServiceOptions(caps=QueueCaps(owner_count=1, worker_count=1)), CountedContact()
    verdicts: list[Verdict | None] = []
    with served(folder, options) as running, web_client(running.address[1], token="", of_class=contact) as judge:

        def ask() -> None:
            verdicts.append(judge.judge(programmed("hold"), RecordingProgress()).verdict)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for each in threads:
            each.start()
        for _ in range(2):
            assert contact.refusals.acquire(timeout=PATIENCE_SECONDS)
        running.sandbox.may_go_on.set()
        for each in threads:
            each.join()

    assert len(verdicts) == len(running.sandbox.sessions) == 3
