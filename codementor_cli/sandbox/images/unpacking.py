"""Images that are unpacked while a server answers already: each language waits for its own alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from codementor_cli.errors import SandboxFault

_CLOSE_SECONDS = 10.0
"""Longest wait for an image that is half unpacked; it goes on no further."""


class Unpacking:
    """A thread that unpacks images, one after the other; the one that is waited for comes next."""

    def __init__(
        self,
        names: Sequence[str],
        unpack: Callable[[str, Callable[[], bool]], None],
        on_fault: Callable[[SandboxFault], None],
    ) -> None:
        """Begin.

        Args:
            names: Languages, in their order.
            unpack: Unpacks the image of one, as long as the function that it is given says that it is wanted.
            on_fault: Told where that fails; the language has no image then.
        """
        self._left = list(names)
        self._ready = {name: threading.Event() for name in names}
        self._unpack = unpack
        self._on_fault = on_fault
        self._guard = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="unpacking images", daemon=True)
        self._thread.start()

    def wait_for(self, name: str) -> None:
        """Return once the image of a language is unpacked, or will not be; of a language without one, at once."""
        ready = self._ready.get(name)
        if ready is None or ready.is_set():
            return
        with self._guard:
            if name in self._left:
                self._left.remove(name)
                self._left.insert(0, name)
        ready.wait()

    def close(self) -> None:
        """Unpack no more; what is half done is removed."""
        with self._guard:
            self._left.clear()
            self._closed = True
        for each in self._ready.values():
            each.set()
        self._thread.join(_CLOSE_SECONDS)

    def _work(self) -> None:
        while (name := self._next()) is not None:
            try:
                self._unpack(name, lambda: not self._closed)
            except SandboxFault as fault:
                if not self._closed:
                    self._on_fault(fault)
            finally:
                self._ready[name].set()

    def _next(self) -> str | None:
        with self._guard:
            return self._left.pop(0) if self._left else None
