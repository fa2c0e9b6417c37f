"""The jobs of many machines in PostgreSQL: one row each, from the request to its answer; live workers; news of jobs.

No row is one that all of them write. Claims skip what another claim holds, and the clock of the fair order is read from
the rows of jobs. An owner's jobs are added one after the other, so that their order and their bound are exact.
"""

from __future__ import annotations

from codementor_cli.store.postgres.jobs.live_workers import PostgresWorkers
from codementor_cli.store.postgres.jobs.news import PostgresNews
from codementor_cli.store.postgres.jobs.shared import PostgresJobs

__all__ = ["PostgresJobs", "PostgresNews", "PostgresWorkers"]
