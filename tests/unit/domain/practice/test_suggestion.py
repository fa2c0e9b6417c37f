from dataclasses import replace

import pytest

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.practice.record import PracticeRecord
from codementor_cli.domain.practice.suggestion import Motive, suggest
from tests.fakes.practice import ListedChallenge, did, record

EASY = [ListedChallenge(f"easy-{number}", Difficulty.EASY, ("loops",)) for number in range(5)]
MEDIUM = [ListedChallenge(f"medium-{number}", Difficulty.MEDIUM, ("loops",)) for number in range(3)]
HARD = [ListedChallenge(f"hard-{number}", Difficulty.HARD, ("loops",)) for number in range(3)]
STRINGS = ListedChallenge("strings", Difficulty.EASY, ("strings",))
ALL = [*HARD, *MEDIUM, *EASY]


def found(catalog: list[ListedChallenge], done: PracticeRecord) -> list[tuple[str, Motive]]:
    return [(each.challenge_id, each.motive) for each in suggest(catalog, done)]


def test_newcomer_begins_with_easy_ones() -> None:
    assert found(ALL, record()) == [("easy-0", Motive.FIRST), ("easy-1", Motive.FIRST), ("easy-2", Motive.FIRST)]


def test_order_of_the_catalog_changes_nothing() -> None:
    done = record(did(EASY[0]), did(EASY[1], 2, accepted=False, score=40))

    assert suggest(ALL, done) == suggest(ALL[::-1], done)


def test_unfinished_business_nearest_to_done_comes_first() -> None:
    done = record(did(EASY[0], accepted=False, score=20), did(EASY[1], 4, accepted=False, score=65))

    first = suggest(ALL, done)[0]

    assert (first.challenge_id, first.motive) == ("easy-1", Motive.UNFINISHED)
    assert first.reason == "Nearly there: 65 of 100 points after 4 submissions."


def test_of_two_unfinished_ones_as_near_the_one_tried_last_comes_first() -> None:
    done = record(did(EASY[0], accepted=False, day=1), did(EASY[1], accepted=False, day=2))

    assert found(ALL, done)[0] == ("easy-1", Motive.UNFINISHED)


def test_unfinished_ones_leave_room_for_something_new() -> None:
    done = record(*(did(each, accepted=False, score=50) for each in EASY[:3]))

    motives = [motive for _, motive in found(ALL, done)]

    assert motives.count(Motive.UNFINISHED) == 1
    assert len(motives) == 3


def test_unfinished_ones_fill_up_where_nothing_else_is_left() -> None:
    done = record(*(did(each, accepted=False) for each in ALL))

    assert [motive for _, motive in found(ALL, done)] == [Motive.UNFINISHED] * 3


@pytest.mark.parametrize(("count", "expected"), [(1, "easy-1"), (2, "easy-2"), (3, "medium-0")])
def test_difficulty_rises_after_three_accepted_ones(count: int, expected: str) -> None:
    assert found(ALL, record(*map(did, EASY[:count])))[0] == (expected, Motive.DIFFICULTY)


def test_difficulty_rises_where_all_easier_ones_are_accepted() -> None:
    first = suggest([EASY[0], *MEDIUM], record(did(EASY[0])))[0]

    assert (first.challenge_id, first.motive) == ("medium-0", Motive.DIFFICULTY)
    assert first.reason == "You have 1 easy challenge accepted: time for a medium one."


def test_who_began_with_hard_ones_is_not_sent_back_to_easy_ones() -> None:
    assert found(ALL, record(did(HARD[0])))[0] == ("hard-1", Motive.DIFFICULTY)


def test_easier_ones_come_back_where_no_harder_one_is_left() -> None:
    assert found([EASY[0], EASY[1], HARD[0]], record(did(HARD[0])))[0] == ("easy-0", Motive.DIFFICULTY)


def test_tag_never_tried_is_suggested_and_named() -> None:
    catalog = [*EASY, STRINGS, ListedChallenge("grids", Difficulty.HARD, ("grid",))]

    suggested = {each.motive: each for each in suggest(catalog, record(did(EASY[0])))}

    assert suggested[Motive.DIFFICULTY].challenge_id == "strings"
    assert suggested[Motive.NEW_TAG].challenge_id == "grids"
    assert suggested[Motive.NEW_TAG].reason == "Something new: grid."


def test_more_of_a_tag_that_went_well_is_suggested() -> None:
    more = ListedChallenge("more-strings", Difficulty.HARD, ("strings",))

    assert ("more-strings", Motive.STRENGTH) in found([*EASY, STRINGS, more], record(did(STRINGS), did(EASY[0], 9)))


def test_tag_that_took_many_submissions_did_not_go_well() -> None:
    catalog = [STRINGS, ListedChallenge("more-strings", Difficulty.HARD, ("strings",)), MEDIUM[0], HARD[0]]

    assert Motive.STRENGTH not in dict(found(catalog, record(did(STRINGS, 9)))).values()


def test_accepted_ones_are_never_suggested_again() -> None:
    done = record(*map(did, [*EASY, *MEDIUM]))

    assert {identity for identity, _ in found(ALL, done)} == {each.id for each in HARD}


def test_everything_accepted_leaves_nothing_to_suggest() -> None:
    assert suggest(ALL, record(*map(did, ALL))) == ()


def test_challenge_without_points_is_no_division_by_zero() -> None:
    worthless = replace(did(EASY[0], accepted=False), max_score=0.0)

    assert found(ALL, record(worthless))[0] == ("easy-0", Motive.UNFINISHED)


def test_no_challenge_is_suggested_twice() -> None:
    for size in range(len(ALL)):
        identities = [identity for identity, _ in found(ALL, record(*map(did, ALL[:size])))]

        assert len(set(identities)) == len(identities)
