"""Additional files of a submission: a ZIP archive, unpacked in memory below caps."""

from __future__ import annotations

import io
import zipfile
import zlib

from codementor_cli.api.compatible.judge0.tables import MOST_EXTRACTED_KIB, MOST_FILES
from codementor_cli.api.compatible.reading import UnusableError
from codementor_cli.domain.challenge.program import SourceFile

_BROKEN = (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError, zlib.error)
"""What reading a broken, encrypted or unusual archive raises."""
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def unpacked(archive: bytes) -> tuple[SourceFile, ...]:
    """Return the files of an archive; links are files with the link's text, folders come from the files' paths.

    The sizes that the archive claims are checked first; then no more than the cap is unpacked, whatever it claimed.

    Raises:
        UnusableError: It is no such archive, or holds too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            entries = [entry for entry in zipped.infolist() if not entry.is_dir()]
            _check(entries)
            return _read(zipped, entries)
    except _BROKEN as error:
        if isinstance(error, UnusableError):
            raise
        raise UnusableError("is not a ZIP archive that can be unpacked") from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise UnusableError(f"holds more than {MOST_FILES} files")
    if sum(entry.file_size for entry in entries) > MOST_EXTRACTED_KIB * 1024:
        raise UnusableError(f"is larger than {MOST_EXTRACTED_KIB} KiB when unpacked")
    if any(entry.compress_type not in _PLAIN for entry in entries):
        raise UnusableError("is packed by another method than deflate")


def _read(zipped: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[SourceFile, ...]:
    left = MOST_EXTRACTED_KIB * 1024
    files = []
    for entry in entries:
        with zipped.open(entry) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UnusableError(f"is larger than {MOST_EXTRACTED_KIB} KiB when unpacked")
        files.append(SourceFile(entry.filename, content))
    return tuple(files)
