import pytest
from jsonschema import Draft202012Validator

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.schemas.public.published import published_schema
from codementor_cli.schemas.public.run import run_report

PLACE = ("python", "docker")


def report(execution: Execution | None, compilation: Compilation | None = None) -> dict[str, object]:
    value = run_report(compilation, execution, Limits(), PLACE).json_value()
    Draft202012Validator(published_schema("run")).validate(value)
    return value


def test_program_that_ended_well_has_no_error() -> None:
    execution = Execution(exit_code=0, wall_seconds=0.25, cpu_seconds=0.2, peak_memory_bytes=8192, stdout=b"hi\xff\n")

    assert report(execution) == {
        "output": "hi\ufffd\n",
        "error": None,
        "executionTime": 250.0,
        "success": True,
        "verdict": "OK",
        "exitCode": 0,
        "signal": None,
        "stderr": "",
        "cpuTime": 200.0,
        "memory": 8192,
        "outputTruncated": False,
        "language": "python",
        "sandbox": "docker",
    }


@pytest.mark.parametrize(
    ("execution", "verdict"),
    [
        (Execution(exit_code=3), "RTE"),
        (Execution(signal=11), "RTE"),
        (Execution(signal=9, stop=Stop.CPU_TIME), "TLE"),
        (Execution(signal=9, stop=Stop.WALL_TIME), "TLE"),
        (Execution(signal=9, oom_kill_count=1), "MLE"),
        (Execution(signal=9, stop=Stop.STDOUT, stdout_truncated=True), "OLE"),
    ],
)
def test_program_that_did_not_end_well_has_one_sentence(execution: Execution, verdict: str) -> None:
    value = report(execution)

    assert value["verdict"] == verdict
    assert value["success"] is False
    assert value["error"]


def test_failed_compilation_has_its_first_error_as_error() -> None:
    failed = Compilation(success=False, output="\nmain.c:1:5: error: no\nmore\n", wall_seconds=0.1)
    value = report(None, failed)

    assert value["verdict"] == "CE"
    assert str(value["error"]).startswith("The program does not compile")
    assert value["exitCode"] is None
    assert value["compile"] == {
        "success": False,
        "output": "\nmain.c:1:5: error: no\nmore",
        "executionTime": 100.0,
    }
