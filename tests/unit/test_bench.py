"""The bench's own arithmetic and commands; what it measures is no test's business."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bench.comparison import Comparison, available, comparison_lines, target_line
from bench.measure import CommandFailedError, Pairs, clean_environment
from bench.methods import Method, bare_command, codementor_command
from bench.workloads import Workload, additions, growing, lay_out, standard

WORKLOADS = cache(standard)
"""Made once: some have a million lines of input."""


def test_ratio_is_the_median_of_the_pairs_ratios_not_the_ratio_of_medians() -> None:
    pairs = Pairs(bare=[1.0, 2.0, 10.0], own=[3.0, 2.0, 5.0])
    assert pairs.ratio == 1.0
    assert pairs.seconds == 3.0


def test_method_that_fails_its_trial_is_left_out_with_the_reason(tmp_path: Path) -> None:
    left_out: dict[str, str] = {}
    missing = Method("peer", lambda _: [str(tmp_path / "not-installed")])
    assert available([missing], (growing(1), tmp_path), left_out) == []
    assert "No such file" in left_out["peer"]


def test_method_without_an_image_is_left_out(tmp_path: Path) -> None:
    def refuse(_: Workload) -> list[str]:
        raise CommandFailedError("No Docker daemon answers.")

    left_out: dict[str, str] = {}
    assert available([Method("peer", refuse)], (growing(1), tmp_path), left_out) == []
    assert left_out == {"peer": "No Docker daemon answers."}


def test_table_names_what_was_left_out() -> None:
    hello = WORKLOADS()[3]
    found = Comparison(
        workloads=[hello],
        pairs={("pytest", "W4"): Pairs(bare=[0.5], own=[1.0])},
        left_out={"oj": "it is not installed"},
    )
    text = "\n".join(comparison_lines(found))
    assert "| 0.50 s | 2.00 (1.00 s, 1) |" in text
    assert "Left out: oj: it is not installed." in text


@pytest.mark.parametrize(("measured", "word"), [(0.5, "met"), (0.51, "**missed**")])
def test_target_is_met_up_to_its_limit(measured: float, word: str) -> None:
    assert target_line("W1", measured, 0.5, "").endswith(f"| {word} |")


def test_bare_runs_each_case_in_a_shell_loop_and_stops_at_a_failure() -> None:
    script = bare_command(WORKLOADS()[2])[-1]
    assert "./program" in script
    assert "|| exit 1" in script


def test_codementor_records_nothing_while_it_is_timed() -> None:
    assert "--no-record" in codementor_command(WORKLOADS()[0])


def test_workload_is_laid_out_with_every_case(tmp_path: Path) -> None:
    place = lay_out(Workload("sums", "", "python", "", additions(3)), tmp_path)
    assert len(list((place / "cases").iterdir())) == 6
    assert (place / "CASES.yaml").read_text().count("name: case-") == 3


def test_settings_of_this_shell_do_not_reach_what_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODE_EXECUTOR_TIMEOUT", "1")
    assert "CODE_EXECUTOR_TIMEOUT" not in clean_environment()
