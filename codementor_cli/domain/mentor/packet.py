"""The part of a challenge and of a judged program that a mentor sees.

No type here has a field for the data of a hidden case, for a reference submission, or for the machine: data without a
field cannot be sent. Every text is capped, printable but for line feeds and tabs, and free of the learner's folder
names; ``services/mentor/packet.py`` sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.verdict import Verdict

BUDGET_CHARACTERS = 24_000
"""All texts of a packet, written as JSON strings; about 8 000 tokens.

Source: an assumed three characters a token, as the 5.5 models' tokenizer yields 30 % more tokens than its
predecessor's; with 8 000 in and 1 000 out, a hint of the default model stays below three cents.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The learner's task."""

    title: str
    text: str
    """Markdown; empty where the file belongs to no challenge."""
    signature: str = ""
    """``free_times(opens: int, closes: int) -> list[int]``; empty where programs read stdin and print."""
    time_limit_seconds: float
    """CPU time, in force for this language."""
    memory_limit_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFile:
    """One file of the learner's program."""

    path: str
    """As submitted."""
    text: str
    """Lines as ``12| code``; parts left out are named in brackets."""
    line_count: int
    """Of the whole file."""
    windows_line_ends: bool = False
    r"""Whether its lines end in ``\r\n``; the text shows them as any others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstDifference:
    """Where the actual output first parts from the expected one."""

    line: int
    """1-based."""
    column: int
    expected_line: str | None
    """None: the output should have ended before."""
    actual_line: str | None
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleFailure:
    """A case that is not accepted, and that the learner may see whole."""

    name: str
    description: str
    verdict: Verdict
    input: str
    """stdin; of a function call, the arguments as JSON."""
    expected: str
    actual: str
    prints: str
    """The output of a called function itself; usually empty."""
    difference: FirstDifference | None
    error: str
    """The runtime's last line, or the end of stderr; empty where there was none."""
    exception: str
    """Class name; empty where unknown."""
    line: int | None
    """1-based line of ``file`` that it crashed in."""
    file: str
    reason: str
    """The judge's sentence for the learner."""
    cpu_seconds: float | None
    """None: it was not measured."""
    peak_memory_bytes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenFailure:
    """Hidden cases that failed in the same way: nothing that they were fed or said."""

    verdict: Verdict
    count: int
    """How many cases, 1 or more."""
    exception: str = ""
    """A class of the language itself, or one that the learner's file defines by that name; else empty."""
    line: int | None = None
    """1-based, a line that the file has."""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The largest CPU time and memory of the visible cases; hidden cases are not measured here."""

    cpu_seconds: float
    peak_memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenHint:
    """A hint that the learner has read in this problem state."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """The parts of a prompt other than the question and our own words."""

    statement: Statement
    language: str
    """``python``."""
    language_title: str
    """``Python 3.13``."""
    files: tuple[NumberedFile, ...]
    """The main file first."""
    verdict: Verdict
    compile_output: str
    """Empty where compiling succeeded, or there was none."""
    passed_count: int
    judged_count: int
    """Cases that were run."""
    total_count: int
    visible_failures: tuple[VisibleFailure, ...]
    """In suite order; the first few."""
    visible_failure_count: int
    """All of them."""
    hidden_failures: tuple[HiddenFailure, ...]
    figures: Figures | None
    """None: no visible case was measured."""
    hints_given: tuple[GivenHint, ...] = ()
    """Oldest first."""
    authored_hints: tuple[str, ...] = ()
    """The challenge's own rungs, up to the level that is asked for and never beyond."""
    cuts: tuple[str, ...] = ()
    """The parts that were left out for size, one sentence each."""

    @property
    def line_count(self) -> int:
        """Lines of the main file."""
        return self.files[0].line_count

    @property
    def accepted(self) -> bool:
        """Whether the program is accepted in all that was judged."""
        return self.verdict is Verdict.AC
