"""A runner that lies: whatever bytes it sends, the host believes facts in range or gives the lane up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.step_report import LaneDiedError
from codementor_cli.sandbox.policy import Step
from codementor_cli.sandbox.runner import wire
from tests.fakes.lanes import facts

STEP = Step(
    run=CaseRun(key=0, collect=("feedback/score.txt",)), argv=("x",), environment=(), limits=Limits(output_bytes=100)
)

values = st.none() | st.booleans() | st.integers(-(1 << 70), 1 << 70) | st.text(max_size=20) | st.lists(st.booleans())
names = st.sampled_from([*facts(), "key", "s", "root", "path", "executable", "missing", "reason", "version"])
kinds = st.sampled_from(
    [wire.READY, wire.FILE, wire.STEP, wire.INPUT, wire.OUTPUT, wire.DONE, wire.FAULT, wire.DIRTY, wire.CLEAN]
)
headers = st.dictionaries(names, values, max_size=8)
honest = st.just({"key": 0, **facts()})


class Said:
    """A stream on which everything has been said already; meets ``lane.ByteStream``."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def fileno(self) -> int:
        return -1

    def receive(self) -> bytes:
        data, self._data = self._data, b""
        return data

    def send(self, data: memoryview) -> int:
        return len(data)

    def diagnostics(self) -> str:
        return ""

    def close(self) -> None:
        return


def finish(data: bytes) -> None:
    """Take what a runner said; only the two errors that mean «the sandbox failed» may come of it."""
    lane = Lane(Said(data), "said")
    lane.begin(STEP)
    try:
        report = lane.finish()
    except (LaneDiedError, SandboxFault):
        return
    execution = report.execution
    assert len(execution.stdout) <= STEP.limits.output_bytes
    assert len(execution.stderr) <= STEP.limits.output_bytes
    assert execution.cpu_seconds >= 0
    assert execution.exit_code is None or 0 <= execution.exit_code <= 255
    assert {file.path for file in execution.files} <= set(STEP.run.collect)
    assert report.built == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_facts_or_the_lanes_end(data: bytes) -> None:
    finish(data)


@given(st.lists(st.tuples(kinds, headers, st.binary(max_size=150)), max_size=6))
def test_any_frames_are_facts_or_the_lanes_end(frames: list[tuple[int, dict[str, object], bytes]]) -> None:
    finish(b"".join(wire.encode(*frame) for frame in frames))


@given(honest, headers)
def test_honest_facts_with_some_lies_among_them_are_facts_or_the_lanes_end(
    truth: dict[str, object], lies: dict[str, object]
) -> None:
    finish(wire.encode(wire.DONE, {**truth, **lies}))


def test_honest_facts_are_believed() -> None:
    lane = Lane(Said(wire.encode(wire.OUTPUT, {"s": 1}, b"hi") + wire.encode(wire.DONE, {"key": 0, **facts()})), "said")
    lane.begin(STEP)
    assert lane.finish().execution.stdout == b"hi"


def test_a_runner_of_another_version_is_refused() -> None:
    lane = Lane(Said(wire.encode(wire.READY, {"version": 99})), "said")
    with pytest.raises(LaneDiedError, match="99"):
        lane.ready()
