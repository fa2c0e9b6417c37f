"""Common causes as a table: what a failing program shows, and the advice that follows from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from codementor_cli.domain.advice.rule import Advice
from codementor_cli.domain.packet import Packet
from codementor_cli.domain.verdict import Verdict

_LINE_NUMBER = re.compile(r"^ *\d+\| ?", re.MULTILINE)
_PLACE = re.compile(r"(?:^|[\s(])[^\s:()]+(?::|\()(\d+)\b|, line (\d+)|: line (\d+)", re.MULTILINE)
_USUAL = 0.6
"""How sure it is that nothing else is meant, where a cause does not say."""


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

    @property
    def place(self) -> str:
        """Where it happened, in words."""
        return f"line {self.line}" if self.line is not None else "your program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One common cause; all its conditions must hold. Empty conditions always do."""

    name: str
    verdicts: tuple[Verdict, ...]
    hint: str
    """``{place}`` becomes ``line 4``, or words for an unknown line; ``{it}`` what the pattern's first group caught."""
    approach: str
    steps: tuple[str, ...]
    """One to four."""
    languages: tuple[str, ...] = ()
    said: str = ""
    """Regular expression in what compiler or runtime said."""
    code: str = ""
    """Regular expression in the program; matched line by line."""
    difference: str = ""
    """Regular expression in the kind of difference."""
    when: Callable[[Symptoms], bool] | None = None
    confidence: float = _USUAL

    def advice(self, seen: Symptoms) -> Advice:
        """Return what to look at in a program that shows this cause."""
        matches = re.finditer(self.said, seen.said, re.MULTILINE) if self.said else ()
        caught = next((group for match in matches for group in match.groups() if group), "")
        fill = {"place": seen.place, "it": caught or "it"}
        return Advice(
            rule=self.name,
            hint=self.hint.format(**fill),
            suggested_approach=self.approach.format(**fill),
            next_steps=tuple(step.format(**fill) for step in self.steps),
            confidence=self.confidence,
        )

    def fits(self, seen: Symptoms) -> bool:
        """Whether the program shows all that the cause asks for."""
        return (
            seen.verdict in self.verdicts
            and (not self.languages or seen.language in self.languages)
            and (not self.said or re.search(self.said, seen.said, re.MULTILINE) is not None)
            and (not self.code or re.search(self.code, seen.code, re.MULTILINE) is not None)
            and (not self.difference or re.search(self.difference, seen.difference) is not None)
            and (self.when is None or self.when(seen))
        )


def symptoms_of(packet: Packet) -> Symptoms:
    """Return what the rules look at."""
    visible = next((each for each in packet.visible_failures if each.verdict is packet.verdict), None)
    visible = visible or next(iter(packet.visible_failures), None)
    hidden = next((each for each in packet.hidden_failures if each.verdict is packet.verdict), None)
    verdict, line = packet.verdict, None
    said = packet.compile_output
    if packet.verdict is Verdict.CE:
        line = _compiler_line(packet.compile_output)
    elif visible is not None:
        verdict, line, said = visible.verdict, visible.line, f"{visible.exception}\n{visible.error}"
        said += f"\n{visible.reason}"
    elif hidden is not None:
        line, said = hidden.line, hidden.exception
    difference = visible.difference.explanation if visible is not None and visible.difference is not None else ""
    return Symptoms(
        language=packet.language,
        verdict=verdict,
        code=_LINE_NUMBER.sub("", packet.files[0].text),
        said=said,
        difference=difference,
        expected=visible.expected if visible is not None else "",
        actual=visible.actual if visible is not None else "",
        line=line,
        hidden_only=visible is None,
        nothing_passed=packet.passed_count == 0,
    )


def _compiler_line(output: str) -> int | None:
    found = _PLACE.search(output)
    return int(next(group for group in found.groups() if group)[:9]) if found else None
