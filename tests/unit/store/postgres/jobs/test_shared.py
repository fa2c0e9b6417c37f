"""What is PostgreSQL's own about the place of the dispatcher."""

from __future__ import annotations

from contextlib import closing

import pytest

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.store.postgres.database import PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs


def test_the_place_of_a_dispatcher_that_hangs_is_given_to_another_one(
    database: PostgresDatabase, emptied_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = PostgresJobs(database)
    monkeypatch.setattr("codementor_cli.store.postgres.jobs.shared._STOPPED_MILLISECONDS", 1)
    with closing(open_database(emptied_url)) as elsewhere, jobs.dispatching() as is_held:
        assert is_held
        others, is_taken = PostgresJobs(elsewhere), False
        while not is_taken:
            with others.dispatching() as is_taken:
                pass
    assert jobs.to_release(Window(1)) == ()
