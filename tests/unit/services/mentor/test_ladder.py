from dataclasses import replace

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.services.mentor.ladder import asked_state, level_count, problem_state
from tests.fakes.subjects import CHALLENGE, CODE, result, subject

HINT = MentorAsk(kind=MentorKind.HINT)


def _with(code: bytes) -> MentorSubject:
    return subject(files=(SourceFile("main.py", code),))


def test_white_space_at_line_ends_does_not_make_another_problem() -> None:
    assert problem_state(_with(CODE)) == problem_state(_with(CODE.replace(b"\n", b"  \r\n\n")))


def test_another_line_another_failure_and_another_challenge_are_other_problems() -> None:
    states = {
        problem_state(subject()),
        problem_state(_with(CODE + b"print(1)\n")),
        problem_state(_with(b"  " + CODE)),
        problem_state(subject([result(verdict=Verdict.TLE)])),
        problem_state(subject([result(), result(index=1)])),
        problem_state(subject(challenge=replace(CHALLENGE, hints=()))),
        problem_state(subject(challenge=replace(CHALLENGE, suite=replace(CHALLENGE.suite, tests=())))),
    }
    assert len(states) == 7


def test_times_do_not_make_another_problem() -> None:
    slow = result()
    assert slow.execution is not None
    slow = replace(slow, execution=replace(slow.execution, cpu_seconds=1.9))
    assert problem_state(subject([slow])) == problem_state(subject())


def test_an_answer_in_another_language_is_another_answer_to_the_same_problem() -> None:
    states = {asked_state(subject(), replace(HINT, answer_language=each)) for each in ("", "de", "fr", " DE ")}
    assert len(states) == 3
    assert {each.partition(":")[0] for each in states} == {problem_state(subject())}


def test_a_ladder_has_four_rungs_or_as_many_as_its_author_wrote() -> None:
    assert level_count(replace(CHALLENGE, hints=("a",))) == 4
    assert level_count(replace(CHALLENGE, hints=("a",) * 7)) == 7
