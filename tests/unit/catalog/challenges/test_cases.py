"""Ad hoc test cases, and all that challenges share with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.catalog.challenges.cases import load_cases
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.catalog.yaml import problems as report
from codementor_cli.domain.challenge.challenge import CheckerType
from codementor_cli.errors import UserFileError
from codementor_cli.text.units import MIB
from tests.fakes.catalog import load_text, problems_of


def test_inline_cases_are_utf8_and_keep_their_order(tmp_path: Path) -> None:
    suite = load_text(
        tmp_path,
        """\
tests:
  - {name: b, sample: true, input: "é\\n", expected: "ü", description: two dots, points: 2.5}
  - name: a
    hidden: yes
    input: |
      1
      010
    expected: no way
  - {input: "", expected: ""}
""",
    )
    first, second, third = suite.tests
    assert (first.name, first.input, first.expected) == ("b", "é\n".encode(), "ü".encode())
    assert (first.sample, first.hidden, first.points, first.description) == (True, False, 2.5, "two dots")
    assert (second.name, second.input, second.hidden, second.points) == ("a", b"1\n010\n", True, None)
    assert (third.name, third.input, third.expected) == ("case-3", b"", b"")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "false"),
        ("010", "the number 8"),
        ("1:30", "the number 90"),
        ("1e3", "the number 1000.0"),
        ("1.10", "the number 1.1"),
        ("1_000", "the number 1000"),
        ("0x1F", "the number 31"),
        ("2024-01-02", "a date"),
        ("~", "null"),
    ],
)
def test_text_that_yaml_would_retype_is_refused_with_the_way_to_quote_it(
    tmp_path: Path, written: str, read: str
) -> None:
    [found] = problems_of(tmp_path, f'tests:\n  - {{name: a, input: "", expected: {written}}}\n')
    assert found == f'2:36: expected text, but YAML reads {written} as {read} (write "{written}" in quotes)'


@pytest.mark.parametrize(("written", "read"), [("null", "null"), ("7", "the number 7"), ("true", "true")])
def test_what_is_no_text_is_refused_with_the_way_to_quote_it(tmp_path: Path, written: str, read: str) -> None:
    [found] = problems_of(tmp_path, f'tests:\n  - {{input: "", expected: {written}}}\n')
    assert found == f'2:27: expected text, not {read} (write "{written}" in quotes)'


def test_lines_that_yaml_joins_are_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "tests:\n  - input: >\n      1\n      2\n    expected: 1\n      2 x\n")
    assert found == [
        "2:12: YAML joins these lines into one (write | to keep line breaks)",
        "5:15: YAML joins these lines into one (write | to keep line breaks)",
    ]


def test_limits_take_units_and_plain_numbers(tmp_path: Path) -> None:
    limits = "limits: {time: 500ms, wall_time: 6, memory: 64 MiB, output: 0.5, processes: 8}\n"
    suite = load_text(tmp_path, limits + 'tests: [{input: "", expected: ""}]\n')
    assert suite.limits.time_seconds == pytest.approx(0.5)
    assert suite.limits.wall_time_seconds == pytest.approx(6)
    assert suite.limits.memory_bytes == 64 * MIB
    assert suite.limits.output_bytes == MIB // 2
    assert suite.limits.process_count == 8


def test_checker_is_a_name_or_a_mapping(tmp_path: Path) -> None:
    tests = 'tests: [{input: "", expected: ""}]\n'
    assert load_text(tmp_path, tests).checker.type is CheckerType.LINES
    assert load_text(tmp_path, "checker: exact\n" + tests).checker.type is CheckerType.EXACT
    checker = load_text(tmp_path, "checker: {type: float, absolute: 1e-6, relative: 1e-9}\n" + tests).checker
    assert (checker.type, checker.absolute, checker.relative) == (CheckerType.FLOAT, 1e-6, 1e-9)
    checker = load_text(tmp_path, "checker: {type: tokens, case_sensitive: false}\n" + tests).checker
    assert not checker.case_sensitive


@pytest.mark.parametrize(
    ("checker", "words"),
    [
        (
            "linse",
            "1:10: expected exact, lines, tokens, float, unordered, json or custom, not linse (did you mean lines?)",
        ),
        (
            "{type: exact, absolute: 1}",
            "1:25: the checker exact has no option absolute (absolute is for float or json)",
        ),
        ("{type: float, absolute: -1}", "1:25: expected 0 or more"),
        ("{absolute: 1}", "1:10: the key type is missing"),
        ("{type: custom}", "1:10: the key program is missing (write checker: {type: custom, program: checker.py})"),
        ("{type: custom, program: c.py}", "1:25: a custom checker works in a challenge only"),
        ("[exact]", "1:10: expected a mapping, not a list of 1"),
    ],
)
def test_wrong_checker_is_one_problem(tmp_path: Path, checker: str, words: str) -> None:
    found = problems_of(tmp_path, f'checker: {checker}\ntests: [{{input: "", expected: ""}}]\n')
    assert [line.split(": ", 1)[1] for line in found] == [words.split(": ", 1)[1]]


def test_custom_checker_is_a_program(tmp_path: Path, languages: YamlLanguages) -> None:
    (tmp_path / "check.py").write_text("print(42)\n")
    yaml = 'checker: {type: custom, program: check.py}\ntests: [{input: "", expected: ""}]\n'
    program = load_text(tmp_path, yaml, languages).checker.program
    assert program is not None
    assert (program.language, program.main, program.files[0].content) == ("python", "check.py", b"print(42)\n")


def test_pairs_of_files_come_in_name_order_with_the_options_of_the_entry(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("10-b", "02-a"):
        (data / f"{name}.in").write_bytes(name.encode())
        (data / f"{name}.ans").write_bytes(b"\xff\0")
    suite = load_text(tmp_path, "tests:\n  - {files: data/*.in, hidden: true, points: 3}\n")
    assert [(case.name, case.input) for case in suite.tests] == [("02-a", b"02-a"), ("10-b", b"10-b")]
    assert all(case.hidden and case.points == 3 and case.expected == b"\xff\0" for case in suite.tests)
    named = load_text(tmp_path, "tests:\n  - {name: big, files: data/1*.in}\n")
    assert [case.name for case in named.tests] == ["big/10-b"]


def test_one_case_can_name_its_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"in")
    (tmp_path / "b.txt").write_bytes(b"out")
    [case] = load_text(tmp_path, "tests:\n  - {name: a, input_file: a.txt, expected_file: b.txt}\n").tests
    assert (case.input, case.expected) == (b"in", b"out")


def test_files_that_are_missing_or_outside_are_placed_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "1.in").write_text("")
    (tmp_path / "link.in").symlink_to(tmp_path / "1.in")
    (tmp_path / "link.ans").write_text("")
    found = problems_of(
        tmp_path,
        """\
tests:
  - {files: 1.in}
  - {files: nope/*.in}
  - {files: ../*.in}
  - {files: link.in}
  - {files: x*.in}
  - {files: "*.txt"}
  - {input_file: /etc/passwd, expected_file: nope.ans}
""",
    )
    assert found == [
        "2:13: 1.in has no 1.ans beside it (add the expected output)",
        "3:13: there is no folder nope (make that folder, or change the path)",
        "4:13: a path may not leave its folder with .. (copy the file into this folder)",
        "5:13: link.in is a symbolic link (put the file itself there)",
        "6:13: no file matches x*.in (did you mean 1.in?)",
        "7:13: expected a pattern that ends in .in, like data/secret/*.in",
        "8:18: expected a path inside this folder, not an absolute one (name it from this folder on)",
        "8:46: there is no file nope.ans in the folder (did you mean link.ans?)",
    ]


def test_each_test_case_has_exactly_one_form(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        """\
tests:
  - {name: a}
  - {name: b, input: ""}
  - {name: c, input: "", expected: "", files: "*.in"}
  - {name: d, args: [], expected: 1}
  - not a mapping
""",
    )
    forms = "a test case has input and expected, args and expected, input_file and expected_file, or files"
    assert found == [
        f"2:5: this test case has neither input nor args nor files ({forms})",
        f"3:5: the key expected is missing ({forms})",
        f"4:5: this test case has both expected and files and input ({forms})",
        "5:15: args need a function (add function: {name, parameters, returns})",
        "6:5: expected a mapping, not not a mapping, which YAML reads as text",
    ]


def test_names_are_unique_printable_and_short(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        """\
tests:
  - {name: a, input: "", expected: ""}
  - {name: a, input: "", expected: ""}
  - {name: "a\\e[31m", input: "", expected: ""}
  - {name: case-5, input: "", expected: ""}
  - {input: "", expected: ""}
"""
        f'  - {{name: {"x" * 101}, input: "", expected: ""}}\n',
    )
    assert [line.split(":")[0] for line in found] == ["3", "4", "6", "7"]
    assert "a second test case is named a; the first is test case 1" in found[0]
    assert "one line, without control characters" in found[1]
    assert "a second test case is named case-5" in found[2]
    assert "at most 100 letters" in found[3]


@pytest.mark.parametrize("tests", ["", "tests: []\n", "tests: {}\n", "tests:\n"])
def test_a_file_without_test_cases_is_refused(tmp_path: Path, tests: str) -> None:
    assert problems_of(tmp_path, "limits: {time: 1s}\n" + tests)


def test_unknown_keys_name_near_ones_and_other_formats_words(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path, 'tsets: 1\ntests:\n  - {input: "", stdout: "", expected: ""}\nlimits: {timeout: 2s}\n'
    )
    assert found == [
        "1:1: unknown key tsets (did you mean tests?)",
        "3:17: unknown key stdout (did you mean expected?)",
        "4:10: unknown key timeout (did you mean time?)",
    ]


def test_problems_over_the_cap_are_counted(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "tests:\n" + "  - {}\n" * 150)
    assert len(found) == 101
    assert found[-1].endswith("and 50 more problems in this file")


def test_suggestions_end_where_problems_are_only_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(word: str, _known: object) -> str:
        asked.append(word)
        return ""

    monkeypatch.setattr(report, "did_you_mean", note)
    problems_of(tmp_path, "tests:\n" + "  - {hiden: true}\n" * 5000)
    assert len(asked) == 100


def test_too_many_cases_are_refused(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "tests:\n" + "".join(f'  - {{input: "{i}", expected: ""}}\n' for i in range(10_002)))
    assert found == ["10002:5: there are more than 10000 test cases"]


def test_missing_file_is_a_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="there is no file cases"):
        load_cases(tmp_path / "cases.yaml")
    with pytest.raises(UserFileError, match="cannot be opened"):
        load_cases(tmp_path / "nowhere" / "cases.yaml")


def test_wrong_key_does_not_hide_what_the_others_name(tmp_path: Path) -> None:
    found = problems_of(tmp_path, "tests:\n  - {files: nope/*.in, hiden: true}\n  - {name: 1, input: 2, expected: 3}\n")
    assert found == [
        "2:13: there is no folder nope (make that folder, or change the path)",
        "2:24: unknown key hiden (did you mean hidden?)",
        '3:12: expected text, not the number 1 (write "1" in quotes)',
        '3:22: expected text, not the number 2 (write "2" in quotes)',
        '3:35: expected text, not the number 3 (write "3" in quotes)',
    ]


def test_sample_that_is_hidden_is_refused(tmp_path: Path) -> None:
    assert problems_of(tmp_path, 'tests:\n  - {sample: true, hidden: true, input: "", expected: ""}\n') == [
        "2:20: a sample is shown to learners and cannot be hidden (keep one)"
    ]


def test_text_that_looks_like_a_list_or_a_mapping_asks_for_quotes(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "tests:\n  - {input: [1], expected: {a: 1}}\n") == [
        "2:13: expected text, not a list (put text with { } [ ] or : in quotes)",
        "2:28: expected text, not a mapping (put text with { } [ ] or : in quotes)",
    ]
