"""A flood of files under limits that leave it room: it ends its own case, and no cleaning costs a verdict."""

from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Sandbox
from codementor_cli.text.units import MIB
from tests.fakes.engines import facts, program, run_one

LIMITS = Limits(time_seconds=10, wall_time_seconds=60, memory_bytes=1024 * MIB)
FLOOD = """\
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **words) {
    char name[32];
    for (int number = 0; count > 1 && number < atoi(words[1]); number++) {
        sprintf(name, "d%d", number);
        if (mkdir(name, 0700)) return 1;
    }
    puts(rmdir("d0") ? "clean" : "flooded");
}
"""


@pytest.mark.parametrize("make_engine", ["bubblewrap"], indirect=True, scope="session")
def test_a_flood_of_files_ends_its_case_and_the_next_finds_nothing(engine: Sandbox) -> None:
    with engine.open(program("c", FLOOD), LIMITS, 1) as session:
        flood = facts(run_one(session, b"", "2000000"))
        assert run_verdict(flood, LIMITS) is Verdict.MLE
        assert facts(run_one(session, b"")).stdout == b"clean\n"


@pytest.mark.parametrize("make_engine", ["docker", "bubblewrap"], indirect=True, scope="session")
def test_files_that_are_not_worth_removing_cost_neither_their_case_nor_the_next(engine: Sandbox) -> None:
    with engine.open(program("c", FLOOD), LIMITS, 1) as session:
        few = facts(run_one(session, b"", "5000"))
        assert run_verdict(few, LIMITS) is Verdict.OK
        assert few.stdout == b"flooded\n"
        assert facts(run_one(session, b"")).stdout == b"clean\n"
