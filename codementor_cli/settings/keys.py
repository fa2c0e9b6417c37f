"""The table of settings: name in files, variable, default, and what each takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One setting."""

    name: str
    """As in the files: ``table.key``."""
    variable: str
    """Environment variable; empty: files alone set it."""
    default: Any
    description: str
    example: str
    read: Callable[[Any], Any]
    """From text of a variable, or a TOML value, to the value; raises ValueError with what was expected."""
    secret: bool = False
    """Never shown."""
    trusted_only: bool = False
    """Not taken from a project's file: it may come with somebody else's repository, and this key could send
    secrets to another machine or open the sandbox."""
    from_folder: bool = False
    """Holds paths, which in a file are meant from that file's folder, wherever the command is typed."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError(f"expected text, found {value!r}")
    return value


def _secret(value: Any) -> str:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError("expected text on one line")
    return value


def _sandbox(value: Any) -> str:
    names = ("auto", "docker", "bubblewrap")
    if value not in names:
        raise ValueError(f"expected {', '.join(names[:-1])} or {names[-1]}, found {value!r}")
    return str(value)


def _folders(value: Any) -> tuple[str, ...]:
    parts = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError(f"expected a list of folders, found {value!r}")
    return tuple(part for part in parts if part)


def _file_below(value: Any) -> str:
    """Read a path that cannot leave its folder: the file that names it may come from somebody else."""
    text = _text(value)
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise ValueError(f"expected the name of a file in this folder, found {value!r}")
    return text


def _switch(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.strip().lower() not in words:
        raise ValueError(f"expected true or false, found {value!r}")
    return words[value.strip().lower()]


def _number(what: str, low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = value.strip() if isinstance(value, str) else value
        digits = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 12
        number = int(text) if digits else text
        if not isinstance(number, int) or isinstance(number, bool) or not low <= number <= high:
            raise ValueError(f"expected {what} between {low} and {high}, found {value!r}")
        return number

    return read


def _web_address(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or not value.isprintable():
        raise ValueError(f"expected an address that starts with https://, found {value!r}")
    return value


def _database_url(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith(("sqlite:///", "postgresql://")) or not value.isprintable():
        # The value may hold a password: it is not repeated.
        raise ValueError("expected sqlite:///PATH or postgresql://…")
    return value


_TABLE = (
    Key(
        name="sandbox",
        variable="CODEMENTOR_SANDBOX",
        default="auto",
        description="which engine runs programs",
        example="docker",
        read=_sandbox,
    ),
    Key(
        name="docker.runtime",
        variable="CODEMENTOR_DOCKER_RUNTIME",
        default=None,
        description="runtime of the Docker daemon for lanes",
        example="runsc",
        read=_text,
        trusted_only=True,
    ),
    Key(
        name="bubblewrap.images",
        variable="CODEMENTOR_BUBBLEWRAP_IMAGES",
        default=None,
        description="folder of unpacked images, one a language; default: this machine's own toolchains",
        example="/srv/codementor/images",
        read=_text,
        trusted_only=True,
    ),
    Key(
        name="compile_cache",
        variable="CODEMENTOR_COMPILE_CACHE",
        default=True,
        description="keep what compilers made for the next time the same sources are judged",
        example="false",
        read=_switch,
    ),
    Key(
        name="zygote",
        variable="CODEMENTOR_ZYGOTE",
        default=True,
        description="fork a warm interpreter for each run of a Python program",
        example="true",
        read=_switch,
    ),
    Key(
        name="challenges",
        variable="CODEMENTOR_CHALLENGES",
        default=(),
        description="folders of challenges, searched first",
        example="/srv/course/challenges",
        read=_folders,
        from_folder=True,
    ),
    Key(
        name="practice.challenge",
        variable="",
        default=None,
        description="the challenge of this working folder; `codementor start` writes it",
        example="equal-trays",
        read=_text,
    ),
    Key(
        name="practice.file",
        variable="",
        default=None,
        description="the file that is judged in this working folder",
        example="main.py",
        read=_file_below,
        from_folder=True,
    ),
    Key(
        name="executor.host",
        variable="CODE_EXECUTOR_HOST",
        default=None,
        description="judge on that codementor server",
        example="judge.example.org",
        read=_text,
        trusted_only=True,
    ),
    Key(
        name="executor.port",
        variable="CODE_EXECUTOR_PORT",
        default=None,
        description="port of that server",
        example="8080",
        read=_number("a port", 1, 65535),
        trusted_only=True,
    ),
    Key(
        name="executor.timeout",
        variable="CODE_EXECUTOR_TIMEOUT",
        default=None,
        description="ceiling of wall time, milliseconds",
        example="30000",
        read=_number("milliseconds", 1, 86_400_000),
    ),
    Key(
        name="executor.max_memory",
        variable="CODE_EXECUTOR_MAX_MEMORY",
        default=None,
        description="ceiling of memory, MiB",
        example="256",
        read=_number("MiB", 4, 1_048_576),
    ),
    Key(
        name="executor.max_cpu",
        variable="CODE_EXECUTOR_MAX_CPU",
        default=None,
        description="ceiling of processor use, percent of one core",
        example="80",
        read=_number("percent", 1, 100_000),
    ),
    Key(
        name="executor.docker_image",
        variable="CODE_EXECUTOR_DOCKER_IMAGE",
        default=None,
        description="image that overrides the language's own",
        example="code-executor:latest",
        read=_text,
    ),
    Key(
        name="executor.enable_networking",
        variable="CODE_EXECUTOR_ENABLE_NETWORKING",
        default=False,
        description="give programs a network",
        example="false",
        read=_switch,
        trusted_only=True,
    ),
    Key(
        name="executor.enable_filesystem",
        variable="CODE_EXECUTOR_ENABLE_FILESYSTEM",
        default=False,
        description="let programs write outside of their scratch folder",
        example="false",
        read=_switch,
        trusted_only=True,
    ),
    Key(
        name="store.url",
        variable="DATABASE_URL",
        default=None,
        description="where submissions are kept; default: the user's data folder",
        example="sqlite:///submissions.db",
        read=_database_url,
        secret=True,
        trusted_only=True,
    ),
    Key(
        name="claude.api_key",
        variable="ANTHROPIC_API_KEY",
        default=None,
        description="key for Claude",
        example="sk-ant-…",
        read=_secret,
        secret=True,
        trusted_only=True,
    ),
    Key(
        name="claude.base_url",
        variable="ANTHROPIC_BASE_URL",
        default=None,
        description="where Claude answers",
        example="https://claude.example.org",
        read=_web_address,
        trusted_only=True,
    ),
    Key(
        name="claude.model",
        variable="CODEMENTOR_MODEL",
        default="claude-sonnet-5-5",
        description="which Claude model answers",
        example="claude-haiku-5-5",
        read=_text,
    ),
    Key(
        name="claude.student_model",
        variable="CODEMENTOR_STUDENT_MODEL",
        default="claude-haiku-5-5",
        description="which Claude model plays the learner, for `hint --validate`",
        example="claude-haiku-5-5",
        read=_text,
    ),
    Key(
        name="server.host",
        variable="HOST",
        default="127.0.0.1",
        description="address that `serve` listens on",
        example="127.0.0.1",
        read=_text,
    ),
    Key(
        name="server.port",
        variable="PORT",
        default=3001,
        description="port that `serve` listens on",
        example="3001",
        read=_number("a port", 1, 65535),
    ),
)

KEYS = {key.name: key for key in _TABLE}
