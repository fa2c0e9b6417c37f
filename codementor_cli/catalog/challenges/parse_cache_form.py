"""Challenges and suites as plain data, and back: every field in the order in which its class has it.

Text files of any encoding are among the contents, so bytes are written as the text that Latin-1 makes of them.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from codementor_cli.domain.challenge.challenge import (
    Challenge,
    Checker,
    CheckerType,
    Difficulty,
    Function,
    LanguageOptions,
    Parameter,
    TestCase,
    TestSuite,
)
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile


def suite_data(suite: TestSuite) -> list[Any]:
    """Return a suite as data that JSON can hold."""
    return [
        [[each.name, _text(each.input), _text(each.expected), *astuple(each)[3:]] for each in suite.tests],
        list(astuple(suite.limits)),
        _checker_data(suite.checker),
        None if suite.function is None else list(astuple(suite.function)),
    ]


def suite_of(data: list[Any]) -> TestSuite:
    """Return the suite that ``suite_data`` was given.

    Raises:
        ValueError, KeyError, TypeError: It was given none.
    """
    tests, limits, checker, function = data
    return TestSuite(
        tests=tuple(map(_case, tests)), limits=_limits(limits), checker=_checker(checker), function=_function(function)
    )


def challenge_data(challenge: Challenge) -> list[Any]:
    """Return a challenge as data that JSON can hold."""
    return [
        [challenge.id, challenge.title, challenge.difficulty, challenge.description, challenge.instructions],
        suite_data(challenge.suite),
        challenge.tags,
        [[name, options.starter, options.time_factor] for name, options in challenge.languages],
        challenge.hints,
        challenge.folder,
    ]


def challenge_of(data: list[Any]) -> Challenge:
    """Return the challenge that ``challenge_data`` was given.

    Raises:
        ValueError, KeyError, TypeError: It was given none.
    """
    (name, title, difficulty, description, instructions), suite, tags, languages, hints, folder = data
    return Challenge(
        id=name,
        title=title,
        difficulty=Difficulty(difficulty),
        description=description,
        instructions=instructions,
        suite=suite_of(suite),
        tags=tuple(tags),
        languages=tuple(
            (name, LanguageOptions(starter=starter, time_factor=factor)) for name, starter, factor in languages
        ),
        hints=tuple(hints),
        folder=folder,
    )


def _case(data: list[Any]) -> TestCase:
    name, given, expected, description, sample, hidden, points = data
    return TestCase(
        name=name,
        input=_bytes(given),
        expected=_bytes(expected),
        description=description,
        sample=sample,
        hidden=hidden,
        points=points,
    )


def _limits(data: list[Any]) -> Limits:
    time_seconds, wall_time_seconds, memory_bytes, output_bytes, process_count = data
    return Limits(
        time_seconds=time_seconds,
        wall_time_seconds=wall_time_seconds,
        memory_bytes=memory_bytes,
        output_bytes=output_bytes,
        process_count=process_count,
    )


def _checker_data(checker: Checker) -> list[Any]:
    program = checker.program
    return [
        checker.type,
        checker.case_sensitive,
        checker.absolute,
        checker.relative,
        program
        and [
            program.language,
            [[file.path, _text(file.content)] for file in program.files],
            program.main,
            program.calls_function,
        ],
    ]


def _checker(data: list[Any]) -> Checker:
    kind, case_sensitive, absolute, relative, program = data
    return Checker(
        type=CheckerType(kind),
        case_sensitive=case_sensitive,
        absolute=absolute,
        relative=relative,
        program=program and _program(program),
    )


def _program(data: list[Any]) -> Program:
    language, files, main, calls_function = data
    sources = tuple(SourceFile(path, _bytes(content)) for path, content in files)
    return Program(language=language, files=sources, main=main, calls_function=calls_function)


def _function(data: list[Any] | None) -> Function | None:
    if data is None:
        return None
    name, parameters, returns = data
    return Function(name=name, parameters=tuple(Parameter(*each) for each in parameters), returns=returns)


def _text(content: bytes) -> str:
    return content.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
