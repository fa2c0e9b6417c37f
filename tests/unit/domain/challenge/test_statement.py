from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, Function, Parameter, TestCase, TestSuite
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.challenge.skeleton import skeleton
from codementor_cli.domain.challenge.statement import statement_markdown

PYTHON = Language(name="python", title="Python", extensions=(".py",), main_name="main.py", hello="print('hello')")
SAMPLE = TestCase(name="small", input=b"1 2\n", expected=b"3\n", sample=True, description="one and two")
SECRET = TestCase(name="secret", input=b"classified", expected=b"withheld", hidden=True, sample=True)
CHALLENGE = Challenge(
    id="add-two",
    title="Add Two",
    difficulty=Difficulty.EASY,
    description="Add.",
    instructions="Print the *sum*.",
    suite=TestSuite(tests=(SAMPLE, SECRET)),
)
FUNCTION = Function(name="add_two", parameters=(Parameter("first_number", "int"), Parameter("b", "int")), returns="int")


def test_the_statement_has_instructions_samples_limits_and_languages() -> None:
    text = statement_markdown(CHALLENGE, (PYTHON,))

    assert text.startswith("# Add Two\n\n`add-two` · easy · 2 test cases\n\nPrint the *sum*.\n")
    assert "### small\n\none and two\n\nInput:\n\n```text\n1 2\n```\n\nOutput:\n\n```text\n3\n```\n" in text
    assert "2 s of CPU time, 256 MiB of memory" in text
    assert text.endswith("Languages: Python.\n")


def test_hidden_data_is_not_in_the_statement() -> None:
    text = statement_markdown(CHALLENGE, (PYTHON,))

    assert "classified" not in text
    assert "withheld" not in text


def test_a_sample_cannot_end_its_own_block() -> None:
    suite = TestSuite(tests=(replace(SAMPLE, input=b"```\n# title\n````\n"),))

    assert "`````text\n```\n# title\n````\n`````" in statement_markdown(replace(CHALLENGE, suite=suite), (PYTHON,))


def test_a_long_sample_is_cut_and_says_so() -> None:
    suite = TestSuite(tests=(replace(SAMPLE, input=b"7" * 100_000),))
    text = statement_markdown(replace(CHALLENGE, suite=suite), (PYTHON,))

    assert len(text) < 10_000
    assert "(cut here)" in text


def test_a_call_is_shown_as_one() -> None:
    suite = TestSuite(tests=(replace(SAMPLE, input=b"[1, 2]"),), function=FUNCTION)

    assert "Call:\n\n```text\nadd_two(1, 2)\n```" in statement_markdown(replace(CHALLENGE, suite=suite), (PYTHON,))


def test_a_function_is_defined_with_the_names_of_the_challenge() -> None:
    challenge = replace(CHALLENGE, suite=replace(CHALLENGE.suite, function=FUNCTION))
    script = replace(PYTHON, name="javascript", main_name="main.js")

    assert b"def add_two(first_number, b):\n    # add_two(first_number: int, b: int) -> int\n" in (
        skeleton(challenge, PYTHON).content
    )
    assert b"function addTwo(firstNumber, b) {" in skeleton(challenge, script).content
    assert skeleton(challenge, script).path == "main.js"


@pytest.mark.parametrize("title", ["Two\nimport os", "Two */ evil()", "Two\\\nevil", "\x1b[2J"])
def test_a_title_does_not_leave_its_comment(title: str) -> None:
    content = skeleton(replace(CHALLENGE, title=title), PYTHON).content.decode()

    assert content.count("\n") == skeleton(CHALLENGE, PYTHON).content.count(b"\n")
    assert "\x1b" not in content
    assert "\\" not in content


def test_an_unknown_language_begins_with_its_greeting() -> None:
    assert skeleton(CHALLENGE, replace(PYTHON, name="cobol")).content == b"print('hello')"
