"""What a student can choose (output, names, commits) against the programs that read reports."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from codementor_cli.cli.render.grading import class_lines, repository_lines
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.domain.grading.results import CaseData, ChallengeState, Commit, Place, RepositoryResult
from codementor_cli.reports.formats import FORMATS, ReportContext
from tests.fakes.github_log import obeyed
from tests.fakes.grading import (
    GRADED_AT,
    all_right,
    case,
    challenge,
    every_state,
    grading,
    repository,
    without_verdict,
)
from tests.unit.reports import consumers

TOKEN = "f00d" * 8
AROUND = ReportContext(token=TOKEN, host={"CLASSROOM": "c", "SUBMISSION_TAG": "submit/1"})
ATTACKS = {
    "html": '">'
    "<img src=x onerror=alert(1)><script>alert(1)</script></pre></title></style>"
    "<style>*{display:none}</style>",
    "html comment": "--><!--<![CDATA[<svg/onload=alert(1)>",
    "attribute": "' onmouseover='alert(1)' x=\" onmouseover=\"alert(1)",
    "markdown": "[click](https://evil.example) ![x](https://evil.example/x.png) "
    "<https://evil.example> www.evil.example **b**",
    "table": "a | b || c\n|---|---|\n| x | y |",
    "fence": "```\n````\n~~~\n``````text\n</details>\n<details open><summary>x</summary>",
    "mention": "@teacher #123 org/repository#1 GH-1",
    "commands": "::error::owned\n  ::set-output name=score::100\n##[error]owned\n"
    "##[add-path]/tmp\n::add-path::/tmp\n%0A::error::owned",
    "resume": f"::{TOKEN[:-1]}::\n::stop-commands::{TOKEN[:-1]}\n::pause-logging::\n::::\n",
    "xml": "]]></failure></testcase><testcase name='owned'/>"
    "&#0;&amp;<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "controls": "".join(map(chr, range(32))) + "\x7f\x80\x9b\x85\u2028\u2029\ufeff\ufffe\uffff\ud800\udfff\udcff",
    "bidi": "\u202eevil\u202c\u2066x\u2069\u200f\u061c\u200b\u00ad\U000e0041",
    "formula": "=1+1",
    "formula after blanks": "  \t=1+1",
    "formula after a quote": '"=1+1',
    "formula after a separator": 'a;=1+1;"@SUM(1)";-1',
    "full-width formula": "\uff1d1+1",
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(1)",
    "quotes": 'a","b",\'c\'\r\nd,e',
    "template": "${{ secrets.GITHUB_TOKEN }} {{7*7}} $(id) `id`",
    "terminal": "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b31m\r\rx\x08\x08",
    "long": "x" * 3000 + " " + "\u754c" * 1000,
}
attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())


def victim(attack: str) -> RepositoryResult:
    """Return a repository in which everything that a student can choose is the attack."""
    data = CaseData(input="1", expected="2", actual=attack, stderr=attack, prints=attack)
    wrong = replace(case(1, Verdict.WA, data=data), message=attack)
    crashed = replace(case(2, Verdict.RTE, data=data), message=attack, place=Place(file=attack, line=3))
    judged = challenge("sums", wrong, crashed, file=attack, reason=attack, notes=(attack,))
    broken = challenge("trees", case(1, None), compiler_output=attack, reason=attack, place=Place(file=attack))
    absent = without_verdict("maps", ChallengeState.MISSING, "5", attack)
    return repository(
        attack,
        judged,
        broken,
        absent,
        identity=Identity(key=attack, id=attack, name=attack, email=attack, section=attack),
        commit=Commit(id="ab" * 20, committed_at=GRADED_AT, modified=(attack,)),
        notes=(attack,),
    )


def text_of(name: str, *repositories: RepositoryResult) -> str:
    (text,) = FORMATS[name].texts(grading(*repositories), AROUND)
    return text or ""


@cache
def reports(attack: str) -> dict[str, str]:
    """Return every report: of the victim alone, and of a class where that is possible."""
    each = victim(attack)
    made = {}
    for name, form in FORMATS.items():
        made[name] = text_of(name, each)
        if form.of_class:
            made[f"{name} of a class"] = text_of(name, each, all_right())
    return made


@attacks
def test_no_character_acts_wherever_a_report_is_shown(attack: str) -> None:
    for name, text in reports(attack).items():
        if not name.startswith("json"):
            acting = re.findall(
                r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200e\u200f\u2028-\u202e\u2066-\u2069]", text
            )
            assert acting == [], name
        assert text.encode(), name


class _Page(HTMLParser):
    """Elements, attributes and style sheets of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[str] = []
        self.declared: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [f"{tag}.{name}" for name, _ in attrs]

    def handle_comment(self, data: str) -> None:
        self.declared.append(data)

    def unknown_decl(self, data: str) -> None:
        self.declared.append(data)


@attacks
@pytest.mark.parametrize("of", ["html", "html of a class"])
def test_html_has_the_elements_and_attributes_of_a_harmless_repository(attack: str, of: str) -> None:
    attacked, harmless = _Page(reports(attack)[of]), _Page(reports("x")[of])
    assert set(attacked.elements) <= {*harmless.elements, "span"}
    assert attacked.elements.count("style") == attacked.elements.count("title") - attacked.elements.count("rect") == 1
    assert {each for each in attacked.attributes if "on" in each.split(".")[1][:2]} == set()
    assert set(attacked.attributes) <= set(harmless.attributes) | {"span.class"}
    assert attacked.declared == []


def _rendered(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def _cells(tokens: list[Token]) -> list[str]:
    """Return what stands in a table beside its first column, which names things, and remarks."""
    texts = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "td_open"]
    width = sum(token.type == "th_open" for token in tokens)
    return [text for place, text in enumerate(texts) if place % width in {1, 2, 3}]


@attacks
@pytest.mark.parametrize("of", ["markdown", "markdown of a class"])
def test_markdown_has_the_blocks_and_cells_of_a_harmless_repository(attack: str, of: str) -> None:
    attacked, harmless = _rendered(reports(attack)[of]), _rendered(reports("x")[of])
    assert [each.type for each in attacked] == [each.type for each in harmless]
    assert _cells(attacked) == _cells(harmless)
    assert all(each.info == "text" for each in attacked if each.type == "fence")
    html = [each.content for each in attacked if each.type == "html_block"]
    assert all(re.fullmatch(r"<details><summary>[^<>]*</summary>\n?|</details>\n?", each) for each in html)


@attacks
@pytest.mark.parametrize("of", ["markdown", "markdown of a class"])
def test_markdown_shows_text_and_no_links_images_or_mentions(attack: str, of: str) -> None:
    inline = [each for token in _rendered(reports(attack)[of]) for each in token.children or ()]
    assert {each.type for each in inline} <= {"text", "strong_open", "strong_close"}
    assert not any(re.search(r"[@#]\w", each.content) for each in inline)


def test_titles_in_the_summary_are_html_as_that_place_is() -> None:
    odd = replace(case(1, Verdict.WA), name="a_case of <b> & `more`")
    text = text_of("markdown", repository("ada", challenge("sums", odd)))
    assert "<summary>Sums (sums): 01 a_case of &lt;b&gt; &amp; `more`</summary>" in text


@attacks
def test_github_obeys_our_own_annotations_only(attack: str) -> None:
    for name in ("github", "github of a class"):
        for line in obeyed(reports(attack)[name]):
            match = re.fullmatch(r"::error (?:file=[^:,]*,(?:line=\d+,)?)?title=[^:,]*::(.*)", line)
            assert match, line
            assert re.search(r"%(?!25|0D|0A|3A|2C)", line) is None
            assert len(line) < 4096


@attacks
def test_github_outputs_are_four_lines_of_our_own(attack: str) -> None:
    for name in ("github-outputs", "github-outputs of a class"):
        lines = reports(attack)[name].splitlines()
        assert [line.split("=")[0] for line in lines] == ["state", "score", "max-score", "passed"]


@attacks
def test_junit_has_the_tests_of_a_harmless_repository(attack: str) -> None:
    for name in ("junit", "junit of a class"):
        attacked, harmless = (ET.fromstring(reports(each)[name]) for each in (attack, "x"))
        assert [each.tag for each in attacked.iter()] == [each.tag for each in harmless.iter()]
        assert [sorted(each.keys()) for each in attacked.iter()] == [sorted(each.keys()) for each in harmless.iter()]


@attacks
def test_gradebook_has_the_cells_of_a_harmless_class_and_none_that_runs(attack: str) -> None:
    for name in ("csv of a class", "csv-long of a class"):
        lines = list(csv.reader(io.StringIO(reports(attack)[name], newline="")))
        harmless = list(csv.reader(io.StringIO(reports("x")[name], newline="")))
        assert [len(line) for line in lines] == [len(line) for line in harmless]
        for cell in (cell for line in lines for cell in line):
            assert re.search(r"(^|;)[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell) is None


@attacks
def test_json_reports_are_valid_for_their_consumers(attack: str) -> None:
    made = reports(attack)
    schemas = {
        "gradescope": consumers.GRADESCOPE,
        "prairielearn": consumers.PRAIRIELEARN,
        "exercism": consumers.EXERCISM,
        "classroom50": consumers.CLASSROOM50,
        "ctrf": consumers.CTRF,
    }
    for name, schema in schemas.items():
        value = json.dumps(consumers.valid(made[name], schema), ensure_ascii=False)
        assert value.encode()
        assert re.search(r"\\u00[01]|[\ud800-\udfff]", value) is None, name
    for name in ("json", "json of a class"):
        assert json.dumps(json.loads(made[name]), ensure_ascii=False).encode()


@attacks
def test_terminal_gets_no_more_than_text(attack: str) -> None:
    result = grading(victim(attack), all_right())
    for colour in (False, True):
        look = Look(width=80, colour=colour, terminal=True)
        text = to_text([*class_lines(result, look), *repository_lines(result, result.repositories[0], look)], look)
        assert re.search(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text) is None
        assert set(re.findall(r"\x1b\[?[^m]*m?", text)) <= {f"\x1b[{code}m" for code in (0, 1, 2, 31, 32, 33)}


def test_class_that_fails_everything_comes_to_reports_that_are_taken() -> None:
    text = "y<" * 2000
    data = CaseData(input=text, expected=text, actual=text, stderr=text, prints=text)
    cases = [case(number, Verdict.WA, "1", data=data) for number in range(1, 21)]
    repositories = [
        repository(f"s{number}", *(challenge(f"c{place}", *cases) for place in range(5))) for number in range(60)
    ]
    for name, most in (("junit", 30), ("html", 30), ("ctrf", 30), ("github", 10), ("markdown", 1)):
        assert len(text_of(name, *repositories).encode()) < most << 20, name


def test_two_hundred_challenges_of_one_repository_keep_to_every_cap() -> None:
    data = CaseData(input="x" * 4096, actual="y\n" * 2048)
    many = [challenge(f"c{number}", case(1, Verdict.WA, "1", data=data)) for number in range(200)]
    each = repository("ada", *many)
    made = {name: text_of(name, each) for name, form in FORMATS.items() if form.of_class}
    assert len(made["markdown"].encode()) < 1 << 20
    assert len(obeyed(made["github"])) == 10
    assert len(text_of("prairielearn", each).encode()) < 1 << 20


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.of_class])
def test_class_of_nobody_is_a_report_too(name: str) -> None:
    assert text_of(name)


def test_class_names_why_points_are_missing() -> None:
    for name in ("markdown", "html", "csv"):
        assert "link out of the repository" in text_of(name, *every_state()).replace("\\", "")
