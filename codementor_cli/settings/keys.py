"""The table of settings: name in files, variable, default, and what each takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codementor_cli.settings import parsers as takes
from codementor_cli.settings.project import Project


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
    project: Project
    """The rule for a project's file, which may come with another person's repository."""
    secret: bool = False
    """Never shown."""
    unused: str = ""
    """Why no command of this version reads it; empty where one does."""
    from_folder: bool = False
    """Holds paths; in a file they start from that file's folder."""


_NO_SERVE = "this version has no `serve`"
_NO_SERVER = "this version judges on this machine only"

_TABLE = (
    Key(
        name="sandbox",
        variable="CODEMENTOR_SANDBOX",
        default="auto",
        description="which engine runs programs",
        example="docker",
        read=takes.sandbox,
        project=Project.DOCKER,
    ),
    Key(
        name="docker.runtime",
        variable="CODEMENTOR_DOCKER_RUNTIME",
        default=None,
        description="runtime of the Docker daemon for lanes",
        example="runsc",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="bubblewrap.images",
        variable="CODEMENTOR_BUBBLEWRAP_IMAGES",
        default=None,
        description="folder of unpacked images, one a language; default: this machine's own toolchains",
        example="/srv/codementor/images",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="compile_cache",
        variable="CODEMENTOR_COMPILE_CACHE",
        default=True,
        description="keep what compilers made, and the table of languages, for the next time they are the same",
        example="false",
        read=takes.switch,
        project=Project.OFF,
    ),
    Key(
        name="zygote",
        variable="CODEMENTOR_ZYGOTE",
        default=True,
        description="fork a warm interpreter for each run of a Python program",
        example="true",
        read=takes.switch,
        project=Project.OFF,
    ),
    Key(
        name="challenges",
        variable="CODEMENTOR_CHALLENGES",
        default=(),
        description="folders of challenges, searched first",
        example="/srv/course/challenges",
        read=takes.folders,
        project=Project.RANKED,
        from_folder=True,
    ),
    Key(
        name="practice.challenge",
        variable="",
        default=None,
        description="the challenge of this working folder; `codementor start` writes it",
        example="equal-trays",
        read=takes.text,
        project=Project.RANKED,
    ),
    Key(
        name="practice.file",
        variable="",
        default=None,
        description="the file that is judged in this working folder",
        example="main.py",
        read=takes.file_below,
        project=Project.RANKED,
        from_folder=True,
    ),
    Key(
        name="executor.host",
        variable="CODE_EXECUTOR_HOST",
        default=None,
        description="judge on that codementor server; this version has none, and refuses to judge while it is set",
        example="judge.example.org",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="executor.port",
        variable="CODE_EXECUTOR_PORT",
        default=None,
        description="port of that server",
        example="8080",
        read=takes.number("a port", 1, 65535),
        project=Project.NEVER,
        unused=_NO_SERVER,
    ),
    Key(
        name="executor.timeout",
        variable="CODE_EXECUTOR_TIMEOUT",
        default=None,
        description="ceiling of wall time, milliseconds",
        example="30000",
        read=takes.number("milliseconds", 1, 86_400_000),
        project=Project.LOWER,
    ),
    Key(
        name="executor.max_memory",
        variable="CODE_EXECUTOR_MAX_MEMORY",
        default=None,
        description="ceiling of memory, MiB",
        example="256",
        read=takes.number("MiB", 4, 1_048_576),
        project=Project.LOWER,
    ),
    Key(
        name="executor.max_cpu",
        variable="CODE_EXECUTOR_MAX_CPU",
        default=None,
        description="ceiling of processor use, percent of one core",
        example="80",
        read=takes.number("percent", 1, 100_000),
        project=Project.LOWER,
    ),
    Key(
        name="executor.docker_image",
        variable="CODE_EXECUTOR_DOCKER_IMAGE",
        default=None,
        description="image that overrides the language's own",
        example="code-executor:latest",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="executor.enable_networking",
        variable="CODE_EXECUTOR_ENABLE_NETWORKING",
        default=False,
        description="give programs a network",
        example="false",
        read=takes.switch,
        project=Project.NEVER,
    ),
    Key(
        name="executor.enable_filesystem",
        variable="CODE_EXECUTOR_ENABLE_FILESYSTEM",
        default=False,
        description="let programs write outside of their scratch folder",
        example="false",
        read=takes.switch,
        project=Project.NEVER,
    ),
    Key(
        name="store.url",
        variable="DATABASE_URL",
        default=None,
        description="where submissions are kept; default: the user's data folder",
        example="sqlite:///submissions.db",
        read=takes.database_url,
        secret=True,
        project=Project.NEVER,
    ),
    Key(
        name="claude.api_key",
        variable="ANTHROPIC_API_KEY",
        default=None,
        description="key for Claude",
        example="sk-ant-…",
        read=takes.secret,
        secret=True,
        project=Project.NEVER,
    ),
    Key(
        name="claude.base_url",
        variable="ANTHROPIC_BASE_URL",
        default=None,
        description="where Claude answers",
        example="https://claude.example.org",
        read=takes.web_address,
        project=Project.NEVER,
    ),
    Key(
        name="claude.model",
        variable="CODEMENTOR_MODEL",
        default="claude-sonnet-5-5",
        description="which Claude model answers",
        example="claude-haiku-5-5",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="claude.student_model",
        variable="CODEMENTOR_STUDENT_MODEL",
        default="claude-haiku-5-5",
        description="which Claude model plays the learner, for `hint --validate`",
        example="claude-haiku-5-5",
        read=takes.text,
        project=Project.NEVER,
    ),
    Key(
        name="server.host",
        variable="HOST",
        default="127.0.0.1",
        description="address that `serve` listens on",
        example="127.0.0.1",
        read=takes.text,
        project=Project.NEVER,
        unused=_NO_SERVE,
    ),
    Key(
        name="server.port",
        variable="PORT",
        default=3001,
        description="port that `serve` listens on",
        example="3001",
        read=takes.number("a port", 1, 65535),
        project=Project.NEVER,
        unused=_NO_SERVE,
    ),
)

KEYS = {key.name: key for key in _TABLE}
