"""Rules for wrong answers."""

from __future__ import annotations

import re
from fractions import Fraction

from codementor_cli.domain.advice.cause import Cause, Symptoms
from codementor_cli.domain.verdict import Verdict

_WA = (Verdict.WA,)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_INT32 = 1 << 31
_SPAN32 = 1 << 32
_LONGEST_JOINED = 10


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(text[:4000])


def _pairs(seen: Symptoms) -> list[tuple[str, str]]:
    """Return the numbers at the same place of both outputs that differ."""
    wanted, got = _numbers(seen.expected), _numbers(seen.actual)
    return [(one, other) for one, other in zip(wanted, got, strict=False) if one != other][:50]


def _wrapped(seen: Symptoms) -> bool:
    """Whether a number is the right one, wrapped around at 32 bits."""
    for wanted, got in _pairs(seen):
        if "." not in wanted + got and len(wanted) < 20 and abs(int(wanted)) >= _INT32:
            return (int(wanted) - int(got)) % _SPAN32 == 0
    return False


def _cut_off(seen: Symptoms) -> bool:
    """Whether numbers are right but for their decimals, which are gone."""
    pairs = [(one, other) for one, other in _pairs(seen) if "." in one]
    return bool(pairs) and all(int(Fraction(one)) == int(Fraction(other)) and _whole(other) for one, other in pairs)


def _whole(number: str) -> bool:
    return Fraction(number).denominator == 1


def _sorted_as_text(seen: Symptoms) -> bool:
    """Whether the right numbers come in the order of their digits."""
    wanted, got = _numbers(seen.expected), _numbers(seen.actual)
    return wanted != got and sorted(wanted) == sorted(got) and got in (sorted(got), sorted(got, reverse=True))


def _silent(seen: Symptoms) -> bool:
    return not seen.actual.strip() and bool(seen.expected.strip())


def _joined(seen: Symptoms) -> bool:
    """Whether the output is the parts of a sum, one after the other: 12 for 1 + 2."""
    wanted, got = seen.expected.strip(), seen.actual.strip()
    if not (wanted.isdecimal() and got.isdecimal() and 1 < len(got) <= _LONGEST_JOINED):
        return False
    return wanted != got and _sums_to(got, int(wanted[:_LONGEST_JOINED]))


def _sums_to(digits: str, total: int) -> bool:
    """Whether digits can be cut into two or more numbers that sum to a total."""
    sums: list[set[int]] = [{0}]
    for end in range(1, len(digits) + 1):
        starts = range(1 if end == len(digits) else 0, end)
        sums.append({one + int(digits[start:end]) for start in starts for one in sums[start]})
    return total in sums[-1]


ANSWER_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="prompt-in-the-output",
        verdicts=_WA,
        difference=r"(?i)prompt",
        hint=(
            "The words that your program asks with are part of its output. The judge reads everything that is printed."
        ),
        approach="There is nobody to ask: input comes by itself.",
        steps=("Leave the text out of `input(...)`, or out of the line that prints the question.",),
        confidence=0.9,
    ),
    Cause(
        name="prints-nothing",
        verdicts=_WA,
        when=_silent,
        hint="The program ends without printing anything.",
        approach=(
            "Computing the answer is not enough: it must be printed, and the function that does it must be called."
        ),
        steps=(
            "Check that the main part is called at all, and that the `print` is reached.",
            "If a function returns the answer, print what it returns.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="number-wrapped-around",
        verdicts=_WA,
        languages=("c", "cpp", "java", "go", "rust"),
        when=_wrapped,
        hint="A number is too large for its type: beyond 2 147 483 647 an `int` starts again from below.",
        approach="Work out the largest value that can come up, also between the steps.",
        steps=(
            "Use a 64-bit type (`long long` in C and C++, `long` in Java) for sums and products.",
            "Check the type of each part: two `int` multiplied give an `int`.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="text-joined-instead-of-added",
        verdicts=_WA,
        languages=("javascript", "typescript", "java", "python"),
        code=r"[+*]",
        when=_joined,
        hint=(
            "Texts are put one after the other where numbers should be added: what is read is text, and with text `+`"
            " means joining."
        ),
        approach="Follow each part of the sum back to where it was read.",
        steps=(
            "Print each part by itself, in quotes.",
            "Turn what was read into numbers, right where it is read; put brackets around a sum that is printed.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="printed-as-a-list",
        verdicts=_WA,
        difference=r"brackets or commas",
        hint="The values are right, and the whole list is printed at once, with brackets and commas around them.",
        approach="The statement says what stands between the values: a space, or a line end.",
        steps=("Look up how your language joins the values of a list to one text.",),
        confidence=0.95,
    ),
    Cause(
        name="division-cuts-decimals",
        verdicts=_WA,
        when=_cut_off,
        hint="The decimals are gone: somewhere two whole numbers are divided, and the rest is thrown away.",
        approach=(
            "In C, C++ and Java, a whole number divided by a whole number is a whole number; in Python, `//` and"
            " `int()` cut."
        ),
        steps=(
            "Make one side of the division a number with decimals.",
            "Check how many decimals the statement asks for.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="sorted-as-text",
        verdicts=_WA,
        when=_sorted_as_text,
        hint="The numbers are in the order of their digits, as words in a dictionary are: 10 before 9.",
        approach="Sorting compares text letter by letter, and numbers by their size.",
        steps=(
            "In JavaScript, give `sort` a function that compares two numbers.",
            "In Python, turn what was read into numbers before sorting.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="java-text-compared-by-==",
        verdicts=_WA,
        languages=("java",),
        code=r'(?:==|!=)\s*"|"\s*(?:==|!=)',
        hint="In Java `==` asks whether two texts are the same object, not whether they say the same.",
        approach="Text that was read is a new object each time, so `==` is false though the letters agree.",
        steps=("Compare with `a.equals(b)`.",),
        confidence=0.8,
    ),
    Cause(
        name="assignment-in-a-condition",
        verdicts=_WA,
        languages=("c", "cpp", "javascript"),
        code=r"\bif\s*\(\s*[A-Za-z_]\w*\s*=\s*[^=]",
        hint="An `if` stores a value instead of comparing: a single `=` is true for everything but 0.",
        approach="Look at each condition, and count the signs.",
        steps=("Write `==` where you ask whether two values are equal.",),
        confidence=0.8,
    ),
    Cause(
        name="shared-default-list",
        verdicts=_WA,
        languages=("python",),
        code=r"^\s*def \w+\([^)\n]*=\s*(?:\[\]|\{\})",
        hint=(
            "A default list or dictionary is made once, when the function is defined, and keeps what earlier"
            " calls put in."
        ),
        approach="The second call starts with what the first one left.",
        steps=("Use `None` as the default, and make the list inside the function.",),
        confidence=0.65,
    ),
    Cause(
        name="only-white-space",
        verdicts=_WA,
        difference=r"(?:white space|line end|line breaks|empty lines|Only spaces|on one line|NUL)",
        hint="The values are right; only spaces or line ends are not as asked.",
        approach="The judge's comparison shows every space and line end: put your output beside it.",
        steps=(
            "Look at how the statement separates values: by spaces, or one a line?",
            "Check what your `print` adds by itself.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="letter-case",
        verdicts=_WA,
        difference=r"(?:capital|case|letters)",
        hint="The words are right, but capitals and small letters are not.",
        approach="Copy the words from the statement.",
        steps=("Compare each fixed word that you print with the statement, letter by letter.",),
        confidence=0.85,
    ),
    Cause(
        name="other-order",
        verdicts=_WA,
        difference=r"another order",
        hint="Everything is there, but in another order.",
        approach="Read again which order the statement asks for, and what decides between equal ones.",
        steps=(
            "Find the first line that is out of place, and ask which rule puts it there.",
            "Sort by that rule, with a second key for equal ones.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="off-by-one",
        verdicts=_WA,
        difference=r"Off by one",
        hint="The answer is one too many or one too few: often the first or the last round of a loop.",
        approach="Go through the smallest failing input by hand, and write down each round.",
        steps=(
            "Check whether ranges include their ends.",
            "Check where counting starts: 0 or 1.",
            "Check `<` and `<=`.",
        ),
        confidence=0.65,
    ),
    Cause(
        name="rounded-otherwise",
        verdicts=_WA,
        difference=r"rounded|written otherwise",
        hint="The number is right, but written or rounded in another way.",
        approach="Read how many decimals the statement asks for.",
        steps=("Round once, at the very end, when printing.", "Use a format that prints exactly so many decimals."),
        confidence=0.8,
    ),
    Cause(
        name="stops-too-early",
        verdicts=_WA,
        difference=r"stops too early",
        hint="What is there is right, but the rest is missing: the program stops too early.",
        approach="Ask what ends the loop: a `break` or `return` in the wrong place, or one round too few?",
        steps=(
            "Check that a `return` or `break` is not inside the loop by its indentation.",
            "Check that all input is read.",
        ),
        confidence=0.7,
    ),
    Cause(
        name="prints-too-much",
        verdicts=_WA,
        difference=r"(?:goes on with|too many|Debug|besides|around)",
        hint="The answer is there, but more is printed than was asked for.",
        approach="The judge reads all that is printed, also what you printed to look inside.",
        steps=("Remove prints that were for yourself.", "Check that the answer is not printed once a round."),
        confidence=0.75,
    ),
)
