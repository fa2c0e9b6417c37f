from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.cli.render.judging.judgement import Reading, case_line, failure_report, judgement_report
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.domain.challenge.challenge import Function, Parameter, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement

LOOK = Look(width=70)
READING = Reading(suite=TestSuite(tests=()), limits=Limits(), look=LOOK)
WRONG = CaseResult(
    index=0,
    name="small",
    description="",
    hidden=False,
    verdict=Verdict.WA,
    points=0,
    max_points=50,
    input=b"1 2\n",
    expected=b"3\n",
    actual=b"4\n",
    execution=Execution(exit_code=0, cpu_seconds=0.01, wall_seconds=0.015),
    difference=ExplainedDifference(line=1, column=1, expected_line="3", actual_line="4", explanation="One too many."),
    reason="One too many.",
)
JUDGEMENT = Judgement(
    verdict=Verdict.WA,
    results=(WRONG,),
    total_count=2,
    score=50,
    max_score=100,
    language="python",
    sandbox="docker",
    feedback="Look at small.",
)


def failure(result: CaseResult, reading: Reading = READING) -> str:
    return to_text(failure_report(result, reading), reading.look)


def test_case_line_has_sign_word_name_and_time() -> None:
    assert to_text([case_line(WRONG, LOOK)], LOOK) == "✗ wrong answer           small  15 ms\n"


def test_failure_shows_input_and_both_outputs() -> None:
    text = failure(WRONG)

    assert text.startswith("\nsmall: wrong answer\n  One too many.\n")
    assert "  Input\n    1 2\n" in text
    assert "  > 3↵\n    ^\n" in text
    assert "  > 4↵\n    ^\n" in text


def test_limit_and_figure_are_told_for_each_limit() -> None:
    facts = Execution(signal=9, stop=Stop.CPU_TIME, cpu_seconds=2.04, wall_seconds=2.1)
    assert "CPU time 2.04 s, limit 2 s" in failure(replace(WRONG, verdict=Verdict.TLE, execution=facts))
    facts = Execution(signal=9, stop=Stop.WALL_TIME, cpu_seconds=0.01, wall_seconds=5.01)
    assert "wall time 5.01 s, limit 5 s" in failure(replace(WRONG, verdict=Verdict.TLE, execution=facts))
    facts = Execution(signal=9, oom_kill_count=1, peak_memory_bytes=256 << 20)
    assert "peak memory 256 MiB, limit 256 MiB" in failure(replace(WRONG, verdict=Verdict.MLE, execution=facts))
    facts = Execution(signal=9, stop=Stop.STDERR)
    assert "stderr limit 1 MiB" in failure(replace(WRONG, verdict=Verdict.OLE, execution=facts))


def test_hidden_failure_shows_no_data() -> None:
    hidden = replace(
        WRONG,
        hidden=True,
        reason="",
        input=b"SECRET",
        expected=b"SECRET",
        actual=b"SECRET",
        prints=b"SECRET",
        execution=Execution(exit_code=1, stderr=b"SECRET"),
    )
    text = failure(hidden)

    assert "SECRET" not in text
    assert "hidden" in text


def test_stderr_is_shown_from_its_end_and_the_cut_is_said() -> None:
    stderr = b"".join(b"line %d\n" % number for number in range(50))
    text = failure(replace(WRONG, execution=Execution(exit_code=1, stderr=stderr)))

    assert "Your program wrote to stderr (last 20 of 50 lines)" in text
    assert "line 29\n" not in text
    assert "    line 30\n" in text


def test_function_call_shows_the_call_and_what_was_printed() -> None:
    function = Function(name="add", parameters=(Parameter("a", "int"), Parameter("b", "int")), returns="int")
    reading = replace(READING, suite=TestSuite(tests=(), function=function))
    text = failure(replace(WRONG, input=b"[1, 2]", prints=b"debug\n"), reading)

    assert "  Call\n    add(1, 2)\n" in text
    assert "  Your program printed\n    debug\n" in text


def test_result_says_cases_score_and_what_was_not_run() -> None:
    text = to_text(judgement_report(JUDGEMENT, READING, ("codementor test a.py --challenge x --case small",)), LOOK)

    assert text.endswith(
        "\n\n✗ wrong answer: 0 of 2 cases accepted, 1 not run, score 50 of 100\n"
        "Look at small.\n→ codementor test a.py --challenge x --case small\n"
    )


def test_result_is_broken_between_words_and_the_next_command_never_is() -> None:
    narrow = Look(width=40, terminal=True)
    command = "codementor test a.py --challenge thermometer-log --case 'a spring day'"
    text = to_text(judgement_report(JUDGEMENT, replace(READING, look=narrow), (command,)), narrow)

    assert "\n✗ wrong answer: 0 of 2 cases accepted, 1\n  not run, score 50 of 100\n" in text
    assert text.endswith(f"\n→ {command}\n")


def test_compile_error_shows_what_the_compiler_said() -> None:
    failed = Compilation(success=False, output="main.c:1: error: no\n", wall_seconds=0.1)
    judgement = replace(JUDGEMENT, verdict=Verdict.CE, results=(), compilation=failed, score=0)
    text = to_text(judgement_report(judgement, READING), LOOK)

    assert "The compiler said\n    main.c:1: error: no\n" in text
    assert "not run" not in text


def test_judge_error_has_no_score() -> None:
    broken = replace(WRONG, verdict=Verdict.JE, execution=None, reason="The lane died.")
    judgement = replace(JUDGEMENT, verdict=Verdict.JE, results=(broken,), feedback="")
    text = to_text(judgement_report(judgement, READING), LOOK)

    assert "score" not in text
    assert "The lane died." in text


@given(st.binary(max_size=200), st.text(st.characters(exclude_categories=()), max_size=50), st.sampled_from(Verdict))
def test_nothing_a_program_or_an_author_wrote_acts_on_the_terminal(data: bytes, words: str, verdict: Verdict) -> None:
    facts = Execution(exit_code=1, stderr=data)
    result = replace(
        WRONG,
        name=words,
        description=words,
        verdict=verdict,
        input=data,
        expected=data,
        actual=data,
        prints=data,
        execution=facts,
        reason=words,
    )
    judgement = replace(JUDGEMENT, verdict=verdict, results=(result,), feedback=words)
    lines = [case_line(result, LOOK), *judgement_report(judgement, READING, (words,))]

    assert all(character.isprintable() or character in "\n\t\u3000" for character in to_text(lines, LOOK))


def test_every_failure_is_shown_in_order_where_asked_for() -> None:
    second = replace(WRONG, index=1, name="second")
    judgement = replace(JUDGEMENT, results=(WRONG, second))
    text = to_text(judgement_report(judgement, replace(READING, every_failure=True)), LOOK)

    assert text.index("small: wrong answer") < text.index("second: wrong answer")
    assert "CPU time 10 ms, wall time 15 ms, peak memory 0 bytes, exit code 0" in text
