from __future__ import annotations

from collections.abc import Iterator

import pytest

from codementor_cli.domain.challenge.challenge import Challenge, Difficulty, TestSuite
from codementor_cli.errors import EnvironmentFault, SandboxFault, UserFileError
from codementor_cli.services.judging.verify import Finding, NotJudged, Verification
from codementor_cli.services.judging.verify_catalog import MOST_FAULTS_IN_A_ROW, Begun, CatalogVerification
from tests.unit.services.judging.test_verify import FakeCatalog

FAULT = NotJudged("accepted/a.py", SandboxFault("no lane"))


class Shelf(FakeCatalog):
    def load(self, challenge_id: str) -> Challenge:
        if challenge_id == "broken":
            raise UserFileError("its file is wrong")
        suite = TestSuite(tests=())
        return Challenge(
            id=challenge_id, title="", difficulty=Difficulty.EASY, description="", instructions="", suite=suite
        )


def course(*wanted: str, found: tuple[NotJudged | Finding, ...] = ()) -> CatalogVerification:
    def verify(_challenge: Challenge) -> Iterator[Verification | NotJudged | Finding]:
        yield from found

    return CatalogVerification(wanted, Shelf(()), verify, lambda: None)


def test_a_broken_challenge_is_noted_and_the_next_is_verified() -> None:
    verified = course("broken", "good", found=(Finding("x"), Finding("y", is_warning=True)))
    events = list(verified)
    assert [type(each) for each in events] == [UserFileError, Begun, Finding, Finding]
    assert events[1] == Begun("good", 2)
    assert (verified.counts.broken, verified.counts.wrong, verified.counts.warnings) == (1, 1, 1)
    assert verified.is_complete


def test_a_machine_that_fails_again_and_again_ends_it() -> None:
    verified = course("a", "b", "c", found=(FAULT, FAULT, FAULT))
    assert sum(each is FAULT for each in verified) == MOST_FAULTS_IN_A_ROW
    assert verified.keeps_failing
    assert not verified.is_complete
    assert (verified.counts.not_judged, verified.counts.left) == (MOST_FAULTS_IN_A_ROW, 1)


def test_what_is_done_stays_when_the_caller_ends_early() -> None:
    verified = course("a", "b", "c", found=(Finding("x"),))
    events = iter(verified)
    assert [next(events) for _ in range(3)][-1] == Begun("b", 2)
    verified.interrupted = True
    assert verified.counts.left == 2
    assert not verified.is_complete


def test_without_an_engine_nothing_is_begun() -> None:
    def refuse() -> None:
        raise EnvironmentFault("there is no sandbox")

    verified = course("broken", "good")
    verified.require_engine = refuse
    events = iter(verified)
    assert isinstance(next(events), UserFileError)
    with pytest.raises(EnvironmentFault):
        next(events)
