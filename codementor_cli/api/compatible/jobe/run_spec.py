"""From Jobe's ``run_spec`` to a run, or to Jobe's status and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from codementor_cli.api.compatible.jobe.languages import JOBE_LANGUAGES, JobeLanguage
from codementor_cli.api.compatible.limits import usable
from codementor_cli.api.compatible.options import COMPILERS, INTERPRETERS, refused_option
from codementor_cli.api.compatible.programs import program_of
from codementor_cli.api.compatible.reading import UnusableError, arguments, number, text_bytes, words
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import LanguageOptions, SourceFile
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.ports import Languages

MOST_CPU_SECONDS = 120
_MEGABYTE = 1_000_000
_MOST_MEMORY_BYTES = 2000 * _MEGABYTE
_MOST_OUTPUT_BYTES = 16 * _MEGABYTE
_MOST_PROCESSES = 256
_DEFAULTS = {"cputime": 5, "streamsize": 2, "numprocs": 30}
"""Seconds of CPU time, megabytes of each output, processes. Source: app/Libraries/LanguageTask.php."""
_FILE_ID = re.compile(r"[A-Za-z0-9]{8,128}")
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_BAD_LETTERS = re.compile(r"""[<>:"/\\|?*\x00-\x1f\x7f#\[\]@!$&'()+,;={}^~`]""")


class RunSpecError(ValueError):
    """A request that Jobe answers with a status and a sentence."""

    def __init__(self, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.status = status


@dataclass(frozen=True, slots=True)
class RefusedOptions:
    """A run that is not begun, for its options are on no list: Jobe's clients read it as a compilation error."""

    language: str
    said: str


FindFile = Callable[[str], bytes | None]
"""Returns the content of a file that was sent before, by its id; None: there is none."""


def read_run_spec(body: Any, languages: Languages, ceilings: Ceilings, find: FindFile) -> RunWork | RefusedOptions:
    """Return the run that a request asks for.

    Args:
        body: As parsed.
        languages: Which there are.
        ceilings: Of this machine.
        find: Where files are that were sent before.

    Raises:
        RunSpecError: It cannot be carried out; 404 asks the client to send the files first.
    """
    spec = _spec(body)
    language, jobe = _language(spec, languages)
    parameters = spec.get("parameters") or {}
    if not isinstance(parameters, Mapping):
        parameters = {}
    limits = _limits(parameters, jobe, ceilings)
    name = _source_name(spec)
    files = _files(spec, find)
    try:
        source = text_bytes(spec["sourcecode"])
        program = program_of(language, name, source, files)
        options = _options(parameters, jobe, {file.path for file in files})
        if isinstance(options, RefusedOptions):
            return options
        return RunWork(
            program=program,
            stdin=text_bytes(spec.get("input") or ""),
            arguments=_texts(parameters, "runargs"),
            limits=limits,
            options=options,
        )
    except UnusableError as error:
        raise RunSpecError(f"The run_spec cannot be used: {error}") from error


def _spec(body: Any) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise RunSpecError("Non-JSON post data received")
    spec = body.get("run_spec")
    if not isinstance(spec, Mapping):
        raise RunSpecError("No run_spec attribute found in post data")
    for name in ("sourcecode", "language_id"):
        if spec.get(name) is None:
            raise RunSpecError(f"run_spec is missing the required attribute '{name}'")
        if not isinstance(spec[name], str):
            raise RunSpecError(f"run_spec attribute '{name}' must be a string")
    return spec


def _language(spec: Mapping[str, Any], languages: Languages) -> tuple[Any, JobeLanguage]:
    name = spec["language_id"].lower()
    jobe = JOBE_LANGUAGES.get(name)
    ours = None if jobe is None else next((each for each in languages.all() if each.name == jobe.ours), None)
    if jobe is None or ours is None:
        raise RunSpecError(f"Language '{name[:40].encode('ascii', 'replace').decode()}' is not known")
    return ours, jobe


def _source_name(spec: Mapping[str, Any]) -> str:
    name = spec.get("sourcefilename") or ""
    if not isinstance(name, str) or _BAD_LETTERS.search(name) or name.startswith((".", "-")):
        raise RunSpecError("The sourcefilename for the run_spec is illegal")
    return "" if name == "prog.java" else name  # what old CodeRunners send for whatever class. Source: RunSpecifier.php


def _files(spec: Mapping[str, Any], find: FindFile) -> tuple[SourceFile, ...]:
    listed = spec.get("file_list") or []
    if not isinstance(listed, list):
        raise RunSpecError("Invalid file specifier: file_list must be a list")
    files = []
    for file in listed:
        if not _is_specifier(file):
            raise RunSpecError("Invalid file specifier: expected [file id, file name]")
        content = find(file[0])
        if content is None:
            raise RunSpecError("One or more of the specified files is missing/unavailable", 404)
        files.append(SourceFile(file[1], content))
    return tuple(files)


def _is_specifier(file: Any) -> bool:
    if not isinstance(file, list) or len(file) not in {2, 3} or not all(isinstance(each, str) for each in file[:2]):
        return False
    return is_file_id(file[0]) and _FILE_NAME.fullmatch(file[1]) is not None


def is_file_id(text: str) -> bool:
    """Whether a file may be sent under an id."""
    return _FILE_ID.fullmatch(text) is not None


def _options(parameters: Mapping[str, Any], jobe: JobeLanguage, sent: set[str]) -> LanguageOptions | RefusedOptions:
    asked = [word for word in _words(parameters, "compileargs", jobe.compile_options) if word not in sent]
    linked = [word for word in _words(parameters, "linkargs", ()) if word not in sent]
    run = _words(parameters, "interpreterargs", jobe.run_options)
    for options, patterns in (([*asked, *linked], COMPILERS), (run, INTERPRETERS)):
        refused = refused_option(jobe.ours, options, patterns)
        if refused is not None:
            what = "compiler" if patterns is COMPILERS else "interpreter"
            said = f"This server does not allow the {what} option {refused!r}. Its manual lists those that it allows."
            return RefusedOptions(jobe.ours, said)
    return LanguageOptions(compile=_compile_options(jobe, asked), run=_run_options(jobe, run))


def _compile_options(jobe: JobeLanguage, asked: list[str]) -> tuple[str, ...]:
    """Return the options after ours, which optimise and warn: Jobe's compilers do neither unasked."""
    if jobe.ours not in {"c", "cpp"}:
        return tuple(asked)
    return ("-O0", *(() if "-Wall" in asked else ("-Wno-all",)), *asked)


def _run_options(jobe: JobeLanguage, run: tuple[str, ...]) -> tuple[str, ...]:
    """Return the interpreter's options; what Jobe gives Python holds here without any."""
    return () if jobe.ours == "python" and run == ("-BE",) else run


def _words(parameters: Mapping[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return options, each written as in a shell's line; Jobe's default where none are sent."""
    if parameters.get(name) is None:
        return default
    return tuple(word for text in _texts(parameters, name) for word in words(text))


def _texts(parameters: Mapping[str, Any], name: str) -> tuple[str, ...]:
    raw = parameters.get(name)
    try:
        return () if raw is None else arguments([raw] if isinstance(raw, str) else raw)
    except UnusableError as error:
        raise RunSpecError(f"The parameter {name} {error}") from error


def _limits(parameters: Mapping[str, Any], jobe: JobeLanguage, ceilings: Ceilings) -> Limits:
    cpu_seconds = _number(parameters, "cputime", _DEFAULTS["cputime"])
    if cpu_seconds > MOST_CPU_SECONDS:
        raise RunSpecError(f"cputime exceeds maximum allowed on this Jobe server ({MOST_CPU_SECONDS} secs)")
    cpu_seconds = cpu_seconds or _DEFAULTS["cputime"]
    memory_bytes = _number(parameters, "memorylimit", jobe.memory_megabytes) * _MEGABYTE
    if jobe.ours == "java":  # as Jobe does: its own limits are the JVM's
        memory_bytes = jobe.memory_megabytes * _MEGABYTE
    processes = _number(parameters, "numprocs", _DEFAULTS["numprocs"])
    output_bytes = _number(parameters, "streamsize", _DEFAULTS["streamsize"]) * _MEGABYTE
    limits = Limits(
        time_seconds=cpu_seconds,
        wall_time_seconds=2 * cpu_seconds,
        memory_bytes=int(min(memory_bytes or _MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES)),
        output_bytes=int(min(output_bytes or _MOST_OUTPUT_BYTES, _MOST_OUTPUT_BYTES)),
        process_count=int(min(max(processes, 64) if jobe.ours in _THREADED else processes, _MOST_PROCESSES)),
    )
    return usable(limits.capped(ceilings))


_THREADED = frozenset({"java", "javascript", "typescript", "go"})
"""Languages whose runtime starts threads of its own; Jobe raises Java's limit too."""


def _number(parameters: Mapping[str, Any], name: str, default: int) -> float:
    """Return a parameter; the default where it is no number, or negative. Source: LanguageTask.php, getParam."""
    try:
        found = number(parameters.get(name))
    except UnusableError:
        return default
    return found if found >= 0 else default
