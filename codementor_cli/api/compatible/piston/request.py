"""From a request of Piston's to a run, or to Piston's message."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from codementor_cli.api.compatible.limits import usable
from codementor_cli.api.compatible.programs import program_of
from codementor_cli.api.compatible.reading import UnusableError, arguments, base64_bytes, number, text_bytes
from codementor_cli.api.compatible.versions import full_version, satisfies
from codementor_cli.domain.challenge.limits import Ceilings, Limits
from codementor_cli.domain.challenge.program import Language, SourceFile
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.ports import Languages
from codementor_cli.text.units import MIB

_NAMES = MappingProxyType({"cpp": "c++"})
"""Piston's name where it is not ours."""
_ALIASES = MappingProxyType(
    {
        "bash": ("sh",),
        "c": ("gcc",),
        "cpp": ("cpp", "g++"),
        "go": ("golang",),
        "javascript": ("node-javascript", "node-js", "js"),
        "python": ("py", "py3", "python3"),
        "ruby": ("ruby3", "rb"),
        "rust": ("rs",),
        "typescript": ("ts", "node-ts", "tsc"),
    }
)
_RUNTIMES = MappingProxyType({"c": "gcc", "cpp": "gcc", "javascript": "node"})
_MOST = MappingProxyType({"compile_timeout": 30_000, "run_timeout": 30_000, "run_cpu_time": 30_000})
"""Milliseconds."""
_DEFAULT_MILLISECONDS = 3000
_MOST_MEMORY_BYTES = 1024 * MIB
_DEFAULT_MEMORY_BYTES = 512 * MIB
_OUTPUT_BYTES = 1 * MIB
"""Piston's own default is 1024 bytes, which its users ask to raise."""
_SHOWN_LETTERS = 40


def runtime_name(language: Language) -> str:
    """Return Piston's name of a language."""
    return _NAMES.get(language.name, language.name)


def runtimes_value(languages: Languages) -> list[dict[str, Any]]:
    """Return the languages as Piston lists them."""
    values = []
    for language in languages.all():
        value = {
            "language": runtime_name(language),
            "version": full_version(language),
            "aliases": list(_ALIASES.get(language.name, ())),
        }
        runtime = _RUNTIMES.get(language.name)
        values.append(value if runtime is None else {**value, "runtime": runtime})
    return values


def read_execution(body: Any, languages: Languages, ceilings: Ceilings) -> RunWork:
    """Return the run that a request asks for.

    Raises:
        UnusableError: It cannot be carried out; the message is for ``{"message": …}``.
    """
    if not isinstance(body, Mapping):
        raise UnusableError("the body must be a JSON object")
    language = _language(body, languages)
    main, *others = _files(body)
    try:
        program = program_of(language, main.path, main.content, others)
    except UnusableError as error:
        raise UnusableError(f"files: {error}") from error
    stdin: bytes = _field(body, "stdin", text_bytes, b"")
    return RunWork(
        program=program,
        stdin=stdin if stdin.endswith(b"\n") else stdin + b"\n",  # as Piston does, also where there is none
        arguments=_field(body, "args", arguments, ()),
        limits=_limits(body, ceilings),
    )


def _language(body: Mapping[str, Any], languages: Languages) -> Language:
    name, version = (_required(body, each) for each in ("language", "version"))
    for language in languages.all():
        names = (runtime_name(language), *_ALIASES.get(language.name, ()))
        if name in names and satisfies(full_version(language), version):
            return language
    raise UnusableError(f"{name[:_SHOWN_LETTERS]}-{version[:_SHOWN_LETTERS]} runtime is unknown")


def _required(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not value or not isinstance(value, str):
        raise UnusableError(f"{name} is required as a string")
    text_bytes(value)
    return value


def _files(body: Mapping[str, Any]) -> list[SourceFile]:
    """Return the files, the one that starts first: the first that is no binary file."""
    listed = body.get("files")
    if not isinstance(listed, list):
        raise UnusableError("files is required as an array")
    files = [_file(file, at) for at, file in enumerate(listed)]
    start = next((at for at, file in enumerate(listed) if file.get("encoding") not in _BINARY), None)
    if start is None:
        raise UnusableError("files must include at least one utf8 encoded file")
    main = files.pop(start)
    return [main, *files]


_BINARY = ["base64", "hex"]
"""A list, for what is looked up in it may be unhashable."""


def _file(file: Any, at: int) -> SourceFile:
    if not isinstance(file, Mapping) or not isinstance(file.get("content"), str):
        raise UnusableError(f"files[{at}].content is required as a string")
    name = file.get("name") or (f"file{at}.code" if at else "")
    if not isinstance(name, str):
        raise UnusableError(f"files[{at}].name must be a string")
    content, encoding = file["content"], file.get("encoding")
    try:
        if encoding == "base64":
            return SourceFile(name, base64_bytes(content))
        return SourceFile(name, bytes.fromhex(content) if encoding == "hex" else text_bytes(content))
    except ValueError as error:
        raise UnusableError(f"files[{at}].content cannot be decoded") from error


def _field(body: Mapping[str, Any], name: str, read: Any, default: Any) -> Any:
    raw = body.get(name)
    if raw is None:
        return default
    try:
        return read(raw)
    except UnusableError as error:
        raise UnusableError(f"{name} {error}") from error


def _limits(body: Mapping[str, Any], ceilings: Ceilings) -> Limits:
    wall_top = None if ceilings.wall_seconds is None else int(ceilings.wall_seconds * 1000)
    most = {name: top if wall_top is None else min(top, wall_top) for name, top in _MOST.items()}
    memory_top = min(_MOST_MEMORY_BYTES, ceilings.memory_bytes or _MOST_MEMORY_BYTES)
    wall = _constraint(body, "run_timeout", most["run_timeout"]) or _DEFAULT_MILLISECONDS
    cpu = _constraint(body, "run_cpu_time", most["run_cpu_time"]) or wall
    memory = _constraint(body, "run_memory_limit", memory_top)
    for name, top in (("compile_timeout", most["compile_timeout"]), ("compile_memory_limit", None)):
        _constraint(body, name, top)  # checked; our compilers have limits of their own
    limits = Limits(
        time_seconds=min(cpu, wall) / 1000,
        wall_time_seconds=wall / 1000,
        memory_bytes=int(memory or min(_DEFAULT_MEMORY_BYTES, memory_top)),
        output_bytes=_OUTPUT_BYTES,
    )
    return usable(limits.capped(ceilings))


def _constraint(body: Mapping[str, Any], name: str, most: int | None) -> float | None:
    """Return a limit; None: none was asked for, or -1, which means "none of my own"."""
    raw = body.get(name)
    if not raw:
        return None
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        raise UnusableError(f"If specified, {name} must be a number")
    found = number(raw)
    if most is not None and found > most:
        raise UnusableError(f"{name} cannot exceed the configured limit of {most}")
    if found == -1:
        return None
    if found < 0:
        raise UnusableError(f"{name} must be non-negative")
    return found
