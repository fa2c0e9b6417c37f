from pathlib import Path

import pytest

from codementor_cli.cli.failures import exit_code
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.errors import ProblemsError
from codementor_cli.settings import KEYS, Settings, load_settings
from codementor_cli.text.units import MIB


def load(folder: Path, environment: dict[str, str] | None = None, flags: dict[str, str] | None = None) -> Settings:
    return load_settings(flags, environment or {}, folder, folder / "user.toml")


def test_defaults_hold_where_nothing_is_set(tmp_path: Path) -> None:
    settings = load(tmp_path)

    assert settings.value("sandbox").value == "auto"
    assert settings.value("sandbox").origin == "default"
    assert settings.ceilings == Ceilings()


def test_flag_beats_environment_beats_project_beats_user(tmp_path: Path) -> None:
    project = tmp_path / "project"
    inner = project / "deep" / "inside"
    inner.mkdir(parents=True)
    (tmp_path / "user.toml").write_text('challenges = ["/user"]\n[claude]\nmodel = "small"\n')
    (project / ".codementor.toml").write_text('challenges = ["/project"]\n')

    def folders(environment: dict[str, str], flags: dict[str, tuple[str, ...]]) -> tuple[str, str]:
        found = load_settings(flags, environment, inner, tmp_path / "user.toml").value("challenges")
        return found.value[0], found.origin

    assert folders({"CODEMENTOR_CHALLENGES": "/typed"}, {"challenges": ("/flag",)}) == ("/flag", "flag")
    assert folders({"CODEMENTOR_CHALLENGES": "/typed"}, {}) == ("/typed", "environment variable CODEMENTOR_CHALLENGES")
    assert folders({}, {}) == ("/project", f"{project / '.codementor.toml'}:1")
    assert load_settings({}, {}, inner, tmp_path / "user.toml").value("claude.model").origin.endswith("user.toml:3")


def test_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    assert load(tmp_path, {"PORT": ""}).value("server.port").value == 3001


@pytest.mark.parametrize(
    ("variable", "key", "text", "value"),
    [
        ("CODE_EXECUTOR_TIMEOUT", "executor.timeout", "30000", 30000),
        ("CODE_EXECUTOR_MAX_MEMORY", "executor.max_memory", "256", 256),
        ("CODE_EXECUTOR_MAX_CPU", "executor.max_cpu", "80", 80),
        ("CODE_EXECUTOR_ENABLE_NETWORKING", "executor.enable_networking", "True", True),
        ("CODE_EXECUTOR_ENABLE_FILESYSTEM", "executor.enable_filesystem", "0", False),
        ("CODE_EXECUTOR_DOCKER_IMAGE", "executor.docker_image", "img:latest", "img:latest"),
        ("CODE_EXECUTOR_HOST", "executor.host", "judge", "judge"),
        ("CODE_EXECUTOR_PORT", "executor.port", "8080", 8080),
        ("CODEMENTOR_CHALLENGES", "challenges", "/one:/two", ("/one", "/two")),
        ("DATABASE_URL", "store.url", "sqlite:///x.db", "sqlite:///x.db"),
        ("HOST", "server.host", "0.0.0.0", "0.0.0.0"),
        ("PORT", "server.port", "80", 80),
        ("CODEMENTOR_MODEL", "claude.model", "m", "m"),
        ("ANTHROPIC_BASE_URL", "claude.base_url", "https://x", "https://x"),
        ("ANTHROPIC_API_KEY", "claude.api_key", "k", "k"),
    ],
)
def test_variables_are_read(tmp_path: Path, variable: str, key: str, text: str, value: object) -> None:
    assert load(tmp_path, {variable: text}).value(key).value == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("CODE_EXECUTOR_TIMEOUT", "2s"),
        ("CODE_EXECUTOR_TIMEOUT", "-1"),
        ("CODE_EXECUTOR_TIMEOUT", "1_000"),
        ("CODE_EXECUTOR_TIMEOUT", "٣"),
        ("CODE_EXECUTOR_MAX_MEMORY", "0"),
        ("CODE_EXECUTOR_MAX_CPU", "half"),
        ("CODE_EXECUTOR_ENABLE_NETWORKING", "maybe"),
        ("CODEMENTOR_SANDBOX", "chroot"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("ANTHROPIC_BASE_URL", "ftp://x"),
        ("ANTHROPIC_API_KEY", "two\nlines"),
        ("CODEMENTOR_SERVE_HOSTS", "*"),
        ("CODEMENTOR_SERVE_HOSTS", "*.example.org"),
        ("CODEMENTOR_SERVE_HOSTS", "judge.example.org:443"),
        ("CODEMENTOR_SERVE_ORIGINS", "*"),
        ("CODEMENTOR_SERVE_ORIGINS", "null"),
        ("CODEMENTOR_SERVE_ORIGINS", "course.example.org"),
        ("CODEMENTOR_SERVE_ORIGINS", "https://course.example.org/"),
        ("CODEMENTOR_SERVE_ORIGINS", "https://*.example.org"),
        ("CODEMENTOR_SERVE_REQUESTS_PER_MINUTE", "0"),
        ("CODEMENTOR_SERVE_REQUESTS_PER_MINUTE", "many"),
        ("CODEMENTOR_SERVE_MENTOR_CALLS_PER_DAY", "-1"),
        ("CODEMENTOR_SERVE_MENTOR_TOKENS_PER_DAY", "1e6"),
    ],
)
def test_bad_variable_is_an_error_that_names_it_when_it_is_asked_for(tmp_path: Path, variable: str, text: str) -> None:
    settings = load(tmp_path, {variable: text})
    name = next(key.name for key in KEYS.values() if key.variable == variable)

    with pytest.raises(ProblemsError, match=variable) as caught:
        settings.value(name)
    assert exit_code(caught.value) == 3


@pytest.mark.parametrize(
    ("variable", "text"), [("ANTHROPIC_API_KEY", "hush\n"), ("DATABASE_URL", "mysql://me:hush@host/db")]
)
def test_bad_secret_is_not_repeated(tmp_path: Path, variable: str, text: str) -> None:
    name = next(key.name for key in KEYS.values() if key.variable == variable)

    with pytest.raises(ProblemsError) as caught:
        load(tmp_path, {variable: text}).value(name)
    assert "hush" not in caught.value.message


def test_ceilings_are_seconds_and_bytes(tmp_path: Path) -> None:
    environment = {"CODE_EXECUTOR_TIMEOUT": "1500", "CODE_EXECUTOR_MAX_MEMORY": "64", "CODE_EXECUTOR_MAX_CPU": "50"}

    assert load(tmp_path, environment).ceilings == Ceilings(wall_seconds=1.5, memory_bytes=64 * MIB, cpu_percent=50)


def test_every_problem_of_a_file_is_reported_with_its_line_and_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / ".codementor.toml").write_text(
        'sandbx = "docker"\n\n[executor]\ntimeot = 3\ntimeout = "soon"\n\n[colours]\nbright = true\n'
    )

    with pytest.raises(ProblemsError) as caught:
        load(tmp_path)

    found = {(problem.line, problem.message, problem.suggestion) for problem in caught.value.problems}
    assert found == {
        (1, "unknown key 'sandbx'", "did you mean sandbox?"),
        (4, "unknown key 'executor.timeot'", "did you mean executor.timeout?"),
        (5, "executor.timeout: expected milliseconds between 1 and 86400000, found 'soon'", "for example 30000"),
        (7, "unknown key 'colours'", ""),
    }


def test_both_files_problems_come_in_one_go(tmp_path: Path) -> None:
    (tmp_path / ".codementor.toml").write_text("one = 1\n")
    (tmp_path / "user.toml").write_text("two = 2\n")

    with pytest.raises(ProblemsError) as caught:
        load(tmp_path)

    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("content", "line"), [(b"a = \n", 1), (b'ok = "\xff"', 1), (b"[executor\n", 1), (b"\n\n= 3", 3)]
)
def test_file_that_is_not_toml_is_an_error_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / ".codementor.toml").write_bytes(content)

    with pytest.raises(ProblemsError) as caught:
        load(tmp_path)

    assert caught.value.problems[0].line == line


def test_folders_in_a_file_are_meant_from_that_files_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / ".codementor.toml").write_text('challenges = ["ours"]')

    assert load_settings({}, {}, inner, tmp_path / "none.toml").challenge_folders == (tmp_path / "ours",)


def test_huge_or_unreadable_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".codementor.toml").write_bytes(b"#" * (1024 * 1024 + 1))

    with pytest.raises(ProblemsError, match="larger than"):
        load(tmp_path)


def test_all_keys_are_listed_only_where_no_near_one_is_named(tmp_path: Path) -> None:
    steps = []
    for text in ('sandbxo = "docker"\n', "[executor]\nmax_memory = -3\n", "[executor\n", "qqqqqq = 1\n"):
        (tmp_path / "user.toml").write_text(text)
        with pytest.raises(ProblemsError) as caught:
            load(tmp_path)
        steps.append(caught.value.next_step[:11])

    assert steps == ["", "", "", "Known keys:"]
