"""``codementor config``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.judges import judge_diagnosis
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Line, Span, line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, SandboxName, application, streams
from codementor_cli.domain.diagnosis import Health
from codementor_cli.errors import Problem, ProblemsError
from codementor_cli.settings import KEYS, Settings, Value
from codementor_cli.text.untrusted import visible_line

MASK = "(set, not shown)"


def command() -> Any:
    """Build the command."""
    return leaf(config, "config", "codementor config", "codementor config --json")


def config(as_json: Json = False, sandbox: SandboxName = None) -> int:
    """Show each setting, its value, and where that comes from.

    Flags win over environment variables, those over .codementor.toml of the project (the nearest one upward), that
    over config.toml in your own configuration folder, that over the defaults. Keys are `table.key` of the files.
    A project's file may come from another person: it can lower ceilings, and choose no image, address, key or model.
    """
    app = application(sandbox)
    settings = app.settings
    problems: list[Problem] = []
    found = list(_values(settings, problems))
    out = streams()
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json

        out.answer_text(to_json({name: _json(name, each) for name, each in found}, out.ascii_only))
    else:
        rows = [(name, _text(each.value), Span(each.origin, "faint")) for name, each in found]
        out.answer([*table(("SETTING", "VALUE", "ORIGIN"), rows), *_notes(found), *_judge(app)])
    if problems:
        raise ProblemsError(tuple(problems), "Change or unset these variables.")
    return 0


def _values(settings: Settings, problems: list[Problem]) -> Iterator[tuple[str, Value]]:
    """Yield every setting that can be read; the problems of the others go to the list."""
    for name, key in KEYS.items():
        try:
            found = settings.value(name)
        except ProblemsError as error:
            problems.extend(error.problems)
            continue
        yield name, Value(MASK, found.origin) if key.secret and found.value is not None else found


def _json(name: str, found: Value) -> dict[str, object]:
    ignored = found.ignored
    return {
        "value": found.value,
        "origin": found.origin,
        "used": not KEYS[name].unused,
        "ignored": None
        if ignored is None
        else {"value": ignored.value, "origin": ignored.origin, "reason": KEYS[name].project.value},
    }


def _notes(found: list[tuple[str, Value]]) -> Iterator[Line]:
    """Yield a line for each value that is not in force, with the reason."""
    for name, each in found:
        if each.ignored is not None:
            says = f"{each.ignored.origin} says {_text(each.ignored.value)}"
            yield line(visible_line(f"ignored: {name}: {says}; {KEYS[name].project.value}."))
        if KEYS[name].unused:
            yield line(Span(f"not used: {name}: {KEYS[name].unused}.", "" if each.origin != "default" else "faint"))


def _judge(app: Application) -> Iterator[Line]:
    """Yield a line on who judges programs, and whether it answers."""
    try:
        found = judge_diagnosis(app)
    except ProblemsError as error:
        yield line(Span("judge: none: ", "bad"), visible_line(error.message))
        return
    style = "faint" if found.health is Health.OK else "warn"
    yield line(Span(f"judge: {visible_line(found.message)}", style))


def _text(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) or "-" if isinstance(value, tuple) else str(value)
