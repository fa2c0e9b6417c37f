"""A packet in words: one section for each fact. Titles are ours; what others wrote stands in the texts alone."""

from __future__ import annotations

from codementor_cli.ai.sections import Section
from codementor_cli.domain.mentor.packet import FirstDifference, HiddenFailure, Packet, Statement, VisibleFailure
from codementor_cli.text.amounts import count_text, seconds_text, size_text


def statement_sections(statement: Statement) -> list[Section]:
    """Return what the learner was asked to do."""
    limits = f"{seconds_text(statement.time_limit_seconds)} of CPU time, {size_text(statement.memory_limit_bytes)}"
    return [
        Section("title", statement.title),
        Section("statement", statement.text),
        Section("function to write", statement.signature),
        Section("limits", f"{limits} of memory"),
    ]


def packet_sections(packet: Packet) -> list[Section]:
    """Return the program and what the judge said of it."""
    sections = [Section("programming language", packet.language_title)]
    for file in packet.files:
        sections.append(Section("file name", file.path))
        sections.append(Section(f"its text, {count_text(file.line_count, 'line')} in all", file.text))
    sections.append(Section("judgement", _judgement(packet)))
    sections.append(Section("compiler output", packet.compile_output))
    for number, failure in enumerate(packet.visible_failures, start=1):
        sections += _visible(number, failure)
    if packet.hidden_failures:
        sections.append(Section("hidden cases that failed", "\n".join(map(_hidden, packet.hidden_failures))))
    sections += _hints(packet)
    sections.append(Section("left out for size", "\n".join(packet.cuts)))
    return sections


def _hints(packet: Packet) -> list[Section]:
    """Return the author's hints and those given, each text once."""
    given = {each.text: each.level for each in packet.hints_given}
    sections = [
        Section(f"author's hint {level}{', given before' if given.pop(hint, None) else ''}", hint)
        for level, hint in enumerate(packet.authored_hints, start=1)
    ]
    return [*sections, *(Section(f"hint given before, level {level}", text) for text, level in given.items())]


def _judgement(packet: Packet) -> str:
    facts = [
        f"verdict: {packet.verdict.words}",
        f"accepted: {packet.passed_count} of {count_text(packet.total_count, 'case')}",
    ]
    if packet.judged_count < packet.total_count:
        facts.append(f"run: {packet.judged_count}")
    facts.append(f"failing cases that the learner can see: {packet.visible_failure_count}")
    if packet.figures is not None:
        cpu, memory = _time(packet.figures.cpu_seconds), size_text(packet.figures.peak_memory_bytes)
        facts.append(f"largest use in a visible case: {cpu} of CPU time, {memory} of memory")
    return "\n".join(facts)


def _visible(number: int, failure: VisibleFailure) -> list[Section]:
    case = f"failing case {number}"
    explained = failure.difference.explanation if failure.difference is not None else ""
    return [
        Section(f"{case}, name", failure.name),
        Section(f"{case}, description", failure.description),
        Section(f"{case}, result", _result(failure)),
        Section(f"{case}, input", failure.input),
        Section(f"{case}, expected output", failure.expected),
        Section(f"{case}, actual output", failure.actual or "(nothing)"),
        Section(f"{case}, printed by the function itself", failure.prints),
        Section(f"{case}, first difference", _difference(failure.difference)),
        Section(f"{case}, error", failure.error),
        Section(f"{case}, the judge's words", "" if failure.reason == explained else failure.reason),
    ]


def _result(failure: VisibleFailure) -> str:
    facts = [f"verdict: {failure.verdict.words}"]
    if failure.exception:
        facts.append(f"exception: {failure.exception}")
    if failure.line is not None:
        facts.append(f"in line {failure.line} of {failure.file}")
    if failure.cpu_seconds is not None:
        facts.append(f"CPU time: {_time(failure.cpu_seconds)}")
    if failure.peak_memory_bytes is not None:
        facts.append(f"memory: {size_text(failure.peak_memory_bytes)}")
    return "\n".join(facts)


def _difference(difference: FirstDifference | None) -> str:
    if difference is None:
        return ""
    expected = "(no such line)" if difference.expected_line is None else difference.expected_line
    actual = "(no such line)" if difference.actual_line is None else difference.actual_line
    return (
        f"line {difference.line}, column {difference.column}\nexpected: {expected}\nactual:   {actual}\n"
        f"{difference.explanation}"
    )


def _hidden(failure: HiddenFailure) -> str:
    crash = f", {failure.exception}" if failure.exception else ""
    place = f", in line {failure.line} of {failure.file}" if failure.line is not None else ""
    return f"{count_text(failure.count, 'case')}: {failure.verdict.words}{crash}{place}"


def _time(seconds: float) -> str:
    return f"{round(seconds * 1000)} ms" if seconds < 1 else seconds_text(seconds)
