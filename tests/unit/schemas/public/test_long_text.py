from __future__ import annotations

import tracemalloc

import pytest

from codementor_cli.schemas.public.base import text, to_json
from codementor_cli.schemas.public.long_text import LONG_BYTES, LongTexts

LONG = {
    "plain": b"0123456789abcde\n" * 20_000,
    "characters across the cut": b"x" * (LONG_BYTES - 1) + "😀é".encode() * 40_000,
    "no UTF-8": b"x" * (LONG_BYTES - 2) + b"\xf0\x9f" + b"\xff\x80" * 70_000,
    "cut inside a character at the end": b"x" * LONG_BYTES + "😀".encode()[:3],
    "what acts on terminals": '"\\\x1b[31m\x7f\x9b\u202e\u2066\0\r\n'.encode() * 9_000,
}


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("content", LONG.values(), ids=LONG)
def test_pieces_are_the_json_of_the_whole_text(content: bytes, ascii_only: bool) -> None:
    texts = LongTexts()
    value = {"short": texts.text(b"short"), "long": [texts.text(content), texts.text(content[::-1])]}
    whole = {"short": "short", "long": [text(content), text(content[::-1])]}

    assert value["short"] == "short"
    assert "".join(texts.pieces(value, ascii_only)) == to_json(whole, ascii_only)


def test_value_without_long_texts_is_written_in_one_piece() -> None:
    texts = LongTexts()
    value = {"a": texts.text(b"x" * LONG_BYTES)}

    assert list(texts.pieces(value)) == [to_json({"a": "x" * LONG_BYTES})]


def test_long_text_is_never_held_whole_beside_its_bytes() -> None:
    content = b"0123456789abcde\n" * 500_000
    texts = LongTexts()
    value = {"output": texts.text(content)}
    tracemalloc.start()
    try:
        longest = max(map(len, texts.pieces(value)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert longest < 7 * LONG_BYTES
    assert peak < len(content) / 4
