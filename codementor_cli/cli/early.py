"""The application of ``run`` and ``test``, whose first lane starts while Typer is still being imported."""

from __future__ import annotations

from collections.abc import Sequence

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.early import Guess, start_lanes
from codementor_cli.errors import CodementorError
from codementor_cli.settings import load_settings

_OTHERWISE = ("-h", "--help", "--sandbox", "--language", "--memory-limit", "--watch", "-w", "--install-completion")
"""Options that make a lane another one, or none."""


def _tell_note(text: str) -> None:
    from codementor_cli.cli.words.options import tell_note  # noqa: PLC0415 - Typer, which this starts before

    tell_note(text)


def early_application(arguments: Sequence[str]) -> Application | None:
    """Return the application of a command line; None where its lanes cannot be guessed.

    Args:
        arguments: Of the command line, the command first.
    """
    if any(word.partition("=")[0] in _OTHERWISE for word in arguments):
        return None
    try:
        app = Application(load_settings(), _tell_note)
    except CodementorError:
        return None  # the command reports it later
    words = tuple(word for word in arguments[1:] if not word.startswith("-"))
    challenge, tests = _option(arguments, "--challenge", "-c"), _option(arguments, "--tests")
    start_lanes(app, Guess(words=words, challenge_id=challenge, tests=tests, is_live=arguments[0] == "run"))
    return app


def _option(arguments: Sequence[str], *names: str) -> str | None:
    for index, word in enumerate(arguments):
        name, sign, value = word.partition("=")
        if name in names:
            return value if sign else next(iter(arguments[index + 1 : index + 2]), None)
    return None
