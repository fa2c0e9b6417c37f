"""What is PostgreSQL's own about the queue: who waits for whom, and for the disk, and what a lost connection does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from queue import SimpleQueue
from random import Random
from typing import Any

import psycopg
import pytest

from codementor_cli.domain.jobs.job import GAVE_UP, JobState
from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import KeyReusedError, StoreFault
from codementor_cli.store.postgres.connection import PlacesCursor, connect
from codementor_cli.store.postgres.database import Connection, PostgresDatabase, open_database
from codementor_cli.store.postgres.jobs import PostgresJobs, PostgresNews, statements
from codementor_cli.store.postgres.jobs.adding import lock_owners
from codementor_cli.store.postgres.jobs.queue import claimed
from tests.contract.kept import MOMENT, kept_submission
from tests.fakes.jobs import ADA, BOB, judged, lease, new_job, run_work

CAPS = QueueCaps(owner_count=1000, total_count=1000)
LATER = MOMENT + timedelta(seconds=10)


@pytest.fixture
def jobs(database: PostgresDatabase) -> PostgresJobs:
    return PostgresJobs(database)


@contextmanager
def _unfinished(database: PostgresDatabase) -> Iterator[Connection]:
    """Yield another process's transaction, which is kept only after what happens inside."""
    with connect(database.conninfo) as connection:
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")


def test_a_claim_waits_for_no_other_claim(database: PostgresDatabase, jobs: PostgresJobs) -> None:
    first, second = (jobs.add(new_job(number), CAPS).job.uid for number in (1, 2))
    with _unfinished(database) as other:
        row = claimed(other, lease("other"), statements.CLAIM_OF_OTHERS, 9)
        assert row is not None
        assert row["uid"] == first
        job = jobs.claim(lease(), 9)
        assert job is not None
        assert job.uid == second
        assert jobs.claim(lease(), 9) is None
    assert jobs.server_of(first) == "other"


def test_owners_add_side_by_side_and_to_what_is_being_claimed(database: PostgresDatabase, jobs: PostgresJobs) -> None:
    jobs.add(new_job(1), CAPS)
    jobs.add(new_job(2), CAPS)
    with _unfinished(database) as other, _unfinished(database) as claim:
        lock_owners(other, (BOB,))
        claimed(claim, lease(), statements.CLAIM_OF_OTHERS, 9)
        assert jobs.add(new_job(3), CAPS).is_new
        job = jobs.claim(lease("one"), 9)
        assert job is not None
        assert jobs.finish(job.uid, judged(2), None, LATER) is None


def test_jobs_of_one_owner_that_come_at_once_take_their_turns_and_keep_to_the_bound(
    database: PostgresDatabase, jobs: PostgresJobs
) -> None:
    added: SimpleQueue[int] = SimpleQueue()
    with _unfinished(database) as other:
        lock_owners(other, (ADA,))
        threads = [
            threading.Thread(target=lambda number=number: added.put(_added(jobs, number))) for number in range(20)
        ]
        for each in threads:
            each.start()
    for each in threads:
        each.join()
    assert sum(added.get() for _ in threads) == 5
    tags = [job.fair_tag for number in range(20) if (job := jobs.job(new_job(number).uid)) is not None]
    assert sorted(tags) == [0, 1, 2, 3, 4]


def _added(jobs: PostgresJobs, number: int) -> int:
    """Add a job where there is room for one of five, and return how many were."""
    (found,) = jobs.add_all((new_job(number),), QueueCaps(owner_count=5, total_count=1000))
    return int(not isinstance(found, Exception))


def test_only_what_was_promised_waits_for_the_disk(jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    begins: list[str] = []
    execute = PlacesCursor.execute

    def watched(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        if query.startswith("BEGIN") and "READ ONLY" not in query:
            begins.append("waits" if query == "BEGIN" else "does not")
        return execute(self, query, params, **options)

    monkeypatch.setattr(PlacesCursor, "execute", watched)
    jobs.add(new_job(1), CAPS)
    jobs.claim(lease(), 1)
    jobs.finish(new_job(1).uid, judged(1), kept_submission(1), MOMENT)
    assert begins == ["waits", "does not", "waits"]
    begins.clear()
    jobs.add(new_job(2, work=run_work()), CAPS)
    jobs.claim_released(new_job(2).uid, lease())
    jobs.renew(lease(), (new_job(2).uid,))
    jobs.finish(new_job(2).uid, judged(2), None, MOMENT)
    assert begins == ["waits", "does not", "does not", "does not"]
    begins.clear()
    jobs.add(new_job(3), CAPS)
    jobs.cancel(new_job(3).uid, MOMENT)
    assert begins == ["waits", "waits"]


def _break(database: PostgresDatabase, uid: str) -> None:
    with database.writing() as connection:
        connection.execute("UPDATE jobs SET work = ?, kind = 'JudgeWork' WHERE uid = ?", (b"\0", uid))


def test_job_that_this_version_cannot_read_fails_and_the_next_one_runs(
    database: PostgresDatabase, jobs: PostgresJobs
) -> None:
    unreadable, readable, told, cancelled = (jobs.add(new_job(number), CAPS).job.uid for number in range(1, 5))
    for uid in (unreadable, told, cancelled):
        _break(database, uid)
    claim = jobs.claim(lease(), 9)
    assert claim is not None
    assert claim.uid == readable
    assert jobs.claim_released(told, lease()) is None
    assert jobs.cancel(cancelled, LATER)
    assert jobs.states((unreadable, told, cancelled)) == {
        unreadable: JobState.FAILED,
        told: JobState.FAILED,
        cancelled: JobState.CANCELLED,
    }
    with pytest.raises(StoreFault, match="not a whole database"):
        jobs.job(unreadable)


def test_request_whose_job_is_forgotten_at_this_moment_makes_a_new_one(
    jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = jobs.add(new_job(1, idempotency_key="k"), CAPS).job
    jobs.cancel(old.uid, MOMENT)

    def forgets(uid: str) -> None:  # what ``prune`` of another server does
        assert uid == old.uid
        monkeypatch.undo()
        assert jobs.prune(LATER, LATER) == 1

    monkeypatch.setattr(jobs, "job", forgets)
    added = jobs.add(new_job(2, idempotency_key="k", request_digest=old.request_digest), CAPS)
    assert (added.is_new, added.job.uid) == (True, new_job(2).uid)


def test_submission_that_cannot_be_recorded_leaves_the_job_unfinished(
    jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = jobs.add(new_job(1), CAPS).job.uid
    assert jobs.claim(lease(), 9) is not None

    def fails(*_: object, **__: object) -> None:
        raise StoreFault("The disk is full.", "Make room.")

    monkeypatch.setattr("codementor_cli.store.postgres.jobs.queue._end", fails)
    with pytest.raises(StoreFault):
        jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER)
    monkeypatch.undo()
    assert jobs.states((uid,)) == {uid: JobState.RUNNING}
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) is not None


def test_many_old_jobs_are_forgotten_in_parts(jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "PRUNE", statements.PRUNE.replace("LIMIT 1000", "LIMIT 2"))
    monkeypatch.setattr(statements, "PRUNE_BATCH", 2)
    for number in range(5):
        jobs.add(new_job(number), CAPS)
        jobs.cancel(new_job(number).uid, MOMENT)
    assert jobs.prune(LATER, LATER) == 5


def test_many_threads_in_each_others_way_lose_nothing_and_wait_for_nobody_for_ever(emptied_url: str) -> None:
    """Adds, claims by turn and by name, ends, cancels, marks and takings-over, all at once, of few owners."""
    count, faults = 60, SimpleQueue[BaseException]()

    def work(seed: int) -> None:
        draw = Random(seed)
        try:
            with closing(open_database(emptied_url)) as database:
                _mix(PostgresJobs(database), draw, seed, count)
        except BaseException as error:  # noqa: BLE001 - it is the test's to tell
            faults.put(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults.empty(), faults.get()
    with closing(open_database(emptied_url)) as database:
        jobs = PostgresJobs(database)
        while (job := jobs.claim(lease(), 9)) is not None:
            jobs.fail(job.uid, GAVE_UP, LATER)
        jobs.recover(LATER + timedelta(days=1))
        assert jobs.prune(LATER + timedelta(days=9), LATER + timedelta(days=9)) == 4 * count


def _mix(jobs: PostgresJobs, draw: Random, seed: int, count: int) -> None:
    name = f"server {seed}"
    for number in range(count):
        owner = LearnerId(f"owner-{draw.randrange(2)}")
        new = [new_job(1000 * seed + number, owner, bulk=draw.random() < 0.3)]
        jobs.add_all(new, CAPS)
        released = jobs.to_release(Window(3))
        jobs.mark_released(released, MOMENT)
        named = [jobs.claim_released(uid, lease(name)) for uid in released[:1]]
        for job in [*named, jobs.claim(lease(name), 1)]:
            if job is None:
                continue
            match draw.randrange(5):
                case 0:
                    jobs.cancel(job.uid, LATER)
                case 1:
                    jobs.hand_back(job.uid, name)
                case 2:
                    jobs.recover(LATER, dead=(name,))
                case _:
                    # It took long: the owner's other jobs are put off.
                    jobs.finish(job.uid, judged(1), kept_submission(number % 7, uid=job.uid, learner=owner), LATER)


def test_a_key_that_was_another_request_adds_nothing_and_tells_nothing(
    database: PostgresDatabase, jobs: PostgresJobs
) -> None:
    jobs.add(new_job(1, idempotency_key="k"), CAPS)
    heard = SimpleQueue[str]()
    with PostgresNews(database).listen(heard.put):
        assert heard.get() == ""
        with pytest.raises(KeyReusedError):
            jobs.add_all([new_job(2), new_job(3, idempotency_key="k")], CAPS)
        jobs.add(new_job(4), CAPS)
        assert heard.get() == new_job(4).uid


def _end_connections(url: str) -> None:
    """End every connection to a database but this one, as the server does that starts again."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )


def test_news_go_on_after_the_connection_was_lost(
    emptied_url: str, database: PostgresDatabase, jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codementor_cli.store.postgres.jobs.news._RETRY_SECONDS", 0.01)
    heard = SimpleQueue[str]()
    with PostgresNews(database).listen(heard.put):
        assert heard.get() == ""
        _end_connections(emptied_url)
        assert heard.get() == ""  # something may have been missed
        jobs.add(new_job(1), CAPS)
        assert heard.get() == new_job(1).uid


def test_quiet_news_look_whether_the_connection_is_there_still(
    database: PostgresDatabase, jobs: PostgresJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codementor_cli.store.postgres.jobs.news._QUIET_SECONDS", 0.01)
    asked = threading.Event()
    execute = PlacesCursor.execute

    def watched(self: Any, query: Any, *values: Any, **options: Any) -> Any:
        if query == "SELECT 1":
            asked.set()
        return execute(self, query, *values, **options)

    monkeypatch.setattr(PlacesCursor, "execute", watched)
    heard = SimpleQueue[str]()
    with PostgresNews(database).listen(heard.put):
        asked.wait()
        jobs.add(new_job(1), CAPS)
        assert [heard.get(), heard.get()] == ["", new_job(1).uid]


def test_who_listens_to_a_server_that_is_gone_ends_when_told(own_url: str) -> None:
    heard = SimpleQueue[str]()
    with PostgresNews(PostgresDatabase(own_url, "a place")).listen(heard.put):
        pass
    assert heard.empty()


@pytest.fixture
def own_url() -> str:
    """Return the URL of a server that is not there: nobody listens at port 1."""
    return "postgresql://postgres@127.0.0.1:1/none"


def test_the_place_of_a_dispatcher_whose_connection_ended_is_free(emptied_url: str, jobs: PostgresJobs) -> None:
    with jobs.dispatching() as mine:
        assert mine
        _end_connections(emptied_url)
        with closing(open_database(emptied_url)) as second, PostgresJobs(second).dispatching() as theirs:
            assert theirs
    with jobs.dispatching() as mine:
        assert mine
