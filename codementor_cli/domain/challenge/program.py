"""Programs, and the languages that they are written in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a program."""

    path: str
    """Relative, with forward slashes, no ``..``; safe to create inside a lane."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Files in one language, one of which starts."""

    language: str
    """The name of a ``Language``."""
    files: tuple[SourceFile, ...]
    """At least one; paths are unique."""
    main: str
    """The path of the file that starts."""
    calls_function: bool = False
    """Start the language's harness, which reads a call from stdin and calls the learner's function."""


@dataclass(frozen=True, slots=True)
class LanguageOptions:
    """Options that a caller adds to a language's own commands. The caller allows them by a list of its own."""

    compile: tuple[str, ...] = ()
    """For the compiler, after the language's own."""
    run: tuple[str, ...] = ()
    """For the interpreter, before the main file."""


NO_OPTIONS = LanguageOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramWithOptions(Program):
    """A program that is compiled and run with options; it is run only, and never kept as a submission."""

    options: LanguageOptions


def with_options(program: Program, options: LanguageOptions) -> Program:
    """Return a program that is compiled and run with options."""
    if options == NO_OPTIONS:
        return program
    return ProgramWithOptions(
        language=program.language,
        files=program.files,
        main=program.main,
        calls_function=program.calls_function,
        options=options,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How programs in one language are named, compiled and run.

    The argument lists may hold ``{main}`` (path of the main file), ``{stem}`` (its name without ending),
    ``{build}`` (folder for the compiler's output), ``{memory_mib}`` (memory limit), and the whole arguments
    ``{sources}`` (every file with an ending of this language), ``{arguments}``, and the
    ``{compile_options}`` and ``{run_options}`` of a ``ProgramWithOptions``.
    """

    name: str
    """``python``; the folder name in ``sandbox_images``."""
    title: str
    """``Python 3.13``, for people."""
    extensions: tuple[str, ...]
    """With the dot, lower case; the first is the usual one."""
    main_name: str
    """Name for a main file that comes without a usable one."""
    compile: tuple[str, ...] = ()
    """Compiler command; empty: nothing to compile."""
    check: tuple[str, ...] = ()
    """Command that finds syntax errors before the first case; empty: none."""
    run: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    """Extra variables for compile, check and run."""
    time_factor: float = 1.0
    """Multiplies time limits where a challenge names no factor."""
    zygote: bool = False
    """Whether ``run`` and ``call_run`` start an interpreter that can be forked for each run instead: Python's."""
    harness: SourceFile | None = None
    """The program that calls a learner's function; None: no function-call challenges in this language."""
    call_run: tuple[str, ...] = ()
    """As ``run``, with ``{harness}`` for the harness's path."""
    call_imports: tuple[str, ...] = ()
    """Modules that the harness imports first; an interpreter may import them before it is forked."""
    stack_bytes: int | None = None
    """Largest stack, for a runtime that fills all of it; None: as large as the memory limit."""
    main_pattern: str = ""
    """Regular expression whose group 1 names the main file (Java's public class); empty: names are kept."""
    hello: str = ""
    """A program that prints ``hello, world``."""
    skeleton: str = ""
    """A program that reads its input and answers nothing; ``{title}`` is a challenge's. Empty: ``hello`` stands in."""
