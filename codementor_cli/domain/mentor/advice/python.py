"""Causes that only Python knows.

Source: the messages of CPython 3.13.
"""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause

_CE = (Verdict.CE,)
_RTE = (Verdict.RTE,)
_WA = (Verdict.WA,)
_PYTHON = ("python",)

PYTHON_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="python-else-if",
        verdicts=_CE,
        languages=_PYTHON,
        said=r"expected ':'",
        code=r"^\s*else\s+if\b",
        hint="{place} says `else if`, as other languages do. Python has one word for it.",
        approach="Look up how Python asks a second question when the first was answered no.",
        steps=("Change it wherever the file has it.",),
        confidence=0.95,
    ),
    Cause(
        name="python-plus-plus",
        verdicts=_CE,
        languages=_PYTHON,
        said=r"invalid syntax",
        code=r"\w(?:\+\+|--)\s*$",
        hint="`++` and `--` are of other languages; Python does not have them.",
        approach="Adding 1 is written as adding any other number.",
        steps=("Look up `+=`.",),
        confidence=0.95,
    ),
    Cause(
        name="nothing-to-choose-from",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"(min|max)\(\) (?:iterable argument is empty|arg is an empty sequence)",
        hint="In {place} `{it}` is asked for the best of no values at all.",
        approach="Ask for which input that list is empty: one value only, or none that fits?",
        steps=("Print the list right before {place}.", "Decide what the answer is when there is nothing in it."),
        confidence=0.9,
    ),
    Cause(
        name="name-hides-a-function",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"'((?!NoneType)\w+)' object is not callable",
        hint=(
            "In {place} something of type `{it}` is called like a function. Often a variable has the name of a function"
            " (`list`, `max`, `sum`, `input`) and hides it, or an operator is missing before the bracket."
        ),
        approach="Look at the name that stands before the bracket in {place}, and where a value is stored in it.",
        steps=("Search the file for a line that stores something under that name.", "Give the variable another name."),
        confidence=0.85,
    ),
    Cause(
        name="unhashable",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"unhashable type: '(\w+)'",
        hint=(
            "In {place} a value of type `{it}` is used as a key or put into a set. It can change, so it cannot be"
            " found again."
        ),
        approach="Keys must be values that stay as they are: numbers, texts, tuples of them.",
        steps=("Look up how to make a tuple of a list.",),
        confidence=0.9,
    ),
    Cause(
        name="not-iterable",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"'(int|float)' object is not (?:iterable|subscriptable)",
        hint="In {place} a single number is used as if it were a list.",
        approach="Ask what you want to go through: the numbers up to it, its digits, or a list of another name?",
        steps=("Print the value and its type before {place}.", "For counting up to a number, look up `range`."),
        confidence=0.85,
    ),
    Cause(
        name="python-argument-count",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"(\w+)\(\) (?:missing \d+ required|takes \d+ positional|takes from|got an unexpected)",
        hint="In {place} the function `{it}` is called with other values than its first line asks for.",
        approach="Put the call and the `def` line one above the other, and pair the values.",
        steps=("Count the parameters of `{it}`, and the values in the call.",),
        confidence=0.9,
    ),
    Cause(
        name="text-cannot-change",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"'(str|tuple)' object does not support item assignment",
        hint="In {place} one place of a value of type `{it}` is changed, and such values never change.",
        approach="Make a new one out of the parts, or work on a list and join it in the end.",
        steps=("Look up `list(…)` and `''.join(…)`.",),
        confidence=0.9,
    ),
    Cause(
        name="index-with-decimals",
        verdicts=_RTE,
        languages=_PYTHON,
        said=(
            r"(?:indices must be integers or slices, not (float|str)"
            r"|'(float)' object cannot be interpreted as an integer)"
        ),
        hint=(
            "In {place} a value of type `{it}` stands where only a whole number can: as a place, or as a count of"
            " rounds."
        ),
        approach="`/` gives a number with decimals even where the division has no rest; what is read is text.",
        steps=("Print that value before {place}.", "For a whole result of a division, look up `//`."),
        confidence=0.85,
    ),
    Cause(
        name="python-arguments",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"IndexError",
        code=r"\bargv\s*\[",
        hint="The program looks for its input in `sys.argv`, and that is empty: input comes on standard input here.",
        approach="What stands in the statement under “Input” is read, not given with the command.",
        steps=("Look up `input()`, which reads a line.",),
        confidence=0.9,
    ),
    Cause(
        name="none-printed",
        verdicts=_WA,
        of_streams=True,
        languages=_PYTHON,
        when=lambda seen: "None" in seen.actual.split() and "None" not in seen.expected,
        hint="`None` is printed: that is what a function gives that returns nothing, or a look-up that finds nothing.",
        approach="Printing inside a function and returning from it are two things.",
        steps=(
            "If the function prints the answer itself, do not print what it gives.",
            "Else let every way through it end in `return`.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="python-module",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"(?:No module named '([\w.]+)'|ModuleNotFoundError)",
        hint="The module `{it}` is not here: programs are judged with the language's own modules only.",
        approach="What you need of it can be written with lists, dictionaries and the standard library.",
        steps=("Remove the import, and write the part that you used yourself.",),
        confidence=0.85,
    ),
    Cause(
        name="name-with-a-suggestion",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"name '\w+' is not defined\. (Did you (?:mean|forget)[^?\n]*\?)",
        hint="Python does not know a name in {place}, and asks: {it}",
        approach="A name must be spelled the same everywhere, capitals too, and a module must be imported.",
        steps=("Compare the name with what Python suggests.",),
        confidence=0.9,
    ),
    Cause(
        name="unknown-name",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"(?:name '(\w+)' is not defined|cannot access local variable '(\w+)'|NameError|UnboundLocalError)",
        hint="In {place} the name `{it}` is used before anything was stored in it there.",
        approach=(
            "Either it is spelled otherwise elsewhere, or the line that sets it was not reached, or it belongs"
            " to another function."
        ),
        steps=(
            "Search the file for the name, capitals too.",
            "Give it a first value before the loop or the `if`.",
            "Pass it as a parameter if another function sets it.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="no-such-method",
        verdicts=_RTE,
        languages=_PYTHON,
        said=r"AttributeError: (?!'NoneType')",
        hint="In {place} a value is asked for a part or a method that values of its type do not have.",
        approach="Either the name is spelled otherwise, or the value has another type than you think.",
        steps=(
            "Print the value's type right before {place}, with `type`.",
            "Look up how that type calls what you want to do.",
        ),
    ),
)
