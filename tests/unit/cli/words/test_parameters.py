"""Values of options: what is typed becomes what the function's annotation says, by one reader each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from codementor_cli.cli.words.parameters import readers
from codementor_cli.text.units import parse_memory_limit


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    memory: Annotated[int | None, typer.Option(parser=parse_memory_limit)] = None,
    count: Annotated[int, typer.Option(min=1, max=64)] = 1,
    offset: Annotated[int | None, typer.Option(min=0)] = None,
    colour: Annotated[Colour | None, typer.Option()] = None,
    path: Annotated[Path | None, typer.Option()] = None,
    words: Annotated[list[str] | None, typer.Option()] = None,
) -> None:
    _ = memory, count, offset, colour, path, words


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        # An option's own parser reads it whatever its annotation is: a plain number once became bytes.
        ("memory", "128", 128 * 2**20),
        ("memory", "128MiB", 128 * 2**20),
        ("memory", "128 KB", ValueError),
        ("count", "64", 64),
        ("count", "65", ValueError),
        ("count", "0", ValueError),
        ("count", "1.0", ValueError),
        ("count", "1_0", ValueError),
        ("count", "٣", ValueError),
        ("count", "9" * 30, ValueError),
        ("offset", "0", 0),
        ("offset", "-1", ValueError),
        ("offset", "123456789", 123456789),
        ("colour", "blue", Colour.BLUE),
        ("colour", "Blue", ValueError),
        ("path", "a/b", Path("a/b")),
        ("words", "a b", "a b"),
    ],
)
def test_typed_value_is_read(name: str, typed: str, value: Any) -> None:
    read = readers(command)[name]
    if value is ValueError:
        with pytest.raises(ValueError, match="expected"):
            read(typed)
    else:
        assert read(typed) == value


def test_annotation_without_a_reader_is_a_bug_that_every_help_shows() -> None:
    def strange(when: Annotated[complex, typer.Option()] = 0j) -> None:
        _ = when

    with pytest.raises(TypeError, match="has no reader"):
        readers(strange)
