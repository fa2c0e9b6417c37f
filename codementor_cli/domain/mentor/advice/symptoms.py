"""The symptoms of a failing program: what causes look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.compiler_messages import first_error
from codementor_cli.domain.mentor.packet import Packet, VisibleFailure

_LINE_NUMBER = re.compile(r"^ *\d+\| ?", re.MULTILINE)
_COMPLAINT = re.compile(r"^[^\s:]+: line (\d+): ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptoms:
    """What the rules look at: the first failure that says most."""

    language: str
    verdict: Verdict
    code: str
    """The main file, as far as the packet has it, without line numbers."""
    said: str
    """What the compiler or the runtime said, the error's own line first; of hidden cases the exception's class only."""
    difference: str
    """What kind of difference there is; empty where the answer is not wrong or nobody compared it."""
    expected: str
    """Of the first visible failure: the whole output, capped."""
    actual: str
    line: int | None
    """1-based, where it happened; None: unknown."""
    hidden_only: bool
    """No visible case failed."""
    nothing_passed: bool
    file: str = ""
    """Which file that line is of; empty: the main file, or unknown."""
    calls_function: bool = False
    """A function is called: the program has no input to read, and what it prints is no answer."""
    windows_line_ends: bool = False
    shown: tuple[VisibleFailure, ...] = ()
    """The visible failures."""
    all_shown: bool = False
    """Whether those are all visible failures that there are."""

    @property
    def place(self) -> str:
        """Where it happened, in words; empty: unknown."""
        if self.line is None:
            return ""
        return f"line {self.line} of {self.file}" if self.file else f"line {self.line}"


def symptoms_of(packet: Packet) -> Symptoms:
    """Return what the rules look at."""
    visible = next((each for each in packet.visible_failures if each.verdict is packet.verdict), None)
    visible = visible or next(iter(packet.visible_failures), None)
    compiled = packet.verdict is not Verdict.CE
    file, line, said = _seen_failure(packet, visible) if compiled else _seen_error(packet.compile_output)
    difference = visible.difference.explanation if visible is not None and visible.difference is not None else ""
    return Symptoms(
        language=packet.language,
        verdict=visible.verdict if visible is not None and compiled else packet.verdict,
        code=_LINE_NUMBER.sub("", packet.files[0].text),
        said=said,
        difference=difference,
        expected=visible.expected if visible is not None else "",
        actual=visible.actual if visible is not None else "",
        line=line,
        hidden_only=visible is None,
        nothing_passed=packet.passed_count == 0,
        file="" if file == packet.files[0].path else file,
        calls_function=bool(packet.statement.signature),
        shown=packet.visible_failures,
        windows_line_ends=packet.files[0].windows_line_ends,
        all_shown=packet.visible_failure_count == len(packet.visible_failures),
    )


def _seen_error(output: str) -> tuple[str, int | None, str]:
    """Return where the compiler's first error is, and what is said of it; the others often follow from it."""
    error = first_error(output)
    return (error.file, error.line, error.text) if error else ("", None, output)


def _seen_failure(packet: Packet, visible: VisibleFailure | None) -> tuple[str, int | None, str]:
    """Return where a program failed, and what was said of it: of hidden cases the exception's class alone."""
    if visible is not None:
        said = f"{visible.exception}\n{visible.error}\n{visible.reason}"
        return visible.file, visible.line if visible.line is not None else _complaint_line(packet, visible), said
    hidden = next((each for each in packet.hidden_failures if each.verdict is packet.verdict), None)
    return (hidden.file, hidden.line, hidden.exception) if hidden else ("", None, "")


def _complaint_line(packet: Packet, visible: VisibleFailure) -> int | None:
    """Return the line that a shell complained of: it goes on after that, so that the case is no crash."""
    complaint = _COMPLAINT.search(visible.error) if packet.language == "bash" else None
    return int(complaint[1][:9]) if complaint else None
