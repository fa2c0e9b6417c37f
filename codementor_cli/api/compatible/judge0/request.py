"""From a submission of Judge0's to a run, or to Judge0's list of mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codementor_cli.api.compatible.judge0.archive import unpacked
from codementor_cli.api.compatible.judge0.tables import Knob, knobs, language_of_id, plain
from codementor_cli.api.compatible.limits import usable
from codementor_cli.api.compatible.options import COMPILERS, refused_option
from codementor_cli.api.compatible.programs import program_of
from codementor_cli.api.compatible.reading import UnusableError, base64_bytes, number, text_bytes, words
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import Language, LanguageOptions, SourceFile
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.ports import Languages

_MOST_LINE_LENGTH = 512
"""Of compiler options, and of arguments. Source: app/models/submission.rb."""
_NEVER = {
    "callback_url": "setting callback is not allowed",
    "enable_network": "enabling network is not allowed",
    "redirect_stderr_to_stdout": "this option cannot be enabled",
    "enable_per_process_and_thread_time_limit": "this option cannot be enabled",
    "enable_per_process_and_thread_memory_limit": "this option cannot be enabled",
}
_LARGEST_ID = 2**31 - 1
_OFF = [None, False, "", 0, "0", "false"]
"""Values that ask for nothing; a list, for what is asked for may be unhashable."""


class MistakesError(ValueError):
    """A submission that cannot be accepted, with every mistake by field, as Judge0 answers it."""

    def __init__(self, mistakes: dict[str, list[str]]) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes = mistakes


class _Reader:
    """Reads the fields of one submission, and collects what is wrong with them."""

    def __init__(self, fields: Mapping[str, Any], *, is_base64: bool) -> None:
        self.mistakes: dict[str, list[str]] = {}
        self._fields = fields
        self._decode = base64_bytes if is_base64 else text_bytes

    def value(self, name: str, read: Callable[[Any], Any], default: Any) -> Any:
        """Return a field as it is read; its default where it is missing or wrong."""
        raw = self._fields.get(name)
        if raw is None:
            return default
        try:
            return read(raw)
        except UnusableError as error:
            self.mistakes.setdefault(name, []).append(str(error))
            return default

    def content(self, name: str) -> bytes | None:
        """Return a field that may come in Base64; None where it is missing."""
        found: bytes | None = self.value(name, self._decode, None)
        return found

    def refuse_what_never_holds(self) -> None:
        """Collect what is asked for and never given."""
        for name, said in _NEVER.items():
            if self._fields.get(name) not in _OFF:
                self.mistakes[name] = [said]

    def finish(self) -> None:
        """Raise where there was any mistake.

        Raises:
            MistakesError: With all of them.
        """
        if self.mistakes:
            raise MistakesError(self.mistakes)


def read_submission(fields: Any, languages: Languages, ceilings: Ceilings, *, is_base64: bool) -> RunWork:
    """Return the run that a submission asks for.

    Args:
        fields: The object of the request.
        languages: Which there are.
        ceilings: Of this machine.
        is_base64: Whether source, input and expected output come in Base64.

    Raises:
        MistakesError: It cannot be accepted.
    """
    if not isinstance(fields, Mapping):
        raise MistakesError({"source_code": ["can't be blank"], "language_id": ["can't be blank"]})
    reader = _Reader(fields, is_base64=is_base64)
    reader.refuse_what_never_holds()
    language = _language(fields.get("language_id"), languages, reader)
    source = reader.content("source_code")
    if not source and "source_code" not in reader.mistakes:
        reader.mistakes["source_code"] = ["can't be blank"]
    files: tuple[SourceFile, ...] = reader.value("additional_files", lambda raw: unpacked(base64_bytes(raw)), ())
    stdin, expected = reader.content("stdin"), reader.content("expected_output")
    limits = _limits(reader, ceilings)
    run_arguments: tuple[str, ...] = reader.value("command_line_arguments", _line, ())
    options: tuple[str, ...] = reader.value("compiler_options", lambda raw: _compiler_options(raw, language), ())
    if language is None or source is None:
        reader.finish()
        raise AssertionError(fields.keys())
    program = reader.value("source_code", lambda _raw: program_of(language, "", source, files), None)
    reader.finish()
    return RunWork(
        program=program,
        stdin=stdin or b"",
        arguments=run_arguments,
        limits=limits,
        options=LanguageOptions(compile=options),
        expected_output=expected,
    )


def _language(raw: Any, languages: Languages, reader: _Reader) -> Language | None:
    if raw is None:
        reader.mistakes["language_id"] = ["can't be blank"]
        return None
    try:
        wanted = number(raw)
    except UnusableError as error:
        reader.mistakes["language_id"] = [str(error)]
        return None
    language = language_of_id(int(wanted), languages) if wanted.is_integer() else None
    if language is None:
        shown = int(wanted) if wanted.is_integer() and abs(wanted) <= _LARGEST_ID else wanted
        reader.mistakes["language_id"] = [f"language with id {shown} doesn't exist"]
    return language


def _limits(reader: _Reader, ceilings: Ceilings) -> Limits:
    found = {knob.name: _knob(reader, knob) for knob in knobs(ceilings)}
    limits = Limits(
        time_seconds=found["cpu_time_limit"],
        wall_time_seconds=found["wall_time_limit"],
        memory_bytes=int(found["memory_limit"]) * 1024,
        output_bytes=int(found["max_file_size"]) * 1024,
        process_count=int(found["max_processes_and_or_threads"]),
    )
    return usable(limits)


def _knob(reader: _Reader, knob: Knob) -> float:
    def read(raw: Any) -> float:
        found = number(raw)
        if found > knob.most:
            raise UnusableError(f"must be less than or equal to {plain(knob, knob.most)}")
        if found < knob.least:
            raise UnusableError(f"must be greater than or equal to {plain(knob, knob.least)}")
        if knob.whole and not found.is_integer():
            raise UnusableError("must be an integer")
        return found

    return float(reader.value(knob.name, read, knob.default))


def _line(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, str) or len(raw) > _MOST_LINE_LENGTH:
        raise UnusableError(f"is too long (maximum is {_MOST_LINE_LENGTH} characters)")
    return words(raw)


def _compiler_options(raw: Any, language: Language | None) -> tuple[str, ...]:
    options = _line(raw)
    if not options or language is None:
        return ()
    if language.name not in COMPILERS:
        raise UnusableError("setting compiler options is not allowed for this language")
    refused = refused_option(language.name, options, COMPILERS)
    if refused is not None:
        raise UnusableError(f"the option {refused} is not on the list of those that are allowed")
    return options
