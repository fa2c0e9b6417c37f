from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.jobs.job import Job, JobState
from codementor_cli.services.jobs.events import LAST_EVENT, EventKind, EventLogs, JobEvent, end_of, events_of
from tests.contract.kept import MOMENT
from tests.fakes.desk import COMPILED
from tests.fakes.jobs import judged, new_job

_NEW = new_job(1)
QUEUED = Job(
    uid=_NEW.uid,
    owner=_NEW.owner,
    idempotency_key=None,
    request_digest="d",
    work=_NEW.work,
    bulk=False,
    state=JobState.QUEUED,
    attempt=0,
    fair_tag=0,
    created_at=MOMENT,
)
RUNNING = replace(QUEUED, state=JobState.RUNNING, attempt=1)
DONE = replace(RUNNING, state=JobState.DONE, answer=judged(1))


def test_row_of_a_job_tells_its_events_with_the_numbers_they_had() -> None:
    assert [each.kind for each in events_of(QUEUED)] == [EventKind.QUEUED]
    logs = EventLogs()
    logs.begin(RUNNING)
    compilation, results = judged(1).judgement.compilation, judged(1).judgement.results
    assert compilation is not None
    logs.add(RUNNING.uid, EventKind.COMPILED, compilation)
    for each in results:
        logs.add(RUNNING.uid, EventKind.CASE, each)
    live = logs.of(RUNNING.uid)
    assert live is not None
    kept = events_of(DONE)
    assert [(each.number, each.kind) for each in live] == [(each.number, each.kind) for each in kept[:-1]]
    assert [each.data for each in live[2:]] == [each.data for each in kept[2:-1]]
    assert kept[-1] == end_of(DONE) == JobEvent(LAST_EVENT, EventKind.DONE, DONE)


def test_only_ends_are_last() -> None:
    assert [each.is_last for each in events_of(DONE)] == [False, False, False, False, False, True]


def test_job_that_ended_meanwhile_gets_no_more_events() -> None:
    logs, told = EventLogs(), list[JobEvent]()
    logs.begin(RUNNING)
    logs.subscribe(RUNNING.uid, told.append)
    logs.end(DONE)
    logs.add(RUNNING.uid, EventKind.COMPILED, COMPILED)
    assert logs.of(RUNNING.uid) is None
    assert [each.kind for each in told] == [EventKind.DONE]


def test_two_who_subscribed_are_told_until_each_leaves() -> None:
    logs, one, two = EventLogs(), list[JobEvent](), list[JobEvent]()
    leave_one, leave_two = logs.subscribe(QUEUED.uid, one.append), logs.subscribe(QUEUED.uid, two.append)
    assert logs.awaited_elsewhere() == (QUEUED.uid,)
    logs.begin(RUNNING)
    assert logs.awaited_elsewhere() == ()
    leave_one()
    leave_one()
    logs.end(DONE)
    leave_two()
    assert [each.kind for each in one] == [EventKind.STARTED]
    assert [each.kind for each in two] == [EventKind.STARTED, EventKind.DONE]
    assert logs.awaited_elsewhere() == ()


def test_who_goes_away_without_leaving_disturbs_nobody() -> None:
    logs, told = EventLogs(), list[JobEvent]()

    def gone(_: JobEvent) -> None:
        raise RuntimeError("the loop is closed")

    logs.subscribe(RUNNING.uid, gone)
    leave = logs.subscribe(RUNNING.uid, told.append)
    logs.begin(RUNNING)
    leave()
    assert [each.kind for each in told] == [EventKind.STARTED]
    assert logs.awaited_elsewhere() == ()
    logs.forget(RUNNING.uid)
    assert logs.awaited_elsewhere() == ()
