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

_RULES = {
    Verdict.AC: "accepted",
    Verdict.TLE: "time-limit",
    Verdict.MLE: "memory-limit",
    Verdict.OLE: "output-limit",
}
_Filled = tuple[str, dict[str, str]]
"""A rule, and the values for its template."""


def verdict_advice(packet: Packet, templates: Mapping[str, Advice]) -> Advice:
    """Return the advice for a packet in which no cause is recognised.

    Args:
        packet: Of any verdict.
        templates: By the rules of ``verdicts.toml``.
    """
    find = {Verdict.CE: _compile_error, Verdict.RTE: _crash}.get(packet.verdict, _answer)
    rule, values = (_RULES[packet.verdict], {}) if packet.verdict in _RULES else find(packet)
    time, memory = packet.statement.time_limit_seconds, packet.statement.memory_limit_bytes
    return templates[rule].filled(time_limit=seconds_text(time), memory_limit=size_text(memory), **values)


def _compile_error(packet: Packet) -> _Filled:
    error = first_error(packet.compile_output)
    if error is None:
        return "compile-error.without-words", {}
    if error.line is None:
        return "compile-error.without-a-place", {"said": closed(error.message)}
    where = f"line {error.line}" if error.file == packet.files[0].path else f"{error.file}, line {error.line}"
    return "compile-error", {"said": closed(error.message), "where": where}


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
