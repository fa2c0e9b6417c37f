from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Disclosure, Identity
from codementor_cli.domain.grading.gradebook import MarkingRules, faulty
from codementor_cli.domain.grading.results import AssignmentResult, CaseData, RepositoryResult
from codementor_cli.domain.judging.execution import TOO_BUSY, TRY_LATER
from codementor_cli.reports.formats import FORMATS, ReportContext
from tests.fakes.grading import (
    AWKWARD,
    GRADED_AT,
    all_right,
    at_fault,
    case,
    challenge,
    empty,
    every_state,
    grading,
    late,
    missing,
    not_compiling,
    partly_right,
    refused,
    repository,
    unfinished,
)
from tests.fakes.grading_inputs import ASSIGNMENT, CHALLENGES
from tests.unit.reports import consumers

AROUND = ReportContext(token="f00d" * 8, host={"CLASSROOM": "c", "OWNER": "o", "SUBMISSION_TAG": "submit/1"})
SCORED = (all_right(), partly_right(), late(), missing(), refused())
WITHOUT_DATA = ("csv", "csv-long", "github-outputs")
CAPPED = [name for name in FORMATS if name != "json"]
"""The own JSON keeps what the model holds, which was capped when it was made."""
FAULTS = (at_fault(), unfinished())
NAMELESS = ("csv-long", "classroom50", "exercism", "ctrf")
"""They have no line on a repository as a whole: each challenge says that there is no file."""


def text_of(name: str, result: AssignmentResult) -> str:
    (text,) = FORMATS[name].texts(result, AROUND)
    assert text is not None
    return text


def of_class(name: str, *repositories: RepositoryResult) -> str:
    return text_of(name, grading(*repositories))


def of_one(name: str, each: RepositoryResult) -> str | None:
    (text,) = FORMATS[name].texts(grading(each), AROUND)
    return text


def everywhere(name: str) -> str:
    """Return all text that a format makes of every state."""
    if FORMATS[name].of_class:
        return of_class(name, *every_state()) + "".join(of_class(name, each) for each in every_state())
    return "".join(of_one(name, each) or "" for each in every_state())


@pytest.mark.parametrize("each", SCORED, ids=lambda each: each.identity.key)
def test_every_consumer_comes_to_the_score_of_record(each: RepositoryResult) -> None:
    final = each.final
    assert final is not None
    assert consumers.gradescope_total(of_one("gradescope", each) or "") == final
    assert consumers.prairielearn_total(of_one("prairielearn", each) or "", each.max_points) == final
    assert consumers.classroom50_total(of_one("classroom50", each) or "") == final / each.max_points
    assert sum(points for _, points in consumers.junit_total(of_class("junit", each)).values()) == final
    ctrf = consumers.valid(of_class("ctrf", each), consumers.CTRF)["results"]
    assert Decimal(str(ctrf["extra"]["codementor"]["totals"][0]["points"])) == final
    shares = [Decimal(str(test["extra"]["codementor"]["points"])) for test in ctrf["tests"]]
    assert sum(shares) == final
    wide = consumers.sheet(of_class("csv", each))[0]
    assert Decimal(wide["score"]) == final
    assert Decimal(wide["Sums (sums)"]) + Decimal(wide["Trees (trees)"]) == final
    assert sum(Decimal(line["score"]) for line in consumers.sheet(of_class("csv-long", each))) == final
    assert f"{wide['score']} of 100 points" in re.sub(r"\\", "", of_class("markdown", each))
    assert f">{wide['score']} / 100</td>" in of_class("html", each)
    assert f"\nscore={wide['score']}\n" in of_class("github-outputs", each)


@pytest.mark.parametrize("each", FAULTS, ids=lambda each: each.identity.key)
def test_our_fault_is_never_a_score(each: RepositoryResult) -> None:
    assert consumers.gradescope_total(of_one("gradescope", each) or "") is None
    assert consumers.prairielearn_total(of_one("prairielearn", each) or "", each.max_points) is None
    assert of_one("classroom50", each) is None
    assert of_one("exercism", each) is None
    assert consumers.sheet(of_class("csv", each))[0]["score"] == ""
    assert "no score" in of_class("html", each)
    assert "\nscore=\n" in of_class("github-outputs", each)
    assert "state=fault" in of_class("github-outputs", each)
    results = consumers.valid(of_class("ctrf", each), consumers.CTRF)["results"]
    assert {test["status"] for test in results["tests"]} == {"other"}
    assert ET.fromstring(of_class("junit", each)).findall(".//error[@type='judge error']")


def test_fault_of_one_repository_leaves_no_total_of_the_class() -> None:
    assert "\nscore=\n" in of_class("github-outputs", all_right(), at_fault())


def test_program_that_does_not_compile_costs_no_attempt_on_prairielearn() -> None:
    value = consumers.valid(of_one("prairielearn", not_compiling()) or "", consumers.PRAIRIELEARN)
    assert value["gradable"] is False
    assert "main.c:3: error" in value["format_errors"][0]


def test_exercism_says_error_only_where_nothing_ran() -> None:
    states = [
        consumers.valid(of_one("exercism", each) or "", consumers.EXERCISM)["status"]
        for each in (all_right(), partly_right(), not_compiling(), missing())
    ]
    assert states == ["pass", "fail", "error", "error"]


def test_exercism_output_keeps_to_its_caps() -> None:
    data = CaseData(input="x" * 10**6, actual="y" * 10**6, prints="z" * 10**6)
    value = consumers.valid(of_one("exercism", _one_wrong(data)) or "", consumers.EXERCISM)
    assert "more characters" in value["tests"][0]["output"]


def _one_wrong(data: CaseData) -> RepositoryResult:
    return repository("max", challenge("sums", case(1, Verdict.WA, "100", data=data)))


def test_classroom50_scales_points_with_decimals_and_says_so() -> None:
    value = consumers.valid(of_one("classroom50", all_right()) or "", consumers.CLASSROOM50)
    assert (value["score"], value["max-score"]) == (1_000_000, 1_000_000)
    assert value["tests"][0]["points-per-score"] == "1/10000"


def test_classroom50_keeps_whole_points() -> None:
    whole = repository("max", challenge("sums", case(1, Verdict.AC, "40"), case(2, Verdict.WA, "60")))
    value = consumers.valid(of_one("classroom50", whole) or "", consumers.CLASSROOM50)
    assert (value["score"], value["max-score"]) == (40, 100)
    assert "points-per-score" not in value["tests"][0]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_a_program_wrote_acts(name: str) -> None:
    text = everywhere(name)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", text)
    assert text.encode()
    if FORMATS[name].file_name.endswith((".xml", ".html")):
        assert "<script" not in text


@pytest.mark.parametrize("name", CAPPED)
def test_ten_megabytes_of_output_do_not_make_a_report_of_that_size(name: str) -> None:
    each = _one_wrong(CaseData(input="]]>" * 10**6, expected="a" * 10**7, actual="\x00" * 10**7, stderr="`" * 10**7))
    text = of_class(name, each) if FORMATS[name].of_class else of_one(name, each)
    assert 1000 < len((text or "").encode()) < 1_000_000 or name in WITHOUT_DATA


def test_junit_is_well_formed_whatever_programs_print() -> None:
    root = ET.fromstring(of_class("junit", *every_state()))
    texts = [each.text or "" for each in root.iter("failure")]
    assert any("]]>&<script>" in text for text in texts)
    assert int(root.attrib["errors"]) == len(list(root.iter("error")))
    assert int(root.attrib["failures"]) == len(list(root.iter("failure")))
    assert int(root.attrib["tests"]) == len(list(root.iter("testcase")))


def children(each: RepositoryResult, tag: str) -> list[str]:
    """Return the names of the test cases that have a child of this kind."""
    root = ET.fromstring(of_class("junit", each))
    assert int(root.attrib[{"failure": "failures", "error": "errors"}.get(tag, tag)]) == len(list(root.iter(tag)))
    return [case.attrib["name"] for case in root.iter("testcase") if case.find(tag) is not None]


@pytest.mark.parametrize("each", [each for each in every_state() if not each.faults], ids=lambda each: each.state)
def test_whatever_a_program_does_is_a_failure_and_never_an_error_in_junit(each: RepositoryResult) -> None:
    failed = [case for one in each.challenges for case in one.cases if case.verdict not in {None, Verdict.AC}]
    without = [one for one in each.challenges if not one.cases or all(case.verdict is None for case in one.cases)]
    assert children(each, "error") == []
    assert len(children(each, "failure")) == len(failed) + len(without)


def test_our_own_fault_is_an_error_in_junit_and_no_failure() -> None:
    assert children(at_fault(), "error") == ["the whole challenge"]
    assert children(at_fault(), "failure") == []
    assert children(unfinished(), "error") == ["grading"]


def test_program_that_does_not_compile_is_one_failure_and_its_cases_are_skipped() -> None:
    assert children(not_compiling(), "failure") == ["compiling", "compiling"]
    cases = [f"{number:02d} case {number}" for number in (1, 2, 3, 1, 2)]
    assert children(not_compiling(), "skipped") == cases
    (sums, _) = ET.fromstring(of_class("junit", not_compiling())).iter("testsuite")
    assert "main.c:3: error" in "".join(each.text or "" for each in sums.iter("failure"))
    tests = consumers.valid(of_class("ctrf", not_compiling()), consumers.CTRF)["results"]["tests"]
    assert [test["status"] for test in tests[:4]] == ["failed", "skipped", "skipped", "skipped"]


def test_cases_that_never_ran_are_not_among_those_failed_most() -> None:
    text = of_class("html", not_compiling(), partly_right())
    assert "Sums: case 2: failed by 1 of 1" in text
    assert "Sums: case 1" not in text


def test_ctrf_starts_and_stops_when_grading_did() -> None:
    result = grading(partly_right(), started_at=GRADED_AT - timedelta(minutes=2))
    summary = consumers.valid(text_of("ctrf", result), consumers.CTRF)["results"]["summary"]
    assert (summary["stop"] / 1000, summary["stop"] - summary["start"]) == (GRADED_AT.timestamp(), 120_000)
    alone = consumers.valid(of_class("ctrf", partly_right()), consumers.CTRF)["results"]["summary"]
    assert alone["stop"] - alone["start"] == pytest.approx(5 * 12.3, abs=1)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_handed_in_is_said_in_every_report(name: str) -> None:
    text = of_class(name, empty()) if FORMATS[name].of_class else of_one(name, empty()) or ""
    words = text.replace("\\", "").lower()
    shorter = {"github-outputs": "state=empty", "junit": "nothing handed in"} | dict.fromkeys(NAMELESS, "no file")
    assert shorter.get(name, "nothing was handed in") in words


@pytest.mark.parametrize("name", ["csv", "html", "markdown", "json"])
def test_nothing_handed_in_is_no_grade_like_others_in_reports_of_a_class(name: str) -> None:
    text = of_class(name, all_right(), empty())
    assert {"csv": ",empty,0,100,no,", "json": '"state": "empty"'}.get(name, "nothing handed in") in text


def test_limit_that_was_hit_has_a_remark_and_wrong_answers_need_none() -> None:
    slow = repository("max", challenge("sums", case(1, Verdict.TLE), case(2, Verdict.TLE), case(3, Verdict.AC)))
    wrong = repository("eva", challenge("sums", case(1, Verdict.WA)))
    lines = consumers.sheet(of_class("csv", slow, wrong, not_compiling()))
    assert [line["remark"] for line in lines[:2]] == ["Sums: time limit exceeded in 2 of 3 cases", ""]
    assert "Sums: compile error, no case was run" in lines[2]["remark"]
    gone = consumers.sheet(of_class("csv", replace(missing(), notes=("There are no commits.",))))
    assert gone[0]["remark"] == "There is no such repository; There are no commits"


def test_machine_that_was_too_busy_is_said_in_every_report_with_what_becomes_of_it() -> None:
    marking = MarkingRules(
        assigned=ASSIGNMENT.challenges[0], challenge=CHALLENGES[0], disclosure=Disclosure.ALL, lateness=None
    )
    busy = faulty(marking, f"{TOO_BUSY} {TRY_LATER}")
    each = replace(repository("max", challenge("sums", case(1, Verdict.AC)), busy), faults=(f"Echo: {busy.reason}",))
    for name, form in FORMATS.items():
        text = of_class(name, each) if form.of_class else of_one(name, each)
        if name == "github-outputs":
            assert "state=fault" in (text or "")
        elif text is not None:
            said = text.replace("\\", "")
            assert TOO_BUSY.rstrip(".") in said, name
            assert "It is judged again next time" in said, name


def test_titles_stand_beside_ids_where_people_look() -> None:
    page = of_class("html", partly_right())
    assert 'Sums<span class="faint id">sums</span>' in page
    assert "<h3>Sums (sums): 02 case 2</h3>" in page
    (first, _) = consumers.sheet(of_class("csv-long", all_right()))
    assert (first["challenge"], first["title"]) == ("sums", "Sums")


def test_students_of_one_name_are_told_apart() -> None:
    same = [replace(all_right(), repository=name, identity=Identity(key="k", id="1", name="Ada")) for name in "xyy"]
    names = ["Ada (x)", "Ada (y)", "Ada (y) #2"]
    suites = [each.get("name") for each in ET.fromstring(of_class("junit", *same)).iter("testsuite")]
    assert suites == [f"{name} / {challenge}" for name in names for challenge in ("sums", "trees")]
    ctrf = consumers.valid(of_class("ctrf", *same), consumers.CTRF)["results"]
    assert [each["who"] for each in ctrf["extra"]["codementor"]["totals"]] == names
    assert {each["suite"][1] for each in ctrf["tests"]} == set(names)
    markdown = of_class("markdown", *same)
    assert re.findall(r"^\| (Ada.*?) \| 100", markdown, re.MULTILINE) == [
        r"Ada \(x\)",
        r"Ada \(y\)",
        r"Ada \(y\) \#&#8203;2",
    ]


def test_junit_names_the_file_and_line_of_a_crash() -> None:
    cases = ET.fromstring(of_class("junit", partly_right())).iter("testcase")
    crashed = next(
        each for each in cases if (bad := each.find("failure")) is not None and bad.get("type") == "run-time error"
    )
    assert (crashed.get("file"), crashed.get("line")) == ("src/main.py", "4")


def test_github_annotates_the_line_of_a_crash() -> None:
    text = of_class("github", partly_right())
    assert "::error file=src/main.py,line=4,title=trees%3A run-time error::" in text


def test_github_escapes_what_would_end_a_property() -> None:
    odd = replace(refused(), challenges=(replace(refused().challenges[0], place=None), refused().challenges[1]))
    assert all(line.count("::") >= 2 for line in of_class("github", odd).split("\n") if line.startswith("::error"))


def test_github_commands_of_a_student_stand_where_commands_are_off() -> None:
    text = of_class("github", partly_right(), all_right()) + of_class("github", partly_right())
    commands_on = True
    for line in text.split("\n"):
        if line == f"::stop-commands::{AROUND.token}":
            commands_on = False
        elif line == f"::{AROUND.token}::":
            commands_on = True
        elif commands_on:
            assert not line or re.match(r"::error (file=[^:]*,)?(line=\d+,)?title=[^:]*::", line)
            assert "owned" not in line.split("::")[0]
    assert commands_on


def test_github_annotates_first_what_says_most() -> None:
    hidden = [replace(case(number, Verdict.WA, "1"), hidden=True) for number in range(1, 21)]
    many = repository("max", challenge("sums", *hidden, case(21, Verdict.WA, "1")), *partly_right().challenges)
    annotations = [line for line in of_class("github", many).split("\n") if line.startswith("::error")]
    assert "line=4,title=trees%3A run-time error" in annotations[0]
    assert "sums%3A wrong answer::21 case 21" in annotations[1]


def test_github_shows_nine_annotations_and_counts_the_rest() -> None:
    many = repository("max", challenge("sums", *(case(number, Verdict.WA, "1") for number in range(1, 31))))
    annotations = [line for line in of_class("github", many).split("\n") if line.startswith("::error")]
    assert len(annotations) == 10
    assert annotations[-1] == "::error title=More::… and 21 more"
    assert all(len(line) < 4096 for line in annotations)


def test_markdown_keeps_to_the_summary_cap() -> None:
    data = CaseData(input="x" * 5000, actual="y" * 5000)
    many = repository("max", challenge("sums", *(case(number, Verdict.WA, "1", data=data) for number in range(1, 900))))
    text = of_class("markdown", many)
    assert 100_000 < len(text.encode()) < 1 << 20
    assert "More failures are not shown here" in text


def test_markdown_fences_cannot_be_ended_from_within() -> None:
    text = of_class("markdown", partly_right())
    block = text[text.index("<details>") : text.index("</details>")]
    fence = re.search(r"^(`+)text$", block, re.MULTILINE)
    assert fence is not None
    inside = block[fence.end() : block.rindex(fence[1])]
    assert "```" in inside
    assert fence[1] not in inside


def test_gradebook_defuses_cells_that_a_spreadsheet_would_run() -> None:
    line = consumers.sheet(of_class("csv", refused()))[0]
    assert line["id"].startswith("'=cmd")


def test_html_asks_nothing_of_a_network_and_has_no_script() -> None:
    text = of_class("html", *every_state())
    assert "default-src 'none'" in text
    assert not re.search(
        r"<script|<img|<iframe|<object|<link(?! rel=\"icon\" href=\"data:,\")|\bon\w+=\"|url\(|https?://", text
    )
    assert "&lt;script&gt;alert(1)" in text


def test_html_names_every_repository_and_its_state() -> None:
    text = of_class("html", *every_state())
    for each in every_state():
        assert f'</summary><div id="r{every_state().index(each)}">' in text
    assert text.count('class="warn">no score') == 2


def test_awkward_text_is_shown_escaped_in_json_reports() -> None:
    value = json.loads(of_one("gradescope", partly_right()) or "")
    output = value["tests"][1]["output"]
    assert r"\x00\x1b[31m" in output
    assert AWKWARD not in output
