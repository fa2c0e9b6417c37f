from __future__ import annotations

from codementor_cli.domain.jobs.job import GAVE_UP, MOST_ATTEMPTS, UNREADABLE, JobState
from codementor_cli.errors import ErrorKind


def test_only_queued_and_running_jobs_have_not_ended() -> None:
    assert [state for state in JobState if not state.is_end] == [JobState.QUEUED, JobState.RUNNING]


def test_problems_of_the_service_say_that_the_judge_failed_and_what_to_do() -> None:
    for problem in (GAVE_UP, UNREADABLE):
        assert problem.message.startswith("Judge error: the server ")
        assert problem.kind is ErrorKind.ENVIRONMENT
        assert problem.next_step.startswith("Send it again.")
    assert f"ended {MOST_ATTEMPTS} times" in GAVE_UP.message
