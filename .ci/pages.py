"""Writes the made parts of docs/reference anew, from the code: settings, fields of files and of JSON, help of commands.

A made part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``. ``make pages`` writes them;
tests/cli/test_pages.py fails where a page says something else than the code.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from codementor_cli.bootstrap import challenge_json_schema
from codementor_cli.bootstrap.grading import assignment_json_schema
from codementor_cli.cli.commands.machine.schema import Name
from codementor_cli.cli.commands.root import command
from codementor_cli.reports.formats import FORMATS
from codementor_cli.schemas.public.published import published_schema
from codementor_cli.settings import KEYS
from codementor_cli.settings.project import Project

DOCS = Path(__file__).parents[1] / "docs"
MADE = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(\n<!-- end -->)", re.DOTALL)
PROJECT_WORDS = {
    Project.RANKED: "yes",
    Project.LOWER: "tightens",
    Project.OFF: "tightens",
    Project.DOCKER: "`docker` only",
    Project.NEVER: "no",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of Markdown."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings() -> str:
    """Return the table of settings."""
    rows = []
    for key in KEYS.values():
        default = "" if key.default in (None, ()) else f"`{_toml(key.default)}`"
        meaning = key.description + (f"; not used yet: {key.unused}" if key.unused else "")
        variable = f"`{key.variable}`" if key.variable else ""
        rows.append((variable, f"`{key.name}`", default, f"`{key.example}`", PROJECT_WORDS[key.project], meaning))
    return table(("variable", "key in files", "default", "example", "in a project's file", "meaning"), rows)


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def reports() -> str:
    """Return the table of report formats."""
    return table(
        ("`--report`", "its file's usual name", "one file for"),
        (
            (f"`{name}`", f"`{each.file_name}`", "the class" if each.of_class else "each repository")
            for name, each in FORMATS.items()
        ),
    )


def fields(schema: Mapping[str, Any], title: str = "") -> str:
    """Return a table of fields for a JSON Schema, and one for each object in it."""
    parts = [title] if title else []
    if schema.get("properties"):
        parts.append(_object(schema))
    for name, inner in sorted(schema.get("$defs", {}).items()):
        if inner.get("properties"):
            parts.append(f"**{_shown(name)}**: {_meaning(inner)}\n\n{_object(inner)}")
        elif inner.get("enum"):
            words = ", ".join(f"`{each}`" for each in inner["enum"])
            parts.append(f"**{_shown(name)}**: {_meaning(inner)} One of {words}.")
    return "\n\n".join(parts)


def _object(schema: Mapping[str, Any]) -> str:
    required = set(schema.get("required", ()))
    return table(
        ("field", "type", "", "meaning"),
        (
            (
                f"`{name}`",
                _type(each),
                "required" if name in required else "",
                " ".join(each.get("description", "").split()),
            )
            for name, each in schema["properties"].items()
        ),
    )


def _meaning(schema: Mapping[str, Any]) -> str:
    return " ".join(schema.get("description", "").split())


def _shown(name: str) -> str:
    """Return the name of an object without the words that all of them end in."""
    return re.sub(r"(Entry|Report|Json)$", "", name)


def _type(schema: Mapping[str, Any]) -> str:
    """Return a field's type in words."""
    several = [each for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, ())]
    if several:
        return " or ".join(dict.fromkeys(_type(each) for each in several))
    if "$ref" in schema:
        return _shown(schema["$ref"].rpartition("/")[2])
    values = schema.get("enum") or [schema["const"]] if "const" in schema or "enum" in schema else []
    return ", ".join(f"`{each}`" for each in values) or _kind(schema)


def _kind(schema: Mapping[str, Any]) -> str:
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {_type(schema['items'])}" if isinstance(schema.get("items"), dict) else "list"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return f"{kind} like `{schema['examples'][0]}`" if "examples" in schema else kind


def json() -> str:
    """Return the fields of all that ``codementor schema`` has, but for the two files that have pages of their own."""
    names = [name for name in Name if name not in {Name.CHALLENGE, Name.ASSIGNMENT}]
    return "\n\n".join(fields(published_schema(name.value), f"## `{name.value}`") for name in names)


def words(found: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command."""
    found = command() if found is None else found
    yield path
    for name in getattr(found, "entries", ()):
        yield from words(found.get_command(None, name), (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """Return what a command's ``--help`` prints at 80 columns."""
    program = str(Path(sys.executable).with_name("codementor"))
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "COLUMNS": "80", "PATH": os.defpath, "LANG": "C.UTF-8"}
        done = subprocess.run(
            [program, *path, "--help"], capture_output=True, text=True, env=environment, cwd=home, check=True
        )
    return done.stdout.rstrip()


def commands() -> str:
    """Return the help of every command."""
    parts = []
    for path in words():
        line = " ".join(("codementor", *path))
        parts.append(f"## `{line}`\n\n```console\n$ {line} --help\n{help_of(path)}\n```")
    return "\n\n".join(parts)


PARTS: Mapping[str, Callable[[], str]] = {
    "settings": settings,
    "reports": reports,
    "challenge-yaml": lambda: fields(challenge_json_schema()),
    "assignment-yaml": lambda: fields(assignment_json_schema()),
    "json": json,
    "commands": commands,
}
"""By the name in a page's mark."""


def made(text: str) -> str:
    """Return a page with its made parts as the code says."""
    return MADE.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[3]}", text)


def main() -> None:
    """Write every page that has a made part."""
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        new = made(text)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"written: {page.relative_to(DOCS.parent)}")


if __name__ == "__main__":
    main()
