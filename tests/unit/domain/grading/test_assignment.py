from __future__ import annotations

from dataclasses import replace

import pytest

from codementor_cli.domain.grading.assignment import Identity
from tests.fakes.grading_inputs import ASSIGNMENT


@pytest.mark.parametrize(
    ("name", "key"),
    [("ada", "ada"), ("week-1-ada", "ada"), ("Week-1-ADA", "ada"), ("week-1-x-ada", "x-ada"), ("adaada", "")],
)
def test_folder_belongs_to_who_is_on_the_roster(name: str, key: str) -> None:
    roster = tuple(Identity(key=each, id=each.upper(), on_roster=True) for each in ("ada", "x-ada"))
    assert replace(ASSIGNMENT, roster=roster).identity_of(name) == (
        Identity(key=key, id=key.upper(), on_roster=True) if key else Identity(key=name, id=name)
    )
