"""Rules for wrong answers."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice import answer_signs
from codementor_cli.domain.mentor.advice.cause import Cause

_WA = (Verdict.WA,)

ANSWER_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="prompt-in-the-output",
        verdicts=_WA,
        when=answer_signs.prompted,
        of_streams=True,
        hint=(
            "The words that your program asks with are part of its output. The judge reads everything that is printed."
        ),
        approach="There is nobody to ask: input comes by itself.",
        steps=("Leave the text out of the call that reads, or take the line out that prints it.",),
        confidence=0.9,
    ),
    Cause(
        name="prints-nothing",
        verdicts=_WA,
        when=answer_signs.silent,
        of_streams=True,
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
        when=answer_signs.wrapped,
        hint="A number is too large for its type: beyond 2 147 483 647 an `int` starts again from below.",
        approach="Work out the largest value that can come up, also between the steps.",
        steps=(
            "Use a 64-bit type (`long long` in C and C++, `long` in Java) for sums and products.",
            "Check the type of each part: two `int` multiplied give an `int`.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="text-repeated",
        verdicts=_WA,
        languages=("python", "ruby"),
        code=r"\*",
        when=answer_signs.repeated,
        of_streams=True,
        hint="A text is repeated where a number should be multiplied: `*` writes a text several times.",
        approach="Ask of each side of `*` whether it is text or a number, and where it was read.",
        steps=("Print the value with its type.", "Turn what was read into a number, right where it is read."),
        confidence=0.8,
    ),
    Cause(
        name="text-joined-instead-of-added",
        verdicts=_WA,
        languages=("javascript", "typescript", "java", "python", "ruby"),
        code=r"\+",
        when=answer_signs.joined,
        of_streams=True,
        hint=(
            "Texts are put one after the other where numbers should be added: where a side of `+` is text, `+` joins"
            " instead of adding."
        ),
        approach="Follow each part of the sum back, and find the one that is text.",
        steps=(
            "Look at each part of the sum: was it read and never turned into a number, or does it stand in quotes?",
            "Put brackets around a sum that is printed beside a text.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="printed-as-a-list",
        verdicts=_WA,
        difference=r"^The values are right, but they are printed with brackets",
        hint="The values are right, and the whole list is printed at once, with brackets and commas around them.",
        approach="The statement says what stands between the values: a space, or a line end.",
        steps=("Look up how your language joins the values of a list to one text.",),
        confidence=0.95,
    ),
    Cause(
        name="division-cuts-decimals",
        verdicts=_WA,
        when=answer_signs.cut_off,
        hint="The decimals are gone: a division of whole numbers throws them away, and so does turning into one.",
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
        when=answer_signs.sorted_as_text,
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
        when=answer_signs.text_compared,
        hint="In Java `==` asks whether two texts are the same object, not whether they say the same.",
        approach="Text that was read is a new object each time, so `==` is false though the letters agree.",
        steps=("Compare with `a.equals(b)`.",),
        confidence=0.8,
    ),
    Cause(
        name="assignment-in-a-condition",
        verdicts=_WA,
        languages=("c", "cpp", "javascript"),
        code=r"\bif\s*\(\s*[A-Za-z_]\w*\s*=\s*(?:-?\w+(?:\.\d+)?|'[^'\n]*'|\"[^\"\n]*\")\s*(?:\)|&&|\|\|)",
        hint="An `if` stores a value instead of comparing: a single `=` is true for everything but 0.",
        approach="Look at each condition, and count the signs.",
        steps=("Write `==` where you ask whether two values are equal.",),
        confidence=0.8,
    ),
    Cause(
        name="shared-default-list",
        verdicts=_WA,
        languages=("python",),
        when=answer_signs.default_changed,
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
        difference=r"^(?:Only (?:white space|spaces differ|empty lines|the line end)|The values are right, but the li)",
        hint="The values are right; only spaces or line ends are not as asked.",
        approach="The judge's comparison shows every space and line end: put your output beside it.",
        steps=(
            "Look at how the statement separates values: by spaces, or one a line?",
            "Check what your `print` adds by itself.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="indentation",
        verdicts=_WA,
        difference=r"^Only the spaces at the start of lines",
        of_streams=True,
        hint="The lines are right but for the spaces that they start with.",
        approach="Work out for each line how many spaces stand before its first sign, and on what that number depends.",
        steps=("Write the numbers of spaces beside the lines of the expected output: how do they go on?",),
        confidence=0.9,
    ),
    Cause(
        name="letter-case",
        verdicts=_WA,
        difference=r"^Only upper and lower case differ",
        hint="The words are right, but capitals and small letters are not.",
        approach="Copy the words from the statement.",
        steps=("Compare each fixed word that you print with the statement, letter by letter.",),
        confidence=0.85,
    ),
    Cause(
        name="other-order",
        verdicts=_WA,
        difference=r"^All lines are right, but in another order",
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
        when=answer_signs.off_by_one,
        hint=(
            "In each failing case that you can see, the wrong numbers are off by exactly one, always to the same side."
            " Often that is the first or the last round of a loop, or counting that starts at the wrong number."
        ),
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
        difference=r"^(?:Close, but rounded|The same number)",
        hint="The number is right, but written or rounded in another way.",
        approach="Read how many decimals the statement asks for.",
        steps=("Round once, at the very end, when printing.", "Use a format that prints exactly so many decimals."),
        confidence=0.8,
    ),
    Cause(
        name="stops-too-early",
        verdicts=_WA,
        difference=r"^(?:Your output is right so far, but|Line \d+) stops too early",
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
        difference=(
            r"^(?:Your output (?:starts right, but goes on|has \d+ lines too many)|Your program also printed"
            r"|Line \d+ (?:starts right, but goes on|has the right numbers|of your output, .* is one too many))"
        ),
        hint="More is printed than was asked for.",
        approach="Find the line of the program that prints what is too many, and ask why it is reached.",
        steps=(
            "Mark each line that prints, and write down how often each runs in this case.",
            "If it printed something for yourself, take it out; if two branches ran, ask whether both should.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="same-output",
        verdicts=_WA,
        when=answer_signs.same_output,
        hint=(
            "The program gives the same answer in each failing case that is shown, though their inputs differ. Does the"
            " answer depend on what is read?"
        ),
        approach="Follow one value of the input through the program, up to the line that prints the answer.",
        steps=(
            "Print what is read, right after reading it.",
            "Look for a value that is set once and never changed, or set anew after it was computed.",
        ),
        confidence=0.7,
    ),
)
