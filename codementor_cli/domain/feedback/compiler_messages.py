"""The first error of a compiler or of a syntax check, and its place. Pure.

Sources: the messages of CPython 3.13, Node.js 20, TypeScript 5, GCC 14, javac 21, rustc 1.85, Go 1.24, Ruby 3.3 and
Bash 5.2, as the sandbox's images give them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codementor_cli.domain.feedback.crash import strip_lane

# Programs can put any text here: every pattern takes time linear in each line, and lines are not joined.
_READ_CHARACTERS = 1 << 16
_DIAGNOSTIC = re.compile(
    r"""^(?:ruby:[ ])?(?:
        (?:\./)?(?P<file>[^\s:()][^:()\n]*+)(?::(?P<line>\d++)(?::\d++)?|\((?P<tsc>\d++),\d++\)):[ ]++(?P<message>\S.*)
      | (?P<shell>[^\s:()][^:\n]*+):[ ]line[ ](?P<at>\d++):[ ](?P<complaint>\S.*)
    )$""",
    re.MULTILINE | re.VERBOSE,
)
_ERROR = re.compile(r"(?:fatal )?error(?: TS\d+)?: ++")
_ASIDE = re.compile(r"warning|note")
_RUST_ERROR = re.compile(r"^error(?:\[E\d+\])?: (.*)\n +--> (\S+?):(\d+):\d+$", re.MULTILINE)
_RUST_NEXT = re.compile(r"^(?:error|warning)\b", re.MULTILINE)
_HEAD = re.compile(r'^(?:[ ]*File "(.+?)", line |(\S.*\.[cm]?js):)(\d+)$', re.MULTILINE)
_HEADED_ERROR = re.compile(r"^\w*Error: .*$", re.MULTILINE)
_LINKER = re.compile(r"undefined reference to .*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompilerError:
    """One error of a compiler."""

    message: str
    """The error itself, on one line."""
    file: str = ""
    """As submitted; empty where the compiler names no place."""
    line: int | None = None
    """1-based; None where there is no file."""
    text: str
    """All of the compiler's lines on this error, the message included."""
    start: int = 0
    """The start of that text in the output."""


def first_error(output: str) -> CompilerError | None:
    """Return the first error, without warnings, notes and headings like ``In function 'main':``.

    Args:
        output: The compiler's output; only the start of a very long one is read.

    Returns:
        The error; the first line with text where no form is recognised; None for an empty output.
    """
    text = strip_lane(output[:_READ_CHARACTERS])
    return _rust(text) or _headed(text) or _diagnostic(text) or _unplaced(text)


def _rust(text: str) -> CompilerError | None:
    found = _RUST_ERROR.search(text)
    if found is None:
        return None
    after = _RUST_NEXT.search(text, found.end())
    said = text[found.start() : after.start() if after else len(text)]
    return CompilerError(message=found[1], file=found[2], line=int(found[3][:9]), text=said, start=found.start())


def _headed(text: str) -> CompilerError | None:
    """An error after its place, as Python and Node.js write them: the place, the line, marks below it, the error."""
    head = _HEAD.search(text)
    error = _HEADED_ERROR.search(text, head.end()) if head else None
    if head is None or error is None:
        return None
    file, line = head[1] or head[2], int(head[3][:9])
    return CompilerError(message=error[0], file=file, line=line, text=text[head.start() :], start=head.start())


def _diagnostic(text: str) -> CompilerError | None:
    """An error that starts with its place; one with the word ``error`` comes before one without, as Go writes it."""
    every = [each for each in _DIAGNOSTIC.finditer(text) if not _words(each).startswith("note")]
    errors = [each for each in every if not _ASIDE.match(_words(each))]
    error = next((each for each in errors if _ERROR.match(_words(each))), errors[0] if errors else None)
    if error is None:
        return None
    after = next((each.start() for each in every if each.start() > error.start()), len(text))
    called = _ERROR.match(_words(error))
    return CompilerError(
        message=_words(error)[called.end() if called else 0 :],
        file=error["file"] or error["shell"],
        line=int((error["line"] or error["tsc"] or error["at"])[:9]),
        text=text[error.start() : after],
        start=error.start(),
    )


def _words(match: re.Match[str]) -> str:
    return match["message"] or match["complaint"]


def _unplaced(text: str) -> CompilerError | None:
    """The linker's error, whose messages start with files of its own; else the first line with text."""
    link = _LINKER.search(text)
    message = link[0] if link else next((line.strip() for line in text.splitlines() if line.strip()), "")
    return CompilerError(message=message, text=text, start=link.start() if link else 0) if message else None
