"""Times and sizes as people write them: ``2s``, ``500ms``, ``256 MiB``."""

from __future__ import annotations

import math
import re

MIB = 1024 * 1024

MAX_TIME_SECONDS = 300.0
MAX_WALL_TIME_SECONDS = 900.0
"""Room for the default wall limit (twice the time limit and a second) of the longest time limit."""
MIN_MEMORY_BYTES = 4 * MIB
MAX_MEMORY_BYTES = 16 * 1024 * MIB
MAX_OUTPUT_BYTES = 64 * MIB
MAX_PROCESS_COUNT = 1024

_NUMBER = r"(\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})"
TIME_PATTERN = rf"^\s*{_NUMBER}\s*(s|ms|m|min)?\s*$"
SIZE_PATTERN = rf"^\s*{_NUMBER}\s*([KkMmGg][Ii]?[Bb]|[Bb])?\s*$"

_SECONDS = {"s": 1.0, "ms": 0.001, "m": 60.0, "min": 60.0, None: 1.0}
# IEC 80000-13: KiB is 1024 bytes; SI: kB is 1000 bytes.
_BYTES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}


def parse_seconds(text: str) -> float:
    """Return a time in seconds; a plain number is seconds.

    Raises:
        ValueError: It is not a time above zero; the message says what one looks like.
    """
    match = re.fullmatch(TIME_PATTERN, text, re.ASCII)
    seconds = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if seconds <= 0:
        raise ValueError(
            "expected a time above zero, like 2s, 1.5s or 500ms (also 1 min); a plain number means seconds"
        )
    return seconds


def parse_bytes(text: str, default_unit: int = MIB) -> int:
    """Return a size in bytes; a plain number counts ``default_unit``.

    Raises:
        ValueError: It is not a size of a byte or more; the message says what one looks like.
    """
    match = re.fullmatch(SIZE_PATTERN, text, re.ASCII)
    size = 0.0
    if match:
        size = float(match[1]) * (_BYTES[match[2].lower()] if match[2] else default_unit)
    if size < 1:
        plain = " a plain number means MiB" if default_unit == MIB else " a plain number means bytes"
        raise ValueError(f"expected a size of a byte or more, like 256 MiB, 64 KiB or 256MB;{plain}")
    return round(size)


def parse_time_limit(text: str) -> float:
    """Return a time limit in seconds.

    Raises:
        ValueError: It is not a time, or is out of range.
    """
    return _in_time_range(parse_seconds(text), MAX_TIME_SECONDS)


def parse_wall_time_limit(text: str) -> float:
    """Return a wall time limit in seconds.

    Raises:
        ValueError: It is not a time, or is out of range.
    """
    return _in_time_range(parse_seconds(text), MAX_WALL_TIME_SECONDS)


def parse_memory_limit(text: str) -> int:
    """Return a memory limit in bytes.

    Raises:
        ValueError: It is not a size, or is out of range.
    """
    size = parse_bytes(text)
    if not MIN_MEMORY_BYTES <= size <= MAX_MEMORY_BYTES:
        raise ValueError(f"expected 4 MiB to 16 GiB of memory, not {_said(text, size)}")
    return size


def parse_output_limit(text: str) -> int:
    """Return an output limit in bytes.

    Raises:
        ValueError: It is not a size, or is out of range.
    """
    size = parse_bytes(text)
    if size > MAX_OUTPUT_BYTES:
        raise ValueError(f"expected at most 64 MiB of output, not {_said(text, size)}")
    return size


def _in_time_range(seconds: float, most: float) -> float:
    if not math.isfinite(seconds) or seconds > most:
        raise ValueError(f"expected at most {most:g} s, not {seconds:g} s")
    return seconds


def _said(text: str, size: int) -> str:
    """Return a size as it was written, and where no unit was, also what it is taken for."""
    written = text.strip()
    return written if written[-1:].isalpha() else f"{written}, which is read as {_size(size)}"


def _size(size_bytes: int) -> str:
    return f"{size_bytes} bytes" if size_bytes < MIB else f"{size_bytes / MIB:g} MiB"
