"""Judging on a server: every command that judges works as it does here, and says what is wrong where it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.schemas.kept.judging import BULK_HEADER
from codementor_cli.services.judging.judge import JudgeService
from tests.cli.command import CHALLENGE, Command
from tests.fakes.commits import commit
from tests.fakes.engines import MoreLanguages
from tests.fakes.judge_server import TOKEN, FakeJudgeServer, socket_server, web_server
from tests.fakes.sandbox import FakeSandbox, printing

NO_SANDBOX = {"PATH": "/nowhere", "DOCKER_HOST": "unix:///nowhere"}
"""This machine cannot judge: what is judged is judged elsewhere."""
RIGHT = "print(sum(map(int, input().split())))\n"
WRONG = "print(1)\n"


def _behave(program: Program, run: CaseRun) -> Execution:
    right = program.files[0].content == RIGHT.encode()
    return printing(str(sum(map(int, run.stdin.split()))).encode() if right else b"1")


@dataclass
class Elsewhere:
    server: FakeJudgeServer
    environment: dict[str, str]

    @property
    def bulk_marks(self) -> list[str]:
        """Of each judging that was asked for: whether it is one of a class."""
        return [headers.get(BULK_HEADER, "") for line, headers in self.server.asked if line.startswith("POST")]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    server = FakeJudgeServer(JudgeService(FakeSandbox(_behave), MoreLanguages()))
    with web_server(server) as port:
        host = {"CODE_EXECUTOR_HOST": "127.0.0.1", "CODE_EXECUTOR_PORT": str(port), "CODE_EXECUTOR_TOKEN": TOKEN}
        yield Elsewhere(server, {**NO_SANDBOX, **host})


@pytest.fixture
def programs(work: Path) -> Path:
    (work / "right.py").write_text(RIGHT)
    (work / "wrong.py").write_text(WRONG)
    return work


def test_submission_is_judged_there_and_recorded_here_once(
    codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere
) -> None:
    done = codementor("test", "right.py", "-c", challenge, "--json", **elsewhere.environment)
    history = json.loads(codementor("history", "--json").out)

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["testResults"]["sandbox"] == "fake"
    assert (history["total"], history["submissions"][0]["verdict"]) == (1, "AC")
    assert len(elsewhere.server.jobs) == 1


def test_hidden_cases_stay_hidden(codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere) -> None:
    done = codementor("test", "wrong.py", "-c", challenge, "--json", **elsewhere.environment)
    hidden = [each for each in json.loads(done.out)["testResults"]["results"] if each["hidden"]]

    assert done.code == 1
    assert all(each["input"] is None and each["expected"] is None for each in hidden)


def test_hint_is_about_what_was_judged_there(
    codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere
) -> None:
    done = codementor("hint", "wrong.py", "-c", challenge, "--json", **elsewhere.environment)

    assert done.code == 0, done
    assert json.loads(done.out)["hint"]
    assert len(elsewhere.server.jobs) == 1


def test_references_are_verified_there(
    codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere
) -> None:
    for kind, text in (("accepted", RIGHT), ("wrong_answer", WRONG)):
        folder = programs / "challenges" / challenge / "submissions" / kind
        folder.mkdir(parents=True)
        (folder / "a.py").write_text(text)

    done = codementor("challenges", "verify", challenge, **elsewhere.environment)

    assert done.code == 0, done
    assert "✓ 1 challenge, 2 reference submissions" in done.out
    assert len(elsewhere.server.jobs) == 2


@pytest.fixture
def students(tmp_path: Path) -> list[str]:
    """Lay out a class of two, and return the command line that grades it."""
    course, root = tmp_path / "course", tmp_path / "students"
    (course / "challenges" / "add-two").mkdir(parents=True)
    (course / "challenges" / "add-two" / "challenge.yaml").write_text(CHALLENGE)
    (course / "assignment.yaml").write_text(
        "id: w\ntitle: W\nchallenges:\n  - {id: add-two, points: 10, files: ['add.py']}\ndue: 2026-11-20 12:00 Z\n"
    )
    for name, text in (("ada", RIGHT), ("ben", WRONG)):
        (root / name).mkdir(parents=True)
        (root / name / "add.py").write_text(text)
        commit(root / name, {"add.py": text.encode()}, datetime(2026, 11, 20, 11, tzinfo=UTC))
    return ["grade", "-a", str(course / "assignment.yaml"), "--root", str(root)]


class TestGrading:
    def test_class_is_graded_there_after_all_that_people_wait_for(
        self, codementor: Command, students: list[str], tmp_path: Path, elsewhere: Elsewhere
    ) -> None:
        done = codementor(*students, "--report", f"csv={tmp_path / 'g.csv'}", **elsewhere.environment)

        assert done.code in {0, 1}, done
        assert len(elsewhere.server.jobs) == 2
        assert "10" in (tmp_path / "g.csv").read_text()
        assert elsewhere.bulk_marks == ["1", "1"]

    def test_option_names_the_server_whatever_the_variables_name(
        self, codementor: Command, students: list[str], elsewhere: Elsewhere
    ) -> None:
        url = f"http://127.0.0.1:{elsewhere.environment['CODE_EXECUTOR_PORT']}"
        other = {**elsewhere.environment, "CODE_EXECUTOR_HOST": "127.0.0.1", "CODE_EXECUTOR_PORT": "9"}
        done = codementor(*students, "--judge", url, "--json", **other)

        assert done.code == 1, done
        assert json.loads(done.out)["repositories"][0]["final"] == 10
        assert elsewhere.bulk_marks == ["1", "1"]

    def test_one_repository_is_what_somebody_waits_for(
        self, codementor: Command, students: list[str], tmp_path: Path, elsewhere: Elsewhere
    ) -> None:
        done = codementor(*students[:3], str(tmp_path / "students" / "ada"), **elsewhere.environment)

        assert done.code == 0, done
        assert elsewhere.bulk_marks == [""]

    def test_refused_token_is_said_before_the_first_repository_is_judged(
        self, codementor: Command, students: list[str], tmp_path: Path, elsewhere: Elsewhere
    ) -> None:
        environment = {**elsewhere.environment, "CODE_EXECUTOR_TOKEN": "cm_wrong"}
        done = codementor(*students, "--output", str(tmp_path / "results"), **environment)
        result = json.loads((tmp_path / "results" / "result.json").read_text())

        assert (done.code, done.is_clear, done.out) == (4, True, "")
        assert "refuses the token. No token." in done.err
        assert "CODE_EXECUTOR_TOKEN" in done.err
        assert elsewhere.bulk_marks == []
        assert {each["state"] for each in result["repositories"]} == {"fault"}
        assert "refuses the token" in result["repositories"][0]["reason"]

    def test_server_that_is_not_there_is_said_before_the_first_repository_is_judged(
        self, codementor: Command, students: list[str]
    ) -> None:
        done = codementor(*students, "--judge", "http://127.0.0.1:9", **NO_SANDBOX)

        assert (done.code, done.is_clear) == (4, True)
        assert "The judging server at http://127.0.0.1:9 cannot be reached" in done.err
        assert "--judge" in done.err

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("http://judge.example.org", "in the clear"),
            ("judge.example.org/path", "is no address"),
            ("", "is no address"),
        ],
    )
    def test_option_that_is_no_address_is_refused(
        self, codementor: Command, students: list[str], address: str, said: str
    ) -> None:
        done = codementor(*students, "--judge", address)

        assert (done.code, done.is_clear) == (2, True)
        assert f"--judge {address}: " in done.err
        assert said in done.err
        assert "codementor grade --judge https://judge.example.org" in done.err

    def test_server_and_engine_are_one_too_many(self, codementor: Command, students: list[str]) -> None:
        done = codementor(*students, "--judge", "https://judge.example.org", "--sandbox", "bubblewrap")

        assert (done.code, done.is_clear) == (2, True)
        assert "name one of them" in done.err


def test_sandbox_option_judges_here(codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere) -> None:
    done = codementor("test", "right.py", "-c", challenge, "--sandbox", "bubblewrap", **elsewhere.environment)

    assert done.code == 4, done
    assert elsewhere.server.jobs == {}


def test_wrong_token_says_which_variable(
    codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere
) -> None:
    environment = {**elsewhere.environment, "CODE_EXECUTOR_TOKEN": "cm_wrong"}
    done = codementor("test", "right.py", "-c", challenge, **environment)

    assert (done.code, done.is_clear) == (4, True)
    assert "refuses the token" in done.err
    assert "CODE_EXECUTOR_TOKEN" in done.err
    assert "cm_wrong" not in done.err


def test_other_host_without_tls_is_refused_before_anything_is_sent(
    codementor: Command, programs: Path, challenge: str
) -> None:
    done = codementor("test", "right.py", "-c", challenge, CODE_EXECUTOR_HOST="http://judge.example.org")

    assert (done.code, done.is_clear) == (3, True)
    assert "in the clear" in done.err
    assert "https://judge.example.org" in done.err


def test_nobody_there_is_the_environments_fault(codementor: Command, programs: Path, challenge: str) -> None:
    done = codementor("test", "right.py", "-c", challenge, CODE_EXECUTOR_HOST="127.0.0.1", CODE_EXECUTOR_PORT="9")

    assert (done.code, done.is_clear) == (4, True)
    assert "The judging server at http://127.0.0.1:9 cannot be reached" in done.err


def test_own_server_that_is_there_judges(
    codementor: Command, programs: Path, challenge: str, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    with socket_server(elsewhere.server, tmp_path / "s", needs_token=False) as path:
        done = codementor("test", "right.py", "-c", challenge, **NO_SANDBOX, CODE_EXECUTOR_HOST=f"unix:{path}")

    assert (done.code, done.err) == (0, "submission 1\n")
    assert len(elsewhere.server.jobs) == 1


def test_own_server_that_is_not_there_is_said_and_done_without(
    codementor: Command, programs: Path, challenge: str, tmp_path: Path
) -> None:
    host = {"CODE_EXECUTOR_HOST": f"unix:{tmp_path}/none", "CODEMENTOR_SANDBOX": "bubblewrap"}
    done = codementor("test", "right.py", "-c", challenge, **host)

    assert done.code == 0, done
    assert f"note: No judging server for this command at unix:{tmp_path}/none: nothing listens there." in done.err
    assert "This command judges without it." in done.err


class TestWhoJudges:
    def test_config_and_doctor_name_the_server_and_that_it_answers(
        self, codementor: Command, elsewhere: Elsewhere
    ) -> None:
        url = f"http://127.0.0.1:{elsewhere.environment['CODE_EXECUTOR_PORT']}"
        doctor = codementor("doctor", "--json", **elsewhere.environment)
        judge = next(each for each in json.loads(doctor.out)["checks"] if each["subject"] == "judge")

        assert (
            f"judge: the server at {url} answers: codementor 1.0, fake"
            in codementor("config", **elsewhere.environment).out
        )
        assert (doctor.code, judge["message"]) == (0, f"the server at {url} answers: codementor 1.0, fake")

    def test_config_and_doctor_say_where_it_does_not_answer(self, codementor: Command) -> None:
        nobody = {"CODE_EXECUTOR_HOST": "127.0.0.1", "CODE_EXECUTOR_PORT": "9"}

        assert "judge: The judging server at http://127.0.0.1:9 cannot be reached" in codementor("config", **nobody).out
        assert codementor("doctor", **nobody).code == 4

    def test_without_a_server_it_is_this_machine(self, codementor: Command) -> None:
        assert "judge: this machine, in each command's own process" in codementor("config").out

    def test_address_that_is_none_is_said(self, codementor: Command) -> None:
        done = codementor("config", CODE_EXECUTOR_HOST="judge.example.org/path")

        assert "judge: none: " in done.out
        assert "is no address" in done.out
