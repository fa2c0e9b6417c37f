"""Files sent ahead of runs: bounded, for a while, each owner's apart."""

from __future__ import annotations

import pytest

from codementor_cli.api.compatible.jobe.files import KEPT_SECONDS, FileCaps, SentFiles
from codementor_cli.domain.practice.learner import LearnerId

ADA, BOB = LearnerId("ada"), LearnerId("bob")


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def files(clock: Clock) -> SentFiles:
    return SentFiles(clock, FileCaps(file_bytes=10, owner_bytes=20, owner_count=3, total_bytes=30))


def test_a_file_is_found_by_its_owner_alone(files: SentFiles) -> None:
    assert files.keep(ADA, "id", b"1")
    assert files.find(ADA, "id") == b"1"
    assert files.find(BOB, "id") is None


def test_a_later_file_takes_the_place_of_an_earlier_one(files: SentFiles) -> None:
    assert files.keep(ADA, "id", b"1")
    assert files.keep(ADA, "id", b"2")
    assert (files.find(ADA, "id"), files.size()) == (b"2", (1, 1))


def test_a_file_that_is_too_large_is_not_kept(files: SentFiles) -> None:
    assert not files.keep(ADA, "id", bytes(11))
    assert files.size() == (0, 0)


def test_the_file_used_longest_ago_makes_room_for_its_owners_next(files: SentFiles) -> None:
    for name in ("a", "b"):
        files.keep(ADA, name, bytes(10))
    files.find(ADA, "a")
    files.keep(ADA, "c", bytes(10))
    assert [files.find(ADA, name) is not None for name in ("a", "b", "c")] == [True, False, True]


def test_an_owner_has_so_many_files(files: SentFiles) -> None:
    for name in ("a", "b", "c", "d"):
        files.keep(ADA, name, b"")
    assert files.find(ADA, "a") is None
    assert files.size() == (3, 0)


def test_all_owners_together_have_so_much(files: SentFiles) -> None:
    for number in range(5):
        files.keep(LearnerId(f"owner-{number}"), "id", bytes(10))
    assert files.size() == (3, 30)


def test_files_expire_after_their_last_use(files: SentFiles, clock: Clock) -> None:
    files.keep(ADA, "a", b"1")
    files.keep(ADA, "b", b"1")
    clock.seconds = KEPT_SECONDS - 1
    assert files.find(ADA, "a") == b"1"
    clock.seconds += 2
    assert files.find(ADA, "b") is None
    files.keep(BOB, "c", b"1")
    assert files.find(ADA, "a") == b"1"
    clock.seconds += KEPT_SECONDS + 1
    files.keep(BOB, "d", b"1")
    assert files.size() == (1, 1)
