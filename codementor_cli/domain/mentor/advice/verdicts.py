"""Advice by the verdict alone, in every language. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.compiler_messages import first_error
from codementor_cli.domain.feedback.crash_words import INTERNAL_KINDS, kind_meaning
from codementor_cli.domain.mentor.advice.advice import Advice
from codementor_cli.domain.mentor.packet import Packet, VisibleFailure
from codementor_cli.text.amounts import seconds_text, size_text
from codementor_cli.text.sentences import closed


def verdict_advice(packet: Packet, templates: Mapping[str, Advice]) -> Advice:
    """Return the advice for a packet in which no cause is recognised.

    Args:
        packet: Of any verdict.
        templates: By the rules of ``verdicts.toml``.
    """
    rule, values = _RULES.get(packet.verdict, _answer)(packet)
    return templates[rule].filled(**values)


_Filled = tuple[str, dict[str, str]]
"""A rule, and the values for its template."""


def _accepted(_packet: Packet) -> _Filled:
    return "accepted", {}


def _compile_error(packet: Packet) -> _Filled:
    error = first_error(packet.compile_output)
    if error is None:
        return "compile-error.without-words", {}
    if error.line is None:
        return "compile-error.without-a-place", {"said": closed(error.message)}
    where = f"line {error.line}" if error.file == packet.files[0].path else f"{error.file}, line {error.line}"
    return "compile-error", {"said": closed(error.message), "where": where}


def _time_limit(packet: Packet) -> _Filled:
    return "time-limit", {"limit": seconds_text(packet.statement.time_limit_seconds)}


def _memory_limit(packet: Packet) -> _Filled:
    return "memory-limit", {"limit": size_text(packet.statement.memory_limit_bytes)}


def _output_limit(_packet: Packet) -> _Filled:
    return "output-limit", {}


def _crash(packet: Packet) -> _Filled:
    failure = next(iter(packet.visible_failures), None)
    line, words = (failure.line, failure.reason) if failure is not None else _hidden_crash(packet)
    kind = ".without-a-line" if line is None else ".explained" if "This means" in words else ""
    return f"crash{kind}", {"said": closed(words)}


def _hidden_crash(packet: Packet) -> tuple[int | None, str]:
    """Return the line and the sentence of a crash in a hidden case."""
    hidden = next((each for each in packet.hidden_failures if each.verdict is Verdict.RTE), None)
    kind, line = (hidden.exception, hidden.line) if hidden else ("", None)
    told = kind and kind not in INTERNAL_KINDS
    means = kind_meaning(kind) if told else ""
    place = "" if line is None else f" in line {line}"
    sentence = f"In a hidden case the program crashes{place}{f' with {kind}' if told else ''}."
    return line, f"{sentence} This means: {means}." if means else sentence


def _answer(packet: Packet) -> _Filled:
    if not packet.visible_failures:
        return ("hidden" if packet.hidden_failures else "any"), {}
    failure = packet.visible_failures[0]
    return "wrong-answer", {"case": failure.name, "said": closed(_words(failure))}


def _words(failure: VisibleFailure) -> str:
    return (failure.difference.explanation if failure.difference is not None else "") or failure.reason


_RULES = {
    Verdict.AC: _accepted,
    Verdict.CE: _compile_error,
    Verdict.TLE: _time_limit,
    Verdict.MLE: _memory_limit,
    Verdict.OLE: _output_limit,
    Verdict.RTE: _crash,
}
