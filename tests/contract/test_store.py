"""One suite for the store's port: the file, PostgreSQL, and the fake that tests of other parts stand on."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentoring import MentorCall, MentorSpend, MentorUsage
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import HistoryQuery, Source, Submission
from codementor_cli.errors import UserFileError
from codementor_cli.ports import Store
from tests.contract.conftest import ANY_ORDER, Opens
from tests.contract.kept import CALLS, MOMENT, SUBMISSIONS, kept_call, kept_submission, uid
from tests.fakes.store import MemoryStore


@ANY_ORDER
@given(submission=SUBMISSIONS)
def test_whatever_is_recorded_comes_back_as_it_was(opens: Opens, submission: Submission) -> None:
    with closing(opens()) as store:
        assert store.submission(submission.learner, store.record(submission)).submission == submission


@ANY_ORDER
@given(call=CALLS)
def test_whatever_a_mentor_answered_comes_back_as_it_was(opens: Opens, call: MentorCall) -> None:
    with closing(opens()) as store:
        store.record_mentor_call(call)
        assert store.mentor_calls(call.learner, call.challenge_id) == (call,)
        assert store.mentor_calls_of(call.learner, call.submission_uid) == (call,)


def _variants() -> dict[str, Submission]:
    """Return submissions that share all but one thing: what is kept once must not be taken for one another."""
    made = kept_submission(1)
    program, judgement, challenge = made.program, made.judgement, made.challenge
    (first, second) = judgement.results

    def with_case(**changes: object) -> Submission:
        case = replace(first, **changes)  # type: ignore[arg-type]  # the fields of a result, as a variant names them
        return replace(made, judgement=replace(judgement, results=(case, second)))

    return {
        "as it is": made,
        "name": with_case(name="other"),
        "description": with_case(description="other"),
        "hidden": with_case(hidden=True),
        "max points": with_case(max_points=51),
        "input": with_case(input=b"3 "),
        "expected": with_case(expected=b"3"),
        "swapped data": with_case(input=first.expected, expected=first.input),
        "language": replace(made, program=replace(program, language="cpp")),
        "main": replace(made, program=replace(program, files=(*program.files, SourceFile("b.py", b"")), main="b.py")),
        "two files": replace(made, program=replace(program, files=(*program.files, SourceFile("b.py", b"")))),
        "path": replace(made, program=replace(program, files=(replace(program.files[0], path="b.py"),), main="b.py")),
        "calls": replace(made, program=replace(program, calls_function=True)),
        "digest": replace(made, challenge=replace(challenge, digest="b" * 64)),
        "title": replace(made, challenge=replace(challenge, title="b")),
        "difficulty": replace(made, challenge=replace(challenge, difficulty=Difficulty.HARD)),
        "tags": replace(made, challenge=replace(challenge, tags=("sums",))),
        "max score": replace(made, challenge=replace(challenge, max_score=10)),
    }


def test_submissions_that_differ_in_one_thing_stay_different(store: Store) -> None:
    made = [replace(each, uid=uid(number)) for number, each in enumerate(_variants().values(), 1)]
    numbers = [store.record(each) for each in made]
    assert [store.submission(LOCAL, number).submission for number in numbers] == made


def test_numbers_count_in_the_order_of_recording(store: Store) -> None:
    assert [store.record(kept_submission(number, minutes=-number)) for number in (5, 3, 8)] == [1, 2, 3]


def test_second_recording_of_a_submission_keeps_its_number_and_changes_nothing(store: Store) -> None:
    first = kept_submission(1)
    store.record(first)
    store.record(kept_submission(2))
    assert store.record(kept_submission(1, verdict=Verdict.AC)) == 1
    assert store.submission(LOCAL, 1).submission == first
    assert store.page(LOCAL, HistoryQuery()).total == 2


@pytest.mark.parametrize("number", [0, -1, 3, 2**63, 10**40])
def test_number_that_is_not_there_is_said_with_the_newest(store: Store, number: int) -> None:
    store.record(kept_submission(1))
    store.record(kept_submission(2))
    with pytest.raises(UserFileError, match=rf"no submission {number}: the newest is 2") as raised:
        store.submission(LOCAL, number)
    assert raised.value.next_step == "codementor history"


def test_number_in_an_empty_store_is_said_to_be_of_none(store: Store) -> None:
    with pytest.raises(UserFileError, match="none is kept"):
        store.submission(LOCAL, 1)


def test_list_is_newest_first_whatever_was_recorded_first(store: Store) -> None:
    for number, minutes in ((1, 5), (2, 9), (3, 1)):
        store.record(kept_submission(number, minutes))
    assert [each.number for each in store.page(LOCAL, HistoryQuery()).entries] == [2, 1, 3]


def test_line_of_a_list_says_what_the_submission_says(store: Store) -> None:
    store.record(kept_submission(1, language="cpp", score=50))
    (entry,) = store.page(LOCAL, HistoryQuery()).entries
    assert (entry.challenge_id, entry.language, entry.verdict, entry.source) == (
        "equal-trays",
        "cpp",
        Verdict.WA,
        Source.CLI,
    )
    assert (entry.score, entry.max_score, entry.passed_count, entry.total_count) == (50, 100, 1, 2)
    assert entry.wall_seconds == pytest.approx(0.03)
    assert entry.created_at == MOMENT


_QUERIES = [
    HistoryQuery(challenge_id="even-load"),
    HistoryQuery(challenge_id="nowhere"),
    HistoryQuery(verdict=Verdict.AC),
    HistoryQuery(language="cpp"),
    HistoryQuery(since=MOMENT + timedelta(minutes=10)),
    HistoryQuery(since=MOMENT + timedelta(minutes=5), verdict=Verdict.WA, language="python"),
    HistoryQuery(challenge_id="even-load", verdict=Verdict.AC, language="cpp", since=MOMENT),
    HistoryQuery(limit=3),
    HistoryQuery(limit=3, offset=3, language="python"),
    HistoryQuery(offset=1000),
]


def _many() -> list[Submission]:
    """Return submissions of all combinations, at times in no order, some at the same time."""
    draw = Random(4)
    return [
        kept_submission(
            number,
            draw.randrange(20),
            verdict=draw.choice([Verdict.AC, Verdict.WA]),
            language=draw.choice(["python", "cpp"]),
            challenge_id=draw.choice(["even-load", "equal-trays"]),
            source=draw.choice(list(Source)),
        )
        for number in range(1, 41)
    ]


@pytest.mark.parametrize("query", _QUERIES, ids=str)
def test_filters_hold_together_and_the_total_counts_all_pages(store: Store, query: HistoryQuery) -> None:
    reference = MemoryStore()
    for each in _many():
        assert store.record(each) == reference.record(each)
    assert store.page(LOCAL, query) == reference.page(LOCAL, query)


def test_pages_together_hold_every_submission_once(store: Store) -> None:
    for each in _many():
        store.record(each)
    pages = [store.page(LOCAL, HistoryQuery(limit=7, offset=offset)).entries for offset in range(0, 42, 7)]
    assert [entry for page in pages for entry in page] == list(store.page(LOCAL, HistoryQuery(limit=100)).entries)
    assert {entry.number for page in pages for entry in page} == set(range(1, 41))


def test_latest_is_the_newest_that_was_not_graded(store: Store) -> None:
    store.record(kept_submission(1, 1))
    store.record(kept_submission(2, 5))
    store.record(kept_submission(3, 3, challenge_id="even-load", source=Source.API))
    store.record(kept_submission(4, 9, source=Source.GRADE))
    latest, of_one = store.latest(LOCAL), store.latest(LOCAL, "even-load")
    assert latest is not None
    assert of_one is not None
    assert (latest.number, of_one.number) == (2, 3)
    assert latest.submission == kept_submission(2, 5)
    assert store.latest(LOCAL, "nowhere") is None


def test_answer_is_kept_once(store: Store) -> None:
    store.record_mentor_call(kept_call(1))
    store.record_mentor_call(kept_call(1, answer="another"))
    assert store.mentor_calls(LOCAL, "equal-trays") == (kept_call(1),)


def test_answers_are_oldest_first_and_of_one_state_where_asked(store: Store) -> None:
    calls = [
        kept_call(1, 5),
        kept_call(2, 1),
        kept_call(3, 3, state="d" * 64),
        kept_call(4, 2, challenge_id="even-load"),
    ]
    for each in calls:
        store.record_mentor_call(each)
    assert [each.uid for each in store.mentor_calls(LOCAL, "equal-trays")] == [uid(2), uid(3), uid(1)]
    assert [each.uid for each in store.mentor_calls(LOCAL, "equal-trays", "c" * 64)] == [uid(2), uid(1)]
    assert store.mentor_calls(LOCAL, "equal-trays", "nothing") == ()
    assert len(store.mentor_calls_of(LOCAL, uid(1))) == 4
    assert store.mentor_calls_of(LOCAL, uid(9)) == ()


def test_spend_of_a_day_counts_what_cost_something_and_leaves_out_other_learners(store: Store) -> None:
    ada = LearnerId("ada")
    for each in (
        kept_call(1, -1),
        kept_call(2),
        kept_call(3, 1, model="", input_tokens=70, output_tokens=0),
        kept_call(4, 1, model="", input_tokens=0, output_tokens=0),
        kept_call(5, 1, learner=ada),
    ):
        store.record_mentor_call(each)
    assert store.mentor_spend(LOCAL, MOMENT) == MentorSpend(call_count=2, token_count=1120)
    assert store.mentor_spend(ada, MOMENT) == MentorSpend(call_count=1, token_count=1050)
    assert store.mentor_spend(LearnerId("nobody"), MOMENT) == MentorSpend()


def test_usage_is_by_model_and_leaves_out_what_cost_nothing(store: Store) -> None:
    for each in (kept_call(1), kept_call(2, input_tokens=5), kept_call(3, model="b-model"), kept_call(4, model="")):
        store.record_mentor_call(each)
    assert store.mentor_usage(LOCAL) == (
        MentorUsage(model="b-model", call_count=1, input_tokens=1000, output_tokens=50),
        MentorUsage(model="some-model", call_count=2, input_tokens=1005, output_tokens=100),
    )


def test_everything_moved_to_another_store_is_the_same_there(opens: Opens) -> None:
    with closing(opens()) as one, closing(opens()) as other:
        for each in _many():
            one.record(each)
        one.record_mentor_call(kept_call(50, 3))
        one.record_mentor_call(kept_call(51, 1))
        records = list(one.everything())
        counted = other.record_all(iter(records))
        assert (counted.submission_count, counted.mentor_call_count, counted.known_count) == (40, 2, 0)
        assert list(other.everything()) == records
        assert other.practice(LOCAL) == one.practice(LOCAL)
        assert [each.created_at for each in records[:40]] == sorted(each.created_at for each in records[:40])


def test_second_moving_changes_nothing(opens: Opens) -> None:
    records: list[Submission | MentorCall] = [*_many(), kept_call(50)]
    with closing(opens()) as store:
        store.record_all(records)
        before = list(store.everything()), store.practice(LOCAL), store.mentor_usage(LOCAL)
        counted = store.record_all(reversed(records))
        assert (counted.submission_count, counted.mentor_call_count, counted.known_count) == (0, 0, 41)
        assert (list(store.everything()), store.practice(LOCAL), store.mentor_usage(LOCAL)) == before


def test_closing_twice_is_allowed(store: Store) -> None:
    store.close()
    store.close()
