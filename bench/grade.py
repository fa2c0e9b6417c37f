"""``python -m bench.grade [ENGINE] [COUNT]``: a class of 200 repositories with 5 challenges each, or of so many.

The installed command grades it. Says how long it takes, how much memory the grader holds, and which share of the time
is spent in judged programs; and whether every score is right, with one job, with two, and after being killed thrice.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from codementor_cli.bootstrap import core_count
from tests.fakes.student_class import StudentClass, make_class

REPOSITORY_COUNT = 200
_COMMAND = str(Path(sys.executable).with_name("codementor"))
_VOLATILE = {
    "startedAt",
    "gradedAt",
    "wallSeconds",
    "cpuSeconds",
    "peakMemoryBytes",
    "judgedSeconds",
    "stderr",
    "reason",
    "message",
}


def main() -> int:
    """Grade, compare, and print figures."""
    engine = sys.argv[1] if len(sys.argv) > 1 else "auto"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else REPOSITORY_COUNT
    folder = Path(tempfile.mkdtemp(prefix="codementor-bench-"))
    try:
        students = make_class(folder, count)
        wrong = 0
        results = {}
        for jobs in (1, core_count()):
            began = time.monotonic()
            _run(students, folder / f"jobs-{jobs}", engine, "--jobs", str(jobs))
            seconds = time.monotonic() - began
            results[jobs] = _result(folder / f"jobs-{jobs}")
            print(_figures(results[jobs], jobs, seconds))
            wrong += _wrong(students, results[jobs])
        killed = _killed(students, folder / "killed", engine)
        same = len({json.dumps(_lasting(each)) for each in (*results.values(), killed)}) == 1
        print(f"wrong repositories: {wrong}; the same with every number of jobs and after three kills: {same}")
    finally:
        shutil.rmtree(folder)
    return 0 if same and not wrong else 1


def _command(students: StudentClass, output: Path, engine: str, *more: str) -> list[str]:
    where = ["--root", str(students.root), "--assignment", str(students.assignment), "--output", str(output)]
    return [_COMMAND, "grade", *where, "--sandbox", engine, "--quiet", *more]


def _run(students: StudentClass, output: Path, engine: str, *more: str) -> None:
    done = subprocess.run(_command(students, output, engine, *more), stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 1:
        raise SystemExit(f"grading ended with {done.returncode}")


def _result(output: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((output / "result.json").read_text("utf-8"))
    return value


def _killed(students: StudentClass, output: Path, engine: str) -> dict[str, Any]:
    """Grade with three kills on the way."""
    for number in (1, 2, 3):
        command = _command(students, output, engine, "--resume")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and _file_count(output) < number * len(students.expected) // 4:
                time.sleep(0.05)
            os.kill(process.pid, signal.SIGKILL)
    _run(students, output, engine, "--resume")
    return _result(output)


def _file_count(output: Path) -> int:
    return len(list((output / "repositories").glob("[!.]*.json")))


def _figures(result: dict[str, Any], jobs: int, seconds: float) -> str:
    challenges = [one for each in result["repositories"] for one in each["challenges"]]
    judged = sum(one["judgedSeconds"] for one in challenges)
    count = sum(one["state"] == "judged" for one in challenges)
    # Of the largest child that ended: the grader itself; its lanes are children of others, or smaller.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    share = judged / seconds / jobs
    return (
        f"{len(result['repositories'])} repositories, {count} programs judged, --jobs {jobs}: {seconds:.1f} s, "
        f"{seconds / count * 1000:.0f} ms a program, {memory} MiB at most, {share:.0%} of lane time in judged programs"
    )


def _wrong(students: StudentClass, result: dict[str, Any]) -> int:
    wanted = {each.key: each for each in students.expected}
    wrong = 0
    for each in result["repositories"]:
        expected = wanted.pop(each["identity"]["key"])
        found = tuple((one["state"], one["verdict"] or "", one["earned"]) for one in each["challenges"])
        right = (each["state"], found) == (expected.state, expected.challenges)
        if not right or abs(each["final"] - expected.final) > 1e-9:
            wrong += 1
            print(f"wrong: {expected.key}: {each['state']} {found} {each['final']}, expected {expected}")
    return wrong + len(wanted)


def _lasting(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in _VOLATILE}
    return [_lasting(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
