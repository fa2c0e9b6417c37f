"""What a server says of itself, asked once."""

from __future__ import annotations

import threading
from dataclasses import replace

from codementor_cli.remote.faults import check_status, not_ours
from codementor_cli.remote.link import Link, Server
from codementor_cli.remote.transport import BrokenAnswerError
from codementor_cli.schemas.kept.judging import PROTOCOL_HEADER, JudgeFacts, read_facts

_PATH = "/api/judge"
_MOST_BYTES = 64 * 1024


class FactsOf:
    """The facts of one server. Threads may share it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._guard = threading.Lock()
        self._found: JudgeFacts | None = None

    def get(self) -> JudgeFacts:
        """Return them, asking at the first time.

        Raises:
            SandboxFault: The server cannot be reached, refuses the token, or is none of ours.
        """
        with self._guard:
            if self._found is None:
                self._found = Link(self._server).patiently(lambda _patience: ask_facts(self._server))
            return self._found


def ask_facts(server: Server) -> JudgeFacts:
    """Ask a server once; raises what ``Link.events`` raises, and ``DecodeError``."""
    answer = server.transport.send(replace(server.ask("GET", _PATH), deadline=server.short_deadline()))
    try:
        check_status(answer, str(server.address))
        if PROTOCOL_HEADER not in answer.headers:
            raise not_ours(str(server.address), "comes from another program than codementor")
        body = bytearray()
        for part in answer.chunks():
            body += part
            if len(body) > _MOST_BYTES:
                raise BrokenAnswerError("is too large")
        return read_facts(bytes(body))
    finally:
        answer.close()
