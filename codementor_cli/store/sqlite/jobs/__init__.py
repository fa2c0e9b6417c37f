"""The service's jobs in the file of the store: one row each, from the request to its answer."""

from __future__ import annotations

from codementor_cli.store.sqlite.jobs.queue import SqliteJobs

__all__ = ["SqliteJobs"]
