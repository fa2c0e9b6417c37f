"""Causes that only Java knows.

Source: the messages of javac 21 and OpenJDK 21, as the sandbox's image gives them.
"""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_CE = (Verdict.CE,)
_RTE = (Verdict.RTE,)
_WA = (Verdict.WA,)
_JAVA = ("java",)

_SKIPPED = re.compile(r"^\s*\w+\.nextLine\(\);", re.MULTILINE)
_NUMBER_READ = re.compile(r"\.next(?:Int|Long|Double)\(\)")
_OBJECT = re.compile(r"\[(?:[ICDJ]|Ljava\.)[\w.;]*@")


def _line_after_number(seen: Symptoms) -> bool:
    """Whether a line is read after a number, and none between them only to be thrown away."""
    number = _NUMBER_READ.search(seen.code)
    after = number is not None and seen.code.find(".nextLine()", number.end()) >= 0
    return after and _SKIPPED.search(seen.code) is None


JAVA_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="java-public-class",
        verdicts=_CE,
        languages=_JAVA,
        said=r"class (\w+) is public, should be declared in a file named",
        hint="The class `{it}` is public, and Java wants a public class to have the name of its file.",
        approach="Compare the name after `public class` with the name of the file, capitals too.",
        steps=("Give the class the name that the file has.",),
        confidence=0.95,
    ),
    Cause(
        name="java-import",
        verdicts=_CE,
        languages=_JAVA,
        said=(
            r"cannot find symbol(?:[^\n]*\n){1,4}?\s*symbol:\s+class (Scanner|List|ArrayList|LinkedList|Map|HashMap"
            r"|TreeMap|Set|HashSet|TreeSet|Arrays|Collections|Queue|Deque|ArrayDeque|PriorityQueue|BufferedReader"
            r"|InputStreamReader|IOException|Collectors|StringTokenizer)\b"
        ),
        hint="Java does not know `{it}` here: it belongs to the library, and the file does not import it.",
        approach="Classes of `java.util` and `java.io` must be named at the top of the file before they are used.",
        steps=("Look up which package `{it}` is in.", "Add its import above the class."),
        confidence=0.9,
    ),
    Cause(
        name="java-length",
        verdicts=_CE,
        languages=_JAVA,
        said=r"cannot find symbol(?:[^\n]*\n){1,4}?\s*symbol:\s+(?:variable|method) (length|size)\b",
        hint=(
            "In {place} the length is asked for in a way that this type does not know. Java has three: arrays have a"
            " field, texts a method, and lists a method of another name."
        ),
        approach="Find out first what the thing is: an array, a text, or a list.",
        steps=("Look at its declaration.", "Look up how that type says how long it is, and whether brackets follow."),
        confidence=0.85,
    ),
    Cause(
        name="java-static",
        verdicts=_CE,
        languages=_JAVA,
        said=r"non-static (?:method|variable) (\w+)[^\n]* cannot be referenced from a static context",
        hint="`main` is static, so it belongs to no object, and `{it}` needs an object to belong to.",
        approach="A method that needs nothing but its parameters can be static, as `main` is.",
        steps=("Compare the declaration of `{it}` with that of `main`: which word is missing?",),
        confidence=0.9,
    ),
    Cause(
        name="java-not-initialised",
        verdicts=_CE,
        languages=_JAVA,
        said=r"variable (\w+) might not have been initialized",
        hint="In {place} `{it}` is used, and there is a way to come there on which nothing was stored in it.",
        approach="Local variables start with no value at all in Java, not with 0.",
        steps=(
            "Decide which value `{it}` should have before the first round or the first `if`.",
            "Store it where it is declared.",
        ),
        confidence=0.9,
    ),
    Cause(
        name="declared-twice",
        verdicts=_CE,
        languages=("java", "c", "cpp"),
        said=(
            r"(?:variable (\w+) is already defined|redeclaration of ['‘][^'’]*?(\w+)['’]"
            r"|redefinition of ['‘][^'’]*?(\w+)['’])"
        ),
        hint="`{it}` is declared a second time in {place}: a type before a name makes a new variable.",
        approach="A variable is declared once; later lines give it another value without its type.",
        steps=("If you mean the same variable, leave the type out in {place}.", "Else choose another name."),
        confidence=0.9,
    ),
    Cause(
        name="java-unreachable",
        verdicts=_CE,
        languages=_JAVA,
        said=r"unreachable statement",
        hint="{place} can never be reached: the line before it always leaves the method or the loop.",
        approach="Look for a `return`, `break` or `continue`, or an endless loop, right before it.",
        steps=("Decide which of the two should come first, or whether an `if` is missing around the first.",),
        confidence=0.9,
    ),
    Cause(
        name="java-exception-unhandled",
        verdicts=_CE,
        languages=_JAVA,
        said=r"unreported exception (\w+)",
        hint="What {place} calls can fail with `{it}`, and Java wants to know what happens then.",
        approach="A method either handles such an exception, or says in its first line that it may come out of it.",
        steps=("Look up `throws`, and add it to the method that {place} stands in.",),
        confidence=0.9,
    ),
    Cause(
        name="java-quotes",
        verdicts=_CE,
        languages=_JAVA,
        said=r"unclosed (?:character|string) literal",
        hint="The quotes in {place} do not fit: single quotes hold one letter, double quotes hold text on one line.",
        approach="Look at every quote in that line, and at its partner.",
        steps=("Check which kind of quote each text has.", "Check that each one is closed on the same line."),
        confidence=0.85,
    ),
    Cause(
        name="braces",
        verdicts=_CE,
        languages=("java", "c", "cpp"),
        said=(
            r"(?:reached end of file while parsing|class, interface, enum, or record expected"
            r"|expected ['‘]\}['’] at end"
            r"|expected declaration (?:or statement at end|before ['‘]\}['’])"
            r"|expected identifier or ['‘]\(['’] before ['‘]\}['’])"
        ),
        hint=(
            "The braces do not come in pairs: somewhere up to {place} there is one `{{` or one `}}` too many or too"
            " few."
        ),
        approach="The compiler notices it only at the end; the place itself is usually further up.",
        steps=(
            "Let your editor indent the file: where the indentation goes wrong, a brace is missing or too many.",
            "Put the cursor on each opening brace, and see which one closes it.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="java-no-main",
        verdicts=_RTE,
        languages=_JAVA,
        said=r"Main method not found",
        hint="Java finds no method to start with: it must be called `main`, and be public and static.",
        approach="Compare your line with the starter's, word by word; capitals count.",
        steps=("Look at the name, at `static`, and at the parameter `String[] args`.",),
        confidence=0.95,
    ),
    Cause(
        name="java-arguments",
        verdicts=_RTE,
        languages=_JAVA,
        said=r"Index 0 out of bounds for length 0",
        code=r"\bargs\s*\[",
        hint="The program looks for its input in `args`, and that is empty: input comes on standard input here.",
        approach="What stands in the statement under “Input” is read, not given with the command.",
        steps=("Look at how the starter reads, or look up `Scanner` and `System.in`.",),
        confidence=0.9,
    ),
    Cause(
        name="java-list-changed-in-a-loop",
        verdicts=_RTE,
        languages=_JAVA,
        said=r"ConcurrentModificationException",
        hint="In {place} a loop goes through a list while its body adds to that list or takes from it.",
        approach="A `for (x : list)` must find the list unchanged in every round.",
        steps=("Collect what must go, or what must stay, in a second list.", "Change the first list after the loop."),
        confidence=0.9,
    ),
    Cause(
        name="java-object-printed",
        verdicts=_WA,
        languages=_JAVA,
        when=lambda seen: (
            "[I@" in seen.actual or "[C@" in seen.actual or "[Ljava." in seen.actual or "[D@" in seen.actual
        ),
        hint="A whole array is printed at once, and Java prints its kind and a number instead of what is in it.",
        approach="An array is printed value by value.",
        steps=("Go through the array in a loop, or look up `String.join` and `Arrays.toString`.",),
        confidence=0.95,
    ),
    Cause(
        name="java-next-line-after-number",
        verdicts=_WA,
        languages=_JAVA,
        code=r"next(?:Int|Long|Double)\(\)",
        of_streams=True,
        when=_line_after_number,
        hint=(
            "`nextInt` reads the digits and leaves the end of their line. Where a `nextLine` comes right after it, that"
            " gives the rest of the same line, which may be empty."
        ),
        approach="Say for each call what has been read when it ends, line ends included.",
        steps=(
            "Print what each `nextLine` gave, between two bars.",
            "Read the number by `nextLine` too, or skip one line.",
        ),
        confidence=0.7,
    ),
    Cause(
        name="java-package",
        verdicts=_RTE,
        languages=_JAVA,
        said=r"Could not find or load main class",
        code=r"^\s*package\s+[\w.]+\s*;",
        hint="The file starts with a `package` line, so Java looks for the class in a folder of that name.",
        approach="A program of one file belongs to no package.",
        steps=("Leave the `package` line out.",),
        confidence=0.95,
    ),
)
