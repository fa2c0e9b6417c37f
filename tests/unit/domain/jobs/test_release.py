"""What goes to the broker: as much as the window holds, and of no owner or class too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.jobs.machines import Window
from codementor_cli.domain.jobs.release import InFlight, Waiting, fitting
from codementor_cli.domain.practice.learner import LearnerId

_NOTHING = InFlight({}, 0)


def _waiting(told: str) -> list[Waiting]:
    """Return jobs as told: a letter is the owner, a capital one's job is bulk; a uid is the letter and its place."""
    return [
        Waiting(f"{letter}{place}", LearnerId(letter.lower()), letter.isupper()) for place, letter in enumerate(told)
    ]


def _letters(uids: tuple[str, ...]) -> str:
    return "".join(uid[0] for uid in uids)


@pytest.mark.parametrize(
    ("lanes", "told", "released"),
    [
        (2, "", ""),
        (0, "abc", ""),
        (2, "abcdefg", "abcd"),
        (2, "aaaaaa", "aa"),
        (3, "aaaabbbb", "aabb"),
        (2, "AAAAAA", "AA"),
        (2, "AAAAb", "Ab"),
        (2, "ABCDe", "ABe"),
    ],
    ids=[
        "nothing waits",
        "no lane",
        "twice the lanes",
        "an owner alone takes the lanes",
        "owners have their share",
        "a class takes no more than runs",
        "a person goes by the class",
        "several classes are as one",
    ],
)
def test_jobs_that_fit_are_released_in_fair_order(lanes: int, told: str, released: str) -> None:
    assert _letters(fitting(Window(lanes), _NOTHING, _waiting(told))) == released


def test_what_is_in_flight_counts() -> None:
    in_flight = InFlight(Counter({LearnerId("a"): 2, LearnerId("b"): 1}), 1)
    assert in_flight.count == 3
    assert _letters(fitting(Window(4), in_flight, _waiting("aabb"))) == "b"
    assert _letters(fitting(Window(2), InFlight({LearnerId("a"): 2}, 0), _waiting("aabb"))) == "b"
    assert _letters(fitting(Window(2), InFlight({LearnerId("c"): 9}, 0), _waiting("a"))) == ""


def test_no_more_is_read_than_needed() -> None:
    def endless() -> Iterator[Waiting]:
        number = 0
        while True:
            yield Waiting(str(number), LearnerId(str(number)), bulk=False)
            number += 1

    assert len(fitting(Window(3), _NOTHING, endless())) == 6
    assert fitting(Window(0), _NOTHING, endless()) == ()


@given(lanes=st.integers(1, 6), told=st.text("abcABC", max_size=30), there=st.text("abcABC", max_size=8))
def test_lanes_are_filled_and_the_window_is_never_overfull(lanes: int, told: str, there: str) -> None:
    window = Window(lanes)
    in_flight = InFlight(Counter(LearnerId(each.lower()) for each in there), sum(each.isupper() for each in there))
    chosen = _letters(fitting(window, in_flight, _waiting(told)))
    bulk_room = max(0, window.most_bulk - in_flight.bulk_count)
    assert sum(each.isupper() for each in chosen) <= bulk_room
    assert len(chosen) <= max(0, window.most - in_flight.count)
    waiting_bulk = sum(each.isupper() for each in told)
    ready_count = len(told) - waiting_bulk + min(bulk_room, waiting_bulk)
    assert len(chosen) >= min(max(0, lanes - in_flight.count), ready_count)


@given(lanes=st.integers(1, 6), told=st.text("abcABC", max_size=30))
def test_no_owner_has_more_than_a_share_behind_what_runs(lanes: int, told: str) -> None:
    window = Window(lanes)
    counts = Counter(_letters(fitting(window, _NOTHING, _waiting(told))).lower())
    assert all(count <= max(window.most_of_owner, lanes) for count in counts.values())
