"""No case finds what another case gets, wherever it looks."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.ports import Sandbox
from codementor_cli.text.units import MIB
from tests.fakes.engines import ENGINES, ORDINARY_USER, facts, program

PROGRAMS = Path(__file__).parent / "programs"
pytestmark = pytest.mark.parametrize("make_engine", [*ENGINES, ORDINARY_USER], indirect=True, scope="session")
ROOMY = Limits(time_seconds=10, wall_time_seconds=30, memory_bytes=256 * MIB)


@pytest.mark.parametrize("lane_count", [1, 2])
def test_program_that_searches_everywhere_finds_no_neighbours_input(engine: Sandbox, lane_count: int) -> None:
    canary = b"canary-" + secrets.token_hex(16).encode()
    words = (canary.decode(), canary.decode() * 20)
    search = (PROGRAMS / "search.py").read_bytes()
    runs = [
        CaseRun(key=key, stdin=b"search") if key % 3 == 1 else CaseRun(key=key, stdin=canary * 2000, arguments=words)
        for key in range(9)
    ]
    with engine.open(program("python", search), ROOMY, lane_count) as session:
        found = {report.key: facts(report) for report in session.run(runs)}
    for key in (1, 4, 7):
        assert found[key].stdout.decode() == "held\n", found[key].stderr.decode()
    assert all(found[key].stdout == b"honest\n" for key in (0, 2, 3, 5, 6, 8))
