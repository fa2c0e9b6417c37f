"""Causes that only Bash and Ruby know.

Source: the messages of Bash 5.2 and Ruby 3.3, as the sandbox's images give them.
"""

from __future__ import annotations

import re

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.cause import Cause, Symptoms

_ANY = (Verdict.WA, Verdict.RTE, Verdict.CE)
_RAN = (Verdict.WA, Verdict.RTE)
_BASH = ("bash",)
_RUBY = ("ruby",)


def _spaced_assignment(seen: Symptoms) -> bool:
    """Whether a name that was not found as a command stands before a lonely ``=``."""
    found = re.search(r"line \d+: (\w+): command not found", seen.said)
    return found is not None and re.search(rf"^\s*{found[1]}\s+=", seen.code, re.MULTILINE) is not None


SHELL_CAUSES: tuple[Cause, ...] = (
    Cause(
        name="bash-line-ends-of-windows",
        verdicts=_ANY,
        languages=_BASH,
        when=lambda seen: seen.windows_line_ends,
        hint=(
            "The lines of the script end as Windows writes them, with an invisible character before the line end, and"
            " Bash takes that for a part of each word."
        ),
        approach="The file must be saved with the line ends of Linux (LF, not CRLF).",
        steps=("Choose LF at the bottom of your editor's window, and save the file.",),
        confidence=0.9,
    ),
    Cause(
        name="bash-spaces-around-equals",
        verdicts=_RAN,
        languages=_BASH,
        said=r"line \d+: (\w+): command not found",
        when=_spaced_assignment,
        hint="In {place} spaces stand around the `=`, so Bash takes `{it}` for a command, and does not find it.",
        approach="In Bash a value is stored without a space before or after the sign.",
        steps=("Look at each line that stores something.",),
        confidence=0.95,
    ),
    Cause(
        name="bash-bracket-without-space",
        verdicts=_RAN,
        languages=_BASH,
        said=r"line \d+: (\[+[^\s:]+): command not found",
        hint="In {place} Bash looks for a command `{it}`: `[` is a command of its own, and needs a space after it.",
        approach="Each part of a condition in brackets stands by itself, the closing bracket too.",
        steps=("Put a space after `[` and one before `]`.",),
        confidence=0.95,
    ),
    Cause(
        name="bash-complaint",
        verdicts=_RAN,
        languages=_BASH,
        said=r"^[^\s:]+: line \d+: ([^\n]{1,120})",
        hint="In {place} Bash says `{it}`.",
        approach="What it says first is most often the cause of what comes after.",
        steps=("Look up what it says, together with the command in that line.",),
        confidence=0.75,
    ),
    Cause(
        name="ruby-text-and-number",
        verdicts=(Verdict.RTE,),
        languages=_RUBY,
        said=r"no implicit conversion of (?:Integer|Float) into String|String can't be coerced into (?:Integer|Float)",
        hint="In {place} text meets a number. Which of the two is text, and should it be?",
        approach="Ruby turns neither into the other by itself.",
        steps=("Look up `to_i` and `to_s`.", "For printing both, write the value into the text with `#{{…}}`."),
        confidence=0.85,
    ),
    Cause(
        name="ruby-nil",
        verdicts=(Verdict.RTE,),
        languages=_RUBY,
        said=r"undefined method [`'](\w+[?!]?)' for nil",
        hint="In {place} `{it}` is asked of `nil`, which is no value.",
        approach="`gets` gives `nil` where no input is left; so does looking up what is not there.",
        steps=("Print the value right before {place}.", "Compare how often the program reads with the sample's lines."),
        confidence=0.8,
    ),
    Cause(
        name="ruby-missing-end",
        verdicts=(Verdict.CE,),
        languages=_RUBY,
        said=r"unexpected end-of-input|expecting [`']end'",
        hint="Ruby reached the end of the file, and a block is still open: somewhere an `end` is missing.",
        approach="Each `if`, `while`, `do` and `def` needs an `end` of its own.",
        steps=("Count what opens and what closes, or let your editor indent the file.",),
        confidence=0.85,
    ),
)
