"""Run delay: what an interval lacks counts only where the program was ready, or the runner itself was passed by."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import pytest

from codementor_cli.sandbox.runner import delay
from codementor_cli.sandbox.runner.delay import RunDelay, draw_seconds

RUNS, SLEEPS, WAITS_FOR_A_DISK, STOPPED, ZOMBIE = "R", "S", "D", "T", "Z"


def fields(state: str, *, nice: int = 0, threads: int = 1, policy: int = 0) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on."""
    found = ["0"] * 50
    found[0], found[16], found[17], found[38] = state, str(nice), str(threads), str(policy)
    return found


class Machine:
    """A lane with processes in given states; meets what is asked of ``Meter``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tasks: dict[str, list[str]] = {}
        self.own_queue = 0
        self.nice, self.policy = 0, "0"
        monkeypatch.setattr(delay, "stat_fields", lambda path: self.tasks.get(path, []))
        monkeypatch.setattr("codementor_cli.sandbox.runner.delay.os.listdir", self._listed)

    def has(self, *states: list[str]) -> None:
        self.tasks = {f"/proc/{number}/stat": found for number, found in enumerate(states, 100)}

    def own_queue_nanoseconds(self) -> int:
        return self.own_queue

    def programs(self) -> list[str]:
        return [path.split("/")[2] for path in self.tasks if "/task/" not in path]

    def _listed(self, path: str) -> list[str]:
        return [task.split("/")[4] for task in self.tasks if task.startswith(f"{path}/")]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def looked(machine: Machine, looks: Iterable[tuple[float, float]]) -> float:
    """Return the delay after looks at (time, CPU seconds)."""
    found = RunDelay(machine, 0.0, 0)  # type: ignore[arg-type]  # all that is asked of it
    for now, cpu_seconds in looks:
        found.look(now, int(cpu_seconds * 1e9))
    return found.seconds


def test_what_a_ready_program_was_not_given_is_delay(machine: Machine) -> None:
    machine.has(fields(RUNS))
    assert looked(machine, [(1.0, 0.25), (2.0, 0.5)]) == pytest.approx(1.5)


@pytest.mark.parametrize("state", [SLEEPS, WAITS_FOR_A_DISK, STOPPED, ZOMBIE])
def test_what_a_program_slept_or_waited_is_its_own(machine: Machine, state: str) -> None:
    machine.has(fields(state))
    assert looked(machine, [(1.0, 0.25), (2.0, 0.5)]) == 0


def test_one_ready_task_of_many_is_enough_and_counts_once(machine: Machine) -> None:
    machine.has(fields(SLEEPS), *[fields(RUNS)] * 9)
    assert looked(machine, [(1.0, 0.0)]) == pytest.approx(1.0)


def test_a_ready_thread_beside_a_sleeping_main_one_is_found(machine: Machine) -> None:
    machine.has(fields(SLEEPS, threads=2))
    machine.tasks["/proc/100/task/100/stat"] = fields(SLEEPS, threads=2)
    machine.tasks["/proc/100/task/101/stat"] = fields(RUNS, threads=2)
    assert looked(machine, [(1.0, 0.0)]) == pytest.approx(1.0)


def test_a_program_that_has_a_core_gains_nothing(machine: Machine) -> None:
    machine.has(fields(RUNS))
    assert looked(machine, [(1.0, 1.0), (2.0, 2.0)]) == 0


def test_a_program_on_more_cores_than_one_gains_nothing(machine: Machine) -> None:
    machine.has(*[fields(RUNS)] * 50)
    assert looked(machine, [(1.0, 2.0), (2.0, 4.0)]) == 0


@pytest.mark.parametrize("behind", [fields(RUNS, nice=19), fields(RUNS, policy=5), fields(RUNS, policy=3)])
def test_a_task_that_put_itself_behind_others_does_not_count(machine: Machine, behind: list[str]) -> None:
    machine.has(behind)
    assert looked(machine, [(1.0, 0.0)]) == 0


def test_a_runner_that_looks_late_gives_what_it_waited_itself(machine: Machine) -> None:
    machine.has(fields(SLEEPS))
    found = RunDelay(machine, 0.0, 0)  # type: ignore[arg-type]  # all that is asked of it
    machine.own_queue = 300_000_000
    found.look(1.0, 0)
    assert found.seconds == pytest.approx(0.3)


def test_a_program_that_ended_is_not_looked_for(machine: Machine) -> None:
    machine.has(fields(RUNS))
    found = RunDelay(machine, 0.0, 0)  # type: ignore[arg-type]  # all that is asked of it
    found.look(1.0, 0, ended=True)
    assert found.seconds == 0


def test_a_process_that_vanishes_or_says_little_does_not_count(machine: Machine) -> None:
    machine.has([], [RUNS], fields(SLEEPS, threads=3))
    assert looked(machine, [(1.0, 0.0)]) == 0


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9])
def test_being_ready_now_and_then_buys_on_average_no_more_than_it_costs(machine: Machine, share: float) -> None:
    """On an idle machine, a program is ready for a share of the time, in slices of 1 ms; looks come by lot."""
    lot = random.Random(20261127)
    now, cpu, looks = 0.0, 0.0, 20_000
    found = RunDelay(machine, 0.0, 0)  # type: ignore[arg-type]  # all that is asked of it
    for _ in range(looks):
        interval = 0.02 + lot.uniform(0, 0.04)
        now, cpu = now + interval, cpu + interval * share
        machine.has(fields(RUNS if lot.random() < share else SLEEPS))
        found.look(now, int(cpu * 1e9))
    assert found.seconds <= cpu * 1.05


def test_lots_are_spread_over_the_whole_time() -> None:
    drawn = [draw_seconds(0.04) for _ in range(4000)]
    assert all(0 <= each < 0.04 for each in drawn)
    tenths = [sum(low <= each < low + 0.004 for each in drawn) for low in itertools.accumulate([0.0, *[0.004] * 9])]
    assert min(tenths) > 200
