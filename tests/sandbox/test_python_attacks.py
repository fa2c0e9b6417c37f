"""Every attack in Python, in one lane after another's honest program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Session
from tests.fakes.engines import (
    ENGINES,
    ORDINARY_USER,
    TIGHT,
    MakeEngine,
    MoreLanguages,
    facts,
    program,
    run_one,
)
from tests.sandbox.attacks import Attack, attacks_in, check

PROGRAMS = Path(__file__).parent / "programs"
ATTACKS = attacks_in(PROGRAMS / "python", "#")
WAYS = [*((engine, zygote) for engine in ENGINES for zygote in (True, False)), (ORDINARY_USER, True)]
"""Engines, and whether programs may be forked from a zygote; an ordinary user's lanes have none either way."""
pytestmark = pytest.mark.parametrize(("make_engine", "zygote"), WAYS, indirect=True, scope="session")


def part(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


def stdin_for(source: bytes, rest: bytes = b"") -> bytes:
    return part((PROGRAMS / "attack.py").read_bytes()) + part(source) + rest


@pytest.fixture(scope="session")
def zygote(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def session(make_engine: MakeEngine, zygote: bool) -> Iterator[Session]:
    python = replace(MoreLanguages().get("python"), zygote=zygote)
    with make_engine(MoreLanguages(python)).open(
        program("python", (PROGRAMS / "loader.py").read_bytes()), TIGHT, 1
    ) as session:
        yield session


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_attack_gains_nothing_and_leaves_nothing(
    session: Session, attack: Attack, request: pytest.FixtureRequest
) -> None:
    ordinary = request.node.callspec.params["make_engine"] == ORDINARY_USER
    check(attack, run_one(session, stdin_for(attack.content)), TIGHT, ordinary=ordinary)
    probe = facts(run_one(session, stdin_for((PROGRAMS / "probe.py").read_bytes(), rest=b"its own input")))
    assert probe.stdout.decode() == "clean its own input\n"
    assert probe.stderr == b""
    assert run_verdict(probe, TIGHT) is Verdict.OK
    assert probe.cpu_seconds < TIGHT.time_seconds / 2
