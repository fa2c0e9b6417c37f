import threading
from dataclasses import replace

import pytest

from codementor_cli.cli.judging import Asked
from codementor_cli.domain.challenge.effective_limits import LimitOverrides
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.errors import StoreFault
from codementor_cli.ports import Store
from codementor_cli.services.judging.record import NOT_RECORDED, Recorded, Recorder
from codementor_cli.services.judging.submit import JudgeOptions, Machine, judged_submission, prepare, record_judged
from codementor_cli.services.practice.submissions import Origin, new_submission
from tests.fakes.sandbox import FakeLanguages
from tests.fakes.store import MemoryStore
from tests.unit.domain.challenge.test_statement import CHALLENGE

ASKED = Asked(file="main.py", challenge_id="add-two", tests=None)
PROGRAM = Program(language="python", files=(SourceFile("main.py", b"print(3)\n"),), main="main.py")
JUDGEMENT = Judgement(
    verdict=Verdict.WA, results=(), total_count=2, score=0, max_score=100, language="python", sandbox="fake"
)
FAULT = StoreFault("The database is locked.", "Wait, then try again.")


def submission(uid: str) -> Submission:
    return replace(new_submission(CHALLENGE, PROGRAM, JUDGEMENT, Origin(learner=LOCAL, source=Source.CLI)), uid=uid)


def recorded(store: MemoryStore, options: JudgeOptions | None = None, verdict: Verdict = Verdict.WA) -> Recorded:
    judging = prepare(PROGRAM, CHALLENGE, Machine(languages=FakeLanguages()), options or JudgeOptions())
    return record_judged(judging, replace(JUDGEMENT, verdict=verdict), store, Origin(learner=LOCAL, source=Source.CLI))


def test_submissions_get_their_numbers_in_order_and_the_store_is_closed() -> None:
    store = MemoryStore()
    with Recorder(lambda: store) as keeper:
        assert [keeper.record(submission(uid)) for uid in ("a", "b", "a")] == [1, 2, 1]

    assert store.closed


def test_threads_that_share_a_recorder_get_the_numbers_of_their_own_submissions() -> None:
    store, numbers = MemoryStore(), dict[str, int]()

    def work(thread: int) -> None:
        for count in range(200):
            uid = f"{thread}-{count}"
            numbers[uid] = keeper.record(submission(uid))

    with Recorder(lambda: store) as keeper:
        threads = [threading.Thread(target=work, args=(thread,)) for thread in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    assert len(numbers) == 600
    assert {uid: store.submissions[number - 1].uid for uid, number in numbers.items()} == {uid: uid for uid in numbers}


def test_a_store_that_cannot_be_opened_is_told_at_every_submission() -> None:
    def opens() -> Store:
        raise FAULT

    with Recorder(opens) as keeper:
        for uid in ("a", "b"):
            with pytest.raises(StoreFault, match="locked"):
                keeper.record(submission(uid))


def test_a_store_that_recovers_takes_the_next_submission() -> None:
    store = MemoryStore(fault=FAULT)
    with Recorder(lambda: store) as keeper:
        with pytest.raises(StoreFault):
            keeper.record(submission("a"))
        store.fault = None

        assert keeper.record(submission("b")) == 1


def test_a_fault_is_part_of_the_answer_with_its_fix() -> None:
    came = recorded(MemoryStore(fault=FAULT))

    assert (came.uid, came.number) == ("", None)
    assert came.fault is not None
    assert came.fault.message == "The submission was not recorded. The database is locked."
    assert came.fault.next_step == FAULT.next_step


def test_what_was_recorded_is_known_by_its_uid_and_number() -> None:
    store = MemoryStore()

    assert recorded(store) == Recorded(uid=store.submissions[0].uid, number=1)


def test_a_submission_keeps_the_absolute_path_of_its_file_and_none_of_stdin() -> None:
    store = MemoryStore()
    judging = prepare(PROGRAM, CHALLENGE, Machine(languages=FakeLanguages()))
    record_judged(judging, JUDGEMENT, store, ASKED.origin)
    record_judged(judging, JUDGEMENT, store, replace(ASKED, file="-").origin)

    assert store.submissions[0].file.startswith("/")
    assert store.submissions[0].file.endswith("/main.py")
    assert store.submissions[1].file == ""


@pytest.mark.parametrize(
    ("options", "verdict", "kept"),
    [
        (JudgeOptions(), Verdict.WA, True),
        (JudgeOptions(), Verdict.CE, True),
        (JudgeOptions(fail_fast=True), Verdict.WA, True),
        (JudgeOptions(jobs=1), Verdict.AC, True),
        (JudgeOptions(), Verdict.JE, False),
        (JudgeOptions(case_names=("small",)), Verdict.AC, False),
        (JudgeOptions(overrides=LimitOverrides(time_seconds=9)), Verdict.AC, False),
    ],
)
def test_only_a_judging_by_all_rules_of_a_challenge_is_a_submission(
    options: JudgeOptions, verdict: Verdict, kept: bool
) -> None:
    store = MemoryStore()

    assert (recorded(store, options, verdict).number is not None) is kept
    assert len(store.submissions) == kept


def test_ad_hoc_cases_make_no_submission() -> None:
    store = MemoryStore()
    judging = prepare(PROGRAM, CHALLENGE.suite, Machine(languages=FakeLanguages()))

    assert record_judged(judging, JUDGEMENT, store, ASKED.origin) == NOT_RECORDED
    assert not store.submissions


def test_submission_has_the_identity_that_was_drawn_before_it_was_judged() -> None:
    judging = prepare(PROGRAM, CHALLENGE, Machine(languages=FakeLanguages()))
    made = judged_submission(judging, JUDGEMENT, Origin(learner=LOCAL, source=Source.API, uid="a" * 32))
    assert made is not None
    assert made.uid == "a" * 32
    assert (
        judged_submission(judging, replace(JUDGEMENT, verdict=Verdict.JE), Origin(learner=LOCAL, source=Source.API))
        is None
    )
