"""One suite for tabs of questions under way: PostgreSQL's, for all servers of a database, and this process's own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from codementor_cli.domain.mentor.mentoring import MentorSpend, MentorTab
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import MentorFault, StoreFault
from codementor_cli.ports.serving import MentorTabs
from codementor_cli.services.mentor.serving.allowance import Allowances, DailyAllowance, OwnTabs
from codementor_cli.store.postgres.database import open_database
from codementor_cli.store.postgres.mentor_tabs import PostgresMentorTabs
from tests.fakes.store import MemoryStore

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ADA, BEN = LearnerId("ada"), LearnerId("ben")
NOTHING = MentorSpend(call_count=0, token_count=0)

Opens = Callable[[], MentorTabs]


@pytest.fixture(params=["memory", "postgres"])
def opens(request: pytest.FixtureRequest) -> Iterator[Opens]:
    """Return a function that opens the same tabs at each call, as another server would."""
    if request.param == "memory":
        own = OwnTabs()
        yield lambda: own
        return
    url = request.getfixturevalue("postgres_url")
    with ExitStack() as ending:
        yield lambda: PostgresMentorTabs(ending.enter_context(closing(open_database(url))))


def tab(number: int, learner: LearnerId = ADA, tokens: int = 100) -> MentorTab:
    return MentorTab(
        uid=f"{number:032x}", learner=learner, token_count=tokens, open_until=NOON + timedelta(seconds=120)
    )


def test_a_tab_is_told_of_the_other_open_ones_of_its_learner(opens: Opens) -> None:
    one, other = opens(), opens()

    assert one.put(tab(1), NOON) == NOTHING
    assert other.put(tab(2, BEN), NOON) == NOTHING
    assert other.put(tab(3, tokens=50), NOON) == MentorSpend(call_count=1, token_count=100)
    assert one.put(tab(4), NOON) == MentorSpend(call_count=2, token_count=150)


def test_another_sum_takes_the_place_of_the_first(opens: Opens) -> None:
    tabs = opens()
    tabs.put(tab(1), NOON)
    tabs.put(replace(tab(1), token_count=700), NOON)

    assert tabs.put(tab(2), NOON) == MentorSpend(call_count=1, token_count=700)


def test_closed_tab_does_not_count_and_may_be_closed_again(opens: Opens) -> None:
    one, other = opens(), opens()
    one.put(tab(1), NOON)
    other.close(tab(1).uid)
    one.close(tab(1).uid)

    assert other.put(tab(2), NOON) == NOTHING


def test_tab_of_a_server_that_ended_counts_until_its_time_is_over(opens: Opens) -> None:
    one, other = opens(), opens()
    one.put(tab(1), NOON)

    assert other.put(tab(2), NOON + timedelta(seconds=119)).call_count == 1
    assert other.put(tab(2), NOON + timedelta(seconds=120)).call_count == 0


def test_questions_to_two_servers_at_once_cannot_pass_the_allowance_together(opens: Opens) -> None:
    store, taken = MemoryStore(), []
    daily = DailyAllowance(calls=3, tokens=10_000)
    servers = [Allowances(daily, store, lambda: NOON, opens()) for _ in range(2)]
    have_asked = threading.Barrier(8)

    def ask(server: Allowances) -> None:
        with server.tab(ADA) as reserve:
            try:
                reserve(10)
                taken.append(server)
            except MentorFault:
                pass
            have_asked.wait()  # until then, every question is under way

    threads = [threading.Thread(target=ask, args=(servers[number % 2],)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(taken) <= 3
    with servers[0].tab(ADA) as reserve:
        reserve(10)  # all of it is free again


def test_database_that_does_not_answer_is_a_fault(postgres_url: str) -> None:
    opened = open_database(postgres_url)
    opened.close()
    tabs = PostgresMentorTabs(opened)
    allowances = Allowances(DailyAllowance(calls=3, tokens=10), MemoryStore(), lambda: NOON, tabs)

    with pytest.raises(StoreFault):
        tabs.put(tab(1), NOON)
    with pytest.raises(MentorFault, match="cannot be counted"), allowances.tab(ADA) as reserve:
        reserve(1)
