"""Long texts in JSON: written in pieces from bytes, and never held as text too.

A judgement may hold tens of megabytes of input and output. Text, JSON and the bytes of JSON would hold each four times.
So a report holds a short stand-in for each, and the JSON is written around it.
"""

from __future__ import annotations

import codecs
import re
import secrets
from collections.abc import Iterator
from typing import Any

from codementor_cli.schemas.public.base import text, to_json, to_json_text

LONG_BYTES = 64 * 1024
"""Longer texts are written in pieces of this size."""


class LongTexts:
    """Contents of one report by their stand-ins."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}

    def text(self, content: bytes) -> str:
        """Return bytes as text, or a stand-in that ``pieces`` replaces where they are long."""
        if len(content) <= LONG_BYTES:
            return text(content)
        # A program cannot guess it, so no output is taken for a stand-in.
        stand_in = f"long text {secrets.token_hex(16)}"
        self._contents[stand_in] = content
        return stand_in

    def pieces(self, value: Any, ascii_only: bool = False) -> Iterator[str]:
        """Yield the JSON of a value that holds stand-ins, as ``to_json`` would write it with the texts themselves."""
        dumped = to_json(value, ascii_only)
        if not self._contents:
            yield dumped
            return
        for part in re.split(rf"({'|'.join(self._contents)})", dumped):
            if part in self._contents:
                yield from _written(self._contents[part], ascii_only)
            else:
                yield part


def _written(content: bytes, ascii_only: bool) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for start in range(0, len(content), LONG_BYTES):
        piece = decoder.decode(content[start : start + LONG_BYTES], final=start + LONG_BYTES >= len(content))
        yield to_json_text(piece, ascii_only)[1:-1]
