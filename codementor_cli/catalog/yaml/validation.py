"""Pydantic's errors as problems with a position, in our words."""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from codementor_cli.catalog.challenges.schema import ID_PATTERN, IDENTIFIER_PATTERN, INPUTS_PATTERN
from codementor_cli.catalog.challenges.signature import described
from codementor_cli.catalog.yaml.nodes import NodePath, Scalar
from codementor_cli.catalog.yaml.problems import Report, reading
from codementor_cli.text.excerpts import brief
from codementor_cli.text.sentences import one_of

Model = TypeVar("Model", bound=BaseModel)

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
_WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def section(model: type[Model], data: Any, path: NodePath, report: Report) -> Model | None:
    """Return one part of a file, checked.

    Args:
        model: What the part has to look like.
        data: The part.
        path: Where the part is in the file.
        report: Told of everything that is wrong.

    Returns:
        The part without its wrong keys, so that what the others name can be checked also; None where it cannot be
        without them.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    for found in wrong:
        _report_error(found, path, report, model)
    if not isinstance(data, dict):
        return None
    keys = {found["loc"][0] for found in wrong if found["loc"]}
    try:
        return model.model_validate({key: value for key, value in data.items() if key not in keys})
    except ValidationError:
        return None


def unknown_key(path: NodePath, known: typing.Iterable[str], report: Report) -> None:
    """Report a key that nothing is known of."""
    key = str(path[-1])
    known = tuple(known)
    other = _OTHER_WORDS.get(key, "")
    suggestion = f"did you mean {other}?" if other in known else report.near(key, known)
    report.at_key(path, f"unknown key {brief(key)}", suggestion or f"known keys are {one_of(known)}")


def _report_error(found: Mapping[str, Any], base: NodePath, report: Report, model: type[BaseModel]) -> None:
    path = (*base, *found["loc"])
    kind: str = found["type"]
    if kind == "missing":
        report.missing(path[:-1], str(path[-1]))
    elif kind == "extra_forbidden":
        unknown_key(path, _fields(model, found["loc"][:-1]), report)
    elif kind == "string_type":
        report.text_expected(path)
    elif kind in _WANTED:
        _wrong_type(path, _WANTED[kind], found["input"], report)
    elif kind == "literal_error":
        _not_among(path, found["ctx"]["expected"], found["input"], report)
    else:
        report.at(path, _words(kind, found))


def _wrong_type(path: NodePath, wanted: str, value: Any, report: Report) -> None:
    node = report.node(path)
    if isinstance(node, Scalar) and node.style is None and node.text:
        what = f"{brief(node.text)}, which YAML reads as {reading(node)}"
    else:
        what = described(value) if not isinstance(node, Scalar) or node.text else "nothing"
    report.at(path, f"expected {wanted}, not {what}")


def _not_among(path: NodePath, expected: str, value: Any, report: Report) -> None:
    words = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    if isinstance(value, str):
        report.at(path, f"expected {one_of(words)}, not {brief(value)}", report.near(value, words))
    else:
        report.at(path, f"expected {one_of(words)}, not {described(value)}")


def _words(kind: str, found: Mapping[str, Any]) -> str:
    context: dict[str, Any] = found.get("ctx", {})
    words: dict[str, Callable[[], str]] = {
        "value_error": lambda: str(context["error"]),
        "greater_than_equal": lambda: f"expected {context['ge']:g} or more",
        "greater_than": lambda: f"expected more than {context['gt']:g}",
        "less_than_equal": lambda: f"expected at most {context['le']:g}",
        "finite_number": lambda: "expected a finite number",
        "too_short": lambda: f"expected {context['min_length']} or more in this list, not {context['actual_length']}",
        "too_long": lambda: f"expected at most {context['max_length']} in this list",
        "string_too_short": lambda: "expected text that is not empty",
        "string_too_long": lambda: f"expected at most {context['max_length']} letters",
        "string_pattern_mismatch": lambda: _PATTERNS.get(context["pattern"], "this does not look as expected"),
    }
    return words[kind]() if kind in words else brief(str(found["msg"]))


_PATTERNS = {
    ID_PATTERN: "expected an id of a-z, 0-9 and -, like two-sum",
    IDENTIFIER_PATTERN: "expected a name in snake_case, like two_sum",
    INPUTS_PATTERN: "expected a pattern that ends in .in, like data/secret/*.in",
}


def _fields(model: type[BaseModel], path: NodePath) -> tuple[str, ...]:
    """Return the keys that a model takes at a path."""
    for part in path:
        if isinstance(part, int):
            continue
        inner = _inner_model(model.model_fields[part].annotation) if part in model.model_fields else None
        model = inner or model
    return tuple(model.model_fields)


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if typing.get_origin(annotation) is None and isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(_inner_model, typing.get_args(annotation))), None)
