"""Commands that are imported when they are called: ``--version`` and ``--help`` need none of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from codementor_cli.cli.words.parameters import as_it_is, own, readers
from codementor_cli.errors import UsageError
from codementor_cli.text.near_matches import near_matches
from codementor_cli.text.untrusted import visible_line

_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class Entry(NamedTuple):
    """Where a command is, and its line in the list."""

    module: str
    """Under ``codementor_cli.cli.commands``; has a function ``command``."""
    help: str
    arguments: tuple[str, ...] = ()
    """Of ``command``, where one module has several commands."""


class PipeClosedError(Exception):
    """The reader of our output went away, as ``head`` does. Typer would make the exit code of "not accepted" of it."""


class LazyGroup(TyperGroup):
    """A group that knows its commands by name, and imports one when it is asked for."""

    entries: ClassVar[Mapping[str, Entry]] = {}

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """Return the names, in the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is Click's
        """Import and return a command; None where there is none of that name."""
        if cmd_name not in self.entries:
            return None
        if cmd_name not in self.commands:
            entry = self.entries[cmd_name]
            module = importlib.import_module(f"codementor_cli.cli.commands.{entry.module}")
            self.commands[cmd_name] = module.command(*entry.arguments)
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is Click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the words that can come next. Click would import each command and cut its line."""
        found = super().shell_complete(ctx, incomplete)
        for each in found:
            if each.value in self.entries:
                each.help = self.entries[each.value].help
        return found

    def _inner(self, ctx: Any, name: str) -> list[str]:
        """Return the commands of that name in the groups of this one: ``challenges list`` for ``list``."""
        groups = {each: self.get_command(ctx, each) for each in self.entries}
        return [f"{each} {name}" for each, group in groups.items() if name in getattr(group, "entries", ())]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; an unknown one is named with its near matches."""
        name = args[0] if args else ""
        if name and name not in self.entries and not name.startswith("-") and not ctx.resilient_parsing:
            near = self._inner(ctx, name) or near_matches(name, self.entries, most=2)
            asked = f" Did you mean {' or '.join(near)}?" if near else ""
            message = f"There is no command {visible_line(name)!r}.{asked}"
            raise UsageError(message, f"{ctx.command_path} --help")
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help``."""
        return _own_help(super().get_help_option(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run; a closed pipe gets an exception of its own."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosedError from error


class _Leaf(TyperCommand):
    """One command."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help``."""
        return _own_help(super().get_help_option(ctx))


def leaf(function: Callable[..., Any], name: str, *examples: str, **options: Any) -> Any:
    """Return the command of a function, with examples under its help."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=name, cls=_Leaf, epilog=example_text(*examples), context_settings={**_HELP, **options})(function)
    return built(app, function)


def built(app: typer.Typer, function: Callable[..., Any]) -> Any:
    """Return the command of an application, with our own options and arguments.

    Args:
        app: With one command, or one group's callback.
        function: The callback; its annotations say how each value is read.
    """
    command = typer.main.get_command(app)
    known = readers(function)
    command.params = [own(each, known[each.name]) for each in command.params if each.name in known]
    return command


def _own_help(option: Any) -> Any:
    return None if option is None else own(option, as_it_is)


def group(kind: type[LazyGroup], name: str, function: Callable[..., Any], *examples: str) -> Any:
    """Return the group of commands that a class lists."""
    app = typer.Typer(name=name, cls=kind, add_completion=False, rich_markup_mode=None, invoke_without_command=True)
    app.callback(epilog=example_text(*examples), context_settings=_HELP)(function)
    return built(app, function)


def example_text(*examples: str) -> str:
    r"""Return examples as an epilog; ``\b`` keeps Click from wrapping them."""
    noun = "Example" if len(examples) == 1 else "Examples"
    return "\b\n" + "\n".join([f"{noun}:", *(f"  {example}" for example in examples)])
