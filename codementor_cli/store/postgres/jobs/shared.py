"""Jobs that a dispatcher releases to a broker, and that workers begin by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from codementor_cli.domain.jobs.job import Job, Lease
from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.release import InFlight, Waiting, fitting
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import StoreFault
from codementor_cli.store.postgres.database import APPLICATION_LOCK, DISPATCHER_LOCK
from codementor_cli.store.postgres.faults import store_faults
from codementor_cli.store.postgres.jobs import statements
from codementor_cli.store.postgres.jobs.queue import PostgresQueue, begun, claimed
from codementor_cli.store.sql.values import microseconds

_PLACE = (APPLICATION_LOCK, DISPATCHER_LOCK)
_NOTICE_VANISHED = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
_END_STOPPED = "SELECT set_config(name, ?, false) FROM pg_settings WHERE name = 'idle_session_timeout'"
"""Older versions than 14 have no such setting."""
_STOPPED_MILLISECONDS = 30_000
"""A dispatcher that did not take its place anew for so long hangs, though its machine is there."""

_LOOK_AHEAD = 200
"""Waiting jobs that are read, beside four for each that there is room for. Fair order brings owners with few jobs to
the front: behind so many jobs of owners who have their share, nobody waits who has none."""


class PostgresJobs(PostgresQueue):
    """Jobs of servers and workers on many machines; meets ``ports.machines.SharedJobs``."""

    @contextmanager
    def dispatching(self) -> Iterator[bool]:
        """Meet ``ports.machines.SharedJobs``.

        The place is a connection's: the server gives it to another one as soon as this connection ends, and ends that
        of a machine that vanished, or of a process that hangs, within a minute. So two may dispatch for a moment, which
        costs a claim in vain.
        """
        with self._database.statement() as connection:
            connection.execute(_NOTICE_VANISHED)
            is_held = connection.execute("SELECT pg_try_advisory_lock(?, ?)", _PLACE).fetchone() == (True,)
            if is_held:
                connection.execute(_END_STOPPED, (str(_STOPPED_MILLISECONDS),))
            try:
                yield is_held
            finally:
                if is_held:
                    # A connection that ended holds nothing any more.
                    with suppress(StoreFault), store_faults(self._database.place):
                        connection.execute("SELECT pg_advisory_unlock(?, ?)", _PLACE)
                        connection.execute(_END_STOPPED, ("0",))

    def to_release(self, window: Window) -> tuple[str, ...]:
        """Meet ``ports.machines.SharedJobs``."""
        with self._database.reading() as connection:
            counts, bulk_count = Counter[LearnerId](), 0
            for owner, bulk, count in connection.execute(statements.IN_FLIGHT):
                counts[owner] += count
                bulk_count += count if bulk else 0
            room = window.most - counts.total()
            if room <= 0:
                return ()
            most = 4 * room + _LOOK_AHEAD
            found = [row for bulk in (False, True) for row in connection.execute(statements.WAITING, (bulk, most))]
        waiting = [Waiting(uid, owner, bulk) for _, _, uid, owner, bulk in sorted(found)]
        return fitting(window, InFlight(counts, bulk_count), waiting)

    def mark_released(self, uids: Sequence[str], at: datetime) -> None:
        """Meet ``ports.machines.SharedJobs``."""
        with self._database.writing(is_durable=False) as connection:
            connection.execute(statements.MARK_RELEASED, (microseconds(at), list(uids)))

    def release_again(self, before: datetime) -> int:
        """Meet ``ports.machines.SharedJobs``."""
        with self._database.writing(is_durable=False) as connection:
            return connection.execute(statements.RELEASE_AGAIN, (microseconds(before),)).rowcount

    def claim_released(self, uid: str, lease: Lease) -> Job | None:
        """Meet ``ports.machines.SharedJobs``."""
        with self._database.writing(is_durable=False) as connection:
            row = claimed(connection, lease, statements.CLAIM_NAMED, uid)
            job = None if row is None else begun(connection, lease, row)
        if row is not None and job is None:
            self._tell((uid,))
        return job

    def server_of(self, uid: str) -> str | None:
        """Meet ``ports.machines.SharedJobs``."""
        with self._database.statement() as connection:
            found = connection.execute(statements.SERVER_OF, (uid,)).fetchone()
        return None if found is None else str(found[0])
