"""Every attack in C: one program, whose argument names the attack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Sandbox, Session
from tests.fakes.engines import ENGINES, ORDINARY_USER, TIGHT, facts, folder_program, run_one
from tests.sandbox.attacks import Attack, attacks_in, check

pytestmark = pytest.mark.parametrize("make_engine", [*ENGINES, ORDINARY_USER], indirect=True, scope="session")
FOLDER = Path(__file__).parent / "programs" / "c"


@pytest.fixture(scope="module")
def session(engine: Sandbox) -> Iterator[Session]:
    with engine.open(folder_program("c", FOLDER, "main.c"), TIGHT, 1) as session:
        compilation = session.compilation()
        assert compilation is not None
        assert compilation.success, compilation.output
        yield session


@pytest.mark.parametrize("attack", attacks_in(FOLDER, "//"), ids=str)
def test_attack_gains_nothing_and_leaves_nothing(
    session: Session, attack: Attack, request: pytest.FixtureRequest
) -> None:
    ordinary = request.node.callspec.params["make_engine"] == ORDINARY_USER
    check(attack, run_one(session, b"input", attack.name), TIGHT, ordinary=ordinary)
    probe = facts(run_one(session, b"its own input", "probe"))
    assert probe.stdout.decode() == "clean its own input\n"
    assert run_verdict(probe, TIGHT) is Verdict.OK
    assert probe.cpu_seconds < TIGHT.time_seconds / 2
