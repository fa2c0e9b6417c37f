"""Options and arguments of our own: typed text becomes a value of the type in the function's annotation.

Typer converts every value by Pydantic, even a missing one. Its import takes 70 ms, which is half of a short command.
Its public hook is a parameter's ``process_value``: the classes here have their own, and it reads every value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from typer.core import TyperArgument, TyperOption

from codementor_cli.errors import UsageError
from codementor_cli.text.untrusted import visible_line

Reader = Callable[[Any], Any]
"""From typed text to the value; raises ValueError with the values that it takes. A default is no text, and stays."""

_DIGIT_COUNT = 1000
"""The most digits of a number: Python itself refuses to read 4300."""


class OwnOption(TyperOption):
    """An option that reads its values by ``reader``."""

    reader: Reader

    def process_value(self, ctx: Any, value: Any) -> Any:
        """Return the value as the command wants it."""
        return _processed(self, max(self.opts, key=len), ctx, value)


class OwnArgument(TyperArgument):
    """An argument that reads its values by ``reader``."""

    reader: Reader

    def process_value(self, ctx: Any, value: Any) -> Any:
        """Return the value as the command wants it."""
        return _processed(self, self.display_name_raw, ctx, value)

    def get_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Click's
        """Show it as ``FILE`` or ``[FILE]``; Typer says ``{FILE}``."""
        shown = self.display_name_raw if self.required else f"[{self.display_name_raw}]"
        return [shown if self.nargs == 1 else f"{shown}..."]

    def display_type_rich(self, ctx: Any) -> str:  # noqa: ARG002 - the signature is Click's
        """Name no type: ``FILE`` says as much as ``FILE <str>``."""
        return ""


def own(parameter: Any, reader: Reader) -> Any:
    """Make an option or argument of Typer's one of ours.

    Typer has no setting for the classes that it builds. Ours add behaviour and no data but the reader.
    """
    parameter.__class__ = OwnOption if parameter.param_type_name == "option" else OwnArgument
    parameter.reader = reader
    return parameter


def readers(function: Callable[..., Any]) -> dict[str, Reader]:
    """Return how each parameter of a command is read, by name.

    Raises:
        TypeError: There is no reader for an annotation.
    """
    hints = get_type_hints(function, include_extras=True)
    found = {}
    for name, hint in hints.items():
        annotation, info = (get_args(hint)[0], get_args(hint)[1]) if hasattr(hint, "__metadata__") else (hint, None)
        if info is not None:
            found[name] = _reader(annotation, info)
    return found


def as_it_is(value: Any) -> Any:
    """Return the value of a flag."""
    return value


def whole_number(low: int | None, high: int | None) -> Reader:
    """Return the reader of a whole number between two bounds."""
    bounds = f" from {low} to {high}" if high is not None else "" if low is None else f" from {low} up"

    def read(text: str) -> int:
        digits = re.fullmatch(rf"[+-]?[0-9]{{1,{_DIGIT_COUNT}}}", text.strip())
        number = int(text) if digits else None
        if number is None or (low is not None and number < low) or (high is not None and number > high):
            raise ValueError(f"expected a whole number{bounds}")
        return number

    return read


def one_of(kind: type[Enum]) -> Reader:
    """Return the reader of a value of an enumeration."""
    values = {str(each.value): each for each in kind}

    def read(text: str) -> Enum:
        if text not in values:
            *others, last = values
            raise ValueError(f"expected {', '.join(others)} or {last}")
        return values[text]

    return read


def _reader(annotation: Any, info: Any) -> Reader:
    *kinds, last = get_args(annotation) or (annotation,)
    if last is NoneType and len(kinds) == 1:
        return _reader(kinds[0], info)
    if get_origin(annotation) is list:
        return _reader(get_args(annotation)[0], info)
    if info.parser is not None:
        return info.parser  # type: ignore[no-any-return]
    if annotation is int:
        return whole_number(info.min, info.max)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return one_of(annotation)
    simple: dict[Any, Reader] = {bool: as_it_is, str: str, Path: Path}
    if annotation not in simple:
        raise TypeError(f"an option of {annotation} has no reader")
    return simple[annotation]


def _processed(parameter: Any, name: str, ctx: Any, value: Any) -> Any:
    if value is None or value == ():
        if parameter.required and not ctx.resilient_parsing:
            raise UsageError(f"{ctx.command_path} needs {name}.", f"{ctx.command_path} --help")
        read = () if parameter.multiple or parameter.nargs == -1 else None
    elif isinstance(value, list | tuple):
        read = tuple(_read(parameter, name, ctx, each) for each in value)
    else:
        read = _read(parameter, name, ctx, value)
    return read if parameter.callback is None else parameter.callback(ctx, parameter, read)


def _read(parameter: Any, name: str, ctx: Any, value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, Enum):
        return value
    try:
        return parameter.reader(value)
    except ValueError as error:
        message = f"{name} {visible_line(value)!r}: {error}."
        raise UsageError(message, f"{ctx.command_path} --help") from error
