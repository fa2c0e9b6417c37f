"""Rules for programs that crashed.

Source: the exceptions of CPython 3.13, Node.js 20, OpenJDK 21 and libstdc++, and what they are most often due to in
programs of beginners.
"""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause

_RTE = (Verdict.RTE,)
_C = ("c", "cpp")

CRASH_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="several-numbers-on-a-line",
        verdicts=_RTE,
        languages=("python",),
        said=r"invalid literal for int\(\) with base 10: '[^']*\d\s+[-\d]",
        hint="In {place} a text with several numbers in it is turned into one number at once.",
        approach="It is one text. It must be cut at the spaces before its parts can become numbers.",
        steps=(
            "Print the text, with `repr`, to see what is in it.",
            "Cut it with `split()`, then turn each part into a number.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="number-too-large-for-its-type",
        verdicts=_RTE,
        said=(
            r'(?:InputMismatchException|NumberFormatException): For input string: "[+-]?\d{10,}"'
            r"|out_of_range[^\n]*\n[^\n]*sto[ild]|out_of_range: sto|ParseIntError \{ kind: (?:Pos|Neg)Overflow"
        ),
        hint="In {place} a number is read that is too large for the type that should hold it.",
        approach="Compare the largest number of the statement with the largest that the type holds.",
        steps=("An `int` ends at 2 147 483 647: look up the type for larger ones, and how it is read.",),
        confidence=0.9,
    ),
    Cause(
        name="text-that-is-no-number",
        verdicts=_RTE,
        said=(
            r"(?:invalid literal for int|could not convert string to float|NumberFormatException|invalid_argument"
            r"|InputMismatchException|Parse(?:Int|Float)Error|invalid value for (?:Integer|Float)\(\))"
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
            "In {place} there are more or fewer values than names to give them to. How many values are there at that"
            " moment, and how many does the program expect?"
        ),
        approach="Look at the values before giving them names.",
        steps=("Print them as a list, right before {place}.", "If they were read, look up what such a line may hold."),
        confidence=0.8,
    ),
    Cause(
        name="reads-too-much",
        verdicts=_RTE,
        of_streams=True,
        said=r"(?:EOFError|NoSuchElementException|No line found)",
        hint="In {place} the program asks for more input than there is.",
        approach="Count how often it reads for the sample, and compare with the number of lines of the sample.",
        steps=("Check the bounds of the loop that reads.", "If the first line says how many follow, use that number."),
        confidence=0.8,
    ),
    Cause(
        name="taken-from-nothing",
        verdicts=_RTE,
        said=r"pop from (?:an )?empty|pop index|popitem\(\): |is empty'$",
        hint="In {place} an item is taken from a collection that has none left.",
        approach="Ask for which input the collection becomes empty, and what should happen then.",
        steps=("Print its length right before {place}.", "Ask whether it has any item before taking one."),
        confidence=0.9,
    ),
    Cause(
        name="index-out-of-range",
        verdicts=_RTE,
        said=r"(?:IndexError|IndexOutOfBounds|index out of|range_check|array::at|basic_string)",
        hint="In {place} the program asks for a place that is not there. Places run from 0 to the length less 1.",
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
            r"can only concatenate str"
            r"|unsupported operand type\(s\)[^\n]*(?:'(?:int|float)' and 'str'|'str' and '(?:int|float)')"
            r"|not supported between instances of (?:'str' and '(?:int|float)'|'(?:int|float)' and 'str')"
        ),
        hint="In {place} text meets a number. Which of the two is text, and should it be?",
        approach="Text is what stands in quotes, and what `input()` gives, also when it looks like a number.",
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
        said=r"NoneType",
        hint=(
            "In {place} a value is `None`. It comes from a function without `return`, from a method such as `sort` or"
            " `append`, which gives back nothing, from a look-up that found nothing, or from the end of a chain."
        ),
        approach="Find where that value comes from.",
        steps=(
            "If a function of yours gives it, check that every way through it ends in `return`.",
            "Don't store what `sort()`, `append()` or `reverse()` give back.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="endless-recursion",
        verdicts=_RTE,
        said=r"(?:RecursionError|StackOverflowError|Maximum call stack)",
        hint="A function calls itself more often than there is room for: it never comes to an end, or goes very deep.",
        approach="There must be a case that answers without a further call, and every call must come nearer to it.",
        steps=(
            "Write down the calls for the smallest input.",
            "Check that the stopping case comes first, and that it is reached.",
        ),
        confidence=0.8,
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
        code=r'scanf\s*\(\s*"[^"\n]*%(?:l{0,2}[dfu]|lf|d)[^"\n]*"\s*,\s*(?!&)[A-Za-z_]\w*\s*[,)]',
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
            "The program touched memory that is not its own: most often by an index beyond an array, a pointer that"
            " points nowhere, recursion without end, or a function that should return a value and does not."
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
            "Look for sizes that become negative, and for places that are not there.",
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
)
