"""What a server, and a worker, log: the options, and what they become."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from codementor_cli.errors import NextStep, UsageError
from codementor_cli.settings import KEYS, Settings

if TYPE_CHECKING:
    from codementor_cli.api.operations.logs import LogForm

LogLevel = Annotated[
    str | None,
    typer.Option(
        "--log-level", metavar="LEVEL", help="Log from there on: debug, info, warning or error. Default: info."
    ),
]
LogFormat = Annotated[
    str | None,
    typer.Option("--log-format", metavar="FORM", help="json, text, or auto: text on a terminal. Default: auto."),
]


@dataclass(frozen=True, slots=True)
class ChosenLog:
    """What is logged."""

    level: str
    form: str

    def form_for(self, stream: TextIO | None) -> LogForm:
        """Return the form of lines on a stream."""
        from codementor_cli.api.operations.logs import LogForm  # noqa: PLC0415 - heavy, and only where it is logged

        return LogForm(self.form).chosen(stream)


def chosen_log(settings: Settings, level: str | None, form: str | None, quiet: bool) -> ChosenLog:
    """Return what is logged, by the options or else the settings.

    Raises:
        UsageError: An option takes no such value.
    """
    chosen = _setting(settings, "serve.log_level", "--log-level", level)
    if quiet and chosen in {"debug", "info"}:
        chosen = "warning"
    return ChosenLog(chosen, _setting(settings, "serve.log_format", "--log-format", form))


@dataclass(frozen=True, slots=True)
class LogLines:
    """Lines of a command's own, before and beside those of its parts."""

    logger: str
    """Name of its logger."""

    def progress(self, text: str) -> None:
        """Log what takes long before the command is ready; an empty line says that it is done."""
        if text:
            logging.getLogger(self.logger).info("starting", extra={"text": text})

    def note(self, text: str) -> None:
        """Log what the operator may not expect."""
        logging.getLogger(self.logger).warning("note", extra={"text": text})


def _setting(settings: Settings, name: str, option: str, typed: str | None) -> str:
    if typed is None:
        return str(settings.value(name).value)
    try:
        return str(KEYS[name].read(typed))
    except ValueError as error:
        raise UsageError(f"{option}: {error}.", NextStep(("serve", "--help"))) from error
