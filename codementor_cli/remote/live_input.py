"""Input on its way to a run on a server."""

from __future__ import annotations

import json
import os
import select
import threading
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

from codementor_cli.errors import CodementorError
from codementor_cli.ports import Console
from codementor_cli.remote.link import Link, Server
from codementor_cli.remote.transport import BrokenAnswerError


class InputPump:
    """Sends input in a thread, as it is typed or piped. Each part says where it belongs, so that none is sent twice.

    The console is read by this thread alone.
    """

    def __init__(self, server: Server, uid: str, console: Console, give_up: Callable[[], None]) -> None:
        """Take both ends.

        Args:
            server: Where the program runs.
            uid: Of the run.
            console: Where input comes from.
            give_up: Ends the run where its input cannot be sent.
        """
        self._server = server
        self._path = f"/api/jobs/{uid}/input"
        self._console = console
        self._give_up = give_up
        self._link = Link(server)
        self._wake_read, self._wake_write = os.pipe()
        self._thread = threading.Thread(target=self._pump, name="codementor-input", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.end()
        os.close(self._wake_write)
        self._thread.join()
        os.close(self._wake_read)

    def _pump(self) -> None:
        sent = 0
        try:
            while (source := self._console.input_descriptor()) is not None:
                ready, _, _ = select.select([source, self._wake_read], [], [])
                if self._wake_read in ready:
                    return
                data = self._console.read()
                sent = self._send(data, sent, is_end=self._console.input_descriptor() is None)
        except (CodementorError, OSError):
            if not self._link.is_ended:
                self._give_up()

    def _send(self, data: bytes, offset: int, *, is_end: bool) -> int:
        """Send all of a part, and return where the next one belongs; a program that does not read is waited for."""
        end = offset + len(data)
        while True:
            part, at = data[len(data) - (end - offset) :], offset
            offset = self._link.patiently(lambda _patience, part=part, at=at: self._taken(part, at, is_end))  # type: ignore[misc]
            if offset >= end or self._link.is_ended:
                return offset

    def _taken(self, part: bytes, at: int, is_end: bool) -> int:
        """Send a part once; return how many bytes of all input the server has.

        Raises:
            PassingError: Asking again may help; so do the others of ``Link.events``.
        """
        path = f"{self._path}?offset={at}&end={str(is_end).lower()}"
        ask = self._server.ask("POST", path, part, content_type="application/octet-stream")
        body = self._link.content(replace(ask, deadline=self._server.short_deadline()))
        try:
            return int(json.loads(body)["received"])
        except (ValueError, KeyError, TypeError) as error:
            raise BrokenAnswerError("does not say how much input was taken") from error
