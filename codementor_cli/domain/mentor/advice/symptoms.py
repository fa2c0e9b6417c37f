"""Symptoms of a failing program: the input of the conditions of causes."""

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
    """The symptoms, from the first failure with the program's verdict."""

    language: str
    verdict: Verdict
    code: str
    """The main file, as far as the packet has it, without line numbers."""
    said: str
    """The words of the compiler or the runtime, the error's own line first; for hidden cases the exception's class."""
    difference: str
    """The sentence on the difference; empty where there is none."""
    expected: str
    """Of the first visible failure: the whole output, capped."""
    actual: str
    line: int | None
    """1-based place of the failure; None: unknown."""
    hidden_only: bool
    """No visible case failed."""
    nothing_passed: bool
    file: str = ""
    """The file of that line; empty: the main file, or unknown."""
    calls_function: bool = False
    """The judge calls a function: the program reads no input, and its output is no answer."""
    windows_line_ends: bool = False
    shown: tuple[VisibleFailure, ...] = ()
    """The visible failures."""
    all_shown: bool = False
    """Whether ``shown`` has all visible failures."""

    @property
    def place(self) -> str:
        """The place of the failure, in words; empty: unknown."""
        if self.line is None:
            return ""
        return f"line {self.line} of {self.file}" if self.file else f"line {self.line}"


def symptoms_of(packet: Packet) -> Symptoms:
    """Return the symptoms that a packet shows."""
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
    """Return the place and the text of the compiler's first error; other errors often follow from it."""
    error = first_error(output)
    return (error.file, error.line, error.text) if error else ("", None, output)


def _seen_failure(packet: Packet, visible: VisibleFailure | None) -> tuple[str, int | None, str]:
    """Return the place of a failure, and its words; for hidden cases the exception's class alone."""
    if visible is not None:
        said = f"{visible.exception}\n{visible.error}\n{visible.reason}"
        return visible.file, visible.line if visible.line is not None else _complaint_line(packet, visible), said
    hidden = next((each for each in packet.hidden_failures if each.verdict is packet.verdict), None)
    return (hidden.file, hidden.line, hidden.exception) if hidden else ("", None, "")


def _complaint_line(packet: Packet, visible: VisibleFailure) -> int | None:
    """Return the line of a shell's complaint: the shell continues after it, so the case is no crash."""
    complaint = _COMPLAINT.search(visible.error) if packet.language == "bash" else None
    return int(complaint[1][:9]) if complaint else None
