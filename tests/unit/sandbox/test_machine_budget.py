"""The budget of lanes: what processes and threads of one user keep busy at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from codementor_cli.sandbox import machine_budget
from codementor_cli.sandbox.machine_budget import MachineBudget

_HOLDER = """
import sys
from pathlib import Path
from codementor_cli.sandbox.machine_budget import MachineBudget
slot = MachineBudget(Path(sys.argv[1]), int(sys.argv[2])).take(lambda: None)
print("holds", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(folder: Path, slot_count: int) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a process that holds a slot until its stdin is closed."""
    command = [sys.executable, "-c", _HOLDER, str(folder), str(slot_count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"holds\n"
        yield process


def never() -> None:
    raise AssertionError("nobody should wait")


def test_there_are_as_many_slots_as_were_asked_for(tmp_path: Path) -> None:
    budget = MachineBudget(tmp_path / "budget", 2)
    first, second = budget.take(never), budget.take_if_free()
    assert second is not None
    assert budget.take_if_free() is None
    first.give_back()
    assert budget.take_if_free() is not None


def test_a_slot_that_is_given_back_twice_is_one_slot(tmp_path: Path) -> None:
    budget = MachineBudget(tmp_path / "budget", 1)
    slot = budget.take(never)
    slot.give_back()
    slot.give_back()
    assert budget.take_if_free() is not None
    assert budget.take_if_free() is None


def test_processes_share_the_slots_and_a_killed_one_gives_back(tmp_path: Path) -> None:
    budget = MachineBudget(tmp_path / "budget", 1)
    with another_process(tmp_path / "budget", 1) as process:
        assert budget.take_if_free() is None
        process.kill()
    assert budget.take_if_free() is not None


def test_who_waits_is_told_once_and_gets_the_slot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_budget, "TELL_SECONDS", 0.0)
    budget = MachineBudget(tmp_path / "budget", 1)
    held = budget.take(never)
    told: list[str] = []

    def waits() -> None:
        told.append("waits")
        held.give_back()

    budget.take(waits).give_back()
    assert told == ["waits"]


def test_nobody_takes_a_slot_past_one_who_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_budget, "TELL_SECONDS", 0.0)
    budget = MachineBudget(tmp_path / "budget", 1)
    held = budget.take(never)
    stands_at_the_door = threading.Event()
    got = threading.Event()

    def wait() -> None:
        budget.take(stands_at_the_door.set)
        got.set()

    threading.Thread(target=wait, daemon=True).start()
    assert stands_at_the_door.wait(60)
    held.give_back()
    while (slot := budget.take_if_free()) is not None:  # only once the other has come and gone
        assert got.is_set()
        slot.give_back()
    assert got.wait(60)


def test_a_suspended_command_stops_nobody_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_budget, "LONGEST_SECONDS", 0.0)
    budget = MachineBudget(tmp_path / "budget", 1)
    held = budget.take(never)
    budget.take(lambda: None).give_back()
    assert budget.take_if_free() is None, "the slot of the one that waited is none"
    held.give_back()


@pytest.mark.parametrize("what", ["open to others", "a link", "a file"])
def test_a_folder_that_is_not_ours_alone_is_not_used(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "budget"
    if what == "open to others":
        folder.mkdir()
        folder.chmod(0o777)
    elif what == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        folder.write_text("")
    budget = MachineBudget(folder, 1)
    for _ in range(3):
        budget.take(never)
        assert budget.take_if_free() is not None
    assert not (tmp_path / "elsewhere" / "door").exists()
