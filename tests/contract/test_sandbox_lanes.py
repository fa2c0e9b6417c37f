"""What the sandbox promises of its lanes: how many, how long they live, and what their deaths mean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import docker
import docker.errors
import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.ports import LiveSandbox
from codementor_cli.sandbox.docker import connect, owner
from codementor_cli.sandbox.lanes import lane as lanes
from tests.fakes.consoles import AnsweringConsole, RecordingConsole
from tests.fakes.engines import facts, program, run_one, wait_until

LIMITS = Limits(time_seconds=10, wall_time_seconds=30)
DOUBLE = program("python", "print(2 * int(input()))\n")
SLOW = "the-slow-case"
SLOW_ONCE = program(
    "python",
    (
        "import os\nseconds = input()\n"
        f"if seconds != '0':\n    os.execvp('sh', ['sh', '-c', f'sleep {{seconds}}; echo slept', '{SLOW}'])\n"
        "print('slept')\n"
    ),
)
"""A program that the list of processes shows under a name of its own while it is slow: its zygote never is."""


class Daemon:
    """What a daemon says of this process's lanes."""

    def __init__(self, client: docker.DockerClient) -> None:
        self._client = client

    def lanes(self, pid: int | None = None) -> list[str]:
        """Return the ids of the containers that a process made and that are not gone."""
        label = f"{owner.LANE}=1"
        mine = f"{pid or os.getpid()}:"
        found = self._client.api.containers(all=True, filters={"label": label})
        return [lane["Id"] for lane in found if lane["Labels"].get("codementor.owner", "").startswith(mine)]

    def is_slow(self, lane: str) -> bool:
        """Whether a lane runs the slow case; False where it is not started, or gone."""
        try:
            rows = self._client.api.top(lane)["Processes"]
        except docker.errors.APIError:
            return False
        return any(SLOW in row[-1] for row in rows)

    def kill(self, lane: str) -> None:
        self._client.api.kill(lane)

    def pause(self, lane: str) -> None:
        self._client.api.pause(lane)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    with closing(connect()) as client:
        daemon = Daemon(client)
        wait_until(lambda: not daemon.lanes(), "the lanes of earlier tests are gone")
        yield daemon


def doubles(count: int) -> list[CaseRun]:
    return [CaseRun(key=number, stdin=b"%d" % number) for number in range(count)]


@pytest.mark.parametrize("lane_count", [1, 2])
def test_a_hundred_cases_each_get_their_own_answer(engine: LiveSandbox, lane_count: int) -> None:
    with engine.open(DOUBLE, LIMITS, lane_count) as session:
        answers = {report.key: facts(report).stdout for report in session.run(doubles(100))}
    assert answers == {number: b"%d\n" % (2 * number) for number in range(100)}


@pytest.mark.parametrize("lane_count", [1, 2])
def test_a_session_of_long_runs_makes_as_many_containers_as_it_may(
    docker_engine: LiveSandbox, daemon: Daemon, lane_count: int
) -> None:
    seen: set[str] = set()
    slow = program("python", "import time\ntime.sleep(0.1)\nprint(2 * int(input()))\n")
    with docker_engine.open(slow, LIMITS, lane_count) as session:
        for report in session.run(doubles(20)):
            facts(report)
            seen |= set(daemon.lanes())
    assert len(seen) == lane_count


def test_two_sessions_at_once_do_not_mix(engine: LiveSandbox) -> None:
    other = program("python", "print(3 * int(input()))\n")
    with engine.open(DOUBLE, LIMITS, 1) as two, engine.open(other, LIMITS, 1) as three:
        pairs = list(zip(two.run(doubles(5)), three.run(doubles(5)), strict=True))
    assert [(facts(a).stdout, facts(b).stdout) for a, b in pairs] == [
        (b"%d\n" % (2 * n), b"%d\n" % (3 * n)) for n in range(5)
    ]


def test_a_session_takes_more_runs_after_some_were_abandoned(engine: LiveSandbox) -> None:
    with engine.open(DOUBLE, LIMITS, 1) as session:
        abandoned = iter(session.run(doubles(20)))
        next(abandoned)
        del abandoned
        assert facts(run_one(session, b"21")).stdout == b"42\n"


def test_closing_in_mid_run_leaves_no_container(docker_engine: LiveSandbox, daemon: Daemon) -> None:
    session = docker_engine.open(SLOW_ONCE, LIMITS, 2)
    runs = session.run([CaseRun(key=0, stdin=b"0"), *(CaseRun(key=key, stdin=b"20") for key in range(1, 5))])
    next(iter(runs))
    session.close()
    session.close()
    wait_until(lambda: not daemon.lanes(), "no container is left")


JUDGE = """
import sys
sys.path[:0] = {path!r}
from codementor_cli.domain.judging.execution import CaseRun
from tests.fakes.engines import DockerSandbox, Limits, MoreLanguages, image_of, program
SLOW_ONCE = program('python', 'import time\\ntime.sleep(float(input()))')
LIMITS = Limits(wall_time_seconds=60)
session = DockerSandbox(MoreLanguages(), image_of).open(SLOW_ONCE, LIMITS, 1)
for report in session.run([CaseRun(key=0, stdin=b"0"), CaseRun(key=1, stdin=b"25")]):
    print("judged", flush=True)
"""


def test_killed_judge_leaves_no_container_after_the_next_session(docker_engine: LiveSandbox, daemon: Daemon) -> None:
    command = [sys.executable, "-c", JUDGE.format(path=sys.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as judge:
        assert judge.stdout is not None
        assert judge.stdout.readline() == "judged\n"
        assert len(daemon.lanes(judge.pid)) == 1
        judge.send_signal(signal.SIGKILL)
    with docker_engine.open(DOUBLE, LIMITS, 1) as session:
        assert facts(run_one(session, b"4")).stdout == b"8\n"
    wait_until(lambda: not daemon.lanes(judge.pid), "the dead judge's container is gone")


def with_slow_run(engine: LiveSandbox, seconds: float, disturb: Disturber) -> dict[int, tuple[bytes, str]]:
    """Run one slow case among quick ones while a thread disturbs; return outputs and faults."""
    runs = [CaseRun(key=key, stdin=b"%g" % (seconds if key == 2 else 0)) for key in range(6)]
    with engine.open(SLOW_ONCE, LIMITS, 1) as session:
        disturb.start()
        reports = list(session.run(runs))
        disturb.join()
    return {r.key: (r.execution.stdout if r.execution else b"", r.fault) for r in reports}


class Disturber(threading.Thread):
    """Acts on the lane that runs the slow case, once that is under way, so many times."""

    def __init__(self, daemon: Daemon, times: int, act: str) -> None:
        super().__init__(daemon=True)
        self._daemon = daemon
        self._times = times
        self._act = act
        self._hit: set[str] = set()

    def run(self) -> None:
        for _ in range(self._times):
            wait_until(self._hit_the_slow_lane, "a lane runs the slow case")

    def _hit_the_slow_lane(self) -> bool:
        """Act on the lane that runs the slow case now; False where there is none."""
        for lane in set(self._daemon.lanes()) - self._hit:
            if self._daemon.is_slow(lane):
                self._hit.add(lane)
                getattr(self._daemon, self._act)(lane)
                return True
        return False


def test_lane_killed_in_mid_case_is_replaced_and_the_case_run_again(docker_engine: LiveSandbox, daemon: Daemon) -> None:
    found = with_slow_run(docker_engine, 3, Disturber(daemon, 1, "kill"))
    assert found == dict.fromkeys(range(6), (b"slept\n", ""))


def test_lane_killed_twice_is_a_fault_of_that_case_alone(docker_engine: LiveSandbox, daemon: Daemon) -> None:
    found = with_slow_run(docker_engine, 3, Disturber(daemon, 2, "kill"))
    output, fault = found.pop(2)
    assert output == b""
    assert fault
    assert found == dict.fromkeys((0, 1, 3, 4, 5), (b"slept\n", ""))


def test_silent_lane_is_given_up(docker_engine: LiveSandbox, daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    # Leaves 10 s of the wall time limit, five times what the case takes: a busy machine has time to run it again.
    monkeypatch.setattr(lanes, "MOST_DELAY_SECONDS", 0.0)
    monkeypatch.setattr(lanes, "SILENCE_SECONDS", -20.0)
    found = with_slow_run(docker_engine, 2, Disturber(daemon, 1, "pause"))
    assert found == dict.fromkeys(range(6), (b"slept\n", ""))
    wait_until(lambda: not daemon.lanes(), "the silent container is gone")


def test_live_program_talks_with_a_person_at_a_terminal(engine: LiveSandbox) -> None:
    source = (
        "import sys\nname = input('Name? ')\nage = input('Age? ')\n"
        "print(name, age, sys.stdin.isatty(), sys.stdout.isatty())\n"
    )
    console = AnsweringConsole({b"Name? ": b"Ada\n", b"Age? ": b"36\n"})
    _, execution = engine.run_live(program("python", source), (), LIMITS, console)
    console.close()
    assert execution is not None
    assert execution.exit_code == 0
    assert b"Ada 36 True True" in console.shown


def test_live_program_with_pipes_sees_the_end_of_its_input(engine: LiveSandbox) -> None:
    source = "import sys\nprint(len(sys.stdin.read()), sys.stdin.isatty())\nprint('aside', file=sys.stderr)\n"
    console = RecordingConsole(b"x" * 50_000)
    _, execution = engine.run_live(program("python", source), (), LIMITS, console)
    assert execution is not None
    assert bytes(console.stdout) == b"50000 False\n"
    assert bytes(console.stderr) == b"aside\n"


def test_live_program_that_does_not_end_is_stopped(engine: LiveSandbox) -> None:
    console = RecordingConsole()
    limits = Limits(time_seconds=0.3, wall_time_seconds=1)
    _, execution = engine.run_live(
        program("python", "print('on', flush=True)\nwhile True: pass\n"), (), limits, console
    )
    assert execution is not None
    assert execution.stop is not None
    assert bytes(console.stdout) == b"on\n"
