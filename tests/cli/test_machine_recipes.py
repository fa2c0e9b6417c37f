"""The files in integrations/server/machines: what they name is there, and fits together."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest
import yaml

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.cli.commands.root import command
from codementor_cli.settings import KEYS
from codementor_cli.text.units import MIB
from tests.cli.page import ROOT

FOLDER = ROOT / "integrations" / "server" / "machines"
VARIABLES = {key.variable: key for key in KEYS.values() if key.variable}
OURS = ("serve-1", "serve-2", "worker")
PORT = KEYS["server.port"].default


def compose() -> dict[str, Any]:
    """Return the compose file; its anchors are resolved."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    return found


def test_every_service_has_no_more_than_it_needs() -> None:
    services = compose()["services"]
    assert set(services) == {*OURS, "proxy", "postgres", "rabbitmq"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not {"privileged", "cap_add", "devices", "network_mode", "pid", "user"} & set(service), name
        assert ("ports" in service) == (name == "proxy")


def test_the_database_and_the_broker_are_reached_by_our_processes_alone() -> None:
    found = compose()
    assert found["networks"]["back"] == {"internal": True}
    for name in ("worker", "postgres", "rabbitmq"):
        assert found["services"][name]["networks"] == ["back"]
    assert found["services"]["proxy"]["networks"] == ["front"]


@pytest.mark.parametrize("name", OURS)
def test_our_processes_get_settings_and_commands_that_are_there_and_time_to_finish(name: str) -> None:
    service = compose()["services"][name]
    for variable, value in service["environment"].items():
        VARIABLES[variable].read(re.sub(r"\$\{[^}]*\}", "secret", value))
    for word in service.get("command", ["serve"])[:1]:
        assert command().get_command(None, word) is not None
    assert int(service["stop_grace_period"].removesuffix("s")) > ServiceOptions().grace_seconds
    assert service["security_opt"][1:] == ["seccomp:../seccomp.json", "systempaths=unconfined"]


def test_servers_are_named_as_the_proxy_looks_for_them() -> None:
    text = (FOLDER / "nginx.conf").read_text()
    for name in ("serve-1", "serve-2"):
        assert compose()["services"][name]["networks"]["front"] == {"aliases": ["serve"]}
    assert "set $live serve;" in text
    assert f"http://$live:{PORT}" in text
    most = re.search(r"client_max_body_size (\d+)m", text)
    assert most is not None
    assert int(most[1]) * MIB == ServiceOptions().body_bytes
    assert "location = /metrics" in text


def test_images_are_built_of_files_that_are_there() -> None:
    text = (FOLDER / "Dockerfile").read_text()
    targets = re.findall(r"^FROM \S+ AS (\w+)$", text, re.MULTILINE)
    assert targets == ["postgres", "rabbitmq", "proxy"]
    ignored = (FOLDER / ".dockerignore").read_text()
    for words in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        for source in words.split()[:-1]:
            assert (FOLDER / source).is_file()
            assert f"!{source}\n" in ignored
    for name in targets:
        service = compose()["services"][name]
        assert (service["build"]["target"], service["build"]["args"]) == (
            name,
            {"FROM_IMAGE": "${FROM_IMAGE:-debian:trixie-slim}"},
        )
    # No stage ends as root.
    assert text.count("\nUSER ") == len(targets)


@pytest.mark.parametrize("name", ["up", "start-postgres", "start-rabbitmq", "answers-amqp"])
def test_scripts_are_shell(name: str) -> None:
    there = FOLDER / name
    shell = there.read_text().splitlines()[0].removeprefix("#!")
    done = subprocess.run([shell, "-n", str(there)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert there.stat().st_mode & 0o111


def test_the_server_image_is_built_of_what_its_recipe_copies() -> None:
    (sources,) = re.findall(r'^sources="(.+)"$', (FOLDER / "up").read_text(), re.MULTILINE)
    recipe = (ROOT / "integrations" / "server" / "Dockerfile").read_text()
    copied = {
        word for words in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.MULTILINE) for word in words.split()[:-1]
    }
    assert {*sources.split()} == {*copied, "integrations/server/Dockerfile"}
