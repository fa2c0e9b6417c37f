"""``codementor`` itself: the list of commands, and the options of all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar

import typer

from codementor_cli.cli.commands.machine.completion import complete_in_shell
from codementor_cli.cli.commands.machine.version import print_version
from codementor_cli.cli.words.completers import complete_shell
from codementor_cli.cli.words.lazy import Entry, LazyGroup, built, example_text

ASKED_BY_SHELL = "_CODEMENTOR_COMPLETE"
"""Variable in which a shell that completes a command line says so."""


class _Commands(LazyGroup):
    entries: ClassVar[Mapping[str, Entry]] = {
        "start": Entry("practice.start", "Lay out a folder to work on a challenge in."),
        "run": Entry("judging.run", "Run one file in the sandbox, live."),
        "test": Entry("judging.test", "Judge a file against test cases."),
        "hint": Entry("mentor.ask", "Give the next hint, checked before you see it.", ("hint",)),
        "review": Entry("mentor.ask", "Review a program: what is good, what could be better.", ("review",)),
        "analyze": Entry("mentor.ask", "Explain how a program works and what it costs.", ("analyze",)),
        "evaluate-hints": Entry("mentor.evaluate_hints", "Measure how good hints are over failing programs."),
        "history": Entry("practice.history", "List past submissions."),
        "show": Entry("practice.show", "Show one past submission in full."),
        "stats": Entry("practice.stats", "Show your progress."),
        "next": Entry("practice.next", "Suggest what to try next, and why."),
        "export": Entry("practice.export", "Write all submissions to a file."),
        "import": Entry("practice.import_", "Add submissions from such a file."),
        "challenges": Entry("challenges", "List, show, write and verify challenges."),
        "grade": Entry("grading.grade", "Judge students' repositories by an assignment."),
        "assignment": Entry("grading.assignment", "Lay out and check assignments."),
        "serve": Entry("serving.serve", "Serve the HTTP API on this machine."),
        "worker": Entry("serving.worker", "Judge here what a server took, beside other machines."),
        "queue": Entry("serving.queue", "Say what waits for workers, and which workers live."),
        "tokens": Entry("serving.tokens", "Say who may use the service."),
        "store": Entry("machine.store", "Copy everything that is kept to another database."),
        "images": Entry("machine.images", "List, build and remove the sandbox's images."),
        "doctor": Entry("machine.doctor", "Say what works on this machine, and what to type next."),
        "config": Entry("machine.config", "Show each setting, and where its value comes from."),
        "schema": Entry("machine.schema", "Print the JSON Schema of what --json prints."),
    }

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options; one for completion may stand without its shell."""
        for option in ("--install-completion", "--show-completion"):
            if args[-1:] == [option]:
                args = [*args[:-1], f"{option}="]
        return super().parse_args(ctx, args)


@cache
def command() -> Any:
    """Build the command line, once: a process has built it already for the commands that it forks."""
    app = typer.Typer(
        cls=_Commands,
        # Typer knows how shells ask; its options for that are left out, for ours name the shell.
        add_completion=ASKED_BY_SHELL in os.environ,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    examples = example_text(
        "codementor challenges list",
        "codementor challenges show equal-trays",
        "codementor test solution.py --challenge equal-trays",
        "codementor run hello.py",
        "codementor doctor",
    )
    app.callback(epilog=examples)(_codementor)
    return built(app, _codementor)


def _codementor(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    install_for: Annotated[
        str | None,
        typer.Option(
            "--install-completion",
            metavar="SHELL",
            help="Install completion for bash, zsh or fish.",
            autocompletion=complete_shell,
        ),
    ] = None,
    show_for: Annotated[
        str | None,
        typer.Option(
            "--show-completion",
            metavar="SHELL",
            help="Print that script, to put it where you like.",
            autocompletion=complete_shell,
        ),
    ] = None,
) -> None:
    """Practise programming: challenges, a local judge, results in plain words."""
    if version:
        print_version()
        raise typer.Exit
    if install_for is not None or show_for is not None:
        complete_in_shell(install_for, show_for)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
