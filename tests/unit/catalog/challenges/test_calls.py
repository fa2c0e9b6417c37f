"""Test cases of function-call challenges."""

from __future__ import annotations

import json
from pathlib import Path

from codementor_cli.domain.challenge.challenge import CheckerType
from tests.fakes.catalog import load_text, problems_of

FUNCTION = """\
function:
  name: two_sum
  parameters: [{name: nums, type: "list[int]"}, {name: label, type: "str | None"}]
  returns: "tuple[int, float]"
tests:
"""


def test_calls_are_json_with_the_checker_json(tmp_path: Path) -> None:
    suite = load_text(tmp_path, FUNCTION + '  - {name: a, args: [[3, 3], "é"], expected: [0, 1e3]}\n')
    [case] = suite.tests
    assert case.input.decode() == '[[3, 3], "é"]'
    assert json.loads(case.expected) == [0, 1000.0]
    assert suite.checker.type is CheckerType.JSON
    assert suite.function is not None
    assert (suite.function.name, suite.function.parameters[0].type) == ("two_sum", "list[int]")


def test_values_of_calls_are_checked_against_the_types(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        FUNCTION
        + """\
  - {args: [[1, x], ~], expected: [1, 1]}
  - {args: [[1, 010], no], expected: [1, 1]}
  - {args: [[1]], expected: [1, 1]}
  - {args: [[1], ~], expected: [1]}
  - {args: [[1], ~], expected: [1, yes]}
  - {args: [[1_000], "a"], expected: [1, 1:30]}
  - {args: [[1], "a"], expected: }
  - {input: "1", expected: "1"}
  - {expected: [1, 1]}
""",
    )
    forms = "a test case has input and expected, args and expected, input_file and expected_file, or files"
    assert found == [
        '6:17: expected int, not the text "x"',
        '7:17: YAML reads 010 as the number 8 (write 8, or "010" in quotes for text)',
        '7:23: expected text, but YAML reads no as false (write "no" in quotes)',
        "8:12: expected 2 arguments, one for each parameter, not 1",
        "9:32: expected tuple[int, float], a list of 2, not of 1",
        "10:36: expected float, not true (YAML reads yes as true)",
        '11:14: YAML reads 1_000 as the number 1000 (write 1000, or "1_000" in quotes for text)',
        '11:42: YAML reads 1:30 as the number 90 (write 90, or "1:30" in quotes for text)',
        "12:34: expected tuple[int, float] (a YAML list), not null",
        "13:6: a function-call challenge has args, not input (write args: [...] and expected:)",
        f"14:5: the key args is missing ({forms})",
    ]


def test_wrong_signature_is_placed(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        """\
function:
  name: twoSum
  parameters: [{name: a, type: "list[itn]"}, {nam: a, type: int}]
  returns: list
tests:
  - {args: [1], expected: 1}
""",
    )
    assert found == [
        "2:9: expected a name in snake_case, like two_sum",
        "3:32: there is no type itn; did you mean int?",
        "3:46: the key name is missing",
        "3:47: unknown key nam (did you mean name?)",
        "4:12: list needs to say what it holds, like list[any]",
    ]


def test_words_of_python_are_no_names(tmp_path: Path) -> None:
    function = "function: {name: lambda, parameters: [], returns: int}\n"
    assert problems_of(tmp_path, function + "tests: [{args: [], expected: 1}]\n") == [
        "1:18: lambda is a word of Python itself: choose another name"
    ]


def test_parameters_have_names_of_their_own(tmp_path: Path) -> None:
    function = "function: {name: f, parameters: [{name: a, type: int}, {name: a, type: int}], returns: int}\n"
    assert problems_of(tmp_path, function + "tests: [{args: [1, 2], expected: 1}]\n") == [
        "1:63: a second parameter is named a"
    ]
