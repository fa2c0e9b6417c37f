"""Settings as people write them: each variable and each key of the file, by the value that `config` shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.settings import KEYS
from tests.cli.command import Command

HIDDEN = "(set, not shown)"

WRITTEN: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "sandbox": (
        ("docker", '"docker"', "docker"),
        ("bubblewrap", '"bubblewrap"', "bubblewrap"),
        ("auto", '"auto"', "auto"),
    ),
    "docker.runtime": (("runsc", '"runsc"', "runsc"),),
    "bubblewrap.images": (("/srv/images", '"/srv/images"', "/srv/images"),),
    "compile_cache": (("0", "false", False), ("true", "true", True), ("no", '"no"', False), ("on", '"on"', True)),
    "zygote": (("0", "false", False), ("1", "true", True), ("off", '"off"', False), ("yes", '"yes"', True)),
    "challenges": (("/one:/two", '["/one", "/two"]', ["/one", "/two"]),),
    "executor.host": (
        ("https://127.0.0.1:9", '"https://127.0.0.1:9"', "https://127.0.0.1:9"),
        ("127.0.0.1", '"127.0.0.1"', "127.0.0.1"),
        ("unix:", '"unix:"', "unix:"),
        ("unix:/run/judge.sock", '"unix:/run/judge.sock"', "unix:/run/judge.sock"),
    ),
    "executor.port": (("8080", "8080", 8080),),
    "executor.token": (("cm_x", '"cm_x"', HIDDEN),),
    "executor.timeout": (("30000", "30000", 30000),),
    "executor.max_memory": (("256", "256", 256),),
    "executor.max_cpu": (("80", "80", 80),),
    "executor.docker_image": (("img:latest", '"img:latest"', "img:latest"),),
    "executor.enable_networking": (("true", "true", True), ("false", "false", False)),
    "executor.enable_filesystem": (("1", "true", True), ("0", "false", False)),
    "store.url": (("sqlite:///x.db", '"sqlite:///x.db"', HIDDEN), ("postgresql://h/d", '"postgresql://h/d"', HIDDEN)),
    "broker.url": (("amqp://h/v", '"amqp://h/v"', HIDDEN), ("amqps://h/v", '"amqps://h/v"', HIDDEN)),
    "claude.api_key": (("sk-ant-x", '"sk-ant-x"', HIDDEN),),
    "claude.base_url": (("https://c.example.org", '"https://c.example.org"', "https://c.example.org"),),
    "claude.model": (("small", '"small"', "small"),),
    "claude.student_model": (("small", '"small"', "small"),),
    "server.host": (("0.0.0.0", '"0.0.0.0"', "0.0.0.0"),),
    "server.port": (("80", "80", 80),),
    "serve.hosts": (
        ("judge.example.org", '["judge.example.org"]', ["judge.example.org"]),
        ("A.example.org, [::1]", '"a.example.org,[::1]"', ["a.example.org", "[::1]"]),
    ),
    "serve.origins": (
        ("https://course.example.org", '["https://course.example.org"]', ["https://course.example.org"]),
        (
            "https://a.example.org, http://localhost:8000",
            '["https://a.example.org", "http://localhost:8000"]',
            ["https://a.example.org", "http://localhost:8000"],
        ),
    ),
    "serve.log_level": (
        ("debug", '"debug"', "debug"),
        ("warning", '"warning"', "warning"),
        ("error", '"error"', "error"),
    ),
    "serve.log_format": (("json", '"json"', "json"), ("text", '"text"', "text")),
    "serve.traces": (("http://127.0.0.1:4318", '"http://127.0.0.1:4318"', "http://127.0.0.1:4318"),),
    "serve.requests_per_minute": (("60", "60", 60),),
    "serve.service_requests_per_minute": (("1000", "1000", 1000),),
    "serve.refusals_per_minute": (("10", "10", 10),),
    "serve.waiting_lanes": (("16", "16", 16), ("0", "0", 0)),
    "serve.lane_seconds": (("60", "60", 60),),
    "serve.mentor_calls_per_day": (("20", "20", 20), ("0", "0", 0)),
    "serve.mentor_tokens_per_day": (("200000", "200000", 200000),),
}
"""By key: as a variable's text, as TOML, and the value."""

WRITINGS = [(name, *each) for name, ways in WRITTEN.items() for each in ways]


def shown(codementor: Command, name: str, **environment: str) -> Mapping[str, Any]:
    result = codementor("config", "--json", **environment)
    assert result.code == 0, result
    found: Mapping[str, Any] = json.loads(result.out)[name]
    return found


def test_every_key_is_written_here() -> None:
    assert set(WRITTEN) == {key.name for key in KEYS.values() if key.variable}


@pytest.mark.parametrize(("name", "text", "_toml", "value"), WRITINGS)
def test_variable_is_read(codementor: Command, name: str, text: str, _toml: str, value: Any) -> None:
    found = shown(codementor, name, **{KEYS[name].variable: text})

    assert (found["value"], found["origin"]) == (value, f"environment variable {KEYS[name].variable}")


@pytest.mark.parametrize(("name", "_text", "toml", "value"), WRITINGS)
def test_key_of_the_users_own_file_is_read(
    codementor: Command, home: Mapping[str, str], name: str, _text: str, toml: str, value: Any
) -> None:
    file = Path(home["HOME"], ".config", "codementor", "config.toml")
    file.parent.mkdir(parents=True)
    table, _, key = name.rpartition(".")
    file.write_text(f"[{table}]\n{key} = {toml}\n" if table else f"\n{key} = {toml}\n")
    found = shown(codementor, name)

    assert (found["value"], found["origin"]) == (value, f"{file}:2")


@pytest.mark.parametrize("name", WRITTEN)
def test_example_that_help_for_a_wrong_value_shows_is_taken(codementor: Command, name: str) -> None:
    assert shown(codementor, name, **{KEYS[name].variable: KEYS[name].example})["origin"].startswith("environment")
