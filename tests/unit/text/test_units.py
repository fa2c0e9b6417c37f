"""Times and sizes as people write them."""

from __future__ import annotations

import pytest

from codementor_cli.text import units
from codementor_cli.text.units import MIB


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2s", 2.0),
        ("2", 2.0),
        ("1.5s", 1.5),
        ("500ms", 0.5),
        ("500 ms", 0.5),
        (".5", 0.5),
        (" 2 s ", 2.0),
        ("1m", 60.0),
        ("1.5 min", 90.0),
    ],
)
def test_times_are_read_in_seconds(text: str, seconds: float) -> None:
    assert units.parse_seconds(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "0", "-1", "0s", "2h", "2 sec", "nan", "inf", "1e3", "٣", "2s2s", "1" * 400])
def test_what_is_no_time_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(ValueError, match=r"like 2s, 1\.5s or 500ms"):
        units.parse_seconds(text)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("256", 256 * MIB),
        ("256 MiB", 256 * MIB),
        ("256MiB", 256 * MIB),
        ("64 KiB", 65536),
        ("1 GiB", 1024 * MIB),
        ("256MB", 256_000_000),
        ("256mb", 256_000_000),
        ("1.5 KiB", 1536),
        ("10B", 10),
    ],
)
def test_sizes_are_read_in_bytes(text: str, size: int) -> None:
    assert units.parse_bytes(text) == size


def test_plain_size_counts_the_default_unit() -> None:
    assert units.parse_bytes("10", 1) == 10


@pytest.mark.parametrize("text", ["", "0", "-5", "256 M", "MiB", "1 TiB", "0.1 B", "1e3", "1" * 400])
def test_what_is_no_size_says_what_one_looks_like(text: str) -> None:
    with pytest.raises(ValueError, match="like 256 MiB, 64 KiB or 256MB"):
        units.parse_bytes(text)


def test_limits_have_ranges() -> None:
    assert units.parse_time_limit("300s") == 300
    assert units.parse_memory_limit("16 GiB") == units.MAX_MEMORY_BYTES
    assert units.parse_output_limit("1B") == 1
    with pytest.raises(ValueError, match="at most 300 s, not 301 s"):
        units.parse_time_limit("301s")
    with pytest.raises(ValueError, match=r"4 MiB to 16 GiB of memory, not 3 MiB$"):
        units.parse_memory_limit("3 MiB")
    with pytest.raises(ValueError, match=r"4 MiB to 16 GiB of memory, not 3, which is read as 3 MiB$"):
        units.parse_memory_limit("3")
    with pytest.raises(ValueError, match=r"at most 64 MiB of output, not 65, which is read as 65 MiB$"):
        units.parse_output_limit("65")
    with pytest.raises(ValueError, match="at most 300 s, not 360 s"):
        units.parse_time_limit("6m")
    with pytest.raises(ValueError, match="at most 900 s"):
        units.parse_wall_time_limit("901")
