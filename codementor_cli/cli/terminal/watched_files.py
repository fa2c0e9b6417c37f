"""Files that are watched. Their times, sizes and numbers decide whether they changed; events only say when to look.

Events may not come: in network folders, in a folder that was removed and made again, without a watch left. So the
files are looked at twice a second anyway.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

TICK_SECONDS = 0.5
"""How often files are looked at without an event."""

_STEP_MILLISECONDS = 10
"""watchfiles hands events on once none came for so long: an editor's save is several events."""
_DEBOUNCE_MILLISECONDS = 100
_MOST_FILES = 2000
_END_SECONDS = 2.0

_Print = tuple[tuple[str, int, int, int], ...]


class WatchedFiles:
    """Some files and folders, and a descriptor that can be read when one of them may have changed."""

    def __init__(self, paths: Sequence[Path], events: bool = True) -> None:
        """Begin to watch.

        Args:
            paths: Files, and folders with all that is in them; those that are missing may come.
            events: Whether to ask the operating system; else only the ticks tell.
        """
        self._paths = tuple(paths)
        self._seen = self._print()
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        if events:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)
        if not self._thread.is_alive():
            os.close(self._read)
            os.close(self._write)

    @property
    def descriptor(self) -> int:
        """The descriptor to wait on."""
        return self._read

    def mark(self) -> None:
        """Take the files as they are now for seen; call it before reading them."""
        self._drain()
        self._seen = self._print()

    def changed(self) -> bool:
        """Whether a file is not as it was when it was seen."""
        self._drain()
        return self._print() != self._seen

    def _drain(self) -> None:
        try:
            while os.read(self._read, 4096):
                pass
        except BlockingIOError:
            return

    def _print(self) -> _Print:
        return tuple(found for path in self._paths for each in _files(path) if (found := _stat(each)) is not None)

    def _listen(self) -> None:
        from watchfiles import watch  # noqa: PLC0415 - 40 ms, beside the first judging

        folders = {str(each) for path in self._paths for each in _folders(path)}
        try:
            for _ in watch(
                *folders,
                watch_filter=None,
                debounce=_DEBOUNCE_MILLISECONDS,
                step=_STEP_MILLISECONDS,
                stop_event=self._stop,
                recursive=False,
                ignore_permission_denied=True,
            ):
                self._wake()
        except (OSError, RuntimeError):
            # No watches left, or no such folder: the ticks do it.
            return

    def _wake(self) -> None:
        try:
            os.write(self._write, b"!")
        except BlockingIOError:
            return


def _files(path: Path) -> Iterator[str]:
    """Yield a file, or the files below a folder, in a fixed order."""
    if not path.is_dir():
        yield str(path)
        return
    found = (str(Path(folder) / name) for folder, _, names in os.walk(path) for name in names)
    yield from sorted(islice(found, _MOST_FILES))


def _folders(path: Path) -> Iterator[Path]:
    """Yield the folders in which something may change: a new file takes the place of the old one in most editors."""
    if not path.is_dir():
        yield path.parent
        return
    yield from islice((Path(folder) for folder, _, _ in os.walk(path)), _MOST_FILES)


def _stat(path: str) -> tuple[str, int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - many times a second
    except OSError:
        return None
    return path, found.st_mtime_ns, found.st_size, found.st_ino
