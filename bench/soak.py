"""Hostile programs in a row, mixed with honest ones, two at a time: every honest verdict must be right.

Usage: python -m bench.soak [RUNS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import CaseRun, RunReport
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Sandbox
from tests.fakes.engines import ENGINES, TIGHT, MoreLanguages, engines, program
from tests.sandbox.attacks import attacks_in

PROGRAMS = Path(__file__).parents[1] / "tests" / "sandbox" / "programs"
HONEST = b"import sys\nnumber = int(sys.stdin.read())\nprint(number * number)\n"


def _part(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


def _stdin(source: bytes, rest: bytes = b"") -> bytes:
    return _part((PROGRAMS / "attack.py").read_bytes()) + _part(source) + rest


def soak(engine: Sandbox, count: int) -> Counter[str]:
    """Return how many hostile runs, honest runs, wrong honest verdicts, wrong hostile verdicts and judge errors."""
    attacks = attacks_in(PROGRAMS / "python", "#")
    runs = []
    for key in range(count):
        runs.append(CaseRun(key=2 * key, stdin=_stdin(attacks[key % len(attacks)].content)))
        runs.append(CaseRun(key=2 * key + 1, stdin=_stdin(HONEST, str(key).encode())))
    found: Counter[str] = Counter({"wrong hostile verdicts": 0})
    with engine.open(program("python", (PROGRAMS / "loader.py").read_bytes()), TIGHT, 2) as session:
        session.compilation()
        for report in session.run(runs):
            number, is_honest = divmod(report.key, 2)
            found["honest" if is_honest else "hostile"] += 1
            found["judge errors"] += report.execution is None
            if report.execution is None:
                print("judge error:", report.fault, attacks[number % len(attacks)].name)
            elif is_honest:
                found["wrong honest verdicts"] += not _is_right(report, number)
            else:
                attack = attacks[number % len(attacks)]
                verdict = run_verdict(report.execution, TIGHT)
                if verdict not in attack.verdicts:
                    found["wrong hostile verdicts"] += 1
                    print(f"hostile run: {attack.name}: {verdict}, {report.execution!r:.300}")
    return found


def _is_right(report: RunReport, number: int) -> bool:
    execution = report.execution
    if execution is None or run_verdict(execution, TIGHT) is not Verdict.OK:
        print("honest run:", execution)
        return False
    return execution.stdout == f"{number * number}\n".encode()


def main() -> None:
    """Soak every engine and print what came of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for name in ENGINES:
        with tempfile.TemporaryDirectory() as folder, engines(name, Path(folder)) as make:
            began = time.monotonic()
            found = soak(make(MoreLanguages()), count)
            print(f"{name}: {dict(found)} in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
