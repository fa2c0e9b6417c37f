"""JSON is safe to read and to show, whatever programs wrote."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.schemas.public.base import clean, text, to_json

anything = st.text(st.characters(), max_size=200)
acting = st.text(st.sampled_from("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200b\u2028\ud800\udcff]>&<\"'"), max_size=30)


@given(st.binary(max_size=300))
def test_bytes_come_back_as_text_without_lone_surrogates(content: bytes) -> None:
    said = json.loads(to_json({"output": text(content)}))["output"]
    assert said == content.decode("utf-8", "replace")
    said.encode("utf-8")


@given(anything | acting, st.booleans())
def test_text_comes_back_and_nothing_in_between_acts_on_a_terminal(value: str, ascii_only: bool) -> None:
    dumped = to_json({"value": clean(value)}, ascii_only)
    assert json.loads(dumped)["value"] == clean(value)
    assert {unicodedata.category(character) for character in dumped if character != "\n"}.isdisjoint({"Cc", "Cf", "Cs"})
