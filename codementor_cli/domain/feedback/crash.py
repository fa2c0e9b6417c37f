"""The place and the error of a crash, read from the runtime's words on stderr.

Sources: the traceback forms of CPython 3.13, Node.js 20, OpenJDK 21, Ruby 3.3, Go 1.24, Rust 1.85, Bash
5.2 and libstdc++.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.feedback.crash_words import LAUNCHER

# Judged programs write this text: every pattern takes time linear in each line, and lines are not joined.
_READ_BYTES = 1 << 16
_LANE = re.compile(r"(?:file://)?/box/(?:source|build)/")
_HARNESS = ".codementor/"

_PYTHON_FRAME = re.compile(r'^[ \t]*(?:\|[ \t]*)?File "(.+?)", line (\d+)', re.MULTILINE)
_PYTHON_ERROR = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$", re.MULTILINE)
_NODE_ERROR = re.compile(r"^(?:Uncaught )?([A-Za-z_$][\w$]*(?:Error|Exception))(?: \[\w+\])?(?:: (.*))?$", re.MULTILINE)
_NODE_FRAME = re.compile(r"^[ \t]+at (?:.* \()?((?!node:)[^()\n]+?):(\d+):\d+\)?$", re.MULTILINE)
_BASH_ERROR = re.compile(r"^(\S.*?): line (\d+): (.*)$", re.MULTILINE)
_NODE_HEAD = re.compile(r"^(\S.*\.[cm]?[jt]s):(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A runtime's report on the end of a program."""

    kind: str = ""
    """Exception class without its package; empty where the language has none."""
    message: str = ""
    """The exception's own words; they may repeat input."""
    file: str = ""
    """As submitted; empty where unknown."""
    line: int | None = None
    """1-based."""
    last_line: str = ""
    """The runtime's line that names the error."""


def read_crash(stderr: bytes) -> Crash | None:
    """Return the crash that the end of stderr reports; None where no runtime's form is recognised."""
    text = strip_lane(stderr[-_READ_BYTES:].decode(errors="backslashreplace"))
    return next(filter(None, (form(text) for form in _FORMS)), None)


def strip_lane(text: str) -> str:
    """Return text with paths as submitted."""
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


def _node(text: str) -> Crash | None:
    frame = next((found for found in _NODE_FRAME.finditer(text) if _HARNESS not in found[1]), None)
    head = _NODE_HEAD.search(text)
    error = _NODE_ERROR.search(text)
    if error is None or not (frame or head):
        return None
    file, line = _place(frame or head)
    return Crash(kind=error[1], message=error[2] or "", file=file, line=line, last_line=error[0])


def _bash(text: str) -> Crash | None:
    """The last complaint of the shell: it continues after most complaints."""
    error = next(reversed(list(_BASH_ERROR.finditer(text))), None)
    if error is None:
        return None
    file, line = _place(error)
    return Crash(message=error[3], file=file, line=line, last_line=error[3])


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of a runtime's error that one expression matches."""

    error: str
    """With the groups ``kind``, ``message``, ``file`` and ``line`` that the runtime writes."""
    last_line: str = "{message}"
    frame: str = ""
    """The first frame of the learner's code after the error: file and line; empty: the error has both."""
    kind: str = ""
    """Where the error names none."""
    mark: str = ""
    """A text that must stand somewhere as well."""

    def read(self, text: str) -> Crash | None:
        """Return the crash; None where the form is not found."""
        error = re.search(self.error, text, re.MULTILINE)
        if error is None or self.mark not in text:
            return None
        said = {"kind": self.kind, "message": "", "file": "", "line": ""}
        said |= {name: part for name, part in error.groupdict().items() if part}
        place = (strip_lane(said["file"]), int(said["line"][:9]) if said["line"] else None)
        file, line = _place(re.compile(self.frame, re.MULTILINE).search(text, error.end())) if self.frame else place
        last_line = self.last_line.format(all=error[0], **said).removesuffix(": ")
        return Crash(kind=_short(said["kind"]), message=said["message"], file=file, line=line, last_line=last_line)


_FORMS: tuple[Callable[[str], Crash | None], ...] = (
    _python,
    # CPython writes this without a traceback, for a file that is not UTF-8.
    _Form(
        r"^SyntaxError: (?P<message>Non-UTF-8 code starting with \S+) in file (?P<file>.+?) on line (?P<line>\d+),",
        "SyntaxError: {message}",
        kind="SyntaxError",
    ).read,
    _Form(
        r'^Exception in thread "[^"]*" (?P<kind>[\w.$]+)(?:: (?P<message>.*))?$',
        "{kind}: {message}",
        frame=r"^[ \t]+at (?!java\.|jdk\.|sun\.)\S+\((\w+\.java):(\d+)\)$",
    ).read,
    # ``java`` itself writes this, before the program's own code runs.
    _Form(
        r"\AError: (?P<message>(?:Could not find or load main|Main method not found in) class [^\s,]+)", kind=LAUNCHER
    ).read,
    _Form(
        r"^thread '.*' (?:\(\d+\) )?panicked at (?P<file>[^':\n]+):(?P<line>\d+):\d+:\n(?P<message>.*)$", kind="panic"
    ).read,
    _Form(
        r"^(?:panic|fatal error): (?P<message>.*)$",
        "{all}",
        frame=r"^\t((?!/)\S+\.go):(\d+)",
        kind="panic",
        mark="goroutine ",
    ).read,
    _Form(
        r"^(?P<file>[^\s:][^:\n]{0,300}):(?P<line>\d+):in [`'][^'\n]{0,300}': "
        r"(?P<message>.*) \((?P<kind>[A-Z][\w:]*)\)$",
        "{message} ({kind})",
    ).read,
    _node,
    _Form(
        r"^terminate called after throwing an instance of '(?P<kind>.+)'(?:\n\s+what\(\):\s+(?P<message>.*))?$",
        "{kind}: {message}",
    ).read,
    _Form(
        r"^\S+: (?P<file>\S+?):(?P<line>\d+): .{0,500}?(?P<message>Assertion .{0,500} failed\.)$", kind="assert"
    ).read,
    _bash,
)
