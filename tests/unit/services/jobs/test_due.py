"""What is to be done now and then is due at once, and again after its time."""

from __future__ import annotations

from datetime import timedelta

from codementor_cli.services.jobs.due import Due
from tests.contract.kept import MOMENT


def test_due_at_once_and_then_each_time_that_it_has_passed() -> None:
    seconds = [0.0]
    due = Due(timedelta(seconds=5), lambda: MOMENT + timedelta(seconds=seconds[0]))
    assert [due.is_now(), due.is_now()] == [True, False]
    seconds[0] = 4.9
    assert not due.is_now()
    seconds[0] = 12
    assert [due.is_now(), due.is_now()] == [True, False]
    due.reset()
    assert [due.is_now(), due.is_now()] == [True, False]
