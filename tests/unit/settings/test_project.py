"""A project's ``.codementor.toml`` may come from somebody else: each key of the table says what it can do there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codementor_cli.errors import ProblemsError
from codementor_cli.settings import KEYS, Value, load_settings
from codementor_cli.settings.project import Project

STRICTER = {
    "executor.timeout": ("1000", "2000"),
    "executor.max_memory": ("64", "128"),
    "executor.max_cpu": ("50", "100"),
    "compile_cache": ("false", "true"),
    "zygote": ("false", "true"),
}
"""Keys that a project can only tighten, each with a strict and a loose value; ``sandbox`` has tests of its own."""

RANKED = {
    "challenges": ('["/theirs"]', ("/theirs",)),
    "practice.challenge": ('"equal-trays"', "equal-trays"),
    "practice.file": ('"main.py"', "main.py"),
}
"""Keys that a project may set: they say what a folder is about."""

NEVER = {
    "docker.runtime": '"runsc"',
    "bubblewrap.images": '"/srv/images"',
    "executor.host": '"elsewhere"',
    "executor.port": "80",
    "executor.token": '"cm_x"',
    "executor.docker_image": '"theirs:latest"',
    "executor.enable_networking": "true",
    "executor.enable_filesystem": "true",
    "store.url": '"sqlite:///elsewhere"',
    "broker.url": '"amqp://elsewhere/v"',
    "claude.api_key": '"k"',
    "claude.base_url": '"https://elsewhere.example.org"',
    "claude.model": '"expensive"',
    "claude.student_model": '"expensive"',
    "server.host": '"0.0.0.0"',
    "server.port": "80",
    "serve.hosts": '"elsewhere.example.org"',
    "serve.origins": '"https://elsewhere.example.org"',
    "serve.log_level": '"error"',
    "serve.log_format": '"text"',
    "serve.traces": '"https://elsewhere.example.org"',
    "serve.requests_per_minute": "1000000",
    "serve.service_requests_per_minute": "1000000",
    "serve.refusals_per_minute": "1000000",
    "serve.waiting_lanes": "1000",
    "serve.lane_seconds": "86400",
    "serve.mentor_calls_per_day": "1000000",
    "serve.mentor_tokens_per_day": "1000000000",
}
"""Keys that no project sets: images, addresses, keys, models, the store, and what opens the sandbox."""


def toml(name: str, value: str) -> str:
    table, _, key = name.rpartition(".")
    return f"[{table}]\n{key} = {value}\n" if table else f"{key} = {value}\n"


def in_force(folder: Path, name: str, project: str, environment: dict[str, str], user: str = "") -> Value:
    (folder / ".codementor.toml").write_text(toml(name, project))
    (folder / "user.toml").write_text(toml(name, user) if user else "")
    return load_settings({}, environment, folder, folder / "user.toml").value(name)


def test_every_key_says_what_a_project_can_do_with_it() -> None:
    assert {"sandbox", *STRICTER, *RANKED, *NEVER} == set(KEYS)
    assert {name for name, key in KEYS.items() if key.project is Project.NEVER} == set(NEVER)
    assert {name for name, key in KEYS.items() if key.project is Project.RANKED} == set(RANKED)


@pytest.mark.parametrize("name", NEVER)
def test_key_that_is_the_users_alone_is_refused_in_a_project_and_taken_from_the_users_file(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / ".codementor.toml").write_text(toml(name, NEVER[name]))
    with pytest.raises(ProblemsError, match="somebody else") as caught:
        load_settings({}, {}, tmp_path, tmp_path / "user.toml")
    problem = caught.value.problems[0]
    assert problem.line == 2
    assert KEYS[name].variable in problem.suggestion

    (tmp_path / ".codementor.toml").rename(tmp_path / "user.toml")
    assert "user.toml:2" in load_settings({}, {}, tmp_path, tmp_path / "user.toml").value(name).origin


@pytest.mark.parametrize("name", STRICTER)
@pytest.mark.parametrize("said_by", ["environment", "user file", "default"])
def test_project_can_tighten_whoever_says_the_loose_value(tmp_path: Path, name: str, said_by: str) -> None:
    strict, loose = STRICTER[name]
    environment = {KEYS[name].variable: loose} if said_by == "environment" else {}
    found = in_force(tmp_path, name, strict, environment, loose if said_by == "user file" else "")

    assert found.value == KEYS[name].read(strict)
    assert ".codementor.toml:" in found.origin
    assert found.ignored is None


@pytest.mark.parametrize("name", STRICTER)
@pytest.mark.parametrize("said_by", ["environment", "user file"])
def test_project_cannot_loosen_what_the_user_says(tmp_path: Path, name: str, said_by: str) -> None:
    strict, loose = STRICTER[name]
    environment = {KEYS[name].variable: strict} if said_by == "environment" else {}
    found = in_force(tmp_path, name, loose, environment, strict if said_by == "user file" else "")

    assert found.value == KEYS[name].read(strict)
    assert ".codementor.toml" not in found.origin
    assert found.ignored is not None
    assert found.ignored.value == KEYS[name].read(loose)
    assert ".codementor.toml:" in found.ignored.origin


@pytest.mark.parametrize("name", RANKED)
def test_what_a_folder_is_about_is_taken_from_it(tmp_path: Path, name: str) -> None:
    text, value = RANKED[name]
    expected: Any = str(tmp_path / str(value)) if name == "practice.file" else value
    found = in_force(tmp_path, name, text, {})

    assert found.value == expected
    assert ".codementor.toml:" in found.origin


@pytest.mark.parametrize(
    ("own", "project", "value"),
    [
        ("", "docker", "docker"),
        ("auto", "docker", "docker"),
        ("bubblewrap", "docker", "bubblewrap"),
        ("", "bubblewrap", "auto"),
        ("docker", "bubblewrap", "docker"),
        ("docker", "auto", "docker"),
    ],
)
def test_project_can_ask_for_docker_and_for_no_other_engine(tmp_path: Path, own: str, project: str, value: str) -> None:
    found = in_force(tmp_path, "sandbox", f'"{project}"', {"CODEMENTOR_SANDBOX": own} if own else {})

    assert found.value == value
    assert (found.ignored is not None) == (found.value != project)


def test_ceilings_are_the_lower_of_each_pair(tmp_path: Path) -> None:
    (tmp_path / ".codementor.toml").write_text("[executor]\nmax_memory = 900000\ntimeout = 500\nmax_cpu = 10000\n")
    (tmp_path / "user.toml").write_text("[executor]\nmax_memory = 256\ntimeout = 600000\n")
    ceilings = load_settings({}, {"CODE_EXECUTOR_MAX_CPU": "80"}, tmp_path, tmp_path / "user.toml").ceilings

    assert (ceilings.memory_bytes, ceilings.wall_seconds, ceilings.cpu_percent) == (256 * 2**20, 0.5, 80)
