"""Causes that only JavaScript and TypeScript know.

Source: the messages of Node.js 20 and TypeScript 5, as the sandbox's images give them.
"""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_CE = (Verdict.CE,)
_RTE = (Verdict.RTE,)
_WA = (Verdict.WA,)
_JS = ("javascript", "typescript")
_FOR_IN = re.compile(r"\bfor\s*\(\s*(?:const|let|var)\s+(\w+)\s+in\b")
_READ_NAMES = 20


def _goes_through_places(seen: Symptoms) -> bool:
    """Whether a ``for … in`` never uses its variable as a place, so that it was meant to be a value."""
    return any(
        not re.search(rf"\[\s*{re.escape(name)}\s*\]", seen.code) for name in _FOR_IN.findall(seen.code)[:_READ_NAMES]
    )


JAVASCRIPT_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="javascript-words-of-python",
        verdicts=_CE,
        languages=_JS,
        said=r"Unexpected identifier '(and|or|not|elif|def|in|print)'",
        hint="`{it}` in {place} is a word of Python. JavaScript has a sign or another word for it.",
        approach="Say what the word does in Python, and look up how JavaScript writes that.",
        steps=("Look for more such words in the file.",),
        confidence=0.9,
    ),
    Cause(
        name="javascript-constant",
        verdicts=_RTE,
        languages=_JS,
        said=r"Assignment to constant variable",
        hint="{place} stores another value in a name that was declared with `const`, which keeps its first value.",
        approach="Names that change, such as sums and counters, are declared with `let`.",
        steps=("Find the declaration of the name that {place} changes.",),
        confidence=0.95,
    ),
    Cause(
        name="javascript-module",
        verdicts=_RTE,
        languages=_JS,
        said=r"(?:Cannot|…ot|t) find module '([^'\n]+)'",
        hint="The module `{it}` is not here: programs are judged with what Node.js brings along only.",
        approach="What you need of it can be written with arrays, objects and maps.",
        steps=("Remove the `require`, and write the part that you used yourself.",),
        confidence=0.85,
    ),
    Cause(
        name="javascript-readline",
        verdicts=_RTE,
        languages=_JS,
        said=r"(readline|input|gets|read) is not defined",
        hint="Node.js has no function `{it}` that reads a line; other judges and languages have.",
        approach="Read everything at once from standard input, then cut it into lines.",
        steps=("Look at how the starter reads, or look up `readFileSync(0, 'utf8')`.",),
        confidence=0.9,
    ),
    Cause(
        name="javascript-length-called",
        verdicts=_RTE,
        languages=_JS,
        said=r"\.length is not a function",
        hint="`length` in {place} is a value and no function: it is asked for without brackets.",
        approach="Arrays and texts both keep their length as a value.",
        steps=("Look at what follows `length` in {place}.",),
        confidence=0.95,
    ),
    Cause(
        name="javascript-promise-printed",
        verdicts=_WA,
        languages=_JS,
        when=lambda seen: "Promise {" in seen.actual,
        hint="What is printed is a promise of a value, not the value: an `async` function gives one.",
        approach="Such a value must be waited for, or the function need not be `async` at all.",
        steps=("Ask whether that function waits for anything; if not, leave `async` out.", "Else look up `await`."),
        confidence=0.95,
    ),
    Cause(
        name="javascript-map-of-parse-int",
        verdicts=_WA,
        languages=_JS,
        code=r"\.map\(\s*parseInt\s*\)",
        hint=(
            "`map` gives its function the value and the place, and `parseInt` takes a second number as the base to"
            " count in."
        ),
        approach="Only the value should reach the function.",
        steps=("Look up `Number`, which takes one value.",),
        confidence=0.95,
    ),
    Cause(
        name="javascript-not-a-number",
        verdicts=_WA,
        languages=_JS,
        when=lambda seen: "NaN" in seen.actual and "NaN" not in seen.expected,
        hint=(
            "`NaN` means that something was turned into a number that is not the text of one, or that `undefined` took"
            " part in a calculation."
        ),
        approach="Once a value is `NaN`, all that is computed from it is too: find the first one.",
        steps=(
            "Print what is read, in quotes, before it becomes a number: is it a whole line, or empty?",
            "Print each value that goes into the first `NaN`.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="javascript-undefined-printed",
        verdicts=_WA,
        languages=_JS,
        when=lambda seen: "undefined" in seen.actual and "undefined" not in seen.expected,
        hint=(
            "`undefined` is printed: a function that returns nothing, a place that an array lacks, or a key that is"
            " missing."
        ),
        approach="Find out where the printed value comes from, one step back at a time.",
        steps=("Check that every way through the function ends in `return`.", "Check the index or the key."),
        confidence=0.9,
    ),
    Cause(
        name="javascript-for-in",
        verdicts=_WA,
        languages=_JS,
        when=_goes_through_places,
        hint="`for … in` goes through the places of an array ('0', '1', …), as text, and not through its values.",
        approach="JavaScript has two such loops, and their words differ in two letters.",
        steps=("Print the loop's variable in each round.", "Look up which word goes through the values."),
        confidence=0.55,
    ),
    Cause(
        name="javascript-in-a-browser",
        verdicts=_RTE,
        languages=_JS,
        said=r"(?:prompt|document|window|alert) is not defined",
        hint="`prompt`, `alert` and `document` belong to browsers; programs here read standard input.",
        approach="Read everything at once, then cut it into lines or words.",
        steps=("Read with `require('fs').readFileSync(0, 'utf8')`.", "Print with `console.log`."),
        confidence=0.95,
    ),
    Cause(
        name="javascript-undefined-value",
        verdicts=_RTE,
        languages=_JS,
        said=r"(?:of undefined|of null|is not iterable|is not a function)",
        hint="In {place} a value is `undefined`, or no list or function, where your program expects one.",
        approach="Missing places of a list, missing keys and functions without `return` all give `undefined`.",
        steps=("Print the value in the line before {place}.", "Check the index, the key's spelling, or the `return`."),
        confidence=0.7,
    ),
    Cause(
        name="javascript-unknown-name",
        verdicts=_RTE,
        languages=_JS,
        said=r"(?:(\w+) is not defined|Cannot access '(\w+)' before initialization|ReferenceError)",
        hint="In {place} the name `{it}` is not known: another spelling, or declared later or in another block.",
        approach="`let` and `const` are known only inside their own braces, from their own line on.",
        steps=("Compare the spelling with the declaration.", "Declare it before the block in which it is used."),
        confidence=0.75,
    ),
)
