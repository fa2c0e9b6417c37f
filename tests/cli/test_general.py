import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest
from jsonschema import Draft202012Validator

from tests.cli.command import COMMAND, DOWN, Command, imported

HELP = [
    (),
    ("start",),
    ("run",),
    ("test",),
    ("history",),
    ("show",),
    ("stats",),
    ("next",),
    ("challenges",),
    ("challenges", "list"),
    ("challenges", "show"),
    ("challenges", "new"),
    ("challenges", "verify"),
    ("challenges", "schema"),
    ("images",),
    ("images", "list"),
    ("images", "build"),
    ("images", "prune"),
    ("doctor",),
    ("config",),
    ("schema",),
]


@pytest.mark.installed
def test_version_is_printed(codementor: Command) -> None:
    result = codementor("--version")

    assert result.code == 0
    assert result.out.startswith("codementor ")


def test_commands_do_not_load_what_they_do_not_need(home: Mapping[str, str]) -> None:
    yaml = {"yaml"}
    for arguments, needed in (
        (["--version"], set()),
        (["--help"], set()),
        (["config"], set()),
        (["challenges", "list"], yaml),
    ):
        done = subprocess.run(
            [COMMAND, *arguments],
            capture_output=True,
            env={**home, "PYTHONPROFILEIMPORTTIME": "1"},
            check=True,
            text=True,
        )
        loaded = imported(done.stderr)

        assert "codementor_cli" in loaded
        assert not loaded & {"docker", "anthropic", "pydantic", "yaml", "rich", "requests", "sqlite3"} - needed


@pytest.mark.installed
@pytest.mark.parametrize("command", HELP, ids=" ".join)
def test_every_help_has_an_example(codementor: Command, command: tuple[str, ...]) -> None:
    result = codementor(*command, "--help")

    assert result.code == 0
    assert "Example" in result.out
    assert f"  codementor {' '.join(command)}".rstrip() in result.out


@pytest.mark.installed
def test_no_argument_shows_the_help(codementor: Command) -> None:
    result = codementor()

    assert result.code == 0
    assert "Commands:" in result.out


def test_unknown_command_names_near_matches(codementor: Command) -> None:
    result = codementor("tset")

    assert result.code == 2
    assert "Did you mean test?" in result.err


def test_command_of_a_group_typed_alone_is_named_in_full(codementor: Command) -> None:
    assert "Did you mean challenges verify?" in codementor("verify").err
    assert "Did you mean challenges list or tokens list or images list?" in codementor("list").err


def test_mistyped_option_of_run_is_not_taken_for_a_file(codementor: Command) -> None:
    result = codementor("run", "--langage", "python", "a.py")

    assert result.code == 2
    assert result.is_clear
    assert "There is no option '--langage'" in result.err


def test_option_without_its_value_leads_to_its_commands_help(codementor: Command) -> None:
    result = codementor("test", "a.py", "--challenge")

    assert result.code == 2
    assert "→ codementor test --help" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("run", "--time-limit", "soon", "a.py"),
        ("run", "--memory-limit", "-1", "a.py"),
        ("run", "-"),
        ("test",),
        ("test", "a.py"),
        ("test", "--challenge", "x"),
        ("test", "a.py", "--challenge", "x", "--tests", "y"),
        ("test", "a.py", "--challenge", "x", "--jobs", "0"),
        ("test", "a.py", "--challenge", "x", "--format", "yaml"),
        ("test", "a.py", "--no-such-option"),
        ("schema", "nothing"),
        ("--no-such-option",),
        ("doctor", "--sandbox", "chroot"),
    ],
    ids=" ".join,
)
def test_wrong_command_lines_are_usage_errors(codementor: Command, arguments: tuple[str, ...]) -> None:
    result = codementor(*arguments)

    assert result.code == 2
    assert result.out == ""
    assert result.is_clear


@pytest.mark.parametrize("arguments", [("test",), ("test", "a.py"), ("test", "--challenge", "add-two")], ids=" ".join)
def test_test_without_what_it_needs_says_what_to_type(codementor: Command, arguments: tuple[str, ...]) -> None:
    assert "→ codementor test " in codementor(*arguments).err


@pytest.mark.parametrize("name", ["run", "test", "validate", "history", "show", "stats", "next", "challenge"])
def test_schemas_are_json_schemas(codementor: Command, name: str) -> None:
    result = codementor("schema", name)

    assert result.code == 0
    Draft202012Validator.check_schema(json.loads(result.out))


def test_closed_pipe_is_quiet(home: Mapping[str, str], tmp_path: Path) -> None:
    command = subprocess.Popen(
        [COMMAND, "schema", "validate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=home, cwd=tmp_path
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    errors = command.stderr.read()
    command.stderr.close()

    assert command.wait() == 141
    assert errors == b""


def test_full_disk_under_stdout_is_no_bug(home: Mapping[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([COMMAND, "config"], stdout=full, stderr=subprocess.PIPE, env=home, check=False)

    assert done.returncode == 4
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_output_that_is_not_utf8_falls_back_to_ascii(codementor: Command) -> None:
    result = codementor("tset", LC_ALL="C", PYTHONIOENCODING="ascii")

    assert result.err.isascii()
    assert "-> codementor --help" in result.err


@pytest.mark.installed
def test_completion_completes_challenge_ids(codementor: Command, challenge: str) -> None:
    result = codementor(
        _CODEMENTOR_COMPLETE="complete_bash", COMP_WORDS="codementor test a.py --challenge add", COMP_CWORD="4"
    )

    assert challenge in result.out.split()


class TestConfig:
    def test_shows_values_with_their_origins(self, codementor: Command, work: Path) -> None:
        (work / ".codementor.toml").write_text('sandbox = "docker"\n')

        result = codementor("config", PORT="4000")

        assert result.code == 0
        lines = [line.split() for line in result.out.splitlines()]
        assert ["sandbox", "docker", f"{work}/.codementor.toml:1"] in lines
        assert ["server.port", "4000"] in [line[:2] for line in lines]
        assert "environment variable PORT" in result.out

    def test_says_what_of_a_project_is_ignored_and_why(self, codementor: Command, work: Path) -> None:
        (work / ".codementor.toml").write_text("[executor]\nmax_memory = 900000\n")
        own = {"CODE_EXECUTOR_MAX_MEMORY": "256"}
        ignored = json.loads(codementor("config", "--json", **own).out)["executor.max_memory"]["ignored"]

        assert (
            f"ignored: executor.max_memory: {work}/.codementor.toml:2 says 900000; "
            "a project's file can lower a ceiling, and not raise it."
        ) in codementor("config", **own).out
        assert ignored["value"] == 900000
        assert ignored["reason"] == "a project's file can lower a ceiling, and not raise it"

    def test_says_which_settings_no_command_uses(self, codementor: Command) -> None:
        unused = {name for name, each in json.loads(codementor("config", "--json").out).items() if not each["used"]}

        assert unused == set()
        assert "not used" not in codementor("config").out

    def test_image_that_a_strangers_project_names_is_refused(self, codementor: Command, work: Path) -> None:
        (work / ".codementor.toml").write_text("[executor]\ndocker_image = 'theirs:latest'\n")
        (work / "a.py").write_text("print(1)\n")
        result = codementor("run", "a.py")

        assert result.code == 3
        assert ".codementor.toml:2: executor.docker_image: it is not taken from a project's file" in result.err

    def test_never_shows_secrets(self, codementor: Command) -> None:
        for arguments in (("config",), ("config", "--json")):
            result = codementor(*arguments, ANTHROPIC_API_KEY="sk-hush", DATABASE_URL="postgresql://me:hush@host/db")

            assert result.code == 0
            assert "hush" not in result.out + result.err

    def test_bad_variable_is_named(self, codementor: Command) -> None:
        result = codementor("config", PORT="http")

        assert result.code == 3
        assert "PORT: expected a port between 1 and 65535, found 'http'" in result.err
        assert "sandbox" in result.out

    def test_bad_variable_of_another_program_stops_nothing_else(self, codementor: Command) -> None:
        assert codementor("challenges", "list", PORT="http", HOST="my machine").code == 0

    def test_unknown_key_is_an_error_with_its_line(self, codementor: Command, work: Path) -> None:
        (work / ".codementor.toml").write_text('\nsandbx = "docker"\n')

        result = codementor("challenges", "list")

        assert result.code == 3
        assert ".codementor.toml:2: unknown key 'sandbx' (did you mean sandbox?)" in result.err


class TestEngineThatIsNotThere:
    NOWHERE: ClassVar = {"DOCKER_HOST": "tcp://127.0.0.1:1"}

    def test_daemon_that_was_named_and_does_not_answer_is_said_once(self, codementor: Command, work: Path) -> None:
        (work / "a.py").write_text("print(1)\n")
        result = codementor("run", "a.py", **self.NOWHERE)

        assert (result.code, result.out) == (0, "1\n")
        assert result.err == (
            "note: No Docker daemon answers at tcp://127.0.0.1:1 (DOCKER_HOST). Judging with bubblewrap and this "
            "machine's own compilers instead. Choose for yourself: --sandbox docker, or --sandbox bubblewrap.\n"
        )

    def test_bubblewrap_that_was_chosen_is_not_remarked_on(self, codementor: Command, work: Path) -> None:
        (work / "a.py").write_text("print(1)\n")
        result = codementor("run", "a.py", "--sandbox", "bubblewrap", **self.NOWHERE)

        assert (result.code, result.err) == (0, "")


class TestDoctor:
    def test_without_docker_says_what_helps(self, codementor: Command) -> None:
        result = codementor("doctor", **DOWN)

        assert result.code == 4
        assert "✗ failed  Docker" in result.out
        assert "→ Docker: " in result.out

    def test_json_says_the_same(self, codementor: Command) -> None:
        result = codementor("doctor", "--json", **DOWN)

        assert result.code == 4
        assert json.loads(result.out)["works"] is False

    def test_with_docker_a_program_runs(self, codementor: Command) -> None:
        result = codementor("doctor")

        assert result.code == 0, result.out
        assert "✓ ok" in result.out


def test_unwritable_home_stops_nothing(codementor: Command) -> None:
    assert codementor("challenges", "list", HOME=os.devnull).code == 0
