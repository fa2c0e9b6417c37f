import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.mentor.answer_code import CANDIDATE_COUNT, candidates

OWN = "def total(numbers):\n    result = 1\n    for number in numbers:\n        result += number\n    return result\n"


def _program(text: str = OWN) -> Program:
    files = (SourceFile("main.py", text.encode()), SourceFile("more.py", b"x = 1\n"))
    return Program(language="python", files=files, main="main.py")


def _mains(*texts: str, own: str = OWN) -> list[str]:
    return [each.files[0].content.decode().rstrip("\n") for each in candidates(texts, _program(own))]


def test_prose_makes_no_program() -> None:
    assert _mains("Look at line 2: with which number should a sum begin?") == []


def test_a_quote_of_the_learners_own_code_makes_no_program() -> None:
    assert _mains("What is `result = 1` for?") == []


def test_a_fenced_block_is_a_program() -> None:
    assert "print(sum([1]))" in _mains("Use this:\n```python\nprint(sum([1]))\n```")


@pytest.mark.parametrize("prefix", ["    ", "1| ", "\t"])
def test_a_block_is_a_program_without_its_margin(prefix: str) -> None:
    block = "".join(f"{prefix}{line}\n" for line in ("a = 1", "print(a)"))
    assert any(each.endswith("a = 1\nprint(a)") for each in _mains(f"```\n{block}```"))


def test_a_function_takes_the_place_of_the_one_of_the_same_name() -> None:
    own = f"import sys\n{OWN}print(total([1]))\n"
    made = _mains("```\ndef total(numbers):\n    return sum(numbers)\n```", own=own)
    assert "import sys\ndef total(numbers):\n    return sum(numbers)\nprint(total([1]))" in [
        "\n".join(line for line in each.split("\n") if line) for each in made
    ]


def test_a_function_in_braces_takes_the_place_of_the_one_of_the_same_name() -> None:
    own = "function f(a) {\n  if (a) { return 1; }\n}\nf(2);"
    made = _mains("```js\nfunction f(a) {\n  return { a };\n}\n```", own=own)
    assert "function f(a) {\n  return { a };\n}\nf(2);" in made


def test_a_line_takes_the_place_of_the_line_that_is_named_or_most_like_it() -> None:
    fixed = OWN.replace("result = 1", "result = 0").rstrip()
    assert fixed in _mains("In line 2 write `result = 0`.")
    assert fixed in _mains("Write `result = 0` at the beginning.")


def test_an_expression_takes_the_right_side_of_its_line() -> None:
    assert OWN.replace("result = 1", "result = 0 * len(numbers)").rstrip() in _mains("Line 2: `0 * len(numbers)`.")


def test_one_quoted_piece_takes_the_place_of_another() -> None:
    assert OWN.replace("= 1", "= 0").rstrip() in _mains("Write `= 0` and not `= 1`.")


def test_other_files_stay() -> None:
    (first, *_) = candidates(["```\nprint(1 + 1)\n```"], _program())
    assert first.files[1] == SourceFile("more.py", b"x = 1\n")


def test_code_spread_over_several_texts_is_put_together() -> None:
    assert any("a = 1\nprint(a)" in each for each in _mains("First `a = 1`", "then `print(a)`"))


@given(
    st.lists(st.text(alphabet="`~ab(){}[]=:;\n\t 12.'\"def line", max_size=300), max_size=4), st.binary(max_size=400)
)
def test_any_answer_to_any_file_makes_a_bounded_number_of_programs(texts: list[str], own: bytes) -> None:
    program = Program(language="python", files=(SourceFile("main.py", own),), main="main.py")
    assert len(candidates(texts, program)) <= CANDIDATE_COUNT


def test_a_megabyte_of_code_is_looked_through_in_linear_time() -> None:
    own = "int f(int a, " * 80_000
    assert len(_mains("`x = f(1)` in line 1", own=own)) <= CANDIDATE_COUNT
