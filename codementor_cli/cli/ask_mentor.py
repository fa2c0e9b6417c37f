"""From the words of ``hint``, ``review`` and ``analyze`` to a printed answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codementor_cli.bootstrap.mentoring import mentoring_of
from codementor_cli.bootstrap.practice import open_store
from codementor_cli.cli.failures import warning_lines
from codementor_cli.cli.render.mentor.answer import answer_lines, note_lines, prompt_lines, request_lines, usage_lines
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.spinner import spinner
from codementor_cli.cli.terminal.streams import Streams, look_of
from codementor_cli.cli.words.options import application, streams
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorAsk
from codementor_cli.domain.mentor.mentoring import QUESTION_CHARACTERS, MentorKind, is_answer_language
from codementor_cli.errors import EnvironmentFault, MentorFault, StoreFault, UsageError, UserFileError
from codementor_cli.services.mentor.subject import Target
from codementor_cli.text.untrusted import visible_line

if TYPE_CHECKING:
    from codementor_cli.bootstrap import Application
    from codementor_cli.domain.mentor.mentoring import Prompt
    from codementor_cli.ports import Store
    from codementor_cli.services.mentor.mentoring import Mentored


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How an answer is presented, and where submissions are kept."""

    as_json: bool
    show_prompt: bool
    """Print what would be sent, and send nothing."""
    database: str | None
    sandbox: str | None
    quiet: bool
    verbose: bool


@dataclass(frozen=True, slots=True)
class _Listener:
    """Tells on stderr what goes on."""

    working: Callable[[str], None]
    out: Streams

    def remembered(self, file: str) -> None:
        self.out.tell([line(f"looking at {visible_line(file)}, as last time")])

    def not_recorded(self, fault: StoreFault) -> None:
        self.working("")
        self.out.insist(warning_lines(fault))


def ask_mentor(target: Target, ask: MentorAsk, shown: Presentation) -> int:
    """Ask about a target and print the answer; return the exit code."""
    _check(target, ask)
    app, out = application(shown.sandbox), streams(shown.quiet, shown.verbose)
    with _store(app, shown.database, out) as store, spinner(out) as tell:
        mentoring = mentoring_of(app, ask.model, store, tell)
        listener = _Listener(tell, out)
        if shown.show_prompt:
            prompt = mentoring.prompt(target, ask, listener)
            tell("")
            return _print_prompt(prompt, out, as_json=shown.as_json)
        try:
            mentored = mentoring.answer(target, ask, listener)
        except MentorFault as fault:
            tell("")
            if out.verbose:
                out.tell(request_lines(fault.request_ids))
            raise
    return _print(mentored, out, as_json=shown.as_json)


def _check(target: Target, ask: MentorAsk) -> None:
    """Refuse what cannot be, before anything takes time."""
    base = f"codementor {target.command}"
    if target.file == "-":
        raise UsageError(f"`{base}` needs a file: standard input is not kept.", f"{base} FILE --challenge ID")
    if target.file == "":
        raise UserFileError("The name of the file is empty.", f"{base} FILE --challenge ID")
    if ask.answer_language and not is_answer_language(ask.answer_language):
        message = f"--language takes a language's name or tag; found {visible_line(ask.answer_language)}."
        raise UsageError(message, f"{base} --language German")
    if len(ask.question) > QUESTION_CHARACTERS:
        raise UsageError(f"--ask takes at most {QUESTION_CHARACTERS} characters.", f"{base} --ask 'Why line 3?'")
    if not _is_text(ask.question) or not _is_text(ask.model):
        raise UsageError("--ask and --model take text; found bytes that are none.", f"{base} --help")
    if ask.offline and ask.kind is not MentorKind.HINT:
        raise UsageError(f"Only hints can be had offline, no {ask.kind}.", "codementor hint --offline")
    if ask.offline and ask.repair_count:
        raise UsageError("--validate asks Claude, and --offline does not.", f"{base} --validate")


def _is_text(value: str) -> bool:
    """Whether an argument is text: bytes that are no UTF-8 come as lone surrogates (PEP 383)."""
    return not any("\ud800" <= each <= "\udfff" for each in value)


@contextmanager
def _store(app: Application, database: str | None, out: Streams) -> Iterator[Store | None]:
    """Yield the store; None where it cannot be opened, which is told and stops nothing."""
    try:
        store = open_store(app, database)
    except EnvironmentFault as error:
        out.insist(warning_lines(StoreFault(f"Nothing is remembered. {error.message}", error.next_step)))
        yield None
        return
    try:
        yield store
    finally:
        store.close()


def _print_prompt(prompt: Prompt, out: Streams, *, as_json: bool) -> int:
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json

        out.answer_text(to_json(dict(prompt.body), out.ascii_only))
    else:
        out.answer(prompt_lines(prompt))
    return 0


def _print(mentored: Mentored, out: Streams, *, as_json: bool) -> int:
    given, subject = mentored.answer, mentored.subject
    out.insist(note_lines(given, look_of(out.error_stream)))
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.mentoring import mentor_report  # noqa: PLC0415 - the same

        report = mentor_report(given, subject.challenge.id, subject.judgement, subject.limits)
        out.answer_text(to_json(report.json_value(), out.ascii_only))
    else:
        accepted = subject.judgement.verdict is Verdict.AC
        out.answer(answer_lines(given, look_of(out.output_stream), accepted=accepted))
    if out.verbose:
        out.tell(usage_lines(given))
    return 0
