"""How to find a mistake that a diagnosis alone did not find: one method a rung, for each verdict. Pure."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from codementor_cli.domain.challenge.verdict import Verdict

LAST_RUNG = 4


class Method(NamedTuple):
    """A way to look for a mistake; ``{place}`` becomes ``line 4``, or words for an unknown line."""

    hint: str
    approach: str
    steps: tuple[str, ...]


_PAPER = Method(
    "Take the smallest input whose answer you know for certain, and play the computer: a column on paper for each"
    " variable, a row for each round of the loop. Write down what each line really does, not what it should do. At"
    " which row does the paper show something that you did not expect?",
    "Do it with a pencil: reading your own program, one sees what was meant instead of what is there.",
    ("Start with two or three values in the input, not more.", "Stop at the first row that surprises you."),
)
_ALOUD = Method(
    "This is the last hint that is known here. Explain the program to somebody, line by line and aloud:"
    " for each line, what it is for and why it is right. Where you say “and then it should”, stop: that line has not"
    " been checked. Then read the statement once more, and find for each of its sentences the line that follows it.",
    "Look for a sentence of the statement that no line of yours follows.",
    (
        "Mark each sentence of the statement that your program follows.",
        "Write the part that remains anew, from its goal.",
    ),
)
_PRINTS = Method(
    "Let the program tell what it does: print the values that lead to the answer, right before the line that prints it,"
    " and once in each round of the loop. Run it with the input of the first failing case. Which is the first value"
    " that is not what you worked out by hand?",
    "Halve the program: if the values are right in its middle, the mistake comes after that, else before.",
    ("Print names with the values, to tell them apart.", "Take these prints out again before you submit."),
)

_HIDDEN = (
    Method(
        "Write a second program that is slow but certain: it tries everything and follows the statement word by word."
        " Then give both the same small inputs, a hundred of them made at random. Where the answers differ, you have a"
        " failing case that you can see. What kind of input is it?",
        "Two programs that were thought out in different ways rarely make the same mistake.",
        ("Make inputs of at most four values, from a small range.", "Stop at the first one whose answers differ."),
    ),
    Method(
        "Go through the limits of the statement one by one. For each number: its smallest and its largest value, and 0"
        " if it may be 0. For each list: no element if that is allowed, one, two equal ones, all equal, in order, in"
        " reverse order. For each text: the shortest one, and one with spaces if that is allowed. Work out each answer"
        " by hand. Which of them does the program miss?",
        "Most hidden cases stand at an edge of what the statement allows.",
        ("Write the list of edges before you run anything.", "Run the program with each."),
    ),
    _ALOUD,
)

METHODS = MappingProxyType(
    {
        Verdict.CE: (
            Method(
                "Corner the mistake. Copy the file, and take parts out of the copy, from the end upwards, until it"
                " compiles. Then put them back one by one. The part that brings the message back is where it is, even"
                " if the message names {place}. Which part is it?",
                "Work on a copy, and take out whole functions or whole loops at first.",
                ("Begin with a program that prints one word.", "Compile after each part, not after all of them."),
            ),
            Method(
                "Compare with a program that works: the starter of this challenge, or one of your own that compiles."
                " Put its lines beside {place} and the line before, and go through both letter by letter: brackets,"
                " quotes, commas, capitals, the sign at the end of the line. Which one is missing or too many?",
                "Compare shapes, not meanings: what opens must close, and in the reverse order.",
                ("Count what opens and what closes in that line.", "Type the line anew instead of changing it."),
            ),
            Method(
                "This is the last hint that is known here. Write the part around {place} anew, in a new"
                " file and without looking at the old one: first its frame (the line that opens the block, and what"
                " closes it), then one line inside it. Compile after every line.",
                "A program that compiles after each line has its mistake in the last line, always.",
                ("Start with the frame alone.", "When a line fails, look up an example of that kind of line."),
            ),
        ),
        Verdict.RTE: (
            Method(
                "Find out what the program knows just before it crashes. Print every value that {place} uses, right"
                " before it. The last thing printed is the state that it cannot live with. Which of these values is not"
                " what you expected?",
                "Do not ask yet why it crashes, but which value is wrong, and then where that value was set.",
                ("Print the values with their names.", "Run it with the input of the case that crashes, and no other."),
            ),
            Method(
                "Make the failing input smaller. Take away a line or a value of it and run the program again; if it"
                " still crashes, take away more. What is left when nothing can be taken away any more? It shows the"
                " kind of input that the program does not expect.",
                "A crash with three values is understood in a minute, one with a hundred is not.",
                (
                    "Keep the input valid by the statement.",
                    "Ask what the smallest crashing input has that others lack.",
                ),
            ),
            _ALOUD,
        ),
        Verdict.TLE: (
            Method(
                "Measure before you change anything. Count how often the innermost line runs: a counter, raised there"
                " and printed at the end. Do it with an input of 10 values, of 20 and of 40. If the count doubles, the"
                " time grows with the input; if it grows four times, with its square. What does that give for the"
                " largest input of the statement?",
                "The count decides, not the speed of a single line.",
                ("Write down the three counts.", "Work out the count for the largest input, at ten million a second."),
            ),
            Method(
                "Look for work that is done again. In the innermost loop, is anything worked out that was known in the"
                " round before, is anything searched from the start that was found already, does a loop go on when the"
                " answer is known? Say for one such line what you would have to remember to do it once.",
                "Remembering costs memory and saves time; in most challenges that is a good exchange.",
                ("Mark the lines whose result does not change from round to round.", "Mark each search in a list."),
            ),
            _ALOUD,
        ),
        Verdict.MLE: (
            Method(
                "Measure before you change anything. Print how many items each list, set or dictionary holds at the end"
                " of a run, for an input of 10 values, of 20 and of 40. Which of the numbers grows fastest, and what"
                " will it be for the largest input of the statement?",
                "The collection that grows fastest decides; the others hardly matter.",
                ("Write down the three sizes of each collection.", "Work out the size for the largest input."),
            ),
            _PAPER,
            _ALOUD,
        ),
        Verdict.OLE: (
            Method(
                "Stop the loop by force: count its rounds, and end it after ten. Print the values in its condition in"
                " each of them. Do they come nearer to the end, stand still, or run past it?",
                "Ten lines of output say more than a million.",
                ("Print the values with their names.", "Write beside them what each should be in that round."),
            ),
            _PAPER,
            _ALOUD,
        ),
        Verdict.WA: (_PAPER, _PRINTS, _ALOUD),
    }
)
"""The rungs above a diagnosis, from the second one on."""


def method_of(verdict: Verdict, rung: int, *, hidden_only: bool) -> Method:
    """Return the method of a rung above the first.

    Args:
        verdict: Of a program that is not accepted; one that nobody knows counts as a wrong answer.
        rung: 2 or more; the last one stands for all above it.
        hidden_only: No failing case can be seen.
    """
    unseen = hidden_only and verdict in {Verdict.WA, Verdict.RTE}
    methods = _HIDDEN if unseen else METHODS.get(verdict, METHODS[Verdict.WA])
    return methods[min(rung, LAST_RUNG) - 2]
