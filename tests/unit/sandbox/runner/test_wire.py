"""The protocol's frames, whole and broken."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.sandbox.runner import wire

headers = st.dictionaries(
    st.text(max_size=20), st.none() | st.booleans() | st.integers() | st.text(max_size=50), max_size=5
)


@given(
    st.lists(st.tuples(st.sampled_from([wire.READY, wire.STEP, wire.DONE]), headers, st.binary(max_size=300))),
    st.data(),
)
def test_frames_survive_any_cut_of_the_stream(
    frames: list[tuple[int, dict[str, object], bytes]], data: st.DataObject
) -> None:
    stream = b"".join(wire.encode(*frame) for frame in frames)
    decoder, found = wire.Decoder(), []
    while stream:
        size = data.draw(st.integers(1, max(1, len(stream))))
        decoder.feed(stream[:size])
        stream = stream[size:]
        while (frame := decoder.next()) is not None:
            found.append(frame)
    assert found == frames


@given(st.binary(max_size=2000))
def test_any_bytes_give_frames_or_a_wire_error(noise: bytes) -> None:
    decoder = wire.Decoder()
    decoder.feed(noise)
    try:
        while decoder.next() is not None:
            pass
    except wire.WireError:
        return


@pytest.mark.parametrize(
    "start",
    [
        bytes([99, 0, 2, 0, 0, 0, 0]),
        bytes([wire.DONE, 255, 255, 0, 0, 0, 0]),
        bytes([wire.OUTPUT, 0, 2, 255, 255, 255, 255]),
    ],
    ids=["unknown kind", "header too large", "body too large"],
)
def test_a_frame_out_of_bounds_is_refused_before_it_is_buffered(start: bytes) -> None:
    decoder = wire.Decoder()
    decoder.feed(start)
    with pytest.raises(wire.WireError):
        decoder.next()


def test_a_frame_too_large_to_send_is_refused() -> None:
    with pytest.raises(wire.WireError):
        wire.encode(wire.OUTPUT, {}, b"x" * (wire.MAX_BODY_BYTES + 1))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ).map(lambda value: json.dumps(value, separators=(",", ":")).encode())
    | st.binary(max_size=30)
    | st.text(alphabet='{}[]":,01ea.-ntrufls \\', max_size=12).map(str.encode)
)
def test_a_header_is_what_json_makes_of_it_or_a_wire_error(text: bytes) -> None:
    decoder = wire.Decoder()
    decoder.feed(bytes([wire.DONE]) + len(text).to_bytes(2, "big") + bytes(4) + text)
    try:
        frame = decoder.next()
    except wire.WireError:
        with suppress(ValueError):
            assert not isinstance(json.loads(text), dict) or text != text.strip()
        return
    assert frame == (wire.DONE, json.loads(text), b"")


def test_a_deeply_nested_header_is_a_wire_error() -> None:
    text = b"[" * 50_000
    decoder = wire.Decoder()
    decoder.feed(bytes([wire.DONE]) + len(text).to_bytes(2, "big") + bytes(4) + text)
    with pytest.raises(wire.WireError):
        decoder.next()
