"""The line that tells how far a grading is."""

from __future__ import annotations

from codementor_cli.cli.terminal.grading_progress import GradingProgress
from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.services.grading.repository import Candidate
from codementor_cli.services.grading.workers import Started


def lines(running_count: int) -> list[str]:
    """Return what is told as challenges of so many repositories begin."""
    told: list[str] = []
    candidates = [Candidate(identity=Identity(key=f"s{n}", id=f"s{n}"), name=f"s{n}") for n in range(64)]
    progress = GradingProgress(candidates, 64, told.append, live=True)
    for index in range(running_count):
        progress.happened(Started(index=index, title="Add"))
    return told


def test_few_running_challenges_are_all_named() -> None:
    assert lines(2)[-1] == "0 of 64 graded; now s0: Add, s1: Add"


def test_of_many_running_challenges_the_last_few_are_named() -> None:
    assert lines(32)[-1] == "0 of 64 graded; now s28: Add, s29: Add, s30: Add, s31: Add and 28 more"
