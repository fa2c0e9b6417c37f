"""What readers are told of jobs that failed."""

from __future__ import annotations

import pytest

from codementor_cli.api.rendering import Reader, problem_of
from codementor_cli.domain.access.principal import Principal, Role
from codementor_cli.domain.jobs.job import GAVE_UP, UNREADABLE, JobProblem
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.errors import ErrorKind
from tests.fakes.jobs import ADA, lease, new_job
from tests.fakes.queue import MemoryJobs

MACHINE = JobProblem(kind=ErrorKind.ENVIRONMENT, message="no bwrap in /secret/place", next_step="Install it.")


def told(role: Role, problem: JobProblem) -> str:
    jobs, new = MemoryJobs(), new_job(1)
    jobs.add(new, QueueCaps())
    jobs.claim(lease(), 1)
    jobs.fail(new.uid, problem, new.created_at)
    job = jobs.job(new.uid)
    assert job is not None
    found = problem_of(job, Reader(Principal(learner=ADA, role=role, scopes=frozenset())))
    assert found is not None
    assert found["status"] == 503
    return str(found["detail"])


@pytest.mark.parametrize("role", [Role.LEARNER, Role.SERVICE])
@pytest.mark.parametrize("problem", [GAVE_UP, UNREADABLE])
def test_who_sent_a_program_is_told_why_it_is_a_judge_error(role: Role, problem: JobProblem) -> None:
    assert told(role, problem) == f"{problem.message} {problem.next_step}"


def test_words_about_the_machine_are_for_its_operator() -> None:
    assert "secret" not in told(Role.LEARNER, MACHINE)
    assert told(Role.OPERATOR, MACHINE) == "No bwrap in /secret/place. Install it."
