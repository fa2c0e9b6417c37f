"""``codementor config``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Json, SandboxName, application, streams
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Span
from codementor_cli.errors import Problem, ProblemsError
from codementor_cli.settings import KEYS, Settings, Value

MASK = "(set, not shown)"


def command() -> Any:
    """Build the command."""
    return leaf(config, "config", "codementor config", "codementor config --json")


def config(as_json: Json = False, sandbox: SandboxName = None) -> int:
    """Show each setting, its value, and where that comes from.

    Flags win over environment variables, those over .codementor.toml of the project (the nearest one upward), that
    over config.toml in your own configuration folder, that over the defaults. Keys are `table.key` of the files.
    """
    settings = application(sandbox).settings
    problems: list[Problem] = []
    found = list(_values(settings, problems))
    out = streams()
    if as_json:
        from codementor_cli.schemas.base import to_json  # noqa: PLC0415 - pydantic, only for --json

        value = {name: {"value": each.value, "origin": each.origin} for name, each in found}
        out.answer_text(to_json(value, out.ascii_only))
    else:
        rows = [(name, _text(each.value), Span(each.origin, "faint")) for name, each in found]
        out.answer(table(("SETTING", "VALUE", "ORIGIN"), rows))
    if problems:
        raise ProblemsError(tuple(problems), "Change or unset these variables.")
    return 0


def _values(settings: Settings, problems: list[Problem]) -> Iterator[tuple[str, Value]]:
    """Yield every setting that can be told; what is wrong with the others goes to the list."""
    for name, key in KEYS.items():
        try:
            found = settings.value(name)
        except ProblemsError as error:
            problems.extend(error.problems)
            continue
        yield name, Value(MASK, found.origin) if key.secret and found.value is not None else found


def _text(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) or "-" if isinstance(value, tuple) else str(value)
