"""Rules for programs that do not compile, or whose text breaks a rule of the language.

Source: the messages of CPython 3.13, Node.js 20, GCC 14 and javac 21, as the sandbox's images give them.
"""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause

_CE = (Verdict.CE,)
_C = ("c", "cpp")
_BRACES = ("c", "cpp", "java")

COMPILE_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="python-colon",
        verdicts=_CE,
        languages=("python",),
        said=r"expected ':'",
        hint=(
            "In {place} something that opens a block (`if`, `for`, `while`, `def`, `else`) does not end as"
            " Python wants."
        ),
        approach="Look at the very end of that line, and compare it with a block that works.",
        steps=("Put a colon at the end of {place}.", "Run it again: a second place may come up."),
        confidence=0.9,
    ),
    Cause(
        name="python-indentation",
        verdicts=_CE,
        languages=("python",),
        said=r"(IndentationError|TabError)",
        hint=(
            "Python reads blocks from how far lines are moved to the right, and at {place} that does not fit together."
        ),
        approach="All lines of one block must start in the same column, with spaces only.",
        steps=(
            "Compare {place} with the line above it: should it belong to the same block, or to a new one?",
            "Let your editor turn tabs into four spaces.",
        ),
        confidence=0.85,
    ),
    Cause(
        name="python-unclosed",
        verdicts=_CE,
        languages=("python",),
        said=r"(was never closed|unterminated (?:string|f-string|triple-quoted)|does not match opening|unmatched)",
        hint=(
            "Around {place} the brackets or the quotes do not come in pairs: one is opened and not closed, or"
            " closed and not opened."
        ),
        approach="Count opening and closing brackets and quotes in that line, from the left.",
        steps=("Find the partner of each bracket and quote in {place}.", "Look at the line before it too."),
        confidence=0.85,
    ),
    Cause(
        name="python-equals",
        verdicts=_CE,
        languages=("python",),
        said=r"(?:Maybe you meant '==' (?:or ':=' )?instead of '='|cannot assign to)",
        hint=(
            "In {place} a single `=` stands where nothing can be stored: `=` stores a value in the name on its left,"
            " and `==` asks whether two are equal."
        ),
        approach="Say the line aloud: do you want to store something there, or to ask something?",
        steps=("Change the sign in {place} to the one that you mean.",),
        confidence=0.8,
    ),
    Cause(
        name="python-print",
        verdicts=_CE,
        languages=("python",),
        said=r"Missing parentheses in call to",
        hint="`print` is a function in Python 3: what it prints stands in brackets.",
        approach="Old books write `print x`; today it is `print(x)`.",
        steps=("Put brackets around what is printed in {place}, and wherever else it is written so.",),
        confidence=0.95,
    ),
    Cause(
        name="missing-semicolon",
        verdicts=_CE,
        languages=_BRACES,
        said=r"(?:expected (?:['‘],['’] or )?['‘];['’](?!, ['‘],['’] or)|';' expected)",
        hint="The compiler misses a semicolon around {place}. It notices that only where the next thing begins.",
        approach="Look at the end of the line that is named, and then at the line before it.",
        steps=(
            "Check that every statement near {place} ends with `;`.",
            "Mend the first error first: others may follow from it.",
        ),
        confidence=0.8,
    ),
    Cause(
        name="missing-include",
        verdicts=_CE,
        languages=_C,
        said=r"(?:implicit declaration of function ['‘](\w+)|['‘](\w+)['’] is not a member of ['‘]std|include ['‘]<)",
        hint=(
            "The compiler does not know `{it}`: the header that declares it is not included, or the name is spelled"
            " otherwise."
        ),
        approach="Every part of the standard library has a header that must stand at the top of the file.",
        steps=(
            "Look up which header declares `{it}`, and include it.",
            "If it is a function of your own, declare it above its first use.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="undeclared-name",
        verdicts=_CE,
        languages=_BRACES,
        said=(
            r"(?:['‘](\w+)['’] (?:undeclared|was not declared)|use of undeclared identifier '(\w+)'"
            r"|cannot find symbol(?:[^\n]*\n){1,4}?\s*symbol:\s+\w+ (\w+))"
        ),
        hint=(
            "The name `{it}` in {place} means nothing to the compiler there: it is spelled otherwise, or lives"
            " in another block."
        ),
        approach="A variable is known only from its declaration to the end of the block that it stands in.",
        steps=(
            "Compare the spelling of `{it}` with its declaration, capitals too.",
            "If it is declared inside a loop or an `if`, move the declaration before it.",
        ),
        confidence=0.75,
    ),
    Cause(
        name="missing-return-statement",
        verdicts=_CE,
        languages=("java",),
        said=r"missing return statement",
        hint="A method promises to return a value, but there is a way through it that returns none.",
        approach="Follow each branch to the end of the method, also the one in which no `if` is true.",
        steps=("Ask what should come back when no condition holds, and return that at the end.",),
        confidence=0.85,
    ),
    Cause(
        name="java-narrowing",
        verdicts=_CE,
        languages=("java",),
        said=r"incompatible types: possible lossy conversion from (\w+ to \w+)",
        hint="In {place} a value of a wider type is put into a narrower one ({it}): Java will not cut it silently.",
        approach="Decide which type the values really need; large numbers need `long`.",
        steps=("Change the type of the variable, rather than cutting the value.",),
        confidence=0.75,
    ),
    Cause(
        name="incompatible-types",
        verdicts=_CE,
        languages=_BRACES,
        said=(
            r"(?:incompatible types|cannot convert|invalid conversion|makes (?:integer|pointer) from"
            r"|bad operand types|no match for ['‘]operator)"
        ),
        hint=(
            "In {place} two kinds of values meet that do not go together, as text and a number, or a list and"
            " one value."
        ),
        approach="Write down the type of each part of that line.",
        steps=("Find which part has another type than you thought.", "Convert it, or use the part that you meant."),
    ),
    Cause(
        name="no-main",
        verdicts=_CE,
        languages=_C,
        said=r"undefined reference to ['`‘]main",
        hint="There is no function `main`: that is where every program starts.",
        approach="The compiler read your functions, and then found nothing to begin with.",
        steps=("Write `int main()`, spelled exactly so, and call your functions from it.",),
        confidence=0.9,
    ),
    Cause(
        name="undefined-function",
        verdicts=_CE,
        languages=_C,
        said=r"undefined reference to ['`‘]([\w:~]+)",
        hint="`{it}` is declared and called, but nowhere written: the linker looks for its body.",
        approach="A declaration ends with `;`, a definition has a body in braces. One of each is needed.",
        steps=("Write the body of `{it}`, with the same name and the same parameters as declared.",),
        confidence=0.75,
    ),
    Cause(
        name="javascript-brackets",
        verdicts=_CE,
        languages=("javascript", "typescript"),
        said=(
            r"(?:Unexpected end of input|missing \) after|Unexpected token '[})\]]'|Invalid or unexpected token"
            r"|'[)}]' expected)"
        ),
        hint="Most likely the brackets or the quotes around {place} do not come in pairs.",
        approach=(
            "Each `(`, `{{`, `[` and quote needs its partner; an editor shows the partner of the one at the cursor."
        ),
        steps=("Go through the function around {place} and find the bracket without a partner.",),
        confidence=0.75,
    ),
    Cause(
        name="javascript-declared-twice",
        verdicts=_CE,
        languages=("javascript", "typescript"),
        said=r"(?:Identifier '(\w+)' has already been declared|Cannot redeclare block-scoped variable '(\w+)')",
        hint="`{it}` is declared twice in the same block: `let` and `const` make a new name each time.",
        approach="Declare a name once; later lines give it a value without `let`.",
        steps=("In {place}, leave out `let` or `const` if you mean the same variable, or choose another name.",),
        confidence=0.85,
    ),
)
