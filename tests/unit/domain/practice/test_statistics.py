from datetime import date

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.practice.statistics import statistics
from tests.fakes.practice import ListedChallenge, did, record

TODAY = date(2026, 11, 4)
SUMS = ListedChallenge("sums", Difficulty.EASY, ("loops", "integers"))
NAMES = ListedChallenge("names", Difficulty.EASY, ("strings",))
MAZE = ListedChallenge("maze", Difficulty.HARD, ("grid", "loops"))
CATALOG = (SUMS, NAMES, MAZE)


def test_nothing_done_counts_the_catalog() -> None:
    found = statistics(CATALOG, record(), TODAY)

    assert (found.overall.accepted_count, found.overall.tried_count, found.overall.total_count) == (0, 0, 3)
    assert [(each.name, each.total_count) for each in found.by_difficulty] == [("easy", 2), ("hard", 1)]
    assert found.to_accepted == ()


def test_accepted_ones_are_tried_ones_too() -> None:
    found = statistics(CATALOG, record(did(SUMS, 3), did(MAZE, 2, accepted=False)), TODAY)

    assert (found.overall.accepted_count, found.overall.tried_count, found.overall.total_count) == (1, 2, 3)
    assert found.submission_count == 5
    assert found.practice_seconds == 180


def test_challenge_counts_for_each_of_its_tags_and_most_tried_tags_come_first() -> None:
    found = statistics(CATALOG, record(did(SUMS), did(MAZE, accepted=False)), TODAY)

    assert [(each.name, each.accepted_count, each.tried_count, each.total_count) for each in found.by_tag] == [
        ("loops", 1, 2, 2),
        ("grid", 0, 1, 1),
        ("integers", 1, 1, 1),
        ("strings", 0, 0, 1),
    ]


def test_challenge_that_left_the_catalog_still_counts() -> None:
    found = statistics((SUMS,), record(did(MAZE)), TODAY)

    assert (found.overall.accepted_count, found.overall.total_count) == (1, 2)
    assert [(each.name, each.accepted_count) for each in found.by_difficulty] == [("easy", 0), ("hard", 1)]


def test_what_the_catalog_says_now_wins_over_what_was_judged() -> None:
    harder = ListedChallenge("sums", Difficulty.MEDIUM, ("loops",))

    found = statistics((harder,), record(did(SUMS)), TODAY)

    assert [(each.name, each.accepted_count) for each in found.by_difficulty] == [("medium", 1)]
    assert [each.name for each in found.by_tag] == ["loops"]


def test_submissions_to_the_first_accepted_one_come_in_order_of_acceptance() -> None:
    done = record(did(SUMS, 4, day=2), did(NAMES, 2, day=1), did(MAZE, 9, accepted=False))

    assert statistics(CATALOG, done, TODAY).to_accepted == (2, 4)


def test_challenges_come_last_tried_first() -> None:
    done = record(did(SUMS, day=1), did(NAMES, day=2), did(MAZE, day=0))

    assert [each.challenge_id for each in statistics(CATALOG, done, TODAY).challenges] == ["names", "sums", "maze"]
