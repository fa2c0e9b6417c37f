"""Causes in the messages of Go, Rust and TypeScript, and quotes that no language knows.

Source: the messages of Go 1.24, rustc 1.85 and TypeScript 5, as the sandbox's images give them.
"""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_CE = (Verdict.CE,)
_STRANGE = re.compile(
    r"(?i)invalid character|illegal character|unknown start of token|stray|invalid or unexpected token"
)
_CURLED = re.compile(r"[“”]")


def _curled_quotes(seen: Symptoms) -> bool:
    """Whether typographic quotes stand in the program, and the compiler stumbles over a sign or the output has them."""
    if not _CURLED.search(seen.code):
        return False
    if seen.verdict is Verdict.CE:
        return _STRANGE.search(seen.said) is not None
    printed = _CURLED.search(seen.actual) is not None and _CURLED.search(seen.expected) is None
    return printed or (seen.verdict is Verdict.RTE and _CURLED.search(seen.said) is not None)


COMPILED_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="typographic-quotes",
        verdicts=(Verdict.CE, Verdict.RTE, Verdict.WA),
        when=_curled_quotes,
        hint=(
            "The program holds typographic quotes, “ and ”, as a word processor or a web page writes them. Programming"
            " languages know the straight ones only."
        ),
        approach="They come in by copying; an editor for programs writes the straight ones.",
        steps=("Look for them in the whole file, and type each anew.",),
        confidence=0.95,
    ),
    Cause(
        name="go-not-used",
        verdicts=_CE,
        languages=("go",),
        said=r"(\"[^\"\n]+\") imported and not used|declared and not used: (\w+)",
        hint="{place} brings in `{it}`, and nothing uses it. Go does not compile what is not needed.",
        approach="Either the use is still missing, or the line is left from before.",
        steps=("Use it where you meant to, or take the line out.",),
        confidence=0.9,
    ),
    Cause(
        name="go-package",
        verdicts=_CE,
        languages=("go",),
        said=r"package statement must be first|expected 'package'",
        hint="A file of Go starts with the line that names its package; a program is the package `main`.",
        approach="Compare the first lines with those of the starter, or of a program that works.",
        steps=("Put that line above the imports.",),
        confidence=0.95,
    ),
    Cause(
        name="rust-not-mutable",
        verdicts=_CE,
        languages=("rust",),
        said=r"cannot (?:assign twice to immutable variable|borrow|assign to) `(\w+)`[^\n]*",
        when=lambda seen: "immutable" in seen.said or "not declared as mutable" in seen.said,
        hint="{place} changes `{it}`, and it was declared as a variable that keeps its first value.",
        approach="Rust wants to be told which variables change.",
        steps=("Look at the declaration of `{it}`, and look up `mut`.",),
        confidence=0.9,
    ),
    Cause(
        name="rust-moved",
        verdicts=_CE,
        languages=("rust",),
        said=r"(?:borrow|use) of moved value: `(\w+)`",
        hint="{place} uses `{it}`, whose value was given away before: it has another owner since then.",
        approach="Follow the value: which line hands it on, and does that line need to own it?",
        steps=("Look at the line that the compiler marks with “value moved here”.", "Look up `&` and `clone`."),
        confidence=0.9,
    ),
    Cause(
        name="unknown-name-compiled",
        verdicts=_CE,
        languages=("go", "rust", "typescript"),
        said=r"(?:undefined: (\w+)|cannot find (?:value|function|macro) `(\w+)`|Cannot find name '(\w+)')",
        hint="The compiler does not know the name `{it}` in {place}: it is spelled otherwise, or known elsewhere only.",
        approach="A name is known from its declaration to the end of the block that it stands in.",
        steps=("Compare the spelling of `{it}` with its declaration, capitals too.",),
        confidence=0.75,
    ),
    Cause(
        name="types-do-not-fit",
        verdicts=_CE,
        languages=("go", "rust", "typescript"),
        said=r"mismatched types|cannot use [^\n]* as [^\n]* (?:value|type)|is not assignable to (?:type|parameter)",
        hint="In {place} a value of one type stands where one of another type is expected.",
        approach="The message names both types: which of them did you mean?",
        steps=("Find which part of the line has the type that does not fit.", "Convert it, or change the declaration."),
        confidence=0.75,
    ),
)
