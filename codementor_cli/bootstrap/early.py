"""A lane that starts before the command line is understood: the longest wait of a short judging.

Nothing depends on it. After a wrong guess the command starts other lanes, and unused lanes end with the application.
"""

# ruff: noqa: PLC0415 - the fewer modules before a lane starts, the sooner it does

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application
from codementor_cli.errors import CodementorError

if TYPE_CHECKING:
    from codementor_cli.domain.challenge.limits import Limits
    from codementor_cli.domain.challenge.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A guess at what a command line asks for."""

    words: tuple[str, ...]
    """One of them may be the file."""
    challenge_id: str | None = None
    tests: str | None = None
    is_live: bool = False
    """Whether it is run and not judged."""


def start_lanes(app: Application, guess: Guess) -> None:
    """Start the lanes that a command will want first, and give them to ``app``.

    Errors are left to the command, which reports them later.
    """
    try:
        if _is_judged_elsewhere(app):
            return
        program = _program(app, guess)
        suite = None if program is None else _suite(app, guess)
        if program is None or suite is None:
            return
        limits, calls_function = suite
        program = replace(program, calls_function=calls_function)
        _start(app, program, limits.capped(app.settings.ceilings), guess.is_live)
    except (CodementorError, OSError):
        return


def _is_judged_elsewhere(app: Application) -> bool:
    """Whether a server judges; of this user's own server, whether there seems to be one."""
    address = app.judge_address
    return address is not None and (address.socket is None or address.socket.exists())


def _program(app: Application, guess: Guess) -> Program | None:
    """Return the first word that is a program's file, read."""
    from codementor_cli.catalog.programs import language_of

    for word in guess.words:
        if Path(word).suffix and language_of(word, app.languages) and Path(word).is_file():
            return app.read_program(word, None)
    return None


def _suite(app: Application, guess: Guess) -> tuple[Limits, bool] | None:
    """Return the limits, and whether a function is called."""
    if guess.is_live:
        from codementor_cli.domain.challenge.limits import LIVE_LIMITS

        return LIVE_LIMITS, False
    from codementor_cli.catalog.challenges.guessed_limits import guessed_limits

    if guess.tests:
        return guessed_limits(Path(guess.tests))
    files = (folder / (guess.challenge_id or "") / "challenge.yaml" for folder in app.challenge_folders)
    found = next((file for file in files if guess.challenge_id and file.is_file()), None)
    return None if found is None else guessed_limits(found)


def _start(app: Application, program: Program, limits: Limits, is_live: bool) -> None:
    from collections import Counter

    from codementor_cli.bootstrap.engines import ready_launcher
    from codementor_cli.sandbox.lanes.early_lanes import HeadStart, PreparedLauncher
    from codementor_cli.sandbox.lanes.plan import Plan
    from codementor_cli.sandbox.policy import compile_policy

    language = app.languages.get(program.language)
    launcher = ready_launcher(app, language)
    if launcher is None:
        return
    plan = Plan(language=language, program=program, limits=limits, is_live=is_live)
    wanted = [compile_policy()] if language.compile else []
    wanted.append(plan.lane_policy)
    zygotes = {} if plan.zygote is None else {plan.lane_policy: plan.zygote}
    app.begin_with(HeadStart(language.name, PreparedLauncher(lambda: launcher, Counter(wanted), zygotes)))
