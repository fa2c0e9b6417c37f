"""Causes that only C and C++ know.

Source: the messages of GCC 14, as the sandbox's image gives them.
"""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_CE = (Verdict.CE,)
_WA = (Verdict.WA,)
_CPP = ("cpp",)
_C = ("c", "cpp")

_STREAM = re.compile(r"\bcin\s*>>")
_LINE_READ = re.compile(r"\bgetline\s*\(")
_SKIPPED = re.compile(r"\bws\b|\bignore\b")
_DECLARED = re.compile(
    r"^[ \t]+(?:unsigned |long |short )*"
    r"(?:int|long|double|float|size_t)\s+(\w+(?:\s*,\s*\w+)*)\s*;",
    re.MULTILINE,
)
_LONGEST = 20
_ZERO = 48
"""The digit 0's place in ASCII."""


def _digits_summed(seen: Symptoms) -> bool:
    """Whether the answer is too large by a digit's place in the table of letters, once or several times."""
    wanted, got = seen.expected.strip(), seen.actual.strip()
    if not (wanted.isdecimal() and got.isdecimal() and len(got) < _LONGEST):
        return False
    times, rest = divmod(int(got) - int(wanted), _ZERO)
    read = seen.shown[0].input if seen.shown else seen.code
    return rest == 0 and 0 < times <= sum(map(str.isdigit, read + seen.code))


def _line_after_number(seen: Symptoms) -> bool:
    """Whether a line is read after a number, and nothing skips what the number left of its own line."""
    number = _STREAM.search(seen.code)
    after = number is not None and _LINE_READ.search(seen.code, number.end()) is not None
    return after and _SKIPPED.search(seen.code) is None


def _starts_unset(seen: Symptoms) -> bool:
    """Whether a local variable is added to, and never stored in, read into or passed by its address."""
    names = [name.strip() for found in _DECLARED.finditer(seen.code) for name in found[1].split(",")]
    return any(_only_raised(name, seen.code) for name in names[:50])


def _only_raised(name: str, code: str) -> bool:
    raised = re.search(rf"\b{name}\s*(?:\+=|-=|\+\+)|\+\+{name}\b", code)
    stored = re.search(rf"\b{name}\s*=(?!=)|>>\s*{name}\b|&{name}\b|[(,]\s*{name}\s*[,)]", code)
    return raised is not None and stored is None


CPP_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="cpp-namespace",
        verdicts=_CE,
        languages=_CPP,
        said=r"['‘](\w+)['’] (?:was not declared in this scope|does not name a type); did you mean ['‘]std::",
        hint="`{it}` belongs to the standard library, whose names live in `std`; {place} does not say so.",
        approach="Either each such name says where it lives, or one line at the top says it for all.",
        steps=("Look at how the starter writes such names.", "Do it for every name of the library in the file."),
        confidence=0.9,
    ),
    Cause(
        name="cpp-stream-arrows",
        verdicts=_CE,
        languages=_CPP,
        said=(
            r"no match for ['‘]operator(?:<<['’] \(operand types are ['‘]std::istream"
            r"|>>['’] \(operand types are ['‘]std::ostream)"
        ),
        hint="In {place} the arrows point the wrong way: they show where the data goes.",
        approach="From `cin` the data goes into your variable; to `cout` it goes out of it.",
        steps=("Say aloud in {place} who gives and who gets.",),
        confidence=0.95,
    ),
    Cause(
        name="cpp-letter-and-text",
        verdicts=_CE,
        languages=_CPP,
        said=(
            r"no match for ['‘]operator[=!<>]=?['’] \(operand types are"
            r" ['‘]std::(?:__cxx11::)?string['’][^\n]*['‘]char['’]"
        ),
        hint="In {place} a text is compared with a single letter: `'a'` is a letter, `\"a\"` is a text of one letter.",
        approach="Decide which of the two you have, and which you need.",
        steps=("Look at the quotes in {place}.", "If you mean one letter of the text, say which place it has."),
        confidence=0.9,
    ),
    Cause(
        name="cpp-nothing-returned",
        verdicts=_CE,
        languages=_C,
        said=r"(?:void value not ignored|invalid use of void expression)",
        hint="{place} uses what a function returns, and that function is `void`: it returns nothing.",
        approach="A function that works something out must say which type comes back, and return it.",
        steps=("Look at the first line of that function, and at whether it has a `return`.",),
        confidence=0.9,
    ),
    Cause(
        name="wrong-argument-count",
        verdicts=_CE,
        languages=("c", "cpp", "java"),
        said=r"(?:too (?:few|many) arguments to function|actual and formal argument lists differ in length)",
        hint="{place} calls a function with another number of values than its first line asks for.",
        approach="Put the call and the function's first line one above the other, and pair the values.",
        steps=("Count the parameters of the function, and the values in the call.",),
        confidence=0.9,
    ),
    Cause(
        name="loop-or-condition-ends-at-once",
        verdicts=(Verdict.WA, Verdict.TLE),
        languages=("c", "cpp", "java", "javascript"),
        code=r"\b(?:for|if)\s*\((?:[^()\n]|\([^()\n]*\))*\)\s*;",
        hint=(
            "A line with `for` or `if` ends in a semicolon. The semicolon is its whole body: what stands in the"
            " braces after it runs once, whatever the condition says."
        ),
        approach="Look at the end of each line that opens a block.",
        steps=("Find the line, and ask what the computer does in each round of it.",),
        confidence=0.7,
    ),
    Cause(
        name="chained-comparison",
        verdicts=_WA,
        languages=("c", "cpp", "javascript"),
        code=r"\b[\w.]+\s*<=?\s*[\w.]+\s*<=?\s*[\w.]+\s*(?:\)|&&|\|\|)",
        hint=(
            "A condition compares three values in a row, as in mathematics. Here the first two give 1 or 0, and that is"
            " then compared with the third."
        ),
        approach="Each comparison takes two values; “between” is two comparisons that must both hold.",
        steps=("Find the condition, and work out by hand what its left part gives.",),
        confidence=0.8,
    ),
    Cause(
        name="c-text-compared-by-==",
        verdicts=_WA,
        languages=("c",),
        code=r'(?:==|!=)\s*"|"\s*(?:==|!=)',
        hint=(
            "In C `==` compares where two texts are stored, not what they say, so it is false for any text that was"
            " read."
        ),
        approach="Texts are compared letter by letter; `string.h` has a function for it.",
        steps=("Look up `strcmp`, and what it gives when two texts are equal.",),
        confidence=0.85,
    ),
    Cause(
        name="cpp-line-after-number",
        verdicts=_WA,
        languages=_CPP,
        code=r"getline\s*\(",
        of_streams=True,
        when=_line_after_number,
        hint=(
            "`cin >> n` reads the digits and leaves the end of their line. Where a `getline` comes right after it, that"
            " gives the rest of the same line, which may be empty."
        ),
        approach="Say for each line that reads what has been read when it ends, line ends included.",
        steps=("Print what each `getline` gave, between two bars.", "Look up `std::ws`, or read that rest away first."),
        confidence=0.7,
    ),
    Cause(
        name="letters-counted-as-numbers",
        verdicts=_WA,
        languages=("c", "cpp", "java"),
        code=r"\bchar\b|charAt\s*\(",
        when=_digits_summed,
        hint=(
            "A letter is used as a number. The digit `'1'` is stored as 49, its place in the table of letters, not as"
            " 1."
        ),
        approach="The digits stand one after the other in that table, so their distance from `'0'` says their value.",
        steps=("Print one digit as a number, and see what comes out.",),
        confidence=0.65,
    ),
    Cause(
        name="too-few-digits-printed",
        verdicts=_WA,
        languages=_CPP,
        code=r"\b(?:double|float)\b",
        when=lambda seen: "e+" in seen.actual and "setprecision" not in seen.code,
        hint="`cout` prints six digits of a number and writes large ones with `e+`, unless it is told otherwise.",
        approach="The value is there, and only its printing is short.",
        steps=("Look up `std::fixed` and `std::setprecision`.", "Read how many decimals the statement asks for."),
        confidence=0.9,
    ),
    Cause(
        name="nothing-stored-at-first",
        verdicts=_WA,
        languages=_C,
        when=_starts_unset,
        hint="A variable is raised or added to, and nothing was ever stored in it: it starts with whatever lay there.",
        approach="In C and C++ a variable inside a function has no value of its own until it is given one.",
        steps=("Go through the declarations, and ask of each variable what it holds before the first round.",),
        confidence=0.8,
    ),
    Cause(
        name="end-of-text-printed",
        verdicts=_WA,
        languages=_C,
        difference=r"^Line \d+ of your output has a NUL character",
        hint=(
            "The output holds a character of value 0, which no screen shows. Such a character stands behind the last"
            " letter of a text, so a place that is no letter of it was printed."
        ),
        approach="The places of a text run from 0 to its length less 1; at the length itself stands that character.",
        steps=("Find each place where one letter of a text is asked for, and its largest number.",),
        confidence=0.75,
    ),
)
