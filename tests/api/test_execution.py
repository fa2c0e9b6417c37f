"""``/api/execution``: the audit's bodies and answers, and what a request may ask for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.service import Served

ECHO = {"code": "echo", "language": "python"}
CASES = {"testCases": [{"input": "1", "expected": "1"}, {"input": "2", "expected": "3", "description": "wrong"}]}
SUM = {"code": "say 3", "language": "python", "challengeId": "add-two"}


def test_execute_answers_as_the_audit_says(api: Served) -> None:
    answer = api.client.post("/api/execution/execute", json={**ECHO, "input": "hello"})
    assert answer.status_code == 200
    assert answer.json() == {
        "output": "hello",
        "error": None,
        "executionTime": 20.0,
        "success": True,
        "verdict": "OK",
        "exitCode": 0,
        "signal": None,
        "stderr": "",
        "cpuTime": 10.0,
        "memory": 9_000_000,
        "outputTruncated": False,
        "language": "python",
        "sandbox": "fake",
    }


def test_execute_of_a_program_that_crashes_says_so_in_its_answer(api: Served) -> None:
    found = api.client.post("/api/execution/execute", json={"code": "crash", "language": "python"}).json()
    assert found["success"] is False
    assert found["verdict"] == "RTE"
    assert found["exitCode"] == 1
    assert found["error"]


def test_a_program_that_does_not_compile_is_an_answer(api: Served) -> None:
    found = api.client.post("/api/execution/execute", json={"code": "broken", "language": "python"}).json()
    assert found["verdict"] == "CE"
    assert found["compile"]["success"] is False
    assert "does not compile" in found["compile"]["output"]


def test_test_answers_as_the_audit_says(api: Served) -> None:
    found = api.client.post("/api/execution/test", json={**ECHO, **CASES}).json()
    assert (found["totalTests"], found["passedTests"], found["verdict"]) == (2, 1, "WA")
    first, second = found["results"]
    wanted = {"input": "1", "expected": "1", "actual": "1", "passed": True, "executionTime": 20.0, "name": "case-1"}
    assert wanted.items() <= first.items()
    assert "error" not in first
    assert second["error"]
    assert second["description"] == "wrong"


def test_test_stops_after_the_first_failure_where_asked(api: Served) -> None:
    cases = {"testCases": CASES["testCases"][::-1], "failFast": True}
    found = api.client.post("/api/execution/test", json={**ECHO, **cases}).json()
    assert len(found["results"]) == 1


def test_test_compares_by_the_checker_that_is_asked_for(api: Served) -> None:
    body = {**ECHO, "testCases": [{"input": "0.1", "expected": "0.1000001"}]}
    checker = {"checker": {"type": "float", "absolute": 0.001}}
    assert api.client.post("/api/execution/test", json=body).json()["verdict"] == "WA"
    assert api.client.post("/api/execution/test", json={**body, **checker}).json()["verdict"] == "AC"


@pytest.mark.parametrize("key", ["challengeId", "exerciseId"])
def test_validate_answers_as_the_audit_says_and_records(api: Served, key: str) -> None:
    found = api.client.post(
        "/api/execution/validate", json={"code": "say 3", "language": "python", key: "add-two"}
    ).json()
    assert found["isValid"] is False
    assert found["score"] == pytest.approx(33.33, abs=0.01)
    assert found["maxScore"] == 100
    assert found["testResults"]["passedTests"] == 1
    assert "negative" in found["feedback"]
    assert found["submissionId"] == 1
    assert found["challengeId"] == "add-two"


def test_hidden_cases_are_shown_to_nobody_who_does_not_ask(api: Served) -> None:
    text = api.client.post("/api/execution/validate", json=SUM).text
    hidden = next(each for each in json.loads(text)["testResults"]["results"] if each["hidden"])
    assert {hidden[each] for each in ("input", "expected", "actual", "stderr")} == {None}
    assert "40 2" not in text
    assert "42" not in text


def test_hidden_cases_are_shown_to_an_operator_that_asks(api: Served) -> None:
    found = api.client.post("/api/execution/validate?hidden=true", json=SUM).json()
    hidden = next(each for each in found["testResults"]["results"] if each["hidden"])
    assert (hidden["input"], hidden["expected"], hidden["actual"]) == ("40 2\n", "42\n", "3")


def test_bytes_that_are_no_text_come_in_base64(api: Served) -> None:
    body = {"code": {"base64": "ZWNobw=="}, "language": "python", "input": {"base64": "/w=="}}
    assert api.client.post("/api/execution/execute", json=body).json()["output"] == "\ufffd"


def test_a_program_may_have_several_files(api: Served) -> None:
    files = [{"path": "lib/tools.py", "content": "x = 1"}, {"path": "data.txt", "content": ""}]
    body = {**ECHO, "main": "start.py", "files": files}
    assert api.client.post("/api/execution/execute", json=body).status_code == 200
    program = api.sandbox.sessions[-1].program
    assert program.main == "start.py"
    assert [each.path for each in program.files] == ["start.py", "lib/tools.py", "data.txt"]


def test_limits_are_those_that_were_asked_for(api: Served) -> None:
    limits = {"time": 1500, "wallTime": 4000, "memory": 64 << 20, "output": 1000}
    api.client.post("/api/execution/execute", json={**ECHO, "limits": limits})
    found = api.sandbox.sessions[-1].limits
    assert (found.time_seconds, found.wall_seconds, found.memory_bytes, found.output_bytes) == (1.5, 4, 64 << 20, 1000)


def test_limits_of_test_cases_are_those_that_were_asked_for(api: Served) -> None:
    api.client.post("/api/execution/test", json={**ECHO, **CASES, "limits": {"time": 500}})
    assert api.sandbox.sessions[-1].limits.time_seconds == 0.5


@pytest.mark.parametrize(
    ("limits", "ceiling"),
    [
        ({"time": 60_001}, "60 s"),
        ({"wallTime": 1e12}, "60 s"),
        ({"time": 0}, "60 s"),
        ({"time": -1}, "60 s"),
        ({"memory": (1024 << 20) + 1}, "1 GiB"),
        ({"memory": 1}, "1 GiB"),
        ({"output": (4 << 20) + 1}, "4 MiB"),
        ({"output": 0}, "4 MiB"),
    ],
)
def test_a_limit_out_of_range_names_the_ceiling(api: Served, limits: dict[str, float], ceiling: str) -> None:
    answer = api.client.post("/api/execution/execute", json={**ECHO, "limits": limits})
    assert answer.status_code == 422
    assert f"the ceiling of this service is {ceiling}" in answer.json()["detail"]
    assert answer.json()["errors"][0]["pointer"] == f"/limits/{next(iter(limits))}"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"code": None}, "/code"),
        ({"code": 7}, "/code"),
        ({"inptu": "x"}, "/inptu"),
        ({"callback_url": "http://169.254.169.254/"}, "/callback_url"),
        ({"enable_network": True}, "/enable_network"),
        ({"image": "theirs:latest"}, "/image"),
        ({"environment": {"A": "b"}}, "/environment"),
        ({"limits": {"network": True}}, "/limits/network"),
        ({"limits": {"memory": True}}, "/limits/memory"),
        ({"limits": {"memory": 10**400}}, "/limits/memory"),
        ({"limits": {"memory": 1.5}}, "/limits/memory"),
        ({"arguments": ["a\0b"]}, "/arguments"),
        ({"arguments": "a b"}, "/arguments"),
        ({"arguments": ["x" * 60_000]}, "/arguments"),
        ({"code": "\ud800"}, "/code"),
        ({"input": {"base64": "?"}}, "/input"),
        ({"files": [{"path": "a"}]}, "/files/0/content"),
    ],
)
def test_a_body_that_says_something_else_is_refused_by_place(
    api: Served, changes: dict[str, Any], pointer: str
) -> None:
    answer = api.client.post("/api/execution/execute", content=json.dumps({**ECHO, **changes}), headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"language": "cobol"}, "cobol"),
        ({"language": ""}, "GET /api/languages"),
        ({"code": ""}, "it is empty. Write the program"),
        ({"code": "a\0b"}, "NUL"),
        ({"code": "x" * ((1 << 20) + 1)}, "larger than 1 MiB"),
        ({"main": "../../etc/passwd"}, "does not work in a sandbox"),
        ({"main": "/etc/passwd"}, "does not work in a sandbox"),
        ({"files": [{"path": "../x.py", "content": ""}]}, "does not work in a sandbox"),
        ({"files": [{"path": ".codementor/call.py", "content": ""}]}, "does not work in a sandbox"),
        ({"files": [{"path": "main.py", "content": ""}]}, "same path"),
        ({"files": [{"path": "a", "content": ""}, {"path": "a/b", "content": ""}]}, "same path"),
        ({"files": [{"path": f"f{n}", "content": ""} for n in range(100)]}, "more than 100 files"),
    ],
)
def test_what_is_no_program_is_refused_in_words(api: Served, changes: dict[str, Any], said: str) -> None:
    answer = api.client.post("/api/execution/execute", json={**ECHO, **changes})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert "codementor " not in answer.json()["detail"]
    assert "--language" not in answer.text


@pytest.mark.parametrize(
    ("cases", "pointer"),
    [
        ([], "/testCases"),
        ([{"input": "", "expected": ""}] * 1001, "/testCases"),
        ([{"input": "", "expected": "", "name": "a"}] * 2, "/testCases/1/name"),
        ([{"input": "", "expected": "", "name": "a\nb"}], "/testCases/0/name"),
        ([{"input": ""}], "/testCases/0/expected"),
        ([{"input": "", "expected": "", "hidden": True}], "/testCases/0/hidden"),
    ],
)
def test_test_cases_that_cannot_be_judged_by_are_refused(api: Served, cases: list[Any], pointer: str) -> None:
    answer = api.client.post("/api/execution/test", json={**ECHO, "testCases": cases})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("checker", "pointer"),
    [
        ({"type": "custom"}, "/checker/type"),
        ({"type": "lines", "absolute": 1}, "/checker"),
        ({"type": "float", "absolute": -1}, "/checker"),
        ({"type": "other"}, "/checker/type"),
        ({"type": "custom", "program": {}}, "/checker/program"),
    ],
)
def test_a_checker_that_cannot_be_is_refused(api: Served, checker: dict[str, Any], pointer: str) -> None:
    answer = api.client.post("/api/execution/test", json={**ECHO, **CASES, "checker": checker})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("name", ["none", "../../etc", "/etc/passwd", "add-two/challenge.yaml", "a\0", "é"])
def test_a_challenge_that_is_none_is_404(api: Served, name: str) -> None:
    answer = api.client.post("/api/execution/validate", json={**SUM, "challengeId": name})
    assert answer.status_code == 404
    assert str(api.service.application.settings.working_folder) not in answer.text


def test_a_challenge_is_named_once(api: Served) -> None:
    assert api.client.post("/api/execution/validate", json={**SUM, "exerciseId": "other"}).status_code == 422
    assert api.client.post("/api/execution/validate", json={**SUM, "exerciseId": "add-two"}).status_code == 200
    assert api.client.post("/api/execution/validate", json=ECHO).status_code == 422


def test_a_language_that_the_challenge_does_not_take_is_refused_before_a_job_is_made(api: Served) -> None:
    answer = api.client.post("/api/execution/validate", json={**SUM, "language": "ruby"})
    assert answer.status_code == 422
    assert "add-two takes" in answer.json()["detail"]
    assert api.service.jobs.depth().unfinished_count == 0


def test_a_fault_of_the_sandbox_is_503_and_named_to_the_operator(api: Served) -> None:
    answer = api.client.post("/api/execution/execute", json={"code": "fault", "language": "python"})
    assert answer.status_code == 503
    assert "the lane died" in answer.json()["detail"]
    assert "codementor doctor" not in answer.text
