"""What a server says of itself, asked once."""

from __future__ import annotations

import threading
from dataclasses import replace

from codementor_cli.remote.link import Link, Server
from codementor_cli.remote.retry import Patience
from codementor_cli.schemas.kept.judging import JudgeFacts, read_facts

_PATH = "/api/judge"


class FactsOf:
    """The facts of one server. Threads may share it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._guard = threading.Lock()
        self._found: JudgeFacts | None = None

    def get(self, *, patient: bool = True) -> JudgeFacts:
        """Return them, asking at the first time.

        Args:
            patient: Whether to ask again where the server does not answer at once.

        Raises:
            SandboxFault: The server cannot be reached, refuses the token, or is none of ours.
        """
        with self._guard:
            if self._found is None:
                link = Link(self._server)
                ask = replace(self._server.ask("GET", _PATH), deadline=self._server.short_deadline())
                self._found = link.patiently(
                    lambda _patience: read_facts(link.content(ask)), Patience() if patient else Patience.of_one_try()
                )
            return self._found
