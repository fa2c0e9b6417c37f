"""Whose a lane is."""

from __future__ import annotations

from codementor_cli.sandbox.docker import owner


def test_a_living_commands_lane_is_no_orphan() -> None:
    assert not owner.is_orphan(owner.labels())


def test_a_lane_whose_command_is_gone_is_an_orphan() -> None:
    assert owner.is_orphan({**owner.labels(), "codementor.owner": "4194305:1"})


def test_a_lane_whose_commands_number_was_given_to_another_process_is_an_orphan() -> None:
    pid, _, _ = owner.labels()["codementor.owner"].partition(":")
    assert owner.is_orphan({**owner.labels(), "codementor.owner": f"{pid}:1"})


def test_a_lane_of_another_machine_is_left_alone() -> None:
    assert not owner.is_orphan({"codementor.machine": "elsewhere", "codementor.owner": "1:1"})


def test_a_lane_with_labels_that_make_no_sense_is_an_orphan_of_this_machine() -> None:
    assert owner.is_orphan({"codementor.machine": owner.machine()})
