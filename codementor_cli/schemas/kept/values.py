"""Values that JSON has no word for: bytes, and text that is not quite text."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from codementor_cli.schemas.public.base import Schema

_LARGEST = 2**63 - 1
"""What the store counts to."""

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(3000, 1, 1, tzinfo=UTC)


class ExportedSchema(Schema):
    """A part of an exported line: values have exactly the types that are written, nothing is guessed."""

    model_config = ConfigDict(strict=True)


class Encoded(ExportedSchema):
    """Bytes that are not UTF-8."""

    base64: str


Content = str | Encoded
"""Bytes: as text where they are UTF-8."""


def exported(content: bytes) -> Content:
    """Return bytes for a line."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Encoded(base64=base64.b64encode(content).decode())


def exported_text(text: str) -> Content:
    """Return text for a line; lone surrogates, which JSON readers refuse, make it bytes."""
    return exported(text.encode("utf-8", "surrogatepass"))


def imported(content: Content) -> bytes:
    """Return the bytes.

    Raises:
        ValueError: They are not in Base64.
    """
    if isinstance(content, str):
        return content.encode()
    try:
        return base64.b64decode(content.base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"this is not Base64: {error}") from error


def imported_text(content: Content) -> str:
    """Return the text.

    Raises:
        ValueError: It is none in Base64.
    """
    return imported(content).decode("utf-8", "surrogatepass")


def _in_calendar(moment: datetime) -> datetime:
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("expected a time from 1970 to 2999")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_calendar)]
Uid = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{0,128}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.+#/@:-]{0,199}$")]
"""Of a challenge, language, engine or model."""
Count = Annotated[int, Field(ge=0, le=_LARGEST)]
Number = Annotated[float, Field(allow_inf_nan=False)]
