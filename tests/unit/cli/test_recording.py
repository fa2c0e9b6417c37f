import threading
from dataclasses import replace

import pytest

from codementor_cli.cli.judging import Asked, Judging
from codementor_cli.cli.recording import Recorder, is_recorded, record
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.challenge.effective_limits import LimitOverrides
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source, Submission
from codementor_cli.errors import StoreFault
from codementor_cli.ports import Store
from codementor_cli.services.practice.submissions import new_submission
from tests.fakes.store import MemoryStore
from tests.unit.domain.challenge.test_statement import CHALLENGE

ASKED = Asked(file="main.py", challenge_id="add-two", tests=None)
PROGRAM = Program(language="python", files=(SourceFile("main.py", b"print(3)\n"),), main="main.py")
JUDGING = Judging(
    asked=ASKED,
    program=PROGRAM,
    language=Language(name="python", title="Python", extensions=(".py",), main_name="main.py"),
    suite=CHALLENGE.suite,
    limits=Limits(),
    challenge=CHALLENGE,
)
JUDGEMENT = Judgement(
    verdict=Verdict.WA, results=(), total_count=2, score=0, max_score=100, language="python", sandbox="fake"
)
FAULT = StoreFault("The database is locked.", "Wait, then try again.")


def submission(uid: str) -> Submission:
    return replace(new_submission(CHALLENGE, PROGRAM, JUDGEMENT, learner=LOCAL, source=Source.CLI), uid=uid)


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


def test_a_fault_is_a_warning_with_its_fix_even_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with Recorder(lambda: MemoryStore(fault=FAULT)) as keeper:
        assert record(keeper, JUDGING, JUDGEMENT, Streams(quiet=True)) is None

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "warning: The submission was not recorded. The database is locked.\n  → Wait, then try again.\n"
    )


def test_a_submission_keeps_the_absolute_path_of_its_file_and_none_of_stdin() -> None:
    store = MemoryStore()
    with Recorder(lambda: store) as keeper:
        record(keeper, JUDGING, JUDGEMENT, Streams())
        record(keeper, replace(JUDGING, asked=replace(ASKED, file="-")), JUDGEMENT, Streams())

    assert store.submissions[0].file.startswith("/")
    assert store.submissions[0].file.endswith("/main.py")
    assert store.submissions[1].file == ""


@pytest.mark.parametrize(
    ("asked", "verdict", "kept"),
    [
        (ASKED, Verdict.WA, True),
        (ASKED, Verdict.CE, True),
        (replace(ASKED, fail_fast=True), Verdict.WA, True),
        (replace(ASKED, jobs=1), Verdict.AC, True),
        (ASKED, Verdict.JE, False),
        (replace(ASKED, case_names=("small",)), Verdict.AC, False),
        (replace(ASKED, overrides=LimitOverrides(time_seconds=9)), Verdict.AC, False),
        (replace(ASKED, challenge_id=None, tests="cases.yaml"), Verdict.AC, False),
    ],
)
def test_only_a_judging_by_all_rules_of_a_challenge_is_a_submission(asked: Asked, verdict: Verdict, kept: bool) -> None:
    assert is_recorded(replace(JUDGING, asked=asked), replace(JUDGEMENT, verdict=verdict)) is kept
