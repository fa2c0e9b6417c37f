"""The base of all schemas, and text and numbers of the domain as JSON has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar, dataclass_transform

from codementor_cli.schemas.writing import Form, key_of, writer
from codementor_cli.text.untrusted import json_text


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Schema:
    """A JSON object of the contract: each subclass is a frozen dataclass, its keys are in camelCase.

    Fields that hold ``ABSENT`` are left out of the JSON. Text loses its lone surrogates.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "alias_generator": key_of,
        "extra": "forbid",
        "use_attribute_docstrings": True,
    }
    """For ``codementor schema``: printing JSON imports no Pydantic."""

    def __init_subclass__(cls) -> None:
        dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)

    def json_value(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return json_value(type(self), self)


def json_value(schema: Any, value: Any) -> dict[str, Any]:
    """Return plain data of a subclass of ``Schema``, from any value with attributes named as its fields."""
    data: dict[str, Any] = writer(schema, _SHOWN)(value)
    return data


def text(content: bytes) -> str:
    """Return bytes as text. Bytes that are not UTF-8 become U+FFFD; NUL stays; there are no lone surrogates."""
    return content.decode("utf-8", "replace")


def clean(value: str) -> str:
    """Return text without lone surrogates: JSON has no way to say them."""
    return value if value.isascii() else value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


_SHOWN = Form(clean, text)


def milliseconds(seconds: float) -> float:
    """Return milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)


def to_json(value: Any, ascii_only: bool = False) -> str:
    r"""Return indented JSON with a line feed, safe to show on a terminal.

    Characters that would act on a terminal or show nothing (control characters, direction marks) are written as ``\u…``
    escapes, which JSON readers turn back.
    """
    return to_json_text(value, ascii_only) + "\n"


def to_json_text(value: Any, ascii_only: bool = False) -> str:
    """Return the same without the line feed."""
    dumped = json.dumps(value, indent=2, ensure_ascii=ascii_only, allow_nan=False)
    return json_text(dumped)
