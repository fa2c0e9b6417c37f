"""CPU time and memory are the program's own: what it says itself, and the sandbox says no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.ports import Sandbox
from codementor_cli.text.units import MIB
from tests.fakes.engines import MakeEngine, MoreLanguages, facts, once, program, run_one

LIMITS = Limits(time_seconds=10, wall_time_seconds=60, memory_bytes=256 * MIB)
TOLERANCE = 0.05
PAGES_BYTES = 2 * MIB
"""What the C library and the kernel still touch between the program's last look at itself and its end."""

BURNS = """\
import os, sys, time

def burn(seconds):
    while time.process_time() < seconds:
        pass
    return time.process_time()

seconds = float(sys.argv[1])
children = int(sys.argv[2])
for _ in range(children):
    if os.fork() == 0:
        burn(seconds)
        os._exit(0)
for _ in range(children):
    os.wait()
print(burn(seconds) + children * seconds)
"""
TAKES = """\
import sys

taken = bytearray(int(sys.argv[1]) << 20)
with open("/proc/self/status") as status:
    print(next(line for line in status if line.startswith("VmHWM:")).split()[1])
"""
TAKES_IN_C = """\
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    char line[256], *taken = malloc(48 << 20);
    memset(taken, 1, 48 << 20);
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0) printf("%ld\\n", atol(line + 6));
    return taken[5] - 1;
}
"""


@pytest.fixture(params=[True, False], ids=["forked", "started"])
def python_engine(request: pytest.FixtureRequest, make_engine: MakeEngine) -> Sandbox:
    return make_engine(MoreLanguages(replace(MoreLanguages().get("python"), zygote=request.param)))


@pytest.mark.parametrize(("seconds", "children"), [("0.4", "0"), ("0.2", "3")])
def test_cpu_time_is_what_the_program_and_its_children_burned(
    python_engine: Sandbox, seconds: str, children: str
) -> None:
    with python_engine.open(program("python", BURNS), LIMITS, 1) as session:
        execution = facts(run_one(session, b"", seconds, children))
    assert execution.cpu_seconds == pytest.approx(float(execution.stdout), rel=TOLERANCE)


@pytest.mark.parametrize("taken_mib", ["0", "16", "100"])
def test_peak_memory_is_what_the_program_took(python_engine: Sandbox, taken_mib: str) -> None:
    with python_engine.open(program("python", TAKES), LIMITS, 1) as session:
        execution = facts(run_one(session, b"", taken_mib))
    assert execution.peak_memory_bytes == pytest.approx(int(execution.stdout) * 1024, abs=PAGES_BYTES)


def test_peak_memory_of_a_compiled_program_is_what_it_took(engine: Sandbox) -> None:
    execution = once(engine, program("c", TAKES_IN_C), limits=LIMITS)
    assert execution.peak_memory_bytes == pytest.approx(int(execution.stdout) * 1024, abs=PAGES_BYTES)


def test_figures_of_a_program_do_not_grow_with_what_ran_before_it(python_engine: Sandbox) -> None:
    with python_engine.open(program("python", TAKES), LIMITS, 1) as session:
        run_one(session, b"", "100")
        execution = facts(run_one(session, b"", "0"))
    assert execution.peak_memory_bytes < 20 * MIB
