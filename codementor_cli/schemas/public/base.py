"""What all models share, and how domain values become JSON values."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from codementor_cli.text.untrusted import json_text


class Schema(BaseModel):
    """A JSON object of the contract: names in camelCase, no other keys.

    Keys that were not given when it was built are left out of the JSON.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    def json_value(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def text(content: bytes) -> str:
    """Return bytes as text; what is not UTF-8 becomes U+FFFD. NUL stays, lone surrogates cannot come out."""
    return content.decode("utf-8", "replace")


def clean(value: str) -> str:
    """Return text without lone surrogates: JSON has no way to say them."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


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
