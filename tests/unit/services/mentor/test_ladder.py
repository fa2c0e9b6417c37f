from dataclasses import replace

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorSubject
from codementor_cli.services.mentor.ladder import asked_state, level_count
from tests.fakes.subjects import CHALLENGE, CODE, result, subject


def _with(code: bytes) -> MentorSubject:
    return subject(files=(SourceFile("main.py", code),))


def test_white_space_at_line_ends_does_not_make_another_problem() -> None:
    assert _with(CODE).state == _with(CODE.replace(b"\n", b"  \r\n\n")).state


def test_another_line_another_failure_and_another_challenge_are_other_problems() -> None:
    states = {
        subject().state,
        _with(CODE + b"print(1)\n").state,
        _with(b"  " + CODE).state,
        subject([result(verdict=Verdict.TLE)]).state,
        subject([result(), result(index=1)]).state,
        subject(challenge=replace(CHALLENGE, hints=())).state,
        subject(challenge=replace(CHALLENGE, suite=replace(CHALLENGE.suite, tests=()))).state,
    }
    assert len(states) == 7


def test_times_do_not_make_another_problem() -> None:
    slow = result()
    assert slow.execution is not None
    slow = replace(slow, execution=replace(slow.execution, cpu_seconds=1.9))
    assert subject([slow]).state == subject().state


def test_an_answer_in_another_language_is_another_answer_to_the_same_problem() -> None:
    states = {asked_state(subject().state, each) for each in ("", "de", "fr", " DE ")}
    assert len(states) == 3
    assert {each.partition(":")[0] for each in states} == {subject().state}


def test_a_ladder_has_four_rungs_or_as_many_as_its_author_wrote() -> None:
    assert level_count(replace(CHALLENGE, hints=("a",))) == 4
    assert level_count(replace(CHALLENGE, hints=("a",) * 7)) == 7
