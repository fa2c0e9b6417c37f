"""The desk: jobs are taken, run in turn, watched, cancelled and handed back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import LanguageOptions, with_options
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import (
    Added,
    Job,
    JobState,
    JudgedAnswer,
    JudgeWork,
    Lease,
    RanAnswer,
    SubmitWork,
    Work,
)
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.submission import Source
from codementor_cli.errors import ErrorKind, KeyReusedError, QueueFullError, SandboxFault, StoreFault, UserFileError
from codementor_cli.services.jobs.events import LAST_EVENT, EventKind, JobEvent, events_of
from tests.fakes.desk import COMPILED, RESULTS, DeskOfFakes, HeldJudge, desk_of_fakes, running_desk, until
from tests.fakes.jobs import ADA, BOB, lease, new_job, program, run_work
from tests.fakes.queue import MemoryJobs
from tests.fakes.subjects import CHALLENGE

SUBMIT = SubmitWork(program=program(), challenge_id=CHALLENGE.id)
JUDGE = JudgeWork(request=JudgeRequest(suite=CHALLENGE.suite, program=program(), limits=Limits()))
LONG = 30.0
"""Seconds; nothing here takes so long."""


@pytest.fixture
def jobs() -> MemoryJobs:
    return MemoryJobs()


@pytest.fixture
def made(jobs: MemoryJobs) -> Iterator[DeskOfFakes]:
    with running_desk(jobs) as running:
        yield running


def _submit(made: DeskOfFakes, work: Work = SUBMIT, key: str | None = None, digest: str = "d") -> str:
    added: Added = made.desk.submit(ADA, work, key, digest)
    return added.job.uid


def test_submission_is_judged_and_recorded_under_the_uid_of_its_job(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    made.judge.release()
    uid = _submit(made)
    job = made.desk.wait(uid, LONG)
    assert job.state is JobState.DONE
    assert isinstance(job.answer, JudgedAnswer)
    assert (job.answer.challenge_id, job.answer.submission_number) == (CHALLENGE.id, 1)
    (submission,) = jobs.store.submissions
    assert (submission.uid, submission.learner, submission.source) == (uid, ADA, Source.API)
    assert submission.judgement == job.answer.judgement
    assert made.observer.told == [("queued", uid), ("started", uid), ("done", uid)]


def test_program_that_is_judged_by_cases_of_its_own_is_not_recorded(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    made.judge.release()
    job = made.desk.wait(_submit(made, JUDGE), LONG)
    assert isinstance(job.answer, JudgedAnswer)
    assert (job.answer.challenge_id, job.answer.submission_number) == (None, None)
    assert jobs.store.submissions == []


def test_judge_error_is_an_answer_and_no_submission(jobs: MemoryJobs) -> None:
    with running_desk(jobs, judge=HeldJudge(verdict=Verdict.JE)) as made:
        made.judge.release()
        job = made.desk.wait(_submit(made), LONG)
    assert isinstance(job.answer, JudgedAnswer)
    assert (job.answer.judgement.verdict, job.answer.submission_number) == (Verdict.JE, None)
    assert jobs.store.submissions == []


def test_run_answers_what_the_program_printed(made: DeskOfFakes) -> None:
    job = made.desk.wait(_submit(made, replace(run_work(b"in"), arguments=("a",))), LONG)
    assert isinstance(job.answer, RanAnswer)
    assert job.answer.execution is not None
    assert job.answer.execution.stdout == b"in"
    assert (job.answer.language, job.answer.sandbox) == ("python", "fake")
    assert made.sandbox.sessions[0].ran[0].arguments == ("a",)


def test_run_has_options_for_its_interpreter(made: DeskOfFakes) -> None:
    options = LanguageOptions(run=("-O",))
    made.desk.wait(_submit(made, replace(run_work(), options=options)), LONG)
    (session,) = made.sandbox.sessions
    assert session.program == with_options(program(), options)


def test_waiting_ends_after_its_seconds_while_the_job_runs_on(made: DeskOfFakes) -> None:
    uid = _submit(made)
    made.judge.begun.get()
    assert made.desk.wait(uid, 0).state is JobState.RUNNING
    assert made.desk.wait(uid, 0.01).state is JobState.RUNNING
    made.judge.release()
    assert made.desk.wait(uid, LONG).state is JobState.DONE
    assert made.desk.wait(uid, LONG).state is JobState.DONE


def test_same_request_gets_the_same_job_and_another_one_is_refused(made: DeskOfFakes) -> None:
    uid = _submit(made, key="k")
    again = made.desk.submit(ADA, SUBMIT, "k", "d")
    assert (again.job.uid, again.is_new) == (uid, False)
    with pytest.raises(KeyReusedError):
        made.desk.submit(ADA, SUBMIT, "k", "e")
    assert [kind for kind, _ in made.observer.told].count("queued") == 1


def test_full_queue_is_said(jobs: MemoryJobs) -> None:
    with running_desk(jobs, caps=QueueCaps(owner_count=1)) as made:
        _submit(made)
        with pytest.raises(QueueFullError):
            _submit(made)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (
            UserFileError("There is no challenge sum.", "Look again.", kind=ErrorKind.NOT_FOUND),
            "not_found",
            "no challenge",
        ),
        (SandboxFault("There is no sandbox.", "Install one."), "environment", "There is no sandbox."),
        (RuntimeError("oops, secret"), "bug", "Judge error: the server has a bug, which is in its log."),
    ],
)
def test_error_of_a_judging_is_the_problem_of_its_job(
    jobs: MemoryJobs, error: Exception, kind: str, message: str
) -> None:
    with running_desk(jobs, judge=HeldJudge(error=error)) as made:
        made.judge.release()
        uid = _submit(made)
        job = made.desk.wait(uid, LONG)
        assert job.state is JobState.FAILED
        assert job.problem is not None
        assert job.problem.kind == kind
        assert message in job.problem.message
        assert job.problem.next_step
        assert made.observer.faults == ([error] if kind == "bug" else [])
        assert made.observer.told[-1] == ("failed", uid)
        assert made.desk.wait(_submit(made, run_work()), LONG).state is JobState.DONE


def test_events_come_in_order_to_who_subscribed_and_are_there_for_who_asks_later(made: DeskOfFakes) -> None:
    told: list[JobEvent] = []
    uid = _submit(made)
    made.judge.begun.get()
    leave = made.desk.subscribe(uid, told.append)
    assert [each.kind for each in made.desk.events(uid)] == [
        EventKind.QUEUED,
        EventKind.STARTED,
        EventKind.COMPILED,
        EventKind.CASE,
    ]
    made.judge.release()
    job = made.desk.wait(uid, LONG)
    until(lambda: bool(told) and told[-1].is_last)
    leave()
    leave()
    assert [(each.number, each.kind) for each in told] == [(5, EventKind.CASE), (LAST_EVENT, EventKind.DONE)]
    assert told[-1].data == job
    kept = made.desk.events(uid)
    assert kept == events_of(job)
    assert [(each.number, each.kind.value) for each in kept] == [
        (1, "queued"),
        (2, "started"),
        (3, "compiled"),
        (4, "case"),
        (5, "case"),
        (LAST_EVENT, "done"),
    ]
    assert [each.data for each in kept[2:5]] == [COMPILED, *RESULTS]
    assert made.desk.events(uid, after=4) == kept[4:]
    assert made.desk.events(uid, after=LAST_EVENT) == []


def test_a_job_that_is_not_there_is_said(made: DeskOfFakes) -> None:
    for ask in (made.desk.job, made.desk.events, made.desk.cancel, lambda uid: made.desk.wait(uid, 0)):
        with pytest.raises(UserFileError, match="There is no such job") as raised:
            ask("f" * 32)
        assert raised.value.kind is ErrorKind.NOT_FOUND


def test_cancelled_job_ends_at_once_and_the_next_one_runs(jobs: MemoryJobs, made: DeskOfFakes) -> None:
    told: list[JobEvent] = []
    uid = _submit(made)
    made.judge.begun.get()
    made.desk.subscribe(uid, told.append)
    assert made.desk.cancel(uid).state is JobState.CANCELLED
    assert told[-1].kind is EventKind.CANCELLED
    assert made.desk.wait(_submit(made, run_work()), LONG).state is JobState.DONE
    assert made.desk.cancel(uid).state is JobState.CANCELLED
    assert jobs.store.submissions == []
    assert made.observer.told.count(("cancelled", uid)) == 1
    assert [each.kind for each in made.desk.events(uid)] == [EventKind.QUEUED, EventKind.STARTED, EventKind.CANCELLED]


def test_cancelled_queued_job_never_runs(made: DeskOfFakes) -> None:
    first = _submit(made)
    made.judge.begun.get()
    second = _submit(made)
    assert made.desk.cancel(second).state is JobState.CANCELLED
    assert made.observer.told[-1] == ("cancelled", second)
    made.judge.release()
    made.desk.wait(first, LONG)
    assert made.judge.begun.empty()
    assert made.desk.job(second).attempt == 0


def test_job_that_is_done_is_not_cancelled(made: DeskOfFakes) -> None:
    made.judge.release()
    done = made.desk.wait(_submit(made), LONG)
    assert made.desk.cancel(done.uid) == done


def test_another_owner_is_next_however_many_jobs_wait(made: DeskOfFakes) -> None:
    first = [_submit(made) for _ in range(5)]
    made.judge.begun.get()
    other = made.desk.submit(BOB, SUBMIT, None, "d").job.uid
    made.judge.release()
    for uid in (*first, other):
        made.desk.wait(uid, LONG)
    started = [uid for kind, uid in made.observer.told if kind == "started"]
    assert started[:2] == [first[0], other]


def test_a_job_that_runs_at_once_is_told_to_be_queued_first(jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    claimed = threading.Event()
    claim = jobs.claim

    def claiming(lease: Lease, most_running: int) -> Job | None:
        job = claim(lease, most_running)
        if job is not None:
            claimed.set()
        return job

    monkeypatch.setattr(jobs, "claim", claiming)
    with running_desk(jobs) as made:
        add_all = jobs.add_all

        def adding(*arguments: Any) -> Any:
            added = add_all(*arguments)
            made.desk._workers.wake()
            claimed.wait()
            return added

        monkeypatch.setattr(jobs, "add_all", adding)
        made.judge.release()
        uid = _submit(made)
        made.desk.wait(uid, LONG)
        assert [kind for kind, _ in made.observer.told][:2] == ["queued", "started"]


def test_closing_lets_what_runs_end(jobs: MemoryJobs) -> None:
    made = desk_of_fakes(jobs)
    made.desk.start()
    uid, waiting = _submit(made), _submit(made)
    made.judge.begun.get()
    made.judge.release()
    made.desk.close(LONG)
    assert jobs.kept[uid].state is JobState.DONE
    assert jobs.kept[waiting].state in {JobState.QUEUED, JobState.DONE}


def test_closing_hands_back_what_takes_too_long_and_the_next_server_runs_it(jobs: MemoryJobs) -> None:
    made = desk_of_fakes(jobs, worker_count=2)
    made.desk.start()
    uids = [_submit(made), _submit(made), _submit(made)]
    made.judge.begun.get()
    made.judge.begun.get()
    made.desk.close(0)
    assert [(jobs.kept[uid].state, jobs.kept[uid].attempt) for uid in uids] == [(JobState.QUEUED, 0)] * 3
    with running_desk(jobs) as later:
        later.judge.release()
        assert [later.desk.wait(uid, LONG).state for uid in uids] == [JobState.DONE] * 3
    assert len(jobs.store.submissions) == 3


def test_desk_that_never_started_closes() -> None:
    desk_of_fakes(MemoryJobs()).desk.close(LONG)


def test_jobs_of_a_server_that_is_gone_run_again_once_its_lease_passed(jobs: MemoryJobs) -> None:
    now = datetime(2026, 11, 20, 14, 3, 40, tzinfo=UTC)
    jobs.add(new_job(1), QueueCaps())
    jobs.claim(lease("gone", 0, 30), 1)
    with running_desk(jobs, now=lambda: now) as made:
        made.judge.release()
        assert made.desk.wait(new_job(1).uid, LONG).attempt == 2
    assert len(jobs.store.submissions) == 1


def test_job_that_ended_three_servers_fails_at_the_next_start_and_is_told(jobs: MemoryJobs) -> None:
    jobs.add(new_job(1), QueueCaps())
    for _ in range(3):
        jobs.recover(datetime.max.replace(tzinfo=UTC))
        jobs.claim(lease("gone"), 1)
    with running_desk(jobs) as made:
        job = made.desk.wait(new_job(1).uid, LONG)
        assert job.state is JobState.FAILED
        assert job.problem is not None
        assert "ended 3 times" in job.problem.message
        assert made.observer.told == [("failed", job.uid)]


def test_what_another_server_does_is_seen_here(jobs: MemoryJobs) -> None:
    with running_desk(jobs, worker_count=0) as front, running_desk(jobs) as back:
        told: list[JobEvent] = []
        uid = _submit(front)
        front.desk.subscribe(uid, told.append)
        back.judge.begun.get()
        back.judge.release()
        assert front.desk.wait(uid, LONG).state is JobState.DONE
        assert [each.kind for each in front.desk.events(uid)][-1] is EventKind.DONE
        until(lambda: bool(told))
        assert told[-1].is_last


def test_job_that_is_cancelled_at_another_server_ends_here(jobs: MemoryJobs) -> None:
    with running_desk(jobs, worker_count=0) as front, running_desk(jobs) as back:
        uid = _submit(front)
        back.judge.begun.get()
        front.desk.cancel(uid)
        until(lambda: ("cancelled", uid) in back.observer.told)
        assert back.desk.wait(_submit(front, run_work()), LONG).state is JobState.DONE


def test_job_that_another_server_took_over_ends_here(jobs: MemoryJobs) -> None:
    clock = [datetime(2026, 11, 20, tzinfo=UTC)]
    with running_desk(jobs, now=lambda: clock[0]) as made:
        uid = _submit(made)
        made.judge.begun.get()
        jobs.recover(datetime.max.replace(tzinfo=UTC))
        jobs.claim(lease("other"), 1)
        clock[0] += timedelta(seconds=20)
        until(lambda: made.desk._runs.running() == ())
        assert (jobs.kept[uid].state, jobs.leases[uid].server) == (JobState.RUNNING, "other")


def test_job_whose_begin_the_store_forgot_runs_on_and_its_answer_counts(
    jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [datetime(2026, 11, 20, tzinfo=UTC)]
    asked: list[frozenset[str]] = []
    renew = jobs.renew

    def watched(lease: Lease, uids: tuple[str, ...]) -> frozenset[str]:
        asked.append(renew(lease, uids))
        return asked[-1]

    monkeypatch.setattr(jobs, "renew", watched)
    with running_desk(jobs, worker_count=1, now=lambda: clock[0]) as made:
        uid = _submit(made)
        made.judge.begun.get()
        jobs.recover(datetime.max.replace(tzinfo=UTC))  # as a database that was killed has it
        clock[0] += timedelta(seconds=20)
        until(lambda: frozenset() in asked)
        made.judge.release()
        assert made.desk.wait(uid, LONG).state is JobState.DONE
    assert len(jobs.store.submissions) == 1


def test_lease_is_renewed_while_a_job_runs(jobs: MemoryJobs) -> None:
    clock = [datetime(2026, 11, 20, tzinfo=UTC)]
    with running_desk(jobs, now=lambda: clock[0]) as made:
        uid = _submit(made)
        made.judge.begun.get()
        for _ in range(4):
            clock[0] += timedelta(seconds=20)
            until(lambda: jobs.leases[uid].now == clock[0])
        made.judge.release()
        job = made.desk.wait(uid, LONG)
        assert (job.state, job.attempt) == (JobState.DONE, 1)


def test_old_jobs_are_forgotten(jobs: MemoryJobs) -> None:
    clock = [datetime(2026, 11, 20, tzinfo=UTC)]
    with running_desk(jobs, now=lambda: clock[0]) as made:
        made.judge.release()
        uid = _submit(made)
        made.desk.wait(uid, LONG)
        clock[0] += timedelta(hours=25)
        until(lambda: uid not in jobs.kept)
    assert len(jobs.store.submissions) == 1


def test_store_that_fails_for_a_while_loses_no_answer(jobs: MemoryJobs) -> None:
    with running_desk(jobs) as made:
        uid = _submit(made)
        made.judge.begun.get()
        jobs.fault = StoreFault("The disk is full.", "Make room.")
        made.judge.release()
        until(lambda: len(made.observer.faults) > 3)
        jobs.fault = None
        assert made.desk.wait(uid, LONG).state is JobState.DONE
    assert len(jobs.store.submissions) == 1


def test_answer_that_the_store_never_takes_leaves_the_job_to_the_next_server(
    jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codementor_cli.services.jobs.job_runs._MOST_TRIES", 2)
    monkeypatch.setattr(jobs, "finish", _fails)
    with running_desk(jobs) as made:
        made.judge.release()
        uid = _submit(made)
        until(lambda: len(made.observer.faults) >= 2)
        until(lambda: made.desk._runs.running() == ())
        assert jobs.kept[uid].state is JobState.RUNNING
        monkeypatch.undo()
        assert jobs.recover(datetime.max.replace(tzinfo=UTC)) == (uid,)
        assert made.desk.wait(uid, LONG).state is JobState.DONE


def _fails(*_: object) -> int:
    raise StoreFault("The disk is full.", "Make room.")


def test_depth_counts_what_waits_and_what_runs(made: DeskOfFakes) -> None:
    _submit(made)
    made.judge.begun.get()
    _submit(made)
    depth = made.desk.depth()
    assert (depth.queued_count, depth.running_count, depth.owner_count) == (1, 1, 1)


def test_store_that_fails_while_nothing_runs_is_told_and_jobs_run_when_it_is_back(jobs: MemoryJobs) -> None:
    with running_desk(jobs) as made:
        jobs.fault = StoreFault("The database is locked.", "Wait.")
        made.desk._workers.wake()
        until(lambda: len(made.observer.faults) > 5)
        jobs.fault = None
        assert made.desk.wait(_submit(made, run_work()), LONG).state is JobState.DONE


def test_closing_while_the_store_fails_leaves_the_job_to_the_next_server(jobs: MemoryJobs) -> None:
    made = desk_of_fakes(jobs)
    made.desk.start()
    uid = _submit(made)
    made.judge.begun.get()
    jobs.fault = StoreFault("The disk is full.", "Make room.")
    made.desk.close(0)
    jobs.fault = None
    assert (jobs.kept[uid].state, jobs.store.submissions) == (JobState.RUNNING, [])
    jobs.recover(datetime.max.replace(tzinfo=UTC))
    with running_desk(jobs) as later:
        later.judge.release()
        assert later.desk.wait(uid, LONG).state is JobState.DONE


def test_a_bug_beside_a_job_ends_no_thread(jobs: MemoryJobs, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_desk(jobs) as made:
        monkeypatch.setattr(jobs, "claim", lambda *_: 1 / 0)
        made.desk._workers.wake()
        until(lambda: any(isinstance(each, ZeroDivisionError) for each in made.observer.faults))
        monkeypatch.undo()
        assert made.desk.wait(_submit(made, run_work()), LONG).state is JobState.DONE


def test_news_of_another_process_is_looked_at_at_once(jobs: MemoryJobs) -> None:
    with running_desk(jobs, worker_count=0, tick_seconds=3600) as front, running_desk(jobs) as back:
        uid, told = _submit(front), list[JobEvent]()
        front.desk.subscribe(uid, told.append)
        back.judge.begun.get()
        front.desk.hear(uid)
        assert told == []
        back.judge.release()
        back.desk.wait(uid, LONG)
        front.desk.hear(new_job(7).uid)
        assert told == []
        front.desk.hear(uid)
        assert [each.kind for each in told] == [EventKind.DONE]


def test_news_that_may_have_been_missed_is_looked_for(jobs: MemoryJobs) -> None:
    with running_desk(jobs, tick_seconds=3600) as made:
        jobs.add(new_job(1), QueueCaps())
        made.judge.release()
        made.desk.hear("")
        until(lambda: jobs.kept[new_job(1).uid].state is JobState.DONE)


def test_news_while_the_store_fails_is_told_as_a_fault(jobs: MemoryJobs) -> None:
    with running_desk(jobs, worker_count=0, tick_seconds=3600) as made:
        uid = _submit(made)
        made.desk.subscribe(uid, lambda _: None)
        jobs.fault = StoreFault("The database went away.", "Wait.")
        made.desk.hear(uid)
        jobs.fault = None
        assert [str(each) for each in made.observer.faults] == ["The database went away."]


def test_desk_whose_jobs_run_elsewhere_begins_none_and_knows_how_many_run(jobs: MemoryJobs) -> None:
    caps = QueueCaps(owner_count=1, worker_count=8)
    with running_desk(jobs, caps=caps, lane_count=lambda: 0) as made:
        uid = _submit(made)
        with pytest.raises(QueueFullError) as caught:
            _submit(made)
        assert caught.value.retry_after_seconds >= 1
        assert jobs.kept[uid].attempt == 0
