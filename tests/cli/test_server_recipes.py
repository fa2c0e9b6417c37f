"""The files in integrations/server say what the server does, and what it needs: each is read by its own rules."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docker
import pytest
import yaml

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.cli.commands.root import command
from codementor_cli.settings import KEYS
from codementor_cli.text.units import MIB
from tests.cli.page import ROOT

FOLDER = ROOT / "integrations" / "server"
COMPOSE, PROFILE = FOLDER / "compose.yaml", FOLDER / "seccomp.json"
UNITS = ("codementor.service", "codementor-worker.service")
VARIABLES = {key.variable: key for key in KEYS.values() if key.variable}
NOT_OURS = {"HOME", "LANG", "PATH", "PYTHONDONTWRITEBYTECODE"}
PORT = KEYS["server.port"].default
LANE = ("clone", "clone3", "unshare", "setns", "mount", "umount2", "pivot_root", "sethostname", "openat2", "seccomp")
"""System calls that bubblewrap, or the runner in a lane, cannot do without."""


class Words(configparser.ConfigParser):
    """A unit file: a key may come several times."""

    def __init__(self) -> None:
        super().__init__(strict=False, interpolation=None, comment_prefixes=("#",), delimiters=("=",))

    def optionxform(self, optionstr: str) -> str:
        return optionstr


@pytest.fixture(params=UNITS)
def unit_file(request: pytest.FixtureRequest) -> Path:
    return FOLDER / str(request.param)


def unit(there: Path) -> list[tuple[str, str]]:
    """Return the lines of the unit's service, in order."""
    found = Words()
    found.read_string(there.read_text())
    assert set(found.sections()) == {"Unit", "Service", "Install"}
    _, _, service = there.read_text().partition("[Service]\n")
    lines = service.partition("[Install]")[0].splitlines()
    return [(line.partition("=")[0], line.partition("=")[2]) for line in lines if "=" in line and line[0] != "#"]


def dockerfile() -> list[tuple[str, str]]:
    """Return the instructions, each on one line."""
    text = re.sub(r" *\\\n *", " ", (FOLDER / "Dockerfile").read_text())
    return [(line.split()[0], line.partition(" ")[2]) for line in text.splitlines() if line and line[0] != "#"]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]["codementor"]
    return found


def check_variables(values: dict[str, str]) -> None:
    for name, value in values.items():
        assert name in VARIABLES or name in NOT_OURS, name
        if name in VARIABLES:
            VARIABLES[name].read(value)


def is_command(line: str) -> bool:
    words = shlex.split(line)
    return command().get_command(None, words[0]) is not None


def test_unit_starts_a_command_that_is_there_with_settings_that_are(unit_file: Path) -> None:
    ((program, words),) = (value.split(" ", 1) for key, value in unit(unit_file) if key == "ExecStart")
    assert program.endswith("/codementor")
    assert is_command(words)
    check_variables(dict(value.split("=", 1) for key, value in unit(unit_file) if key == "Environment"))


def test_unit_gives_what_runs_time_to_finish(unit_file: Path) -> None:
    values = dict(unit(unit_file))
    assert int(values["TimeoutStopSec"]) > ServiceOptions().grace_seconds
    assert values["KillMode"] == "mixed"


@pytest.mark.parametrize(
    "line",
    ["NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"],
)
def test_unit_is_hardened(unit_file: Path, line: str) -> None:
    key, _, value = line.partition("=")
    assert dict(unit(unit_file))[key] == value


@pytest.mark.parametrize("key", ["ProtectKernelTunables", "ProtectKernelLogs", "ProtectHostname", "RestrictSUIDSGID"])
def test_unit_leaves_out_what_ends_lanes_and_says_so(unit_file: Path, key: str) -> None:
    assert key not in dict(unit(unit_file))
    assert key in unit_file.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_takes_the_unit(unit_file: Path, tmp_path: Path) -> None:
    there = tmp_path / unit_file.name
    # It looks for the program too, which this machine has elsewhere.
    there.write_text(unit_file.read_text().replace("/opt/codementor/bin/codementor", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(there)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_dockerfile_copies_what_is_there_and_starts_the_server() -> None:
    steps = dockerfile()
    for name, words in steps:
        if name == "COPY" and not words.startswith("--from"):
            for source in words.split()[:-1]:
                assert (ROOT / source).exists(), source
    values = dict(steps)
    assert json.loads(values["ENTRYPOINT"]) == ["codementor"]
    assert is_command(json.loads(values["CMD"])[0])
    assert values["USER"] != "root"
    assert values["EXPOSE"] == str(PORT)
    assert f":{PORT}/healthz" in values["HEALTHCHECK"]
    check_variables(dict(word.split("=", 1) for word in shlex.split(values["ENV"])))


def test_compose_file_gives_the_container_nothing_but_lanes() -> None:
    service = compose()
    assert service["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert not {"privileged", "cap_add", "devices", "network_mode", "pid"} & set(service)
    assert [each for each in service["volumes"] if each.startswith(("/", "."))] == []
    assert (FOLDER / service["build"]["context"] / service["build"]["dockerfile"]) == FOLDER / "../.." / (
        "integrations/server/Dockerfile"
    )
    assert int(service["stop_grace_period"].removesuffix("s")) > ServiceOptions().grace_seconds


def test_seccomp_profile_refuses_what_no_server_needs_and_lets_lanes_start() -> None:
    profile = json.loads(PROFILE.read_text())
    (rule,) = profile["syscalls"]
    assert (profile["defaultAction"], rule["action"]) == ("SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO")
    assert rule["names"] == sorted(set(rule["names"]))
    assert not set(rule["names"]) & set(LANE)
    assert {"bpf", "keyctl", "kexec_load", "init_module", "perf_event_open", "ptrace"} <= set(rule["names"])


def test_bubblewrap_starts_in_a_container_with_the_options_of_the_compose_file_and_not_without() -> None:
    client = docker.from_env()
    (image,) = [tag for each in client.images.list("codementor/base") for tag in each.tags][:1]
    lane = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"]
    profile = json.dumps(json.loads(PROFILE.read_text()))

    def ends_with(*security: str, **more: object) -> int:
        # The host's bubblewrap: the image has none.
        binds: Any = {"/usr": {"bind": "/usr", "mode": "ro"}}
        options = ["no-new-privileges:true", *security]
        host = client.api.create_host_config(cap_drop=["ALL"], network_mode="none", security_opt=options, binds=binds)
        made = client.api.create_container(image, lane, user="10001", host_config={**host, **more})
        try:
            client.api.start(made)
            return int(client.api.wait(made)["StatusCode"])
        finally:
            client.api.remove_container(made, force=True)

    assert compose()["security_opt"] == ["no-new-privileges:true", "seccomp:seccomp.json", "systempaths=unconfined"]
    # What Docker's command line makes of systempaths=unconfined.
    paths: dict[str, object] = {"MaskedPaths": [], "ReadonlyPaths": []}
    assert ends_with(f"seccomp={profile}", **paths) == 0
    assert ends_with(f"seccomp={profile}") != 0
    assert ends_with(**paths) != 0
    client.close()


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_proxies_lead_to_the_server_and_take_bodies_as_large_as_it_does(name: str) -> None:
    text = (FOLDER / name).read_text()
    assert f"127.0.0.1:{PORT}" in text
    most = re.search(r"(?:client_max_body_size|max_size) (\d+)m", text, re.IGNORECASE)
    assert most is not None
    assert int(most[1]) * MIB == ServiceOptions().body_bytes
    assert "CODEMENTOR_SERVE_HOSTS=judge.example.org" in text
    assert "CODEMENTOR_SERVE_HOSTS" in VARIABLES
    assert "/metrics" in text
