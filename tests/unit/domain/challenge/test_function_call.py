from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.challenge.challenge import Function, TestCase
from codementor_cli.domain.challenge.function_call import call_input, call_text, marker, split_output

FUNCTION = Function(name="two_sum", parameters=(), returns="list[int]")
CALL = TestCase(name="call", input=b"[[3, 3], 6]", expected=b"[0, 1]")


def test_last_marker_counts() -> None:
    came = split_output(b"M value 1\nx\nM value 2\ntail", "M")
    assert (came.prints, came.value) == (b"M value 1\nxtail", b"2")


def test_call_input_is_one_line_and_the_same_each_time() -> None:
    line = call_input(FUNCTION, CALL)
    assert line == call_input(FUNCTION, CALL)
    assert line.count(b"\n") == 1
    assert marker(CALL) != marker(replace(CALL, input=b"[[], 6]")) != marker(replace(CALL, name="other"))


def test_call_text_reads_like_a_call() -> None:
    assert call_text(FUNCTION, b"[[3, 3], 6]") == "two_sum([3, 3], 6)"
    assert call_text(FUNCTION, b"[]") == "two_sum()"
    assert len(call_text(FUNCTION, b"[" + b"1, " * 500 + b"1]")) < 140
