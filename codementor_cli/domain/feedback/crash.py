"""Where and how a program crashed, read from what its language's runtime wrote to stderr.

Sources: the traceback forms of CPython 3.13, Node.js 20, OpenJDK 21, Ruby 3.3, Go 1.24, Rust 1.85, Bash
5.2 and libstdc++.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.feedback.crash_words import LAUNCHER

# Judged programs write what is read here: every pattern takes time linear in each line, and lines are not joined.
_READ_BYTES = 1 << 16
_LANE = re.compile(r"(?:file://)?/box/(?:source|build)/")
_HARNESS = ".codementor/"

_PYTHON_FRAME = re.compile(r'^[ \t]*(?:\|[ \t]*)?File "(.+?)", line (\d+)', re.MULTILINE)
_PYTHON_ERROR = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$", re.MULTILINE)
_PYTHON_UNREADABLE = re.compile(
    r"^(SyntaxError: (Non-UTF-8 code starting with \S+)) in file (.+?) on line (\d+),", re.MULTILINE
)
_NODE_ERROR = re.compile(r"^(?:Uncaught )?([A-Za-z_$][\w$]*(?:Error|Exception))(?: \[\w+\])?(?:: (.*))?$", re.MULTILINE)
_NODE_FRAME = re.compile(r"^[ \t]+at (?:.* \()?((?!node:)[^()\n]+?):(\d+):\d+\)?$", re.MULTILINE)
_NODE_HEAD = re.compile(r"^(\S.*\.[cm]?[jt]s):(\d+)$", re.MULTILINE)
_JAVA_ERROR = re.compile(r'^Exception in thread "[^"]*" ([\w.$]+)(?:: (.*))?$', re.MULTILINE)
_JAVA_FRAME = re.compile(r"^[ \t]+at (?!java\.|jdk\.|sun\.)\S+\((\w+\.java):(\d+)\)$", re.MULTILINE)
_JAVA_LAUNCHER = re.compile(
    r"^Error: ((?:Could not find or load main|Main method not found in) class [^\s,]+)", re.MULTILINE
)
_RUBY_ERROR = re.compile(r"^([^\s:][^:\n]{0,300}):(\d+):in [`'][^'\n]{0,300}': (.*) \(([A-Z][\w:]*)\)$", re.MULTILINE)
_GO_ERROR = re.compile(r"^(?:panic|fatal error): (.*)$", re.MULTILINE)
_GO_FRAME = re.compile(r"^\t((?!/)\S+\.go):(\d+)", re.MULTILINE)
_RUST_ERROR = re.compile(r"^thread '.*' (?:\(\d+\) )?panicked at ([^':\n]+):(\d+):\d+:\n(.*)$", re.MULTILINE)
_BASH_ERROR = re.compile(r"^(\S.*?): line (\d+): (.*)$", re.MULTILINE)
_CPP_ERROR = re.compile(
    r"^terminate called after throwing an instance of '(.+)'(?:\n\s+what\(\):\s+(.*))?$", re.MULTILINE
)
_ASSERT = re.compile(r"^\S+: (\S+?):(\d+): .{0,500}?(Assertion .{0,500} failed\.)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """What a runtime said of the end of a program."""

    kind: str = ""
    """Exception class without its package; empty where the language has none."""
    message: str = ""
    """The exception's own words: may repeat input."""
    file: str = ""
    """As submitted; empty where unknown."""
    line: int | None = None
    """1-based."""
    last_line: str = ""
    """The runtime's line that names the error."""


def read_crash(stderr: bytes) -> Crash | None:
    """Return the crash that stderr's end tells of, or None where no runtime's form is recognised."""
    text = strip_lane(stderr[-_READ_BYTES:].decode(errors="backslashreplace"))
    return next(filter(None, (form(text) for form in _FORMS)), None)


def strip_lane(text: str) -> str:
    """Return text with paths as they were submitted."""
    return _LANE.sub("", text)


def _place(frame: re.Match[str] | None) -> tuple[str, int | None]:
    return (strip_lane(frame[1]), int(frame[2][:9])) if frame else ("", None)


def _short(kind: str) -> str:
    return re.split(r"[.:$]", kind)[-1]


def _python(text: str) -> Crash | None:
    """The last traceback: the deepest of the learner's own frames, and the line after the frames."""
    frames = list(_PYTHON_FRAME.finditer(text))
    if not frames:
        return None
    error = _PYTHON_ERROR.search(text, frames[-1].end())
    if error is None:
        return None
    own = [frame for frame in frames if not frame[1].startswith(("/", "<")) and _HARNESS not in frame[1]]
    file, line = _place((own or frames)[-1])
    return Crash(kind=_short(error[1]), message=error[2] or "", file=file, line=line, last_line=error[0])


def _python_unreadable(text: str) -> Crash | None:
    """The words of CPython of a file that is no UTF-8, which come without a traceback."""
    error = _PYTHON_UNREADABLE.search(text)
    if error is None:
        return None
    return Crash(
        kind="SyntaxError", message=error[2], file=strip_lane(error[3]), line=int(error[4][:9]), last_line=error[1]
    )


def _java(text: str) -> Crash | None:
    error = _JAVA_ERROR.search(text)
    if error is None:
        return None
    file, line = _place(_JAVA_FRAME.search(text, error.end()))
    last_line = error[1] + (f": {error[2]}" if error[2] else "")
    return Crash(kind=_short(error[1]), message=error[2] or "", file=file, line=line, last_line=last_line)


def _java_launcher(text: str) -> Crash | None:
    """The words of ``java`` itself, before any of the program's own code runs."""
    error = _JAVA_LAUNCHER.match(text)
    return Crash(kind=LAUNCHER, message=error[1], last_line=error[1]) if error else None


def _rust(text: str) -> Crash | None:
    error = _RUST_ERROR.search(text)
    if error is None:
        return None
    file, line = _place(error)
    return Crash(kind="panic", message=error[3], file=file, line=line, last_line=error[3])


def _go(text: str) -> Crash | None:
    error = _GO_ERROR.search(text)
    if error is None or "goroutine " not in text:
        return None
    file, line = _place(_GO_FRAME.search(text, error.end()))
    return Crash(kind="panic", message=error[1], file=file, line=line, last_line=error[0])


def _ruby(text: str) -> Crash | None:
    error = _RUBY_ERROR.search(text)
    if error is None:
        return None
    file, line = _place(error)
    return Crash(kind=_short(error[4]), message=error[3], file=file, line=line, last_line=f"{error[3]} ({error[4]})")


def _node(text: str) -> Crash | None:
    frame = next((found for found in _NODE_FRAME.finditer(text) if _HARNESS not in found[1]), None)
    head = _NODE_HEAD.search(text)
    error = _NODE_ERROR.search(text)
    if error is None or not (frame or head):
        return None
    file, line = _place(frame or head)
    return Crash(kind=error[1], message=error[2] or "", file=file, line=line, last_line=error[0])


def _cpp(text: str) -> Crash | None:
    error = _CPP_ERROR.search(text)
    if error is None:
        return None
    last_line = error[1] + (f": {error[2]}" if error[2] else "")
    return Crash(kind=_short(error[1]), message=error[2] or "", last_line=last_line)


def _assertion(text: str) -> Crash | None:
    error = _ASSERT.search(text)
    if error is None:
        return None
    file, line = _place(error)
    return Crash(kind="assert", message=error[3], file=file, line=line, last_line=error[3])


def _bash(text: str) -> Crash | None:
    """The last complaint of the shell, which goes on after most of them."""
    error = next(reversed(list(_BASH_ERROR.finditer(text))), None)
    if error is None:
        return None
    file, line = _place(error)
    return Crash(message=error[3], file=file, line=line, last_line=error[3])


_FORMS: tuple[Callable[[str], Crash | None], ...] = (
    _python,
    _python_unreadable,
    _java,
    _java_launcher,
    _rust,
    _go,
    _ruby,
    _node,
    _cpp,
    _assertion,
    _bash,
)
