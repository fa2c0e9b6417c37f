"""Causes of failures: the signs that a program must show, and the advice that follows from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.advice import Advice
from codementor_cli.domain.mentor.advice.signs import SIGNS
from codementor_cli.domain.mentor.advice.symptoms import Symptoms

_USUAL = 0.6
"""Confidence of a cause that states none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One common cause, as ``catalog/advice`` writes it; all its conditions must hold. Empty ones always do."""

    name: str
    verdicts: tuple[Verdict, ...]
    hint: str
    """``{place}`` becomes ``line 4``, and ``{it}`` the text that a group of ``said`` caught; see ``advice.filled``."""
    approach: str
    steps: tuple[str, ...]
    """One to four."""
    languages: tuple[str, ...] = ()
    said: str = ""
    """Regular expression in the words of the compiler or the runtime, as ``said_too``."""
    said_too: str = ""
    code: str = ""
    """Regular expression in the program; ``^`` and ``$`` match at each line."""
    code_lacks: str = ""
    printed: str = ""
    """Regular expression in the actual output."""
    expected_lacks: str = ""
    difference: str = ""
    """Regular expression in the kind of difference."""
    when: str = ""
    """A name in ``SIGNS``."""
    of_streams: bool = False
    """Whether it is about reading input or printing the answer: a called function does neither."""
    confidence: float = _USUAL

    def fits(self, seen: Symptoms) -> bool:
        """Whether the program meets all conditions."""
        return (
            seen.verdict in self.verdicts
            and not (self.of_streams and seen.calls_function)
            and (not self.languages or seen.language in self.languages)
            and _holds(self.said, seen.said)
            and _holds(self.said_too, seen.said)
            and _holds(self.code, seen.code)
            and _lacks(self.code_lacks, seen.code)
            and _holds(self.printed, seen.actual)
            and _lacks(self.expected_lacks, seen.expected)
            and _holds(self.difference, seen.difference)
            and (not self.when or SIGNS[self.when](seen))
        )

    def advice(self, seen: Symptoms) -> Advice:
        """Return the advice for a program that shows this cause."""
        matches = re.finditer(self.said, seen.said, re.MULTILINE) if self.said else ()
        template = Advice(
            rule=self.name,
            hint=self.hint,
            suggested_approach=self.approach,
            next_steps=self.steps,
            confidence=self.confidence,
        )
        return template.filled(seen.place, next((group for match in matches for group in match.groups() if group), ""))


def cause_of(table: dict[str, Any]) -> Cause:
    """Return the cause of one ``[[cause]]``.

    Raises:
        ValueError: The table is no cause; the message names the reason.
    """
    problems = {
        "unknown key": table.keys() - {field.name for field in fields(Cause)},
        "missing key": {"name", "verdicts", "hint", "approach", "steps"} - table.keys(),
        "no such sign": {table["when"]} - SIGNS.keys() if "when" in table else set(),
        "no such verdict": {*table.get("verdicts", ())} - {*Verdict},
    }
    for problem, names in problems.items():
        if names:
            raise ValueError(f"cause {table.get('name')}: {problem} {', '.join(sorted(names))}")
    lists = {key: tuple(table.get(key, ())) for key in ("steps", "languages")}
    return Cause(**{**table, **lists, "verdicts": tuple(map(Verdict, table["verdicts"]))})


def _holds(pattern: str, text: str) -> bool:
    return not pattern or re.search(pattern, text, re.MULTILINE) is not None


def _lacks(pattern: str, text: str) -> bool:
    return not pattern or re.search(pattern, text, re.MULTILINE) is None
