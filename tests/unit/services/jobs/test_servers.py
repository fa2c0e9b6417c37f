from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from codementor_cli.services.jobs import servers
from codementor_cli.services.jobs.servers import is_dead, server_name

_PRINT_NAME = "from codementor_cli.services.jobs.servers import server_name; print(server_name())"


def test_this_process_is_alive_and_each_of_its_servers_has_a_name_of_its_own() -> None:
    one, two = server_name(), server_name()
    assert one != two
    assert not is_dead(one)
    assert not is_dead(two)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /proc: there, leases tell")
def test_process_that_ended_is_dead() -> None:
    told = subprocess.run([sys.executable, "-c", _PRINT_NAME], capture_output=True, text=True, check=True)
    assert is_dead(told.stdout.strip())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no /proc: there, leases tell")
def test_process_that_has_another_ones_number_now_is_another_one() -> None:
    place, pid, _, tail = server_name().split("/")
    assert is_dead(f"{place}/{pid}/12345/{tail}")


@pytest.mark.parametrize("place", ["elsewhere", "?", ""])
def test_of_a_server_elsewhere_nothing_is_known(place: str) -> None:
    _, _, started, tail = server_name().split("/")
    assert not is_dead(f"{place}/999999999/{started}/{tail}")


@pytest.mark.parametrize("name", ["", "one", "a/b", "a/1//c", "//1/", "a/x/1/c"])
def test_a_strange_name_is_not_dead(name: str) -> None:
    assert not is_dead(name)


def test_system_that_tells_nothing_of_processes_leaves_it_to_leases(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(servers, "_PROCESSES", tmp_path)
    name = server_name()
    assert name.startswith(f"?/{os.getpid()}//")
    assert not is_dead(name)
