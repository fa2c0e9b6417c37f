"""Every queue of jobs, with the store beside it: a job is kept, runs in fair order and ends once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given

from codementor_cli.domain.jobs.job import (
    GAVE_UP,
    MOST_ATTEMPTS,
    Added,
    Answer,
    JobProblem,
    JobState,
    JudgedAnswer,
    JudgeWork,
    RanAnswer,
    Work,
    ended_work,
)
from codementor_cli.domain.jobs.order import BULK_WEIGHT, QueueCaps
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery, Source
from codementor_cli.errors import ErrorKind, KeyReusedError, QueueFullError, QueueScope, StoreFault
from codementor_cli.ports import Store
from codementor_cli.ports.serving import Jobs
from codementor_cli.store import open_sqlite
from codementor_cli.store.sqlite.jobs import SqliteJobs
from tests.contract.conftest import ANY_ORDER
from tests.contract.kept import MOMENT, kept_submission
from tests.contract.queues import SHARED
from tests.fakes.any_value import any_value
from tests.fakes.jobs import ADA, BOB, JUDGE, judged, lease, new_job, run_work

CAPS = QueueCaps(owner_count=5, total_count=8, worker_count=2)
MANY = QueueCaps(owner_count=10_000, total_count=10_000)
LATER = MOMENT + timedelta(seconds=10)

Opens = Callable[[], tuple[Store, Jobs]]


def _sqlite(path: Path) -> tuple[Store, Jobs]:
    store = open_sqlite(path)
    return store, SqliteJobs(store.file)


def _in_file(request: pytest.FixtureRequest) -> Opens:
    path = request.getfixturevalue("tmp_path") / "kept.db"
    return lambda: _sqlite(path)


ADAPTERS: dict[str, Callable[[pytest.FixtureRequest], Opens]] = {"sqlite": _in_file, **SHARED}
"""Adapters by name. A new adapter adds a line."""


ONLY_SQLITE = pytest.mark.parametrize("opens", ["sqlite"], indirect=True)
ON_DISK = pytest.mark.parametrize("opens", [name for name in ADAPTERS if name != "memory"], indirect=True)


@pytest.fixture(params=ADAPTERS)
def opens(request: pytest.FixtureRequest) -> Opens:
    """Return a function that opens one and the same store at each call, as another process would."""
    return ADAPTERS[request.param](request)


@pytest.fixture
def both(opens: Opens) -> Iterator[tuple[Store, Jobs]]:
    store, jobs = opens()
    with closing(store):
        yield store, jobs


@pytest.fixture
def store(both: tuple[Store, Jobs]) -> Store:
    return both[0]


@pytest.fixture
def jobs(both: tuple[Store, Jobs]) -> Jobs:
    return both[1]


def _begun(jobs: Jobs, number: int = 1) -> str:
    """Add a job and claim it, and return its uid."""
    uid = jobs.add(new_job(number), CAPS).job.uid
    claimed = jobs.claim(lease(), 9)
    assert claimed is not None
    assert claimed.uid == uid
    return uid


def test_a_new_job_is_queued_and_read_as_it_was_added(jobs: Jobs) -> None:
    new = new_job(1, idempotency_key="first", bulk=True)
    added = jobs.add(new, CAPS)
    assert added.is_new
    assert (added.job.state, added.job.attempt) == (JobState.QUEUED, 0)
    assert jobs.job(new.uid) == added.job
    assert jobs.states((new.uid, "f" * 32)) == {new.uid: JobState.QUEUED}
    assert jobs.job("f" * 32) is None


def test_a_job_goes_from_queued_over_running_to_done_with_its_submission(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    running = jobs.job(uid)
    assert running is not None
    assert (running.state, running.attempt, running.started_at) == (JobState.RUNNING, 1, MOMENT)
    submission = kept_submission(1, learner=ADA, source=Source.API)
    assert jobs.finish(uid, judged(1), submission, LATER) == 1
    done = jobs.job(uid)
    assert done == replace(
        running, state=JobState.DONE, finished_at=LATER, answer=replace(judged(1), submission_number=1)
    )
    assert store.submission(ADA, 1).submission == submission


def test_a_run_is_done_without_a_submission(store: Store, jobs: Jobs) -> None:
    uid = jobs.add(new_job(1, work=run_work(b"\xff\0")), CAPS).job.uid
    assert jobs.claim(lease(), 9) is not None
    answer = RanAnswer(compilation=None, execution=None, language="python", sandbox="docker")
    assert jobs.finish(uid, answer, None, LATER) is None
    job = jobs.job(uid)
    assert job is not None
    assert (job.work, job.answer) == (run_work(b"\xff\0"), answer)
    assert store.page(ADA, HistoryQuery()).total == 0


@ANY_ORDER
@given(work=any_value(Work), answer=any_value(Answer))
def test_any_work_and_any_answer_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, work: Work, answer: Answer
) -> None:
    store, jobs = _sqlite(tmp_path_factory.mktemp("any") / "kept.db")
    with closing(store):
        uid = jobs.add(new_job(1, work=work), CAPS).job.uid
        jobs.finish(uid, answer, None, LATER)
        job = jobs.job(uid)
    assert job is not None
    expected = replace(answer, submission_number=None) if isinstance(answer, JudgedAnswer) else answer
    assert (job.work, job.answer) == (ended_work(work), expected)


def test_same_key_and_same_request_is_the_same_job_whatever_its_state(jobs: Jobs) -> None:
    first = jobs.add(new_job(1, idempotency_key="k"), CAPS).job
    again = new_job(2, idempotency_key="k", request_digest=first.request_digest)
    assert jobs.add(again, CAPS) == Added(first, is_new=False)
    assert jobs.claim(lease(), 9) is not None
    jobs.finish(first.uid, judged(1), kept_submission(1, learner=ADA), LATER)
    replayed = jobs.add(again, CAPS)
    assert not replayed.is_new
    assert replayed.job == jobs.job(first.uid)
    assert replayed.job.answer == replace(judged(1), submission_number=1)


def test_same_key_with_another_request_is_refused(jobs: Jobs) -> None:
    jobs.add(new_job(1, idempotency_key="k"), CAPS)
    with pytest.raises(KeyReusedError, match="with another request") as raised:
        jobs.add(new_job(2, idempotency_key="k"), CAPS)
    assert raised.value.kind is ErrorKind.INVALID_INPUT
    assert raised.value.next_step
    assert jobs.depth().unfinished_count == 1


def test_another_owner_may_use_the_same_key_and_no_key_is_never_the_same(jobs: Jobs) -> None:
    assert jobs.add(new_job(1, idempotency_key="k"), CAPS).is_new
    assert jobs.add(new_job(2, BOB, idempotency_key="k"), CAPS).is_new
    assert jobs.add(new_job(3), CAPS).is_new
    assert jobs.add(new_job(4, request_digest=new_job(3).request_digest), CAPS).is_new


def test_fifty_threads_with_one_key_make_one_job(jobs: Jobs) -> None:
    found: list[tuple[str, bool]] = []

    def add(number: int) -> None:
        added = jobs.add(new_job(number, idempotency_key="k", request_digest="d"), CAPS)
        found.append((added.job.uid, added.is_new))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 50
    assert len({uid for uid, _ in found}) == 1
    assert [is_new for _, is_new in found].count(True) == 1


def test_owner_with_too_many_unfinished_jobs_is_told_when_to_come_again(jobs: Jobs) -> None:
    for number in range(CAPS.owner_count):
        jobs.add(new_job(number, idempotency_key=str(number)), CAPS)
    with pytest.raises(QueueFullError, match="You have 5 jobs that have not ended") as raised:
        jobs.add(new_job(9), CAPS)
    assert raised.value.scope is QueueScope.OWNER
    assert raised.value.retry_after_seconds == 1
    assert raised.value.next_step == "Try again in 1 s."
    assert not jobs.add(new_job(9, idempotency_key="0", request_digest=new_job(0).request_digest), CAPS).is_new
    assert jobs.add(new_job(10, BOB), CAPS).is_new
    assert jobs.cancel(new_job(0).uid, LATER)
    assert jobs.add(new_job(9), CAPS).is_new


def test_full_queue_tells_everybody_when_to_come_again_by_how_long_jobs_ran(jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.finish(uid, judged(1), None, MOMENT + timedelta(seconds=6.5))
    for number in range(2, 2 + CAPS.total_count):
        jobs.add(new_job(number, LearnerId(f"learner-{number % 4}")), CAPS)
    with pytest.raises(QueueFullError, match="The service has 8 jobs") as raised:
        jobs.add(new_job(99, BOB), CAPS)
    assert (raised.value.scope, raised.value.retry_after_seconds) == (QueueScope.TOTAL, 7)
    assert (jobs.depth().queued_count, jobs.depth().owner_count) == (8, 4)
    assert jobs.depth().recent_seconds == (6.5,)


def _order(jobs: Jobs, most_running: int = 10_000) -> list[str]:
    """Claim all, and return the owners in order."""
    owners = []
    while (job := jobs.claim(lease(), most_running)) is not None:
        owners.append(str(job.owner))
    return owners


def test_owners_take_turns_whoever_came_first(jobs: Jobs) -> None:
    for number in range(4):
        jobs.add(new_job(number), MANY)
    for number in range(4, 6):
        jobs.add(new_job(number, BOB), MANY)
    assert _order(jobs) == ["ada", "bob", "ada", "bob", "ada", "ada"]


def test_a_learner_who_comes_to_a_class_of_two_hundred_is_next(jobs: Jobs) -> None:
    jobs.add_all([new_job(number, bulk=True) for number in range(200)], MANY)
    for _ in range(60):
        assert jobs.claim(lease(), 999) is not None
    jobs.add(new_job(300, BOB), MANY)
    claimed = jobs.claim(lease(), 999)
    assert claimed is not None
    assert claimed.owner == BOB


def test_bulk_work_leaves_a_person_ten_jobs_for_one(jobs: Jobs) -> None:
    for number in range(3):
        jobs.add(new_job(number, bulk=True), MANY)
    for number in range(10, 10 + 2 * BULK_WEIGHT):
        jobs.add(new_job(number, BOB), MANY)
    order = _order(jobs)
    assert [place for place, owner in enumerate(order) if owner == "ada"] == [0, 11, 22]


def test_owner_with_enough_running_jobs_waits_while_others_wait(jobs: Jobs) -> None:
    for number in range(4):
        jobs.add(new_job(number), MANY)
    assert [_owner(jobs, 2) for _ in range(2)] == ["ada", "ada"]
    jobs.add(new_job(5, BOB, bulk=True), MANY)
    jobs.add(new_job(6, BOB), MANY)
    assert [_owner(jobs, 2) for _ in range(4)] == ["bob", "bob", "ada", "ada"]


def _owner(jobs: Jobs, most_running: int) -> str:
    job = jobs.claim(lease(), most_running)
    assert job is not None
    return str(job.owner)


def test_job_that_was_cancelled_before_it_began_takes_no_share(jobs: Jobs) -> None:
    for number in range(50):
        jobs.add(new_job(number), MANY)
    for number in range(50):
        jobs.cancel(new_job(number).uid, LATER)
    jobs.add(new_job(60, BOB), MANY)
    jobs.add(new_job(61, BOB), MANY)
    jobs.add(new_job(62), MANY)
    assert _order(jobs) == ["bob", "ada", "bob"]


def test_an_idle_queue_forgets_who_had_much(jobs: Jobs) -> None:
    for number in range(5):
        jobs.add(new_job(number, bulk=True), MANY)
    while (job := jobs.claim(lease(), 99)) is not None:
        jobs.finish(job.uid, judged(1), None, LATER)
    jobs.add(new_job(10), MANY)
    jobs.add(new_job(11, BOB), MANY)
    assert _order(jobs) == ["ada", "bob"]


def test_owner_whose_jobs_run_for_long_waits_until_others_had_as_much(jobs: Jobs) -> None:
    for number in range(3):
        jobs.add(new_job(number), MANY)
    first = jobs.claim(lease(), 99)
    assert first is not None
    for number in range(10, 16):
        jobs.add(new_job(number, BOB), MANY)
    jobs.finish(first.uid, judged(1), None, MOMENT + timedelta(seconds=4))
    assert _order(jobs) == ["bob"] * 4 + ["ada", "bob", "ada", "bob"]
    jobs.add(new_job(20), MANY)
    jobs.add(new_job(21, BOB), MANY)
    assert _order(jobs) == ["ada", "bob"]


@ON_DISK
def test_every_job_is_claimed_once_however_many_claim(opens: Opens, jobs: Jobs) -> None:
    for number in range(60):
        jobs.add(new_job(number), MANY)
    claimed: list[str] = []

    def claim(server: str) -> None:
        other_store, other = opens()
        with closing(other_store):
            while (job := other.claim(lease(server), 999)) is not None:
                claimed.append(job.uid)

    threads = [threading.Thread(target=claim, args=(f"server {number}",)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(claimed) == sorted(new_job(number).uid for number in range(60))
    assert jobs.servers()


def test_failed_job_has_a_problem_and_no_answer(jobs: Jobs) -> None:
    uid = _begun(jobs)
    problem = JobProblem(kind=ErrorKind.ENVIRONMENT, message="There is no sandbox.", next_step="codementor doctor")
    jobs.fail(uid, problem, LATER)
    job = jobs.job(uid)
    assert job is not None
    assert (job.state, job.problem, job.answer, job.finished_at) == (JobState.FAILED, problem, None, LATER)


def test_a_job_ends_once(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    submission = kept_submission(1, learner=ADA)
    assert jobs.finish(uid, judged(1), submission, LATER) == 1
    ended = jobs.job(uid)
    assert jobs.finish(uid, judged(2), submission, LATER) == 1
    jobs.fail(uid, GAVE_UP, LATER)
    jobs.hand_back(uid, lease().server)
    assert not jobs.cancel(uid, LATER)
    assert jobs.job(uid) == ended
    assert store.page(ADA, HistoryQuery()).total == 1


def test_cancelled_job_records_nothing_though_its_judging_ends(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    assert jobs.cancel(uid, LATER)
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) is None
    assert jobs.states((uid,)) == {uid: JobState.CANCELLED}
    assert store.page(ADA, HistoryQuery()).total == 0
    assert not jobs.cancel("f" * 32, LATER)


def test_queued_job_that_was_cancelled_is_never_claimed(jobs: Jobs) -> None:
    uid = jobs.add(new_job(1), CAPS).job.uid
    assert jobs.cancel(uid, LATER)
    assert jobs.claim(lease(), 9) is None
    assert jobs.depth().unfinished_count == 0


@ONLY_SQLITE
def test_submission_that_cannot_be_recorded_leaves_the_job_unfinished(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = _begun(jobs)

    def fails(*_: object, **__: object) -> bool:
        raise StoreFault("The disk is full.", "Make room.")

    monkeypatch.setattr("codementor_cli.store.sqlite.jobs.queue._end", fails)
    with pytest.raises(StoreFault):
        jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER)
    monkeypatch.undo()
    assert jobs.states((uid,)) == {uid: JobState.RUNNING}
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) == 1


def test_job_that_was_handed_back_is_first_again_and_the_attempt_does_not_count(jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.add(new_job(2, BOB), CAPS)
    jobs.hand_back(uid, lease().server)
    job = jobs.job(uid)
    assert job is not None
    assert (job.state, job.attempt, job.started_at) == (JobState.QUEUED, 0, None)
    again = jobs.claim(lease(), 9)
    assert again is not None
    assert (again.uid, again.attempt) == (uid, 1)


def test_lease_that_passed_queues_the_job_again(jobs: Jobs) -> None:
    uid = _begun(jobs)
    assert jobs.recover(MOMENT + timedelta(seconds=29)) == ()
    assert jobs.recover(MOMENT + timedelta(seconds=31)) == (uid,)
    again = jobs.claim(lease("two", 31), 9)
    assert again is not None
    assert (again.uid, again.attempt) == (uid, 2)


def test_renewed_lease_keeps_its_jobs_and_names_them(jobs: Jobs) -> None:
    uid = _begun(jobs)
    other = new_job(2).uid
    assert jobs.renew(lease("two", 20), (uid,)) == frozenset()
    assert jobs.renew(lease("one", 20), (uid, other)) == {uid}
    assert jobs.recover(MOMENT + timedelta(seconds=49)) == ()
    jobs.cancel(uid, LATER)
    assert jobs.renew(lease("one", 20), (uid,)) == frozenset()


def test_jobs_of_a_dead_server_are_queued_again_at_once_and_others_run_on(jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.add(new_job(2), CAPS)
    assert jobs.claim(lease("two"), 9) is not None
    assert sorted(jobs.servers()) == ["one", "two"]
    assert jobs.recover(MOMENT, dead=("one",)) == (uid,)
    assert jobs.servers() == ("two",)


def test_after_three_dead_servers_the_job_fails_as_a_judge_error(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    for attempt in range(1, MOST_ATTEMPTS):
        assert jobs.recover(LATER, dead=("one",)) == (uid,)
        claimed = jobs.claim(lease(), 9)
        assert claimed is not None
        assert claimed.attempt == attempt + 1
    assert jobs.recover(LATER, dead=("one",)) == (uid,)
    job = jobs.job(uid)
    assert job is not None
    assert (job.state, job.problem) == (JobState.FAILED, GAVE_UP)
    assert "Judge error" in GAVE_UP.message
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) is None
    assert store.page(ADA, HistoryQuery()).total == 0


def test_answer_of_a_server_that_was_thought_dead_counts_once(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.recover(LATER, dead=("one",))
    assert jobs.claim(lease("two"), 9) is not None
    submission = kept_submission(1, learner=ADA)
    assert jobs.finish(uid, judged(1), submission, LATER) == 1
    assert jobs.finish(uid, judged(1), submission, LATER) == 1
    assert store.page(ADA, HistoryQuery()).total == 1


def test_answer_to_a_job_that_was_queued_again_counts_and_it_is_not_begun_any_more(jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.recover(LATER, dead=("one",))
    assert jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER) is not None
    done = jobs.job(uid)
    assert done is not None
    assert (done.state, done.started_at, done.finished_at) == (JobState.DONE, None, LATER)
    assert jobs.claim(lease("two"), 9) is None
    # How long it took is not known.
    assert jobs.depth().recent_seconds == ()


@pytest.mark.parametrize("ends", ["finished", "failed", "cancelled", "cancelled before it began"])
def test_job_that_judged_a_whole_request_keeps_nothing_large_of_it_once_it_ended(jobs: Jobs, ends: str) -> None:
    uid = jobs.add(new_job(1, work=JUDGE, idempotency_key="k"), CAPS).job.uid
    if ends != "cancelled before it began":
        claimed = jobs.claim(lease(), 9)
        assert claimed is not None
        assert claimed.work == JUDGE
    match ends:
        case "finished":
            jobs.finish(uid, judged(1), None, LATER)
        case "failed":
            jobs.fail(uid, GAVE_UP, LATER)
        case _:
            assert jobs.cancel(uid, LATER)
    job = jobs.job(uid)
    assert job is not None
    assert job.state.is_end
    assert isinstance(job.work, JudgeWork)
    assert job.work.request.suite.tests == ()
    assert [each.content for each in job.work.request.program.files] == [b""]
    assert job.work.request.program.language == "python"
    assert not jobs.add(new_job(2, work=JUDGE, idempotency_key="k", request_digest=job.request_digest), CAPS).is_new


def test_server_whose_job_another_one_took_over_hands_back_nothing(jobs: Jobs) -> None:
    uid = _begun(jobs)
    assert jobs.recover(MOMENT, dead=(lease().server,)) == (uid,)
    other = jobs.claim(lease("two"), 9)
    assert other is not None
    jobs.hand_back(uid, lease().server)
    assert jobs.job(uid) == other


def test_judge_work_that_is_handed_back_or_lost_is_whole(jobs: Jobs) -> None:
    uid = jobs.add(new_job(1, work=JUDGE), CAPS).job.uid
    assert jobs.claim(lease(), 9) is not None
    jobs.hand_back(uid, lease().server)
    assert jobs.claim(lease(), 9) is not None
    jobs.recover(LATER, dead=("one",))
    again = jobs.claim(lease(), 9)
    assert again is not None
    assert again.work == JUDGE


def test_judgings_of_whole_requests_are_forgotten_sooner(jobs: Jobs) -> None:
    uids = [jobs.add(new_job(1, work=JUDGE), CAPS).job.uid, jobs.add(new_job(2), CAPS).job.uid]
    for uid in uids:
        jobs.finish(uid, judged(1), None, LATER)
    assert jobs.prune(MOMENT, LATER + timedelta(seconds=1)) == 1
    assert jobs.states(tuple(uids)) == {uids[1]: JobState.DONE}


def test_many_jobs_are_added_as_one_after_the_other(jobs: Jobs) -> None:
    known = jobs.add(new_job(1, idempotency_key="k/0"), CAPS).job
    new = [replace(new_job(number), idempotency_key=f"k/{number - 1}") for number in range(1, 8)]
    found = jobs.add_all([replace(new[0], uid="f" * 32), *new[1:]], CAPS)
    assert found[0] == Added(known, is_new=False)
    added = [each.job for each in found[1:5] if isinstance(each, Added) and each.is_new]
    assert [each.uid for each in added] == [each.uid for each in new[1:5]]
    assert [each.fair_tag for each in added] == sorted({each.fair_tag for each in added})
    full = [each for each in found[5:] if isinstance(each, QueueFullError)]
    assert [each.scope for each in full] == [QueueScope.OWNER] * 2
    assert jobs.depth().queued_count == CAPS.owner_count
    assert jobs.add_all([], CAPS) == ()


def test_one_request_twice_among_many_is_one_job(jobs: Jobs) -> None:
    new = new_job(1, idempotency_key="k")
    first, again, other = jobs.add_all([new, replace(new, uid="f" * 32), new_job(2, BOB, idempotency_key="k")], CAPS)
    assert isinstance(first, Added)
    assert again == Added(first.job, is_new=False)
    assert isinstance(other, Added)
    assert other.is_new
    with pytest.raises(KeyReusedError):
        jobs.add_all([new_job(3, idempotency_key="l"), new_job(4, idempotency_key="l")], CAPS)
    assert jobs.depth().unfinished_count == 2


def test_many_jobs_of_which_one_key_was_another_request_are_not_added(jobs: Jobs) -> None:
    jobs.add(new_job(1, idempotency_key="k"), CAPS)
    with pytest.raises(KeyReusedError):
        jobs.add_all([new_job(2), new_job(3, idempotency_key="k")], CAPS)
    assert jobs.depth().unfinished_count == 1
    assert jobs.job(new_job(2).uid) is None


@ONLY_SQLITE
def test_many_jobs_wait_for_the_disk_once(store: Store, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    transactions: list[bool] = []
    file = store.file  # type: ignore[attr-defined]  # SQLite's own
    writing = file.writing

    def counted(is_durable: bool = True) -> object:
        transactions.append(is_durable)
        return writing(is_durable)

    monkeypatch.setattr(file, "writing", counted)
    assert len(jobs.add_all([new_job(number) for number in range(100)], MANY)) == 100
    assert transactions == [True]


def test_old_jobs_are_forgotten_and_their_submissions_stay(store: Store, jobs: Jobs) -> None:
    uid = _begun(jobs)
    jobs.finish(uid, judged(1), kept_submission(1, learner=ADA), LATER)
    jobs.add(new_job(2, idempotency_key="k"), CAPS)
    assert jobs.prune(LATER, LATER) == 0
    assert jobs.prune(LATER, LATER + timedelta(seconds=1)) == 0
    assert jobs.prune(LATER + timedelta(seconds=1), LATER) == 1
    assert jobs.job(uid) is None
    assert jobs.depth().queued_count == 1
    assert store.page(ADA, HistoryQuery()).total == 1


@ON_DISK
def test_command_line_records_while_jobs_come_and_go(opens: Opens, store: Store, jobs: Jobs) -> None:
    def record() -> None:
        other_store, _ = opens()
        with closing(other_store):
            for number in range(100, 130):
                other_store.record(kept_submission(number))

    thread = threading.Thread(target=record)
    thread.start()
    for number in range(1, 31):
        uid = _begun(jobs, number)
        assert jobs.finish(uid, judged(number), kept_submission(number, learner=ADA), LATER) is not None
    thread.join()
    assert store.page(ADA, HistoryQuery()).total == 30
    assert len(list(store.everything())) == 60


@ONLY_SQLITE
def test_job_that_this_version_cannot_read_fails_and_the_next_one_runs(store: Store, jobs: Jobs) -> None:
    unreadable = jobs.add(new_job(1), CAPS).job.uid
    readable = jobs.add(new_job(2), CAPS).job.uid
    with store.file.writing() as connection:  # type: ignore[attr-defined]  # SQLite's own
        connection.execute("UPDATE jobs SET work = x'00' WHERE uid = ?", (unreadable,))
    claimed = jobs.claim(lease(), 9)
    assert claimed is not None
    assert claimed.uid == readable
    assert jobs.states((unreadable,)) == {unreadable: JobState.FAILED}
    with pytest.raises(StoreFault, match="not a whole database"):
        jobs.job(unreadable)


def test_jobs_of_a_closed_store_are_said_to_be_closed(store: Store, jobs: Jobs) -> None:
    store.close()
    with pytest.raises(StoreFault, match="are closed"):
        jobs.add(new_job(1), CAPS)
