"""Values that YAML reads as something else than what people see."""

from __future__ import annotations

from codementor_cli.catalog.yaml.nodes import NodePath, Scalar, scalars
from codementor_cli.catalog.yaml.problems import Problems, reading
from codementor_cli.text.excerpts import brief


def is_plain_number(text: str) -> bool:
    """Whether a number is what it looks like; not 010 (8), 1_000 (1000), 0x1F (31) or 1:30 (90)."""
    digits = text.lstrip("+-")
    return digits.isascii() and "_" not in text and ":" not in text and not _has_base(digits)


def _has_base(digits: str) -> bool:
    return len(digits) > 1 and digits[0] == "0" and digits[1] not in ".eE"


def check_scalars(report: Problems) -> None:
    """Report values that YAML would silently turn into something else than what is written.

    Comes last: where a value is wrong for another reason, that was said.
    """
    if report.root is None:
        return
    for path, scalar in scalars(report.root):
        if scalar.style is None and not isinstance(scalar.value, str):
            _check_scalar(path, scalar, report)


def _check_scalar(path: NodePath, scalar: Scalar, report: Problems) -> None:
    is_value = len(path) > 2 and path[0] == "tests" and path[2] in {"args", "expected"}
    text = brief(scalar.text)
    match scalar.value:
        case None if not is_value or not scalar.text:
            report.at(path, "there is nothing here", "write null" if is_value else "write a value or leave the key out")
        case bool() if is_value and scalar.text.lower() not in {"true", "false"}:
            word = reading(scalar)
            report.at(path, f"YAML reads {text} as {word}", f'write {word}, or "{text}" in quotes for text')
        case bool() | None:
            pass
        case int() | float() if not is_plain_number(scalar.text):
            word = reading(scalar)
            number = word.removeprefix("the number ")
            report.at(path, f"YAML reads {text} as {word}", f'write {number}, or "{text}" in quotes for text')
        case int() | float():
            pass
        case _:
            report.at(path, f"YAML reads {text} as {reading(scalar)}", f'write "{text}" in quotes for text')
