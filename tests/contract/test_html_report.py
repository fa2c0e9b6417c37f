"""The HTML report in a real browser."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codementor_cli.domain.grading.results import AssignmentResult
from codementor_cli.reports.html.page import html
from tests.fakes.browser import Browser
from tests.fakes.grading import (
    DUE_AT,
    all_right,
    at_fault,
    grading,
    late,
    missing,
    not_compiling,
    partly_right,
    refused,
)

STATES = (all_right, partly_right, late, not_compiling, missing, refused, at_fault)


@pytest.fixture(scope="module")
def result() -> AssignmentResult:
    chance = random.Random(7)
    repositories = []
    for number in range(200):
        made = STATES[number % len(STATES)](f"student-{number:03d}")
        if made.commit is not None:
            committed_at = DUE_AT - timedelta(days=chance.uniform(-1, 12))
            made = replace(made, commit=replace(made.commit, committed_at=committed_at))
        repositories.append(made)
    return grading(*repositories)


@pytest.fixture(scope="module")
def page(result: AssignmentResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html(result), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return Browser(tmp_path_factory.mktemp("browser"))


def test_every_repository_has_a_line_a_score_and_details(
    browser: Browser, page: Path, result: AssignmentResult
) -> None:
    dom = browser.dom(page)
    lines = re.findall(r'<tr><th><a href="#r(\d+)">.*?</tr>', dom, re.DOTALL)
    assert lines == [str(number) for number in range(200)]
    assert len(re.findall(r"</summary><div id=\"r\d+\">", dom)) == 200
    assert dom.count("no score: not judged</span>") == len(result.faults)


def test_plots_count_every_repository_with_a_score(browser: Browser, page: Path, result: AssignmentResult) -> None:
    dom = browser.dom(page)
    counted = [int(count) for count in re.findall(r"<title>[\d.]+ to [\d.]+ points: (\d+)</title>", dom)]
    assert len(counted) == 10
    assert sum(counted) == sum(each.final is not None for each in result.repositories)
    commits = [int(count) for count in re.findall(r"<title>\d\d \w{3} \d{4}: (\d+)</title>", dom)]
    assert sum(commits) == sum(each.commit is not None for each in result.repositories)
    assert "Sums: case 2: failed by" in dom
    assert dom.count("<svg") == 3


def test_what_programs_wrote_is_text_to_the_browser(browser: Browser, page: Path) -> None:
    dom = browser.dom(page)
    assert "<script" not in dom
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in dom


def test_page_asks_nothing_of_any_network(browser: Browser, page: Path) -> None:
    assert browser.requests(page) == []


def test_page_is_light_or_dark_as_its_reader_has_it(browser: Browser, page: Path) -> None:
    assert browser.background(page, dark=False) == (255, 255, 255)
    assert browser.background(page, dark=True) == (13, 17, 23)


@pytest.mark.parametrize(
    "asking",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="prefetch" href="{}">',
        '<iframe src="{}"></iframe>',
        "<style>body {{ background: url({}) }}</style>",
        '<script>addEventListener("load", () => fetch("{}", {{mode: "no-cors"}}))</script>',
    ],
)
def test_browser_tells_what_a_page_asks_for(browser: Browser, tmp_path: Path, asking: str) -> None:
    page = tmp_path / "asking.html"
    page.write_text(asking.format("http://127.0.0.1:9/pixel"))
    assert browser.requests(page) == ["http://127.0.0.1:9/pixel"]


@pytest.mark.parametrize("width", [420, 640, 1300])
def test_neither_the_page_nor_its_table_needs_sideways_scrolling(browser: Browser, page: Path, width: int) -> None:
    assert browser.overflow(page, width) == {"width": width, "page": 0, "box 0": 0}
