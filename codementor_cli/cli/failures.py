"""The message of a command that stops: one line, and the next step."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from codementor_cli import __version__
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.text import Line, Look, Span, line, prose, to_text
from codementor_cli.cli.terminal.streams import look_of, write
from codementor_cli.errors import CodementorError, EnvironmentFault, UsageError, UserFileError
from codementor_cli.text.untrusted import visible

EXIT_BUG = 70
"""sysexits.h: EX_SOFTWARE."""
_EXIT_CODES = ((UsageError, 2), (UserFileError, 3), (EnvironmentFault, 4))


def exit_code(error: CodementorError) -> int:
    """Return the exit code of an error."""
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), EXIT_BUG)


def tell_error(error: CodementorError) -> None:
    """Write an error to stderr, with the next step."""
    _tell([*problem_lines(error, "error"), *next_lines(error.next_step)])


def problem_lines(error: CodementorError, word: str, look: Look | None = None) -> list[Line]:
    """Return a message under ``error:`` or ``warning:``, its further lines aligned.

    Args:
        error: Whose message it is.
        word: ``error`` or ``warning``.
        look: Where it is shown: a terminal's lines are broken between words. None: on stderr.
    """
    first, *rest = prose(visible(error.message), look or look_of(sys.stderr), " " * (len(word) + 2))
    style = "bad" if word == "error" else "warn"
    return [line(Span(f"{word}:", style), f" {first[-1].text}"), *rest]


def warning_lines(fault: CodementorError) -> list[Line]:
    """Return a message under ``warning:``, with the next step; for a fault that does not stop the command."""
    return [*problem_lines(fault, "warning"), *next_lines(fault.next_step)]


def tell_usage(error: Exception) -> int | None:
    """Write a fault of the command line that Typer found, and return its exit code; None: another error."""
    import typer  # noqa: PLC0415 - only where Typer is loaded

    if isinstance(error, typer.Abort):
        return 130
    if not isinstance(error, typer.TyperException):
        return None
    context = getattr(error, "ctx", None)
    # An option without its value comes without a context: then the first typed word is the command.
    typed = next((f" {each}" for each in sys.argv[1:2] if each.isidentifier()), "")
    path = f"codementor{typed}" if context is None else context.command_path
    message = " ".join(visible(error.format_message()).split())
    _tell([line(Span("error:", "bad"), f" {message}"), *next_lines(f"{path} --help")])
    return error.exit_code


def tell_bug(error: Exception) -> int:
    """Write the details of a bug to a log, say where it is, and return the exit code."""
    kind = type(error).__name__
    path = _write_log(error)
    where = "The details could not be written." if path is None else f"The details are in {path}"
    shown = [line(Span("error:", "bad"), f" This is a bug in codementor ({kind})."), line(f"       {where}")]
    if path is None:
        shown += [line(each) for each in visible("".join(traceback.format_exception(error))).split("\n")]
    _tell([*shown, *next_lines("Please report it with that file.")])
    return EXIT_BUG


def _write_log(error: Exception) -> Path | None:
    from platformdirs import user_log_path  # noqa: PLC0415 - only for bugs

    now = datetime.now(tz=UTC)
    content = "\n".join(
        (
            f"codementor {__version__}, Python {platform.python_version()}, {platform.platform()}",
            now.isoformat(timespec="seconds"),
            # Only the command's name: arguments may hold private names and paths.
            f"command: {' '.join(sys.argv[1:2])}",
            "".join(traceback.format_exception(error)),
        )
    )
    name = f"bug-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    for folder in (user_log_path("codementor"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # "x": another user may have put a link of that name into a shared temporary folder.
            with (folder / name).open("x", encoding="utf-8", errors="backslashreplace") as file:
                file.write(content)
        except OSError:
            continue
        return folder / name
    return None


def next_lines(step: str) -> list[Line]:
    """Return the next step under a message, a line for each of its lines."""
    if not step:
        return []
    arrow = marks(look_of(sys.stderr).unicode).arrow
    return [line(f"  {arrow} {each}") for each in visible(step).split("\n")]


def _tell(lines: list[Line]) -> None:
    try:
        write(sys.stderr, to_text(lines, look_of(sys.stderr)))
    except (OSError, EnvironmentFault):
        # stderr is closed; the exit code still speaks.
        return
