"""What ``hint``, ``review`` and ``analyze`` share: from the command line to a printed answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.mentoring import (
    claude_mentor,
    is_answer_language,
    mentor_service,
    question_characters,
)
from codementor_cli.bootstrap.practice import open_store
from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.judged import Finder
from codementor_cli.cli.options import application, streams
from codementor_cli.cli.render.mentor.answer import answer_lines, note_lines, prompt_lines, request_lines, usage_lines
from codementor_cli.cli.terminal.spinner import spinner
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource, MentorKind
from codementor_cli.errors import EnvironmentFault, MentorFault, StoreFault, UsageError
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.domain.mentor.mentor_answer import MentorAnswer
    from codementor_cli.domain.mentor.mentoring import Prompt
    from codementor_cli.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a command line asks of the mentor."""

    command: str
    """``hint``, ``review`` or ``analyze``."""
    ask: MentorAsk
    file: str | None
    """As typed; None: left out."""
    challenge_id: str | None
    as_json: bool = False
    show_prompt: bool = False
    """Print what would be sent, and send nothing."""
    database: str | None = None
    sandbox: str | None = None
    quiet: bool = False
    verbose: bool = False


def ask_mentor(wanted: Wanted) -> int:
    """Judge what is meant where that is needed, ask, and print; return the exit code."""
    _check(wanted)
    app, out = application(wanted.sandbox), streams(wanted.quiet, wanted.verbose)
    mentor = claude_mentor(app, wanted.ask.model)
    asks = not (wanted.ask.offline or wanted.show_prompt)
    no_key = _no_key(mentor.check, wanted.ask.kind) if asks else None
    with _store(app, wanted.database, out) as store, spinner(out) as tell:
        subject = Finder(app, wanted.command, store, out, tell).subject(wanted.file, wanted.challenge_id)
        service = mentor_service(app, mentor, store, tell)
        if wanted.show_prompt:
            prompt = service.prompt(subject, wanted.ask)
            tell("")
            return _print_prompt(prompt, wanted, out)
        try:
            given = service.answer(subject, _affordable(wanted.ask, subject, no_key), tell)
        except MentorFault as fault:
            tell("")
            _tell_requests(fault, out)
            raise
    notes = (*_notes(wanted.ask, given, subject, no_key), *given.notes)
    return _print(replace(given, notes=notes), subject, wanted, out)


def _notes(ask: MentorAsk, given: MentorAnswer, subject: MentorSubject, no_key: MentorFault | None) -> Iterator[str]:
    """Yield what the learner asked for and did not get."""
    if no_key is not None and not _nothing_to_mend(ask, subject) and (given.call.level <= 1 or _asks_claude(ask)):
        # Once is enough: each hint's own heading says where it comes from.
        yield f"{no_key.message} What is known here answers instead."
    if ask.answer_language and given.call.source is not HintSource.MODEL and not _is_english(ask.answer_language):
        yield "Without Claude, hints are in English."
    if ask.question and given.call.source is not HintSource.MODEL:
        yield "Only Claude answers questions; what follows is no answer to yours."
    if ask.answer_language and given.call.source is not HintSource.MODEL and not _nothing_to_mend(ask, subject):
        yield f"Only Claude answers in {visible_line(ask.answer_language)}; what is known here is said in English."
    if ask.level is not None and ask.level > given.level_count and not _nothing_to_mend(ask, subject):
        yield f"There are {given.level_count} levels; this is the last one."


def _no_key(check: Callable[[], None], kind: MentorKind) -> MentorFault | None:
    """Return why Claude cannot be asked at all; None where it can.

    Args:
        check: Raises where there is no key.
        kind: What is asked for.

    Raises:
        MentorFault: The same, of what only Claude can answer: before anything is judged.
    """
    try:
        check()
    except MentorFault as fault:
        if kind is not MentorKind.HINT:
            raise
        return fault
    return None


def _check(wanted: Wanted) -> None:
    """Refuse what cannot be, before anything takes time."""
    ask = wanted.ask
    base = f"codementor {wanted.command}"
    if wanted.file == "-":
        raise UsageError(f"`{base}` needs a file: standard input is not kept.", f"{base} FILE --challenge ID")
    if ask.answer_language and not is_answer_language(ask.answer_language):
        message = f"--language takes a language's name or tag; found {visible_line(ask.answer_language)}."
        raise UsageError(message, f"{base} --language German")
    if len(ask.question) > question_characters():
        raise UsageError(f"--ask takes at most {question_characters()} characters.", f"{base} --ask 'Why line 3?'")
    if not _is_text(ask.question) or not _is_text(ask.model):
        raise UsageError("--ask and --model take text; found bytes that are none.", f"{base} --help")
    if ask.offline and ask.kind is not MentorKind.HINT:
        raise UsageError(f"Only hints can be had offline, no {ask.kind}.", "codementor hint --offline")
    if ask.offline and ask.repair_count:
        raise UsageError("--validate asks Claude, and --offline does not.", f"{base} --validate")


def _asks_claude(ask: MentorAsk) -> bool:
    """Whether something was asked for that only Claude can do."""
    return bool(ask.question or ask.model or ask.fresh or ask.repair_count)


def _is_english(language: str) -> bool:
    return language.casefold().partition("-")[0] in {"en", "english"}


def _is_text(value: str) -> bool:
    """Whether an argument is text: bytes that are no UTF-8 come as lone surrogates (PEP 383)."""
    return not any("\ud800" <= each <= "\udfff" for each in value)


def _affordable(ask: MentorAsk, subject: MentorSubject, no_key: MentorFault | None) -> MentorAsk:
    """Return the question; where nobody can be asked, or an accepted program needs no hint, one for nobody."""
    nobody = no_key is not None or _nothing_to_mend(ask, subject)
    return replace(ask, offline=True, repair_count=0) if nobody else ask


def _nothing_to_mend(ask: MentorAsk, subject: MentorSubject) -> bool:
    return ask.kind is MentorKind.HINT and not ask.question and subject.judgement.verdict is Verdict.AC


@contextmanager
def _store(app: Application, database: str | None, out: Streams) -> Iterator[Store | None]:
    """Yield the store; None where it cannot be had, which is said and stops nothing."""
    try:
        store = open_store(app, database)
    except EnvironmentFault as error:
        fault = StoreFault(f"Nothing is remembered. {error.message}", error.next_step)
        out.insist([*problem_lines(fault, "warning"), *next_lines(fault.next_step)])
        yield None
        return
    try:
        yield store
    finally:
        store.close()


def _print_prompt(prompt: Prompt, wanted: Wanted, out: Streams) -> int:
    if wanted.as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for --json

        out.answer_text(to_json(dict(prompt.body), out.ascii_only))
    else:
        out.answer(prompt_lines(prompt))
    return 0


def _print(given: MentorAnswer, subject: MentorSubject, wanted: Wanted, out: Streams) -> int:
    out.insist(note_lines(given, look_of(out.error_stream)))
    if wanted.as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for --json
        from codementor_cli.schemas.public.mentoring import mentor_report  # noqa: PLC0415 - the same

        report = mentor_report(given, subject.challenge.id, subject.judgement, subject.limits)
        out.answer_text(to_json(report.json_value(), out.ascii_only))
    else:
        accepted = subject.judgement.verdict is Verdict.AC
        out.answer(answer_lines(given, look_of(out.output_stream), accepted=accepted))
    if out.verbose:
        out.tell(usage_lines(given))
    return 0


def _tell_requests(fault: MentorFault, out: Streams) -> None:
    if out.verbose:
        out.tell(request_lines(fault.request_ids))
