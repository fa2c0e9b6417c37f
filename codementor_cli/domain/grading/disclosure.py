"""The data of a case that a student may see: decided here, once, when results are made. Pure."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.crash import read_crash
from codementor_cli.domain.grading.assignment import Disclosure
from codementor_cli.domain.grading.repository_content import TakenProgram
from codementor_cli.domain.grading.results import NO_DATA, CaseData, Place
from codementor_cli.domain.judging.judgement import CaseResult

SHOWN_BYTES = 4096
"""Of each text: a class of two hundred must fit into one report."""
_CUT = "\n… (cut)"


def message_of(result: CaseResult, disclosure: Disclosure) -> str:
    """Return the sentence on a case; it speaks of the expected output only where that is shown."""
    if result.passed:
        return ""
    if result.hidden or disclosure is Disclosure.ALL:
        return result.reason
    compared = result.verdict is Verdict.WA
    if disclosure is Disclosure.ACTUAL and not compared:
        return result.reason
    return f"{result.verdict.words.capitalize()}."


def data_of(result: CaseResult, disclosure: Disclosure) -> CaseData:
    """Return the data of a failing case as far as it is shown; of hidden ones there is never any."""
    if result.passed or result.hidden or disclosure is Disclosure.NOTHING:
        return NO_DATA
    facts, everything = result.execution, disclosure is Disclosure.ALL
    return CaseData(
        input=shown(result.input) if everything else None,
        expected=shown(result.expected) if everything else None,
        actual=None if facts is None else shown(result.actual, cut=result.actual_truncated),
        stderr=shown(facts.stderr, cut=facts.stderr_truncated) if facts is not None and facts.stderr else None,
        prints=shown(result.prints) if result.prints else None,
        difference=result.difference if everything else None,
    )


def place_of(result: CaseResult, taken: TakenProgram, disclosure: Disclosure) -> Place | None:
    """Return the line of the student's file at which a case crashed."""
    if result.hidden or result.execution is None or result.verdict is not Verdict.RTE:
        return None
    if disclosure is Disclosure.NOTHING:
        return None
    crash = read_crash(result.execution.stderr)
    return None if crash is None or crash.line is None else place_in(taken, crash.file, crash.line)


def place_in(taken: TakenProgram, lane_path: str, line: int | None) -> Place | None:
    """Return a line of a file as the repository names it; None: the file is none of the program's."""
    path = taken.repository_path(lane_path.removeprefix("./"))
    return None if path is None or line is None else Place(file=path, line=line)


def shown(content: bytes, *, cut: bool = False) -> str:
    """Return the head of some text, saying where it was cut."""
    text = content[:SHOWN_BYTES].decode("utf-8", "replace")
    return text + _CUT if cut or len(content) > SHOWN_BYTES else text
