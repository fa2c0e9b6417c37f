"""Build the packet: the part of a judged program that a mentor sees. Pure.

Of hidden cases only the verdict, the language's own exception class and the line are read here; everything else in
their results is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codementor_cli.domain.challenge.challenge import Function
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.compiler_messages import first_error
from codementor_cli.domain.feedback.crash import Crash, read_crash, strip_lane
from codementor_cli.domain.feedback.crash_words import KNOWN_KINDS
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.mentor.code_window import numbered_file, source_lines
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.domain.mentor.packet import (
    BUDGET_CHARACTERS,
    Figures,
    FirstDifference,
    GivenHint,
    HiddenFailure,
    NumberedFile,
    Packet,
    Statement,
    VisibleFailure,
)
from codementor_cli.domain.mentor.privacy import scrubbed
from codementor_cli.text.excerpts import MARK, decoded, head, sent_length, tail, total_sent_length
from codementor_cli.text.untrusted import escaped_lines

_STATEMENT_CHARACTERS = 5_000
_COMPILER_CHARACTERS = 1_500
_HINT_CHARACTERS = 600
_NAME_CHARACTERS = 160
_FIRST_CHARACTERS = 800
_OTHER_CHARACTERS = 240
_VISIBLE_COUNT = 3
_HIDDEN_COUNT = 5
_GIVEN_COUNT = 4
_AUTHORED_COUNT = 4
_READ_COUNT = 100
"""Hidden crashes that are read; of ten thousand, that would take seconds."""
_FILE_COUNT = 6
_MAIN_SHARE = 0.7
_CUTS_CHARACTERS = 400
_STDERR_BYTES = 1 << 16
_IDENTIFIER = re.compile(r"[A-Za-z_]\w{0,60}", re.ASCII)


def build_packet(
    subject: MentorSubject, given: Sequence[GivenHint] = (), level: int = 0, private: Sequence[str] = ()
) -> Packet:
    """Return the packet, within its budget for all sizes of files, outputs and suites.

    Args:
        subject: The judged program.
        given: Hints that the learner has read in this problem state, oldest first.
        level: Rung that is asked for; the challenge's own rungs up to it go along; 0: none.
        private: Words that must not leave the machine: the home folder, the user's name.
    """
    judgement = subject.judgement
    visible = [each for each in judgement.results if not each.hidden]
    failing = [each for each in visible if not each.passed and each.verdict is not Verdict.JE]
    shown = [
        _visible(result, _FIRST_CHARACTERS if number == 0 else _OTHER_CHARACTERS, subject.program, private)
        for number, result in enumerate(failing[:_VISIBLE_COUNT])
    ]
    packet = Packet(
        statement=_statement(subject),
        language=subject.language.name,
        language_title=subject.language.title,
        files=(),
        verdict=judgement.verdict,
        compile_output=_compile_output(judgement, private),
        passed_count=judgement.passed_count,
        judged_count=len(judgement.results),
        total_count=judgement.total_count,
        visible_failures=tuple(shown),
        visible_failure_count=len(failing),
        hidden_failures=_hidden(judgement, subject.program),
        figures=_figures(visible),
        hints_given=tuple(replace(each, text=head(each.text, _HINT_CHARACTERS)) for each in given[-_GIVEN_COUNT:]),
        authored_hints=_authored(subject.challenge.hints[: max(level, 0)]),
        cuts=tuple(_cuts(subject, failing)),
    )
    files, cut = _files(subject, BUDGET_CHARACTERS - _CUTS_CHARACTERS - total_sent_length(packet), private)
    return replace(packet, files=files, cuts=(*packet.cuts, *cut))


def _authored(rungs: Sequence[str]) -> tuple[str, ...]:
    return tuple(head(escaped_lines(each), _HINT_CHARACTERS) for each in rungs[-_AUTHORED_COUNT:])


def failing_line(subject: MentorSubject) -> tuple[str, int] | None:
    """Return the file and the line that the first failing case crashed in, where they exist; None elsewhere."""
    failing = [each for each in subject.judgement.results if not each.passed][:_READ_COUNT]
    crashes = ((_place(_crash(each), subject.program)) for each in sorted(failing, key=lambda each: each.hidden))
    return next(filter(None, crashes), None)


def _statement(subject: MentorSubject) -> Statement:
    challenge = subject.challenge
    function = challenge.suite.function
    return Statement(
        title=head(escaped_lines(challenge.title), _NAME_CHARACTERS),
        text=head(escaped_lines(challenge.instructions.strip()), _STATEMENT_CHARACTERS),
        signature=head(escaped_lines(_signature(function)), _NAME_CHARACTERS * 2) if function else "",
        time_limit_seconds=subject.limits.time_seconds,
        memory_limit_bytes=subject.limits.memory_bytes,
    )


def _signature(function: Function) -> str:
    parameters = ", ".join(f"{each.name}: {each.type}" for each in function.parameters)
    return f"{function.name}({parameters}) -> {function.returns}"


def _compile_output(judgement: Judgement, private: Sequence[str]) -> str:
    compilation = judgement.compilation
    if compilation is None or compilation.success:
        return ""
    said = _from_first_error(compilation.output)[: 4 * _COMPILER_CHARACTERS]
    text = "\n".join(filter(None, (compilation.reason, said)))
    return head(scrubbed(escaped_lines(text), private), _COMPILER_CHARACTERS)


def _from_first_error(output: str) -> str:
    """Return what a compiler said, from its first error on where warnings before that would fill the packet."""
    error = first_error(output)
    fits = error is None or error.start + len(error.message) < _COMPILER_CHARACTERS // 2
    return output if error is None or fits else f"{MARK}\n{strip_lane(output)[error.start :]}"


def _visible(result: CaseResult, limit: int, program: Program, private: Sequence[str]) -> VisibleFailure:
    crash = _crash(result)
    place = _place(crash, program)
    execution = result.execution

    def shown(data: bytes) -> str:
        return head(scrubbed(decoded(data, 2 * limit), private), limit)

    def words(text: str, most: int) -> str:
        return head(scrubbed(escaped_lines(text), private), most)

    return VisibleFailure(
        name=words(result.name, _NAME_CHARACTERS),
        description=words(result.description, _NAME_CHARACTERS),
        verdict=result.verdict,
        input=shown(result.input),
        expected=shown(result.expected),
        actual=shown(result.actual),
        prints=words(result.prints[:limit].decode(errors="backslashreplace"), limit // 2),
        difference=_difference(result.difference, min(limit // 2, 240), private),
        error=_error(result, limit, private),
        exception=words(crash.kind, _NAME_CHARACTERS) if crash else "",
        line=place[1] if place else None,
        file=words(place[0], _NAME_CHARACTERS) if place else "",
        reason=words(result.reason, limit // 2),
        cpu_seconds=execution.cpu_seconds if execution else None,
        peak_memory_bytes=execution.peak_memory_bytes if execution else None,
    )


def _difference(difference: ExplainedDifference | None, limit: int, private: Sequence[str]) -> FirstDifference | None:
    if difference is None:
        return None

    def words(text: str | None) -> str | None:
        return None if text is None else head(scrubbed(escaped_lines(text), private), limit)

    return FirstDifference(
        line=difference.line,
        column=difference.column,
        expected_line=words(difference.expected_line),
        actual_line=words(difference.actual_line),
        explanation=words(difference.explanation) or "",
    )


def _error(result: CaseResult, limit: int, private: Sequence[str]) -> str:
    """Return the end of stderr."""
    stderr = result.execution.stderr if result.execution else b""
    text = strip_lane(stderr[-8 * limit :].decode(errors="backslashreplace")).strip()
    return tail(scrubbed(escaped_lines(text), private), limit)


def _crash(result: CaseResult) -> Crash | None:
    return read_crash(result.execution.stderr) if result.execution and result.verdict is Verdict.RTE else None


def _place(crash: Crash | None, program: Program) -> tuple[str, int] | None:
    """Return where a program crashed, if it has such a file with such a line."""
    if crash is None or crash.line is None:
        return None
    file = next((each for each in program.files if each.path == crash.file), None)
    if file is None or not 1 <= crash.line <= len(source_lines(file)):
        return None
    return file.path, crash.line


def _hidden(judgement: Judgement, program: Program) -> tuple[HiddenFailure, ...]:
    """Return the hidden cases that failed, those of one kind together; the crashes of the first ones are read."""
    failing = [each for each in judgement.results if each.hidden and not each.passed and each.verdict is not Verdict.JE]
    kinds = Counter(_hidden_kind(each, program) for each in failing[:_READ_COUNT])
    every = [
        HiddenFailure(verdict=verdict, count=count, exception=exception, line=line, file=file)
        for (verdict, exception, line, file), count in kinds.items()
    ]
    rest = Counter(each.verdict for each in failing[_READ_COUNT:])
    for each in every[_HIDDEN_COUNT:]:
        rest[each.verdict] += each.count
    return (*every[:_HIDDEN_COUNT], *(HiddenFailure(verdict=verdict, count=count) for verdict, count in rest.items()))


def _hidden_kind(result: CaseResult, program: Program) -> tuple[Verdict, str, int | None, str]:
    crash = _crash(result)
    place = _place(crash, program)
    exception = crash.kind if crash and _is_safe(crash.kind, program) else ""
    return result.verdict, exception, place[1] if place else None, head(place[0], _NAME_CHARACTERS) if place else ""


def _is_safe(kind: str, program: Program) -> bool:
    """Whether an exception's name is the language's, or is defined by that name in the learner's own text.

    A class can be made at run time with a name that holds the hidden input.
    """
    if kind in KNOWN_KINDS:
        return True
    if not _IDENTIFIER.fullmatch(kind):
        return False
    definition = re.compile(rb"\b(?:class|struct|enum|interface)\s+" + kind.encode() + rb"\b")
    return any(definition.search(file.content) for file in program.files)


def _figures(visible: Sequence[CaseResult]) -> Figures | None:
    measured = [each.execution for each in visible if each.execution is not None]
    if not measured:
        return None
    return Figures(
        cpu_seconds=max(each.cpu_seconds for each in measured),
        peak_memory_bytes=max(each.peak_memory_bytes for each in measured),
    )


def _files(subject: MentorSubject, limit: int, private: Sequence[str]) -> tuple[tuple[NumberedFile, ...], list[str]]:
    """Return the files, the failing one with the largest share, and sentences on what was left out."""
    program = subject.program
    place = failing_line(subject) or (program.main, _compiler_line(subject))
    others = [each for each in program.files if each.path != program.main]
    order = sorted(program.files, key=lambda each: (each.path != place[0], each.path != program.main))[:_FILE_COUNT]
    main = next(each for each in program.files if each.path == program.main)
    if main not in order:
        order[-1] = main
    shown: dict[str, NumberedFile] = {}
    cuts: list[str] = []
    left = limit
    for number, file in enumerate(order):
        share = left if number == len(order) - 1 else int(left * _MAIN_SHARE)
        focus = place[1] if file.path == place[0] else None
        shown[file.path], cut = numbered_file(file, share - _NAME_CHARACTERS, focus, private)
        left -= total_sent_length(shown[file.path])
        cuts += [f"Lines of {shown[file.path].path}."] if cut and len(cuts) < 1 else []
    if len(order) < len(program.files):
        cuts.append(f"{len(program.files) - len(order)} of {len(program.files)} files.")
    in_order = [main, *(each for each in others if each.path in shown)]
    return tuple(shown[each.path] for each in in_order), cuts


def _compiler_line(subject: MentorSubject) -> int | None:
    """Return the line that a compiler complained of first."""
    compilation = subject.judgement.compilation
    if compilation is None or compilation.success:
        return None
    main = re.escape(subject.program.main)
    found = re.search(rf'{main}(?:", line |:|\()(\d{{1,7}})', compilation.output[:_STDERR_BYTES])
    return int(found[1]) if found else None


def _cuts(subject: MentorSubject, failing: Sequence[CaseResult]) -> Iterator[str]:
    """Yield the parts that were left out, code apart."""
    if len(failing) > _VISIBLE_COUNT:
        yield f"{len(failing) - _VISIBLE_COUNT} more failing visible cases."
    if any(max(len(each.input), len(each.expected), len(each.actual)) > _FIRST_CHARACTERS for each in failing[:1]):
        yield "The ends of long inputs and outputs."
    if sent_length(subject.challenge.instructions) > _STATEMENT_CHARACTERS:
        yield "The end of the statement."
