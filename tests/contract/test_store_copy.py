"""Copies between stores of every kind: all that is kept, with its numbers, and after any break."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import StoreFault, UserFileError
from codementor_cli.store.copying import copying
from codementor_cli.store.copying.copying import copy_store
from codementor_cli.store.copying.side import Side
from codementor_cli.store.copying.tables import TABLES, Row, Table
from tests.contract.conftest import ANY_ORDER
from tests.contract.kept import CALLS, MOMENT, SUBMISSIONS, kept_submission
from tests.fakes.copies import CAPS, SIDES, LentPlaces, Place, copied, fill
from tests.fakes.jobs import lease, new_job
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.tokens import kept_token

_ROOT = Path(__file__).parents[2]
_WAYS = [("sqlite", "postgres"), ("postgres", "sqlite")]
"""Two of a kind are in ``test_there_and_back_is_the_same_again``, and in the tests of the command."""

New = Callable[[str], Place]


@pytest.fixture(scope="module")
def lent_places(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[LentPlaces]:
    places = LentPlaces(tmp_path_factory.mktemp("places"), postgres)
    yield places
    places.close()


@pytest.fixture
def new(lent_places: LentPlaces) -> Iterator[New]:
    """Return a function that names a place for a new store of a kind."""
    yield lent_places.lend
    lent_places.take_back()


@pytest.fixture(params=_WAYS, ids=" to ".join)
def places(request: pytest.FixtureRequest, new: New) -> tuple[Place, Place]:
    """Return a store with some of everything, and a place that is empty."""
    source, target = map(new, request.param)
    with source.opened() as opened:
        fill(opened)
    return source, target


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Move two rows at a time."""
    monkeypatch.setattr(copying, "TABLES", tuple(replace(each, page_count=2) for each in TABLES))


_CLOCK = next(each for each in TABLES if each.name == "queue_clock")


class Cut(Exception):
    """The end of the process that copies."""


def everything(place: Place) -> list[Any]:
    """Return all that a store keeps, with its numbers."""
    with place.opened() as opened:
        records = list(opened.store.everything())
        progress = [opened.store.progress(LOCAL, f"challenge-{number}") for number in range(2)]
        drafts = [opened.store.draft(LOCAL, f"challenge-{number}", "python") for number in range(1, 4)]
        tokens = opened.tokens.all()
    numbers = place.rows("submissions", "number, uid")
    jobs = place.rows("jobs", "number, uid, state, fair_tag, fair_end, attempt, submission")
    return [records, progress, drafts, tokens, numbers, jobs, place.rows(_CLOCK.read_from, "started, ended")]


def jobs_of(place: Place) -> list[Any]:
    uids = [uid for (uid,) in place.rows("jobs", "uid")]
    with place.opened() as opened:
        return [opened.jobs.job(uid) for uid in uids]


def test_a_copy_holds_everything_with_its_numbers(places: tuple[Place, Place]) -> None:
    source, target = places
    done = copied(source, target)

    assert everything(target) == everything(source)
    assert jobs_of(target) == jobs_of(source)
    assert done.row_count == done.new_count > 50
    assert done.running_count == 1


def test_a_copy_goes_on_as_a_store(places: tuple[Place, Place]) -> None:
    source, target = places
    copied(source, target)
    found = []
    for place in places:
        with place.opened() as opened:
            number = opened.store.record(kept_submission(777, 777))
            begun = opened.jobs.claim(lease("two"), 100)
            added = opened.jobs.add(new_job(5), CAPS).job
            found.append((number, begun and begun.uid, added.fair_tag))

    assert found[0] == found[1]
    assert everything(target) == everything(source)


@pytest.mark.parametrize("way", _WAYS, ids=" to ".join)
@settings(ANY_ORDER, max_examples=12)
@given(records=st.lists(SUBMISSIONS | CALLS, max_size=4))
def test_any_record_comes_over_as_it_was(
    lent_places: LentPlaces, way: tuple[str, str], records: list[Submission | MentorCall]
) -> None:
    source, target = map(lent_places.lend, way)
    with source.opened() as opened:
        opened.store.record_all(records)
    copied(source, target)

    with source.opened() as kept, target.opened() as made:
        assert list(made.store.everything()) == list(kept.store.everything())
    lent_places.take_back()


def test_an_empty_store_is_copied(places: tuple[Place, Place], new: New) -> None:
    source, target = (new(each.kind) for each in places)
    with source.opened():
        pass
    assert copied(source, target).new_count == 1

    assert everything(target) == everything(source)


def test_a_database_in_which_nothing_was_kept_is_no_source_and_stays_empty(new: New, postgres_url: str) -> None:
    source = Place("postgres", postgres_url)
    with pytest.raises(UserFileError, match="holds nothing of codementor's") as caught:
        copied(source, new("sqlite"))

    assert caught.value.next_step == "Check the address after FROM."
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_copy_that_is_whole_is_found_to_be(places: tuple[Place, Place]) -> None:
    copied(*places)
    assert copied(*places).new_count == 0


@pytest.mark.parametrize("kind", SIDES)
def test_there_and_back_is_the_same_again(new: New, kind: str) -> None:
    source, first, second, back = map(new, ("sqlite", kind, kind, "sqlite"))
    with source.opened() as opened:
        fill(opened)
    for one, next_one in ((source, first), (first, second), (second, back)):
        copied(one, next_one)

    assert everything(back) == everything(source)
    for table in TABLES:
        columns = ", ".join(table.kinds)
        assert back.rows(table.name, columns) == source.rows(table.name, columns)


@pytest.mark.usefixtures("small_pages")
def test_a_copy_that_ends_after_any_page_goes_on(places: tuple[Place, Place]) -> None:
    source, target = places
    steps = 0

    left = 0

    def told(said: str) -> None:
        nonlocal left
        left -= said.startswith("Copying")
        if left < 0:
            raise Cut

    while True:
        left = 3 * steps
        try:
            copied(source, target, told)
        except Cut:
            steps += 1
            with pytest.raises(StoreFault, match="was not finished"), target.opened():
                pass
        else:
            break

    assert steps >= 8
    assert everything(target) == everything(source)


class CutSide:
    """A side that ends the copy inside a transaction: after so many pages, though all of their rows were added."""

    def __init__(self, side: Side, count: int) -> None:
        self._side = side
        self._count = count

    def __getattr__(self, name: str) -> Any:
        return getattr(self._side, name)

    def insert(self, connection: Any, table: Table, rows: Sequence[Row]) -> None:
        self._side.insert(connection, table, rows)
        self._count -= 1
        if self._count < 0:
            raise Cut


@pytest.mark.usefixtures("small_pages")
def test_a_page_that_was_cut_off_is_copied_again(places: tuple[Place, Place], new: New) -> None:
    source, _ = places
    for count in (0, 4, 13, 24, 33):
        target = new(places[1].kind)
        with source.side() as kept, target.side(is_target=True) as made, pytest.raises(Cut):
            copy_store(kept, CutSide(made, count), lambda _: None)
        copied(source, target)

        assert everything(target) == everything(source)


@pytest.mark.usefixtures("small_pages")
def test_what_changed_in_the_source_after_the_break_is_in_the_copy(places: tuple[Place, Place]) -> None:
    source, target = places
    with source.side() as kept, target.side(is_target=True) as made, pytest.raises(Cut):
        copy_store(kept, CutSide(made, 30), lambda _: None)
    with source.opened() as opened:
        fill(opened, first=50)
        opened.jobs.prune(MOMENT.replace(year=2030), MOMENT.replace(year=2030))
        opened.tokens.revoke(kept_token(1).uid, MOMENT)
    copied(source, target)

    assert everything(target) == everything(source)


def test_what_is_recorded_while_it_is_copied_is_not_in_it_and_the_copy_is_whole(places: tuple[Place, Place]) -> None:
    source, target = places
    before = everything(source)
    recorded: list[int] = []

    def told(_: str) -> None:
        if not recorded:
            with source.opened() as opened:
                recorded.append(opened.store.record(kept_submission(500, 500)))

    copied(source, target, told)
    assert everything(target) == before != everything(source)


def test_a_store_that_holds_something_else_is_refused_and_left_as_it_is(places: tuple[Place, Place]) -> None:
    source, target = places
    with target.opened() as opened:
        opened.store.record(kept_submission(500))
    before = everything(target)

    with pytest.raises(UserFileError, match="holds records already") as caught:
        copied(source, target)
    assert "codementor export" in caught.value.next_step
    assert everything(target) == before


def test_the_same_number_of_other_records_is_something_else_too(places: tuple[Place, Place]) -> None:
    source, target = places
    with target.opened() as opened:
        fill(opened)
    target.execute("UPDATE submissions SET score = score + 1 WHERE number = 1")

    with pytest.raises(UserFileError, match="holds records already"):
        copied(source, target)


def _begun(source: Place, target: Place) -> None:
    def told(_: str) -> None:
        raise Cut

    with pytest.raises(Cut):
        copied(source, target, told)


def test_a_part_of_another_store_is_refused(places: tuple[Place, Place], new: New) -> None:
    source, target = places
    other = new(source.kind)
    with other.opened() as opened:
        fill(opened)
    _begun(source, target)

    with pytest.raises(UserFileError, match="holds a part of") as caught:
        copied(other, target)
    assert "whose copy was not finished" in str(caught.value)


def test_no_command_opens_a_copy_that_is_unfinished_nor_copies_from_it(places: tuple[Place, Place], new: New) -> None:
    source, target = places
    _begun(source, target)

    with pytest.raises(StoreFault, match="was not finished") as caught, target.opened():
        pass
    assert caught.value.next_step.startswith("Go on with it: codementor store copy ")
    with pytest.raises(StoreFault, match="was not finished"):
        copied(target, new(source.kind))


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("submissions", "UPDATE submissions SET score = 1 WHERE number = 2"),
        ("contents", "UPDATE contents SET data = digest WHERE id = 1"),
        ("executions", "DELETE FROM executions"),
    ],
)
def test_a_copy_is_compared_in_the_end(places: tuple[Place, Place], table: str, change: str) -> None:
    source, target = places

    def told(said: str) -> None:
        if said.startswith("Copying mentor_calls"):
            target.execute(change)

    with pytest.raises(StoreFault, match=f"is no copy of .*: the rows of the table {table} differ"):
        copied(source, target, told)
    with pytest.raises(StoreFault, match="was not finished"), target.opened():
        pass


_SAME_ID = """
INSERT INTO contents (id, digest, byte_count, is_compressed, data)
SELECT {}, data, byte_count, is_compressed, data FROM contents WHERE id = 1
"""


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize(("number", "said"), [(4, "was changed by another program"), (500, "is no copy of")])
def test_rows_of_another_program_stop_the_copy(places: tuple[Place, Place], number: int, said: str) -> None:
    source, target = places

    def told(text: str) -> None:
        if text.startswith("Copying contents: 2 of"):
            target.execute(_SAME_ID.format(number))

    with pytest.raises(StoreFault, match=said) as caught:
        copied(source, target, told)
    assert caught.value.next_step.endswith("copy to an empty database.")


def test_text_that_only_another_program_wrote_is_told(new: New) -> None:
    source, target = new("sqlite"), new("postgres")
    with source.opened() as opened:
        fill(opened)
    source.execute("UPDATE submissions SET sandbox = 'a' || char(0) WHERE number = 2")

    with pytest.raises(StoreFault, match=r"cannot hold a row of the table submissions: .*NUL") as caught:
        copied(source, target)
    assert caught.value.next_step.startswith("Another program changed FROM")


_COLUMNS = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'",
    "postgres": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()",
}
_STAYS = {
    "sqlite_sequence",
    "sqlite_stat1",
    "_sqlite_migrations",
    "codementor_schema",
    "workers",
    "rates",
    "mentor_tabs",
}
"""Tables of what a database says of itself, and of what lives now."""


@pytest.mark.parametrize("kind", SIDES)
def test_every_column_of_every_table_is_copied(new: New, kind: str) -> None:
    found = {tuple(row) for row in new(kind).execute(_COLUMNS[kind]) if row[0] not in _STAYS}
    # A job that was with a broker is queued in the copy, and released anew.
    assert found - {("jobs", "released_at")} == {(table.name, column) for table in TABLES for column in table.kinds}


def test_a_copy_goes_on_after_it_was_killed_anywhere(places: tuple[Place, Place]) -> None:
    source, target = places
    with source.opened() as opened:
        opened.store.record_all(kept_submission(10_000 + number, number) for number in range(60))
    command = [sys.executable, "-m", "tests.contract.copying_process", *source.arguments, *target.arguments]
    kill_count = 0
    for line_count in (0, 5, 100):
        process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(line_count):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kill_count += process.returncode == -signal.SIGKILL
    copied(source, target)

    assert kill_count == 3
    assert everything(target) == everything(source)
