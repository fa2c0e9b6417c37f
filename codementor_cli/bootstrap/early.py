"""A lane that starts while the command line is still being read: the longest wait of a short judging.

Nothing depends on it. A command that this does not understand gets its lanes when it asks for them, and lanes that
nobody took end with the command.
"""

# ruff: noqa: PLC0415 - the fewer modules before a lane starts, the sooner it does

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.errors import CodementorError
from codementor_cli.settings import load_settings

if TYPE_CHECKING:
    from codementor_cli.domain.challenge.limits import Limits
    from codementor_cli.domain.challenge.program import Program

EARLY: ContextVar[Application | None] = ContextVar("EARLY", default=None)
"""The application of this command line, where a lane of it has started already."""

_OTHERWISE = ("-h", "--help", "--sandbox", "--language", "--memory-limit", "--watch", "-w", "--install-completion")
"""Options that make a lane another one, or none."""


@contextmanager
def early_lanes(arguments: Sequence[str]) -> Iterator[None]:
    """Start the lanes that ``run`` or ``test`` will want first, where that can be told; end those that nobody took.

    Args:
        arguments: Of the command line, the command first.
    """
    app = _started(arguments)
    token = EARLY.set(app)
    try:
        yield
    finally:
        EARLY.reset(token)
        if app is not None and app.head_start is not None:
            app.head_start.close()


def _started(arguments: Sequence[str]) -> Application | None:
    """Return the application whose lanes start; None where nothing can be told, or done."""
    if any(word.partition("=")[0] in _OTHERWISE for word in arguments):
        return None
    try:
        app = Application(load_settings())
        program = _program(app, arguments)
        suite = None if program is None else _suite(app, arguments)
        if program is None or suite is None:
            return None
        limits, calls_function = suite
        _start(app, replace(program, calls_function=calls_function), limits.capped(app.settings.ceilings), arguments)
    except (CodementorError, OSError):
        return None  # the command itself says what is wrong, in its own time
    return app


def _program(app: Application, arguments: Sequence[str]) -> Program | None:
    """Return the first argument that is a program's file, read."""
    for word in arguments[1:]:
        if not word.startswith("-") and Path(word).suffix and app.languages.for_path(word) and Path(word).is_file():
            return app.read_program(word, None)
    return None


def _suite(app: Application, arguments: Sequence[str]) -> tuple[Limits, bool] | None:
    """Return the limits, and whether a function is called."""
    if arguments[0] == "run":
        from codementor_cli.domain.challenge.limits import LIVE_LIMITS

        return LIVE_LIMITS, False
    from codementor_cli.catalog.challenges.guessed_limits import suite_at_a_glance

    tests, challenge = _option(arguments, "--tests"), _option(arguments, "--challenge", "-c")
    if tests:
        return suite_at_a_glance(Path(tests))
    files = (folder / (challenge or "") / "challenge.yaml" for folder in app.challenge_folders)
    found = next((file for file in files if challenge and file.is_file()), None)
    return None if found is None else suite_at_a_glance(found)


def _option(arguments: Sequence[str], *names: str) -> str | None:
    for index, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if name in names:
            return value if sign else next(iter(arguments[index + 1 : index + 2]), None)
    return None


def _start(app: Application, program: Program, limits: Limits, arguments: Sequence[str]) -> None:
    from collections import Counter

    from codementor_cli.bootstrap.engines import ready_launcher
    from codementor_cli.sandbox.lanes.early_lanes import HeadStart, PreparedLauncher
    from codementor_cli.sandbox.lanes.plan import Plan
    from codementor_cli.sandbox.policy import compile_policy

    language = app.languages.get(program.language)
    launcher = ready_launcher(app, language)
    if launcher is None:
        return
    plan = Plan(language=language, program=program, limits=limits, is_live=arguments[0] == "run")
    wanted = [compile_policy()] if language.compile else []
    wanted.append(plan.lane_policy)
    zygotes = {} if plan.zygote is None else {plan.lane_policy: plan.zygote}
    app.head_start = HeadStart(language.name, PreparedLauncher(lambda: launcher, Counter(wanted), zygotes))
