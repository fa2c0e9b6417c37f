from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.challenge import Checker, CheckerType
from codementor_cli.domain.feedback.explanation import explain
from codementor_cli.domain.judging.checkers import check

EXACT, LINES, TOKENS, FLOAT = CheckerType.EXACT, CheckerType.LINES, CheckerType.TOKENS, CheckerType.FLOAT


@pytest.mark.parametrize(
    ("kind", "expected", "actual", "told"),
    [
        (LINES, b"5\n", b"", "Your program printed nothing"),
        (LINES, b"5\n", b" \n\n", "Your program printed only white space"),
        (LINES, b"7\n", b"Enter a: Enter b: 7\n", 'also printed the text "Enter a: Enter b: "'),
        (
            LINES,
            b"7\n",
            b"Enter:\n7\n",
            'Line 1 of your output, "Enter:", is one too many; what comes after it is right.',
        ),
        (LINES, b"6\n", b"1\n3\n6\n", 'has 2 lines too many, from line 1: "1"; what comes after them is right.'),
        (LINES, b"a\nb\nc\n", b"b\nc\n", 'Line 1, "a", is missing; what you print after it is right.'),
        (LINES, b"a\nb\nc\n", b"c\n", '2 lines are missing from line 1, "a", on; what you print after them is right.'),
        (
            LINES,
            b"1\n2\n4\nB\nF\n",
            b"1\n2\n3\n4\nB\n5\nF\n",
            'Line 3 of your output, "3", is one too many: "4", which',
        ),
        (LINES, b"1\n2\n4\nB\nF\n", b"1\n4\nB\nG\n", 'Line 2, "2", is missing: your output goes on with what'),
        (LINES, b"1\n1\n1\n2\n", b"0\n1\n1\n3\n", 'Line 1 should be "1", but your program printed "0".'),
        (LINES, b"1\n2\n", b"n: 1\nm: 2\n", 'also printed the text "n: "'),
        (LINES, b"1\n2\n", b"n: 1\n3\n", 'Line 1 has the right numbers, but also words: "n: 1"; print only "1".'),
        (LINES, b"no\n", b"piano\n", 'Line 1 should be "no", but your program printed "piano".'),
        (LINES, b"1 2\n", b"[1, 2]\n", "The values are right, but they are printed with brackets or commas"),
        (LINES, b"1\n2\n", b"[1, 2]\n", "The values are right, but they are printed with brackets or commas"),
        (LINES, b"a b\n", b"('a', 'b')\n", "The values are right, but they are printed with brackets or commas"),
        (LINES, b"1 2\n", b"1, 2\n", "The values are right, but they are printed with brackets or commas"),
        (TOKENS, b"1 2\n", b"[ 1, 2 ]\n", "The values are right, but they are printed with brackets or commas"),
        (LINES, b"1 2\n", b"[1, 3]\n", 'Line 1 should be "1 2", but your program printed "[1, 3]".'),
        (LINES, b"[1, 2]\n", b"(1, 2)\n", 'Line 1 should be "[1, 2]"'),
        (LINES, b"1 2\n", b"min: 1, max: 2\n", "Line 1 has the right numbers, but also words"),
        (TOKENS, b"1 2\n", b"min 1 max 2\n", "Line 1 has the right numbers, but also words"),
        (LINES, b"1 2\n", b"min: 1, max: 3\n", 'Line 1 should be "1 2"'),
        (LINES, b"Yes\n", b"yes\n", "Only upper and lower case differ"),
        (LINES, "É\n".encode(), "é\n".encode(), "Only upper and lower case differ"),
        (LINES, b"1 2\n3\n", b"1 2 3\n", "The values are right, but the line breaks are not"),
        (LINES, b"1 2\n", b"1  2\n", "Only spaces differ, in line 1"),
        (LINES, b"12\n", b"1 2\n", "Only white space differs"),
        (LINES, b"a\nb\n", b"a\n\nb\n", "Only empty lines differ: there is one too many at line 2."),
        (LINES, b"a\n\nb\n", b"a\nb\n", "Only empty lines differ: there is one too few at line 2."),
        (LINES, b"a\nb\n", b"b\na\n", "All lines are right, but in another order, from line 1 on."),
        (LINES, b"a\nb\nc\n", b"a\nb\n", "stops too early: 2 of 3 lines are there."),
        (LINES, b"a\nb\n", b"a\n", "stops too early: 1 of 2 lines is there."),
        (LINES, b"a\n", b"a\nb\nc\n", 'goes on with 2 lines too many, from line 2: "b".'),
        (LINES, b"1 2 3\n", b"1 2\n", "Line 1 stops too early: 2 of 3 values are there."),
        (LINES, b"1 2\n", b"1 2 3\n", 'Line 1 starts right, but goes on with 1 value too many: "3".'),
        (LINES, b"3.14\n", b"3.1416\n", "Close, but rounded otherwise"),
        (LINES, b"0.4\n", b"0.44\n", "Close, but rounded otherwise"),
        (LINES, b"3.0\n", b"3\n", "The same number, written otherwise"),
        (LINES, b"3.5\n", b"9.5\n", 'Line 1 should be "3.5", but your program printed "9.5".'),
        (LINES, b"a 5\n", b"a 6\n", 'Line 1 should be "a 5", but your program printed "a 6".'),
        (LINES, b"3.1\n", b"3.2\n", 'Line 1 should be "3.1", but your program printed "3.2".'),
        (LINES, b"99.0\n", b"98.5\n", 'Line 1 should be "99.0", but your program printed "98.5".'),
        (LINES, b"3.33\n", b"3.34\n", "Close, but rounded otherwise"),
        (LINES, b"2.5\n", b"2\n", "Close, but rounded otherwise"),
        (LINES, b"yes\n", b"True\n", 'Line 1 should be "yes", but your program printed a truth value, "True".'),
        (LINES, b"Hello, World!\n", b"Hello World!\n", 'Line 1 differs in one character: "," is missing in column 6.'),
        (LINES, b"Hello\n", b"Helllo\n", 'Line 1 differs in one character: "l" in column 5 is one too many.'),
        (LINES, b"Hello.\n", b"Hello!\n", 'it should have "." in column 6, and yours has "!".'),
        (LINES, b"room 15\n", b"room 16\n", 'Line 1 should be "room 15", but your program printed "room 16".'),
        (LINES, b"  *\n **\n***\n", b"*\n**\n***\n", "line 1 should start with 2, and yours starts with none."),
        (TOKENS, b"1 2 3\n4\n", b"1 9 2 3\n4\n", 'Line 1 should be "1 2 3"'),
        (LINES, b"5\n", b"9\n", 'Line 1 should be "5", but your program printed "9".'),
        (LINES, b"a\n", b"a\0\n", "NUL character"),
        (LINES, b"a\n", b"\xfe\n", "not UTF-8 text"),
        (LINES, b"\n\nx\n", b"y\n\nx\n", "also printed the text"),
        (EXACT, b"a\n", b"a\n\n", "Only the line end after the last line is too many."),
        (EXACT, b"a\nb\n", b"a\r\nb\r\n", "Only the line ends differ"),
        (EXACT, b"a\n", b"a \n", "Only white space at the end of line 1 differs."),
        (TOKENS, b"1 2 3", b"1 2", "stops too early: 2 of 3 values came."),
        (TOKENS, b"1 2", b"1 2 3 4", "goes on with 2 values too many."),
        (TOKENS, b"1 2", b"", "Your program printed nothing"),
        (TOKENS, b"7", b"Answer: 7", 'also printed the text "Answer: "'),
        (FLOAT, b"1.5", b"nan", "stands for no number"),
        (FLOAT, b"1e400", b"1e401", 'Line 1 should be "1e400"'),
    ],
)
def test_difference_is_explained(kind: CheckerType, expected: bytes, actual: bytes, told: str) -> None:
    difference = check(expected, actual, Checker(type=kind))
    assert difference is not None
    assert told in explain(difference)


def test_order_is_not_looked_for_in_very_large_outputs() -> None:
    many = [b"%06d\n" % number for number in range(400_000)]
    difference = check(b"".join(many), b"".join(reversed(many)), Checker())
    assert difference is not None
    assert "another order" not in explain(difference)
