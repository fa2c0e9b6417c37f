"""Memory that a forked process shares with its parent, copied at once instead of page by page as it is written to.

A short program writes to most of its interpreter's pages, at the latest when that ends, and each first write costs an
interrupt and a copy: 2 of 4 ms. The zygote runs this while another program is running.
"""

from __future__ import annotations

import _ctypes
import os
import sys

_MADV_POPULATE_WRITE = 23
"""Source: madvise(2), since Linux 5.14; an older kernel refuses, and pages are then copied as they are written to."""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_ENTRY_BYTES = 8
_PRESENT = 1 << 63
"""Source: the kernel's Documentation/admin-guide/mm/pagemap.rst."""
_READ_BYTES = 1 << 16
_madvise = _ctypes.dlsym(_ctypes.dlopen(None, os.RTLD_NOW), "madvise")  # type: ignore[arg-type]  # None: this process


class _Address(_ctypes._SimpleCData):  # type: ignore[type-arg]  # noqa: SLF001  # ctypes.c_void_p without ctypes
    _type_ = "P"


Runs = list[tuple[_Address, int]]
"""Where each run of pages begins, and its size in bytes."""


def written() -> Runs:
    """Return the runs of pages that this process has and may write to; none where the kernel does not say."""
    runs: Runs = []
    try:
        pages = os.open("/proc/self/pagemap", os.O_RDONLY)
    except OSError:
        return runs
    for line in _read("/proc/self/maps").splitlines():
        span, modes, *_ = line.split()
        if modes != b"rw-p":
            continue
        begin, end = (int(number, 16) for number in span.split(b"-"))
        count = (end - begin) // _PAGE_BYTES
        entries = os.pread(pages, count * _ENTRY_BYTES, begin // _PAGE_BYTES * _ENTRY_BYTES)
        runs.extend((_Address(begin + at * _PAGE_BYTES), size * _PAGE_BYTES) for at, size in _present(entries))
    os.close(pages)
    return runs


def copy(runs: Runs) -> None:
    """Make these pages this process's own; where the kernel will not, nothing is lost but time."""
    for address, size in runs:
        _ctypes.call_function(_madvise, (address, size, _MADV_POPULATE_WRITE))


def _present(entries: bytes) -> list[tuple[int, int]]:
    """Return the runs of entries whose page is in memory: the first one's number, and how many."""
    runs: list[tuple[int, int]] = []
    for number in range(len(entries) // _ENTRY_BYTES):
        entry = int.from_bytes(entries[number * _ENTRY_BYTES : (number + 1) * _ENTRY_BYTES], sys.byteorder)
        if not entry & _PRESENT:
            continue
        if runs and sum(runs[-1]) == number:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def _read(path: str) -> bytes:
    file = os.open(path, os.O_RDONLY)
    pieces = []
    while piece := os.read(file, _READ_BYTES):
        pieces.append(piece)
    os.close(file)
    return b"".join(pieces)
