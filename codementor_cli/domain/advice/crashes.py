"""Rules for programs that crashed.

Source: the exceptions of CPython 3.13, Node.js 20, OpenJDK 21 and libstdc++, and what they are most often due to in
programs of beginners.
"""

from __future__ import annotations

from codementor_cli.domain.advice.cause import Cause
from codementor_cli.domain.verdict import Verdict

_RTE = (Verdict.RTE,)
_C = ("c", "cpp")

CRASH_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="several-numbers-on-a-line",
        verdicts=_RTE,
        languages=("python",),
        said=r"invalid literal for int\(\) with base 10: '[^']*\d\s+[-\d]",
        hint="In {place} a whole line with several numbers is turned into one number at once.",
        approach="A line is one text. It must be cut at the spaces before its parts can become numbers.",
        steps=(
            "Print the line that is read, with `repr`, to see what is in it.",
            "Cut it with `split()`, then turn each part into a number.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="text-that-is-no-number",
        verdicts=_RTE,
        said=(
            r"(?:invalid literal for int|could not convert string to float|NumberFormatException|invalid_argument"
            r"|InputMismatchException)"
        ),
        hint=(
            "In {place} something is turned into a number that is not the text of one: perhaps empty, a word, or"
            " with a decimal point."
        ),
        approach="Compare line by line what the statement says of the input with what your program reads.",
        steps=(
            "Print what is about to be converted, in quotes.",
            "Check whether an empty line or a word comes before the number.",
        ),
        confidence=0.7,
    ),
    Cause(
        name="unpacks-wrongly",
        verdicts=_RTE,
        languages=("python",),
        said=r"values to unpack",
        hint=(
            "A line falls into another number of pieces than there are names for in {place}. How many pieces does the"
            " line of input have that was read at that moment, and how many does the program expect?"
        ),
        approach="Look at the pieces before giving them names.",
        steps=("Print the pieces as a list.", "Read in the statement what such a line may hold."),
        confidence=0.8,
    ),
    Cause(
        name="reads-too-much",
        verdicts=_RTE,
        said=r"(?:EOFError|NoSuchElementException|No line found)",
        hint="In {place} the program asks for more input than there is.",
        approach="Count how often it reads for the sample, and compare with the number of lines of the sample.",
        steps=("Check the bounds of the loop that reads.", "If the first line says how many follow, use that number."),
        confidence=0.8,
    ),
    Cause(
        name="index-out-of-range",
        verdicts=_RTE,
        said=r"(?:IndexError|IndexOutOfBounds|index out of|out_of_range)",
        hint=(
            "In {place} the program asks for a place that the list does not have. Places run from 0 to the"
            " length less 1."
        ),
        approach="Find the largest index that this line uses, and compare it with the length.",
        steps=(
            "Print index and length just before {place}.",
            "Look at what happens in the last round of the loop, and with an empty or one-element list.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="missing-key",
        verdicts=_RTE,
        said=r"KeyError",
        hint="In {place} the program looks up a key that was never stored.",
        approach="Ask for each key: who put it in, and is that always before this line?",
        steps=(
            "Test with `in` before looking it up, or use `get` with a value for the missing ones.",
            "Check that keys have the same type: `1` and `'1'` differ.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="division-by-zero",
        verdicts=_RTE,
        said=r"(?:ZeroDivisionError|/ by zero|divide by zero|SIGFPE)",
        hint="{place} divides by zero (or takes the rest of a division by zero).",
        approach=(
            "Ask for which input the divisor becomes 0: an empty list, a count of nothing, a difference of equal"
            " numbers?"
        ),
        steps=("Decide what the answer should be in that case.", "Handle it before the division."),
        confidence=0.85,
    ),
    Cause(
        name="text-and-number-mixed",
        verdicts=_RTE,
        languages=("python",),
        said=(
            r"(?:can only concatenate str|unsupported operand type\(s\)[^\n]*'str'"
            r"|not supported between instances of '(?:str|int)' and '(?:int|str)'|can't multiply sequence)"
        ),
        hint="In {place} text meets a number. What `input()` gives is always text, also when it looks like a number.",
        approach="Follow both values back to where they were read.",
        steps=(
            "Turn what was read into a number once, right where it is read.",
            "For printing both, use an f-string or a comma.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="nothing-returned",
        verdicts=_RTE,
        languages=("python",),
        said=r"'NoneType'",
        hint=(
            "In {place} a value is `None`: most often a function without `return`, or a method such as `sort` or"
            " `append`, which changes the list and gives back nothing."
        ),
        approach="Find where that value comes from.",
        steps=(
            "Check that every way through your function ends in `return`.",
            "Don't store what `sort()`, `append()` or `reverse()` give back.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="unknown-name",
        verdicts=_RTE,
        languages=("python",),
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
        languages=("python",),
        said=r"(?:AttributeError: '(\w+)' object|AttributeError)",
        hint="In {place} a value of another type than you think is asked for a method that it does not have.",
        approach="Print the value's type just before that line.",
        steps=("`print(type(x))` in the line before {place}.", "Look up how that type calls what you want to do."),
    ),
    Cause(
        name="endless-recursion",
        verdicts=_RTE,
        said=r"(?:RecursionError|StackOverflowError|Maximum call stack)",
        hint="A function calls itself again and again and never comes to an end.",
        approach="There must be a case that answers without a further call, and every call must come nearer to it.",
        steps=(
            "Write down the calls for the smallest input.",
            "Check that the stopping case comes first, and that it is reached.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="javascript-in-a-browser",
        verdicts=_RTE,
        languages=("javascript", "typescript"),
        said=r"(?:prompt|document|window|alert) is not defined",
        hint="`prompt`, `alert` and `document` belong to browsers; programs here read standard input.",
        approach="Read everything at once, then cut it into lines or words.",
        steps=("Read with `require('fs').readFileSync(0, 'utf8')`.", "Print with `console.log`."),
        confidence=0.95,
    ),
    Cause(
        name="javascript-undefined-value",
        verdicts=_RTE,
        languages=("javascript", "typescript"),
        said=r"(?:of undefined|of null|is not iterable|is not a function)",
        hint="In {place} a value is `undefined` where your program expects an object, a list or a function.",
        approach="Missing places of a list, missing keys and functions without `return` all give `undefined`.",
        steps=("Print the value in the line before {place}.", "Check the index, the key's spelling, or the `return`."),
        confidence=0.7,
    ),
    Cause(
        name="javascript-unknown-name",
        verdicts=_RTE,
        languages=("javascript", "typescript"),
        said=r"(?:(\w+) is not defined|Cannot access '(\w+)' before initialization|ReferenceError)",
        hint="In {place} the name `{it}` is not known: another spelling, or declared later or in another block.",
        approach="`let` and `const` are known only inside their own braces, from their own line on.",
        steps=("Compare the spelling with the declaration.", "Declare it before the block in which it is used."),
        confidence=0.75,
    ),
    Cause(
        name="null-value",
        verdicts=_RTE,
        said=r"(?:NullPointerException|nil pointer)",
        hint="In {place} a variable is used that refers to nothing (`null`).",
        approach="Arrays of objects start full of `null`; so do fields, and maps give it for missing keys.",
        steps=("Find which variable of that line is `null`: print each.", "Make the object before the first use."),
        confidence=0.75,
    ),
    Cause(
        name="scanf-without-address",
        verdicts=_RTE,
        languages=_C,
        said=r"SIGSEGV",
        code=r'scanf\s*\(\s*"[^"]*%(?:l{0,2}[dfu]|lf|d)[^"]*"\s*,\s*(?!&)[A-Za-z_]\w*\s*[,)]',
        hint="`scanf` needs to know where to put a number: the address of the variable.",
        approach="Compare your calls of `scanf` with an example: something stands in front of each number's name.",
        steps=("Put `&` before each number variable in `scanf`.",),
        confidence=0.8,
    ),
    Cause(
        name="bad-memory",
        verdicts=_RTE,
        languages=_C,
        said=r"SIG(?:SEGV|BUS)",
        hint=(
            "The program touched memory that is not its own: an index beyond an array, a pointer that points"
            " nowhere, or recursion without end."
        ),
        approach=(
            "Look at every index and ask for its smallest and largest value; look at every pointer and ask who set it."
        ),
        steps=(
            "Compare the size of each array with the largest input of the statement.",
            "Print the index before it is used.",
            "In C++, use `.at(i)` for a while: it says which access is wrong.",
        ),
        confidence=0.6,
    ),
    Cause(
        name="given-up",
        verdicts=_RTE,
        languages=_C,
        said=r"(?:SIGABRT|bad_alloc|length_error|Assertion)",
        hint=(
            "The program gave itself up: an exception that nothing caught, a failed check, or memory that was"
            " freed or overwritten by mistake."
        ),
        approach="Read the last line on stderr: it names the exception or the check.",
        steps=(
            "Look for sizes that become negative, and for `at()` or `stoi` on values that do not fit.",
            "Check that nothing is freed twice.",
        ),
        confidence=0.5,
    ),
    Cause(
        name="exit-code",
        verdicts=_RTE,
        languages=_C,
        said=r"exit code",
        code=r"\bmain\s*\(",
        hint="The program ended with another exit code than 0, which means that it failed; `main` returns that code.",
        approach="The answer must be printed; what `main` returns is only for success (0) or failure.",
        steps=("End `main` with `return 0;`.",),
        confidence=0.7,
    ),
    Cause(
        name="python-module",
        verdicts=_RTE,
        languages=("python",),
        said=r"(?:No module named '([\w.]+)'|ModuleNotFoundError|ImportError)",
        hint="The module `{it}` is not here: programs are judged with the language's own modules only.",
        approach="What you need of it can be written with lists, dictionaries and the standard library.",
        steps=("Remove the import, and write the part that you used yourself.",),
        confidence=0.85,
    ),
)
