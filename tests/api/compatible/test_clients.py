"""Published clients of Judge0 and Piston, unchanged, and the documented calls from JavaScript; programs really run.

Published JavaScript clients are not run: tests take nothing from a registry. ``calls.mjs`` makes their calls by hand.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import judge0
import pytest
from judge0 import Status, Submission
from judge0.base_types import LanguageAlias, TestCase
from judge0.filesystem import File as Judge0File
from judge0.filesystem import Filesystem
from ultra_piston import File, PistonClient
from ultra_piston.errors import BadRequestError, UnexpectedStatusError
from ultra_piston.http_clients import HTTPXClient

from tests.fakes.service import PATIENCE_SECONDS, Served
from tests.fakes.tokens import text_of


class PatientClient(HTTPXClient):  # type: ignore[misc]  # its library has no types
    """Its own has 5 seconds for an answer: too few on a machine that runs other tests too."""

    def _get_http_payload(self, endpoint: str = "") -> dict[str, Any]:
        return {**super()._get_http_payload(endpoint), "timeout": PATIENCE_SECONDS}


@pytest.fixture
def sdk(real: Served) -> Iterator[judge0.Client]:
    client = judge0.Client(real.url)
    client.client.timeout = PATIENCE_SECONDS
    yield client
    client.client.close()


@pytest.fixture
def piston(real: Served) -> PistonClient:
    return PistonClient(base_url=f"{real.url}/api/v2/", rate_limit=0, http_client=PatientClient)


def run(sdk: judge0.Client, source: str, language: LanguageAlias = LanguageAlias.PYTHON, **fields: Any) -> Submission:
    found = judge0.run(client=sdk, source_code=source, language=language, **fields)
    assert isinstance(found, Submission)
    return found


def test_judge0s_sdk_runs_a_program(sdk: judge0.Client) -> None:
    found = run(sdk, "print(input())", stdin="hello")
    assert (found.stdout, found.status, found.exit_code) == ("hello\n", Status.ACCEPTED, 0)
    assert found.time is not None
    assert found.memory


def test_judge0s_sdk_is_told_verdicts(sdk: judge0.Client) -> None:
    cases = [TestCase("1", "1"), TestCase("2", "3")]
    found = judge0.run(client=sdk, source_code="print(input())", language=LanguageAlias.PYTHON, test_cases=cases)
    assert [each.status for each in found] == [Status.ACCEPTED, Status.WRONG_ANSWER]


@pytest.mark.parametrize(
    ("source", "language", "status"),
    [
        ("int main() { return x; }", LanguageAlias.CPP, Status.COMPILATION_ERROR),
        ("exit(3)", LanguageAlias.PYTHON, Status.RUNTIME_ERROR_NZEC),
        ("int main() { int *p = 0; return *(volatile int *)p; }", LanguageAlias.C, Status.RUNTIME_ERROR_SIGSEGV),
        ("while true; do :; done", LanguageAlias.BASH, Status.TIME_LIMIT_EXCEEDED),
    ],
)
def test_judge0s_sdk_is_told_how_programs_fail(
    sdk: judge0.Client, source: str, language: LanguageAlias, status: Status
) -> None:
    assert run(sdk, source, language, cpu_time_limit=1).status is status


def test_judge0s_sdk_sends_options_arguments_and_files(sdk: judge0.Client) -> None:
    found = run(
        sdk,
        '#include <stdio.h>\nint main(int n, char **v) { char s[9] = ""; fgets(s, 9, fopen("a.txt", "r"));\n'
        'return printf("%s %s %d", v[1], s, N + n) < 0; }',
        LanguageAlias.C,
        compiler_options="-O0 -DN=40",
        command_line_arguments="'one word'",
        additional_files=Filesystem(content=[Judge0File(name="a.txt", content="text")]),
    )
    assert (found.stdout, found.status) == ("one word text 42", Status.ACCEPTED)


def test_judge0s_sdk_does_not_wait_where_it_is_not_asked_to(sdk: judge0.Client) -> None:
    made = judge0.async_run(client=sdk, source_code="print(1)", language=LanguageAlias.PYTHON)
    assert made.token
    assert judge0.wait(client=sdk, submissions=made).status is Status.ACCEPTED


def test_judge0s_sdk_sends_a_token_in_its_header(guarded: Served) -> None:
    client = judge0.Client(guarded.url, headers={"X-Auth-Token": text_of(1)})
    assert client.version == "1.13.1"
    assert client.is_language_supported(LanguageAlias.PYTHON)
    client.client.close()
    with pytest.raises(RuntimeError, match="Authentication failed"):
        judge0.Client(guarded.url, headers={"X-Auth-Token": text_of(9)})


def test_pistons_client_runs_a_program(piston: PistonClient) -> None:
    file = File(name="main.py", content="import sys; print(sys.argv[1:], input()); exit(3)")
    found = piston.post_execute("python", "*", file, stdin="in", args=["a", "b c"])
    assert (found.language, found.version, found.run.code) == ("python", "3.13.0", 3)
    assert found.run.stdout == "['a', 'b c'] in\n"


def test_pistons_client_is_told_of_compilers_and_limits(piston: PistonClient) -> None:
    wrong = piston.post_execute("c++", "14.x", File(content="int main() { return x; }"))
    assert wrong.compile is not None
    assert (wrong.compile.code, wrong.run.code) == (1, 1)
    endless = asyncio.run(
        piston.post_execute_async("bash", "*", File(content="while true; do :; done"), run_timeout=900)
    )
    assert (endless.run.signal, endless.run.code) == ("SIGKILL", None)


def test_pistons_client_sees_runtimes_and_refusals(piston: PistonClient) -> None:
    assert {"python", "c++", "rust"} <= {each.language for each in piston.get_runtimes()}
    with pytest.raises(BadRequestError):
        piston.post_execute("cobol", "*", File(content="x"))
    with pytest.raises(UnexpectedStatusError):
        piston.post_packages("python", "3.9.4")


def test_the_documented_calls_work_from_javascript(real: Served) -> None:
    script = Path(__file__).with_name("calls.mjs")
    done = subprocess.run(["node", script, real.url], capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(done.stdout)
    assert (told["judge0"]["status"], told["judge0"]["value"]["status"]["id"]) == (201, 3)
    assert told["made"]["status"] == 201
    assert told["shown"]["value"] == {"submissions": [{"status_id": 3}, {"status_id": 3}]}
    assert told["piston"]["value"]["run"]["stdout"] == "[ '1', '2', '3' ]\n"
    assert told["jobe"]["value"]["outcome"] == 15
