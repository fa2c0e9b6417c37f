"""``codementor --install-completion`` and ``--show-completion``."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.errors import EnvironmentFault


def complete_in_shell(install_for: str | None, show_for: str | None) -> None:
    """Install completion for a shell, or print its script.

    Args:
        install_for: The shell to install it for; empty: the one that the user logs in to. None: it is not asked for.
        show_for: The shell to print the script of; empty and None as above.

    Raises:
        UsageError: There is no completion for that shell.
        EnvironmentFault: A file of the shell's cannot be written.
    """
    from codementor_cli.cli.words.completion import SCRIPTS, install, shell_of  # noqa: PLC0415 - rarely asked for

    out = Streams()
    if show_for is not None:
        out.answer([line(SCRIPTS[shell_of(show_for)])])
    if install_for is not None:
        shell = shell_of(install_for)
        try:
            path = install(shell, Path.home())
        except OSError as error:
            message = f"The completion for {shell} cannot be written: {error}."
            raise EnvironmentFault(message, f"codementor --show-completion {shell}") from error
        out.answer([line(f"Completion for {shell} is in {path}; it works in every {shell} that starts from now on.")])
