"""What any server does for the jobs of all: takes over from dead servers, and forgets old jobs."""

from __future__ import annotations

from datetime import timedelta

from codementor_cli.services.jobs.due import Due
from codementor_cli.services.jobs.job_server import JobServer
from codementor_cli.services.jobs.options import LEASE
from codementor_cli.services.jobs.servers import is_dead

_PRUNE_EVERY = timedelta(minutes=10)


class Housekeeping:
    """The chores of one server. One thread's."""

    def __init__(self, server: JobServer) -> None:
        """Take the server that does them."""
        self._server = server
        self._recovering = Due(LEASE / 6, server.options.now)
        self._pruning = Due(_PRUNE_EVERY, server.options.now)

    def tick(self) -> None:
        """Do what is due."""
        if self._recovering.is_now():
            self.recover()
        if self._pruning.is_now():
            options, now = self._server.options, self._server.options.now()
            self._server.jobs.prune(now - options.kept, now - options.judged_kept)

    def recover(self) -> None:
        """Queue the jobs of dead servers again."""
        names = self._server.jobs.servers()
        self._server.recover(tuple(name for name in names if name != self._server.name and is_dead(name)))
