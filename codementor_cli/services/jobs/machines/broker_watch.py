"""A thread that looks whether the broker answers, so that a look at the service's health waits for no broker."""

from __future__ import annotations

import threading

from codementor_cli.domain.jobs.machines import BrokerDepth
from codementor_cli.errors import BrokerFault
from codementor_cli.ports.machines import Broker

_EVERY_SECONDS = 2.0


class BrokerWatch:
    """What the last look found. Any thread may read it."""

    def __init__(self, broker: Broker, every_seconds: float = _EVERY_SECONDS) -> None:
        """Take the broker, on a connection that nothing else waits for."""
        self._broker = broker
        self._every_seconds = every_seconds
        self._depth: BrokerDepth | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="broker watch", daemon=True)

    @property
    def depth(self) -> BrokerDepth | None:
        """How full the broker is; None: it did not answer the last time, or was not asked yet."""
        return self._depth

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def look(self) -> None:
        """Look now."""
        try:
            self._depth = self._broker.depth()
        except BrokerFault:
            # The dispatcher tells of it.
            self._depth = None

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _watch(self) -> None:
        while True:
            self.look()
            if self._closing.wait(self._every_seconds):
                return
