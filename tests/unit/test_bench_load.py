"""The load that verdicts must not depend on: it is there, it ends, and what is blamed is counted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bench.load.judging import Found, count_line, is_blamed, table_lines
from bench.load.subjects import PROGRAMS, right_programs
from codementor_cli.domain.challenge.verdict import Verdict
from tests.fakes.engines import MoreLanguages, wait_until
from tests.fakes.spinners import spinning

SUBJECTS = right_programs(MoreLanguages())
FIRST = SUBJECTS[0]
_PARENT = """\
import sys
from tests.fakes.spinners import spinning
with spinning(2) as spinners:
    print(*(each.pid for each in spinners._processes), flush=True)
    sys.stdin.read()
"""


def found(verdict: Verdict) -> Found:
    return Found(verdict, "CPU 0.40 s, wall 5.00 s", 6.0)


def test_there_are_four_right_programs_in_each_of_ten_languages() -> None:
    counts = Counter(each.request.program.language for each in SUBJECTS)
    assert counts == Counter({language.name: 4 for language in MoreLanguages().all()})
    assert len(counts) == 10


def test_every_program_of_the_folder_is_in_the_table() -> None:
    files = {str(path.relative_to(PROGRAMS)) for path in PROGRAMS.glob("*/*")}
    assert files == {each.name for each in SUBJECTS}


@pytest.mark.parametrize(
    ("verdict", "is_so"),
    [(Verdict.AC, False), (Verdict.JE, False), (Verdict.TLE, True), (Verdict.CE, True), (Verdict.RTE, True)],
)
def test_a_right_program_is_blamed_by_every_verdict_but_its_own_and_judge_error(verdict: Verdict, is_so: bool) -> None:
    assert is_blamed(found(verdict), FIRST) is is_so


def test_a_wrong_program_that_is_accepted_under_load_is_no_better_than_one_that_is_blamed() -> None:
    assert is_blamed(found(Verdict.AC), replace(FIRST, expected=Verdict.TLE))


def test_counts_tell_verdicts_judge_errors_and_blame_apart() -> None:
    every = [found(verdict) for verdict in (Verdict.AC, Verdict.JE, Verdict.TLE, Verdict.AC)]
    line = count_line("under load", [FIRST] * 4, every)
    assert line == "under load: same verdict 2, JE 1, blamed 1, of 4, in 24 s"


def test_table_has_a_row_a_program_and_a_column_a_round() -> None:
    lines = table_lines([FIRST], {"quiet": [found(Verdict.AC)], "under load": [found(Verdict.TLE)]})
    assert lines[0] == "| program | expected | quiet | under load |"
    assert lines[2].startswith("| python/greeting.py | AC | AC (CPU 0.40 s, wall 5.00 s) | TLE (")


def test_each_spinner_has_a_share_of_the_cores_and_all_end_with_the_block() -> None:
    with spinning(3) as spinners:
        pids = [each.pid for each in spinners._processes]
        assert spinners.group_count == len(spinners) == 3
        assert spinners.ended_count == 0
    assert not any(map(is_running, pids))


def test_a_spinner_stops_by_itself_after_its_seconds() -> None:
    with spinning(1, seconds=1) as spinners:
        wait_until(lambda: spinners.ended_count == 1, "the spinner stopped")


def test_spinners_end_when_their_parent_is_killed() -> None:
    top = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=top
    ) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(pids) == 2
    wait_until(lambda: not any(map(is_running, pids)), "the spinners of a dead parent end")


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    with suppress(OSError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False
