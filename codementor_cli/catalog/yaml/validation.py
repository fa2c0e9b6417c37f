"""Mappings of a file as entries: frozen dataclasses whose fields say what each key takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

from codementor_cli.catalog.yaml.nodes import NodePath
from codementor_cli.catalog.yaml.problems import Problems
from codementor_cli.catalog.yaml.takes import WRONG, Takes, wrong_type
from codementor_cli.text.excerpts import brief
from codementor_cli.text.sentences import one_of

Entry = TypeVar("Entry")

# What authors who know other formats write.
_OTHER_WORDS = {
    "stdin": "input",
    "in": "input",
    "stdout": "expected",
    "output": "expected",
    "ans": "expected",
    "answer": "expected",
    "arguments": "args",
    "timeout": "time",
    "time_limit": "time",
    "memory_limit": "memory",
    "name": "title",
    "statement": "instructions",
    "compare": "checker",
    "test_cases": "tests",
    "cases": "tests",
}


def section(kind: type[Entry], data: Any, path: NodePath, report: Problems) -> Entry | None:
    """Return one part of a file, checked.

    Args:
        kind: The entry's class.
        data: The part.
        path: Where the part is in the file.
        report: Told of everything that is wrong.

    Returns:
        The part without its wrong keys, so that what the others name can be checked also; None where it cannot be
        without them.
    """
    values, _ = _read(kind, data, path, report)
    complete = values is not None and all(each.name in values for each in _keys(kind) if _is_required(each))
    return kind(**values) if values is not None and complete else None


def entry(kind: type) -> Takes:
    """Return what takes a mapping, as an entry of a class."""

    def read(value: Any, path: NodePath, report: Problems) -> Any:
        values, right = _read(kind, value, path, report)
        return kind(**values) if values is not None and right else WRONG

    return Takes(read, {"$ref": f"#/$defs/{kind.__name__}"}, kind)


def keys_of(kind: type) -> tuple[str, ...]:
    """Return the keys that an entry has."""
    return tuple(each.name for each in _keys(kind))


def given(found: Any) -> dict[str, Any]:
    """Return the values of an entry that are not None."""
    values = {name: getattr(found, name) for name in keys_of(type(found))}
    return {name: value for name, value in values.items() if value is not None}


def unknown_key(path: NodePath, known: Iterable[str], report: Problems) -> None:
    """Report a key that nothing is known of."""
    key = str(path[-1])
    known = tuple(known)
    other = _OTHER_WORDS.get(key, "")
    suggestion = f"did you mean {other}?" if other in known else report.near(key, known)
    report.at_key(path, f"unknown key {brief(key)}", suggestion or f"known keys are {one_of(known)}")


def json_schema(kind: type, **more: Any) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file that is one entry; ``more`` goes on top of it."""
    inner = [each.metadata["takes"].entry for each in _keys(kind)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": definitions(*[each for each in inner if each is not None]),
        **_object(kind),
        **more,
    }


def definitions(*kinds: type) -> dict[str, Any]:
    """Return the JSON Schemas of entries and of those inside them, by class name."""
    found: dict[str, Any] = {}
    for kind in kinds:
        inner = [each.metadata["takes"].entry for each in _keys(kind)]
        found |= {kind.__name__: _object(kind), **definitions(*[each for each in inner if each is not None])}
    return found


def _object(kind: type) -> dict[str, Any]:
    required = [each.name for each in _keys(kind) if _is_required(each)]
    return {
        "title": kind.__name__,
        "description": kind.__doc__,
        "type": "object",
        "properties": {each.name: _property(each) for each in _keys(kind)},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(key: Field[Any]) -> dict[str, Any]:
    schema, description = key.metadata["takes"].schema, key.metadata["description"]
    title = {} if "$ref" in schema else {"title": key.name.replace("_", " ").title()}
    return {**title, **({"description": description} if description else {}), **schema}


def _keys(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _is_required(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING


def _read(kind: type, data: Any, path: NodePath, report: Problems) -> tuple[dict[str, Any] | None, bool]:
    """Return the values of a mapping's right keys, and whether nothing is wrong; None: it is no mapping."""
    if not isinstance(data, dict):
        wrong_type("a mapping", data, path, report)
        return None, False
    values: dict[str, Any] = {}
    right = True
    for key in _keys(kind):
        takes: Takes = key.metadata["takes"]
        if key.name not in data:
            if _is_required(key):
                report.missing(path, key.name)
                right = False
        elif data[key.name] is not None or key.default is not None or takes.null:
            value = takes.read(data[key.name], (*path, key.name), report)
            if value is WRONG:
                right = False
            else:
                values[key.name] = value
    known = keys_of(kind)
    for name in data:
        if name not in known:
            unknown_key((*path, name), known, report)
            right = False
    return values, right
