import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.schemas.public.base import to_json
from codementor_cli.schemas.public.judgement import case_report, suite_report, validate_report
from codementor_cli.schemas.public.published import published_schema

WRONG = CaseResult(
    index=0,
    name="small",
    description="The statement's example.",
    hidden=False,
    verdict=Verdict.WA,
    points=0,
    max_points=50,
    input=b"1 2\n",
    expected=b"3\n",
    actual=b"4\n",
    execution=Execution(
        exit_code=0, cpu_seconds=0.0123456, wall_seconds=0.5, peak_memory_bytes=4096, stdout=b"4\n", stderr=b"hm\n"
    ),
    difference=ExplainedDifference(line=1, column=1, expected_line="3", actual_line="4", explanation="One too many."),
    reason="Your answer is one too many.",
)
ACCEPTED = replace(WRONG, index=1, name="two", verdict=Verdict.AC, points=50, difference=None, reason="")
JUDGEMENT = Judgement(
    verdict=Verdict.WA,
    results=(WRONG, ACCEPTED),
    total_count=3,
    score=50,
    max_score=100,
    language="python",
    sandbox="docker",
    compilation=Compilation(success=True, output="", wall_seconds=0.02),
    feedback="Look at small.",
)


def check(name: str, value: object) -> None:
    schema = published_schema(name)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)


def test_case_has_the_contracts_keys_in_milliseconds_and_bytes() -> None:
    assert case_report(WRONG).json_value() == {
        "name": "small",
        "description": "The statement's example.",
        "hidden": False,
        "verdict": "WA",
        "passed": False,
        "input": "1 2\n",
        "expected": "3\n",
        "actual": "4\n",
        "stderr": "hm\n",
        "error": "Your answer is one too many.",
        "difference": {
            "line": 1,
            "column": 1,
            "expectedLine": "3",
            "actualLine": "4",
            "explanation": "One too many.",
        },
        "executionTime": 500.0,
        "cpuTime": 12.346,
        "memory": 4096,
        "points": 0,
    }


def test_accepted_case_has_no_error_and_no_difference() -> None:
    assert not {"error", "difference", "prints"} & set(case_report(ACCEPTED).json_value())


def test_hidden_case_keeps_its_data() -> None:
    secret = replace(
        WRONG,
        hidden=True,
        input=b"SECRET",
        expected=b"SECRET",
        actual=b"SECRET",
        prints=b"SECRET",
        difference=ExplainedDifference(
            line=1, column=1, expected_line="SECRET", actual_line="SECRET", explanation="SECRET"
        ),
        execution=Execution(exit_code=1, stdout=b"SECRET", stderr=b"SECRET"),
    )
    value = case_report(secret).json_value()

    assert value["input"] is value["expected"] is value["actual"] is value["stderr"] is None
    assert "SECRET" not in json.dumps(value)
    assert value["name"] == "small"
    check("test", suite_report(replace(JUDGEMENT, results=(secret,))).json_value())


def test_judge_error_has_no_actual_output() -> None:
    value = case_report(replace(WRONG, verdict=Verdict.JE, execution=None, difference=None)).json_value()

    assert value["actual"] is None
    assert "stderr" not in value


def test_test_report_fits_its_schema() -> None:
    value = suite_report(JUDGEMENT).json_value()

    check("test", value)
    assert value["totalTests"] == 3
    assert value["passedTests"] == 1
    assert value["compile"] == {"success": True, "output": "", "executionTime": 20.0}


def test_report_without_compilation_has_no_compile_key() -> None:
    value = suite_report(replace(JUDGEMENT, compilation=None)).json_value()

    check("test", value)
    assert "compile" not in value


def test_compile_error_has_no_results() -> None:
    failed = Compilation(success=False, output="main.c:1: error\n", wall_seconds=1, reason="Too much memory.")
    value = suite_report(replace(JUDGEMENT, verdict=Verdict.CE, results=(), compilation=failed)).json_value()

    check("test", value)
    assert value["results"] == []
    assert value["compile"]["output"] == "main.c:1: error\nToo much memory."


def test_validate_report_holds_the_test_report() -> None:
    value = validate_report(JUDGEMENT, "add-two").json_value()

    check("validate", value)
    assert value["testResults"] == suite_report(JUDGEMENT).json_value()
    assert value["submissionId"] is None
    assert (value["isValid"], value["score"], value["maxScore"]) == (False, 50, 100)


@given(st.binary(max_size=200), st.text(st.characters(exclude_categories=()), max_size=50))
def test_any_output_becomes_json_that_reads_back_and_shows_no_control_characters(data: bytes, words: str) -> None:
    case = replace(WRONG, input=data, expected=data, actual=data, reason=words, description=words)
    value = case_report(case).json_value()
    text = to_json(value)

    assert json.loads(text) == value
    assert json.loads(to_json(value, ascii_only=True)) == value
    assert value["actual"] == data.decode("utf-8", "replace")
    assert all(character.isprintable() or character == "\n" for character in text)
    text.encode()


def test_nul_stays() -> None:
    text = to_json(case_report(replace(WRONG, actual=b"a\0b")).json_value())

    assert '"a\\u0000b"' in text
