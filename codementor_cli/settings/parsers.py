"""What each setting takes: from text of a variable, or a TOML value, to the value.

Every function raises ValueError with what it expected.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

SANDBOXES = ("auto", "docker", "bubblewrap")
"""The engines that can be asked for; ``auto``: Docker wherever a daemon answers, else bubblewrap."""


def text(value: Any) -> str:
    """Read text on one line."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError(f"expected text, found {value!r}")
    return value


def secret(value: Any) -> str:
    """Read text that must not be repeated in messages."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError("expected text on one line")
    return value


def sandbox(value: Any) -> str:
    """Read the name of an engine."""
    if value not in SANDBOXES:
        raise ValueError(f"expected {', '.join(SANDBOXES[:-1])} or {SANDBOXES[-1]}, found {value!r}")
    return str(value)


def word(what: str, *words: str) -> Callable[[Any], str]:
    """Return a parser of one of a few words."""

    def read(value: Any) -> str:
        if value not in words:
            raise ValueError(f"expected {what}: {', '.join(words[:-1])} or {words[-1]}; found {value!r}")
        return str(value)

    return read


def folders(value: Any) -> tuple[str, ...]:
    """Read a list of folders, or one text of them."""
    parts = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"expected a list of folders, found {value!r}")
    return tuple(part for part in parts if part)


def file_below(value: Any) -> str:
    """Read a path that cannot leave its folder: the file that names it may come with another person's repository."""
    name = text(value)
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise ValueError(f"expected the name of a file in this folder, found {value!r}")
    return name


def switch(value: Any) -> bool:
    """Read a yes or no."""
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.strip().lower() not in words:
        raise ValueError(f"expected true or false, found {value!r}")
    return words[value.strip().lower()]


def number(what: str, low: int, high: int) -> Callable[[Any], int]:
    """Return a parser of a whole number between two bounds."""

    def read(value: Any) -> int:
        word = value.strip() if isinstance(value, str) else value
        digits = isinstance(word, str) and word.isascii() and word.isdecimal() and len(word) < 12
        found = int(word) if digits else word
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise ValueError(f"expected {what} between {low} and {high}, found {value!r}")
        return found

    return read


def web_address(value: Any) -> str:
    """Read an address."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or not value.isprintable():
        raise ValueError(f"expected an address that starts with https://, found {value!r}")
    return value


def host_names(value: Any) -> tuple[str, ...]:
    """Read a list of host names, or one text of them with commas between."""
    names = _listed(value, "host names")
    for name in names:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\]", name):
            raise ValueError(f"expected host names without ports, found {name!r}")
    return names


def origins(value: Any) -> tuple[str, ...]:
    """Read a list of origins, or one text of them with commas between; no pattern stands for several."""
    found = _listed(value, "origins")
    for origin in found:
        if not re.fullmatch(r"https?://([a-z0-9][a-z0-9.-]{0,252}|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", origin):
            raise ValueError(f"expected origins like https://course.example.org, found {origin!r}")
    return found


def _listed(value: Any, what: str) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"expected a list of {what}, found {value!r}")
    return tuple(part.strip().lower() for part in parts if part.strip())


def database_url(value: Any) -> str:
    """Read where submissions are kept."""
    kinds = ("sqlite:///", "postgresql://", "postgres://")
    if not isinstance(value, str) or value in kinds or not value.startswith(kinds) or not value.isprintable():
        # The value may hold a password: it is not repeated.
        raise ValueError("expected sqlite:///PATH or postgresql://…")
    return value


def broker_url(value: Any) -> str:
    """Read the address of a broker."""
    kinds = ("amqp://", "amqps://")
    if not isinstance(value, str) or value in kinds or not value.startswith(kinds) or not value.isprintable():
        # The value may hold a password: it is not repeated.
        raise ValueError("expected amqp://USER:PASSWORD@HOST:PORT/VHOST, or amqps://…")
    return value
