"""Python programs do the same, whether their interpreter is started for them or forked from one that is warm."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, SourceFile
from codementor_cli.domain.judging.execution import CaseRun, Execution
from codementor_cli.ports import Session
from codementor_cli.text.units import MIB
from tests.fakes.engines import MakeEngine, MoreLanguages, facts, program

FOLDER = Path(__file__).parent / "programs" / "equivalence"
NEIGHBOUR = SourceFile("neighbour.py", (FOLDER / "neighbour.py").read_bytes())
PROGRAMS = sorted(path for path in FOLDER.glob("*.py") if path.name != NEIGHBOUR.path)
STDIN = "first line\nsecond line, with ä\n\nlast line, without an end".encode()
ARGUMENTS = ("one", "two words", "", "ä", "--option")
LIMITS = Limits(time_seconds=10, wall_time_seconds=30, memory_bytes=256 * MIB)


def python_in_scratch(*, zygote: bool) -> Language:
    """Return Python with the program's file among the case's own, so that one session runs all programs."""
    shipped = MoreLanguages().get("python")
    return replace(shipped, zygote=zygote, check=(), run=("python3", "/box/scratch/main.py", "{arguments}"))


def run_all(session: Session) -> dict[str, Execution]:
    runs = [
        CaseRun(
            key=number,
            stdin=STDIN,
            arguments=ARGUMENTS,
            files=(SourceFile("main.py", path.read_bytes()), NEIGHBOUR),
        )
        for number, path in enumerate(PROGRAMS)
    ]
    return {PROGRAMS[report.key].stem: facts(report) for report in session.run(runs)}


@dataclass(frozen=True, slots=True)
class BothWays:
    """What came of every program, by name."""

    started: dict[str, Execution]
    forked: dict[str, Execution]


@pytest.fixture(scope="module")
def both_ways(make_engine: MakeEngine) -> BothWays:
    found = []
    for zygote in (False, True):
        engine = make_engine(MoreLanguages(python_in_scratch(zygote=zygote)))
        with engine.open(program("python", ""), LIMITS, 1) as session:
            found.append(run_all(session))
    return BothWays(*found)


ADDRESS = re.compile(rb"\b0x[0-9a-f]{6,}\b")
"""In the texts of objects; another in every process."""


def what_it_did(execution: Execution) -> tuple[object, ...]:
    said = (ADDRESS.sub(b"0x", stream) for stream in (execution.stdout, execution.stderr))
    return (execution.exit_code, execution.signal, execution.stop, *said)


@pytest.mark.parametrize("name", [path.stem for path in PROGRAMS])
def test_program_does_the_same_both_ways(both_ways: BothWays, name: str) -> None:
    assert what_it_did(both_ways.forked[name]) == what_it_did(both_ways.started[name])


PARENT = "import os\nprint(os.getppid() == 1, hash('text'))\n"


def test_program_is_forked_where_it_may_be_and_started_where_not(make_engine: MakeEngine) -> None:
    for zygote in (False, True):
        engine = make_engine(MoreLanguages(replace(MoreLanguages().get("python"), zygote=zygote)))
        with engine.open(program("python", PARENT), LIMITS, 1) as session:
            said = [facts(report).stdout.split() for report in session.run([CaseRun(key=key) for key in range(3)])]
        assert {is_first for is_first, _ in said} == {b"False" if zygote else b"True"}
        assert len({text_hash for _, text_hash in said}) == (1 if zygote else 3)


def test_where_the_zygote_does_not_come_up_programs_are_started(make_engine: MakeEngine) -> None:
    shipped = MoreLanguages().get("python")
    python = replace(shipped, environment=(*shipped.environment, ("PYTHONNOUSERSITE", "1")))
    source = "import os\nprint(os.getppid() == 1, os.getuid() == 0, input())\n"
    with make_engine(MoreLanguages(python)).open(program("python", source), LIMITS, 1) as session:
        said = {facts(report).stdout for report in session.run([CaseRun(key=key, stdin=b"in") for key in range(3)])}
    assert said == {b"True False in\n"}


def test_random_numbers_of_cases_differ(make_engine: MakeEngine) -> None:
    source = "import random, uuid, os\nprint(random.random(), uuid.uuid4(), os.urandom(8))\n"
    engine = make_engine(MoreLanguages())
    with engine.open(program("python", source), LIMITS, 1) as session:
        said = [facts(report).stdout for report in session.run([CaseRun(key=key) for key in range(5)])]
    assert len(set(said)) == 5


SEES = """\
import gc, sys

def seen():
    left = [name for name in sys.modules if "codementor" in name or "custom" in name]
    return [sorted(sys.modules), left, gc.isenabled(), len(sys.argv), sys.path[1:], sys.flags.dev_mode]
"""


def test_function_finds_the_same_modules_both_ways(make_engine: MakeEngine) -> None:
    call = b'{"function": "seen", "arguments": [], "marker": "M"}'
    said = []
    for zygote in (False, True):
        engine = make_engine(MoreLanguages(replace(MoreLanguages().get("python"), zygote=zygote)))
        calling = replace(program("python", SEES), calls_function=True)
        with engine.open(calling, LIMITS, 1) as session:
            said.append(facts(*session.run([CaseRun(key=0, stdin=call)])).stdout)
    assert said[0].startswith(b"\nM value [[")
    assert said[0] == said[1]
