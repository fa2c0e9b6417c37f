"""Commands that are imported when they are called: ``--version`` and ``--help`` need none of them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from codementor_cli.cli.render.untrusted import visible_line
from codementor_cli.errors import UsageError

_DIGIT_COUNT = 18
"""Digits of a number that is read here."""

_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class Entry(NamedTuple):
    """Where a command is, and its line in the list."""

    module: str
    """Under ``codementor_cli.cli.commands``; has a function ``command()``."""
    help: str


class PipeClosedError(Exception):
    """Whoever read our output went away, as ``head`` does; Typer would make it "not accepted"."""


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
            module = importlib.import_module(f"codementor_cli.cli.commands.{self.entries[cmd_name].module}")
            self.commands[cmd_name] = module.command()
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is Click's
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])

    def _inner(self, ctx: Any, name: str) -> list[str]:
        """Return the commands of that name in the groups of this one: ``challenges list`` for ``list``."""
        groups = {each: self.get_command(ctx, each) for each in self.entries}
        return [f"{each} {name}" for each, group in groups.items() if name in getattr(group, "entries", ())]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; an unknown one is named with its near matches."""
        name = args[0] if args else ""
        if name and name not in self.entries and not name.startswith("-") and not ctx.resilient_parsing:
            near = self._inner(ctx, name) or get_close_matches(name, self.entries, n=2)
            asked = f" Did you mean {' or '.join(near)}?" if near else ""
            message = f"There is no command {visible_line(name)!r}.{asked}"
            raise UsageError(message, f"{ctx.command_path} --help")
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help``."""
        return _as_it_is(super().get_help_option(ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run, and tell a closed pipe from everything else."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosedError from error


class _Leaf(TyperCommand):
    """One command."""

    def get_help_option(self, ctx: Any) -> Any:
        """Return ``--help``."""
        return _as_it_is(super().get_help_option(ctx))


def leaf(function: Callable[..., Any], name: str, *examples: str, **options: Any) -> Any:
    """Return the command of a function, with examples under its help."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name=name, cls=_Leaf, epilog=example_text(*examples), context_settings={**_HELP, **options})(function)
    return built(app)


def built(app: typer.Typer) -> Any:
    """Return the command of an application, with values handed on as they are where that will do."""
    command = typer.main.get_command(app)
    for parameter in command.params:
        _as_it_is(parameter)
        if parameter.param_type_name == "argument":
            _name_plainly(parameter)
    return command


def _name_plainly(argument: Any) -> None:
    """Show an argument as ``FILE`` or ``[FILE]``; Typer says ``{FILE}`` and ``FILE <str>``."""
    shown = argument.display_name_raw if argument.required else f"[{argument.display_name_raw}]"
    usage = shown if argument.nargs == 1 else f"{shown}..."
    argument.display_type_rich = lambda **_: ""
    argument._usage_display_name = lambda: usage  # noqa: SLF001 - there is no public way


def _as_it_is(parameter: Any) -> Any:
    """Return an option or argument with its converter replaced."""
    if parameter is not None:
        # Where a later Typer keeps its converter elsewhere, this does nothing, and the tests of imports say so.
        parameter._runtime_param = _AsItIs()  # noqa: SLF001 - there is no public way
    return parameter


class _AsItIs:
    """Hands on values that need no conversion, and leaves the others to Typer.

    Typer 0.29 converts every value by Pydantic, even none at all; importing that takes 70 ms, of 150 for a whole
    ``challenges list``.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value as the command wants it."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        wanted = param.type_descriptor.annotation
        if wanted is str and isinstance(value, str):
            return value
        if wanted == list[str]:
            return list(value)
        if isinstance(wanted, type) and type(value) is wanted:
            return value
        if wanted is int and _is_count(value, param.type_descriptor.parameter_info):
            return int(value)
        param._runtime_param = None  # noqa: SLF001 - Typer builds its own when there is none
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _is_count(value: Any, info: Any) -> bool:
    """Whether a value is a plain number in its option's range; any other is for Typer to refuse in its words."""
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal() or len(value) > _DIGIT_COUNT:
        return False
    low, high = getattr(info, "min", None), getattr(info, "max", None)
    return (low is None or low <= int(value)) and (high is None or int(value) <= high)


def group(kind: type[LazyGroup], name: str, function: Callable[..., Any], *examples: str) -> Any:
    """Return the group of commands that a class lists."""
    app = typer.Typer(name=name, cls=kind, add_completion=False, rich_markup_mode=None, invoke_without_command=True)
    app.callback(epilog=example_text(*examples), context_settings=_HELP)(function)
    return built(app)


def example_text(*examples: str) -> str:
    r"""Return examples as an epilog; ``\b`` keeps Click from wrapping them."""
    noun = "Example" if len(examples) == 1 else "Examples"
    return "\b\n" + "\n".join([f"{noun}:", *(f"  {example}" for example in examples)])
