"""Lanes that wait, on the real engines: empty, never used twice, and gone when they should be."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.ports import Sandbox
from codementor_cli.sandbox.warm.demand import PoolOptions
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from tests.fakes.engines import (
    TIGHT,
    MoreLanguages,
    facts,
    once,
    program,
    run_one,
    wait_until,
    what_is_left,
)
from tests.sandbox.attacks import attacks_in, check

PROGRAMS = Path(__file__).parents[1] / "sandbox" / "programs"
LIMITS = Limits(time_seconds=10, wall_time_seconds=30)
LITTER = """
import os, subprocess
for folder in ('/tmp', '/box/scratch', '/dev/shm'):
    open(f'{folder}/left', 'w').write('left')
subprocess.Popen(['sleep', '600'], start_new_session=True)
print(os.stat('/proc/1').st_ctime_ns)
"""
LOOK = """
import os
print([folder for folder in ('/tmp', '/box/scratch', '/dev/shm', '/box/source', '/box/build')
       for name in os.listdir(folder) if name != 'main.py'])
print(os.stat('/proc/1').st_ctime_ns)
"""


@pytest.fixture
def warm(engine: Sandbox) -> Iterator[WarmSandbox]:
    sandbox = WarmSandbox(engine, MoreLanguages(), options=PoolOptions(most_waiting=3, busy_count=2))  # type: ignore[arg-type]
    yield sandbox
    sandbox.close()
    wait_until(lambda: not what_is_left(), "no lane is left")


def test_program_finds_nothing_of_the_one_before_and_another_runner(warm: WarmSandbox) -> None:
    once(warm, program("python", LITTER), limits=LIMITS)
    warm.pool.settle()
    runners = set()
    for _ in range(3):
        seen, runner = once(warm, program("python", LOOK), limits=LIMITS).stdout.splitlines()
        assert seen == b"[]"
        runners.add(runner)
        warm.pool.settle()
    assert len(runners) == 3


def test_compiled_programs_take_waiting_lanes_of_both_kinds(warm: WarmSandbox) -> None:
    for number in range(3):
        source = f'#include <stdio.h>\nint main(void) {{ printf("%d", {number}); }}\n'
        assert once(warm, program("c", source), limits=LIMITS).stdout == b"%d" % number
        warm.pool.settle()
        assert warm.pool.waiting_count() == 2


def test_eight_threads_get_their_own_answers(warm: WarmSandbox) -> None:
    found: dict[int, bytes] = {}

    def judge(number: int) -> None:
        for _ in range(3):
            with warm.open(program("python", f"print({number} * int(input()))\n"), LIMITS, 1) as session:
                found[number] = facts(run_one(session, b"7")).stdout

    threads = [Thread(target=judge, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: b"%d\n" % (7 * number) for number in range(8)}


HOSTILE = (
    *("fork_bomb", "kill_all", "stop_everyone", "kill_the_runner", "memory", "many_files", "background_writer"),
    *("close_streams_and_hang", "system_v_left", "flood_both"),
)
"""What would end, fill, stop or confuse a lane that waits, if it could reach one."""


def test_hostile_programs_reach_no_lane_that_waits_and_honest_ones_are_right(warm: WarmSandbox) -> None:
    attacks = {attack.name: attack for attack in attacks_in(PROGRAMS / "python", "#")}
    loader = program("python", (PROGRAMS / "loader.py").read_bytes())
    found: list[bytes] = []
    faults: list[BaseException] = []

    def attack(name: str) -> None:
        try:
            with warm.open(loader, TIGHT, 1) as session:
                check(attacks[name], run_one(session, hostile_input(attacks[name].content)), TIGHT)
        except BaseException as error:  # noqa: BLE001 - the test reports it
            faults.append(error)

    for name in HOSTILE:
        thread = Thread(target=attack, args=[name])
        thread.start()
        found.append(once(warm, program("python", "print(input()[::-1])\n"), b"honest\n", LIMITS).stdout)
        thread.join()
    assert faults == []
    assert found == [b"tsenoh\n"] * len(HOSTILE)


def hostile_input(source: bytes) -> bytes:
    """Return what the loader takes: the module of all attacks, and this one."""
    parts = ((PROGRAMS / "attack.py").read_bytes(), source)
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


SERVER = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.sandbox.bubblewrap import BubblewrapOptions, BubblewrapSandbox
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from tests.fakes.engines import DockerSandbox, MoreLanguages, image_of, once, program
languages = MoreLanguages()
engine = (
    DockerSandbox(languages, image_of)
    if {name!r} == "docker"
    else BubblewrapSandbox(languages, BubblewrapOptions(images=Path({folder!r})))
)
warm = WarmSandbox(engine, languages)
once(warm, program("python", "print(1)"))
warm.expect("python", Limits())
warm.pool.settle()
print(warm.pool.waiting_count(), flush=True)
sys.stdin.read()
"""


def test_killed_server_leaves_nothing_after_the_next_start(
    engine: Sandbox, warm: WarmSandbox, image_files: Path
) -> None:
    code = SERVER.format(path=sys.path, name=engine.name, folder=str(image_files))
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert int(server.stdout.readline()) > 0
        assert what_is_left(server.pid)
        server.send_signal(signal.SIGKILL)
    with closing(WarmSandbox(engine, MoreLanguages())) as again:  # type: ignore[arg-type]
        again.expect("python", Limits())
        again.pool.settle()
        wait_until(lambda: not _remains(engine, server.pid), "nothing of the killed server is left")


def _remains(engine: Sandbox, process: int) -> list[str]:
    """Return what is left of a process, after one more sweep: a lane may have ended just after the one before."""
    engine.launcher(MoreLanguages().get("python")).finish()  # type: ignore[attr-defined]
    return what_is_left(process)
