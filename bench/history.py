"""A store of many realistic submissions, and how long reading and writing it takes.

    python -m bench.history [COUNT]

Four years of practice on 60 challenges of ten cases each, with a few dozen programs a challenge. Written by
the store itself in one transaction, so that the file is what such a history would be.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar
from uuid import UUID

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import ChallengeVersion, HistoryQuery, Source, Submission
from codementor_cli.store import open_sqlite

COUNT = 100_000
TURNS = 15
CHALLENGES = 60
CASES = 10
START = datetime(2021, 1, 4, 8, tzinfo=UTC)
COMMAND = str(Path(sys.executable).with_name("codementor"))
QUERIES = {
    "newest 20": HistoryQuery(),
    "oldest 20": HistoryQuery(offset=COUNT - 20),
    "one challenge": HistoryQuery(challenge_id="challenge-07"),
    "accepted": HistoryQuery(verdict=Verdict.AC),
    "judge errors (none)": HistoryQuery(verdict=Verdict.JE),
    "python": HistoryQuery(language="python"),
    "accepted in python since 2022": HistoryQuery(
        language="python", verdict=Verdict.AC, since=datetime(2022, 1, 1, tzinfo=UTC)
    ),
    "accepted in python, one challenge": HistoryQuery(
        challenge_id="challenge-07", language="python", verdict=Verdict.AC
    ),
    "since 2022": HistoryQuery(since=datetime(2022, 1, 1, tzinfo=UTC)),
}

T = TypeVar("T")

_LANGUAGES = (("python", 70), ("cpp", 15), ("java", 10), ("rust", 5))
_VERDICTS = ((Verdict.AC, 35), (Verdict.WA, 40), (Verdict.RTE, 12), (Verdict.TLE, 7), (Verdict.CE, 6))


def submissions(count: int, seed: int = 1) -> Iterator[Submission]:
    """Yield submissions, oldest first, the same for the same seed."""
    draw = Random(seed)
    moment = START
    for number in range(count):
        # Sittings of a few minutes a submission, with nights between them.
        moment += timedelta(minutes=draw.expovariate(1 / 6), hours=draw.choice([0] * 30 + [9]))
        yield _submission(draw, number, moment)


def _submission(draw: Random, number: int, moment: datetime) -> Submission:
    challenge = draw.randrange(CHALLENGES)
    verdict = _one_of(draw, _VERDICTS)
    language = _one_of(draw, _LANGUAGES)
    failing = None if verdict is Verdict.AC else draw.randrange(CASES)
    compiles = verdict is not Verdict.CE
    results = tuple(_result(draw, challenge, case, verdict, failing) for case in range(CASES)) if compiles else ()
    passed = sum(each.passed for each in results)
    code = f"# try {draw.randrange(40)}\n" + f"for case in range({challenge}):\n    print(solve(case))\n" * 12
    return Submission(
        learner=LOCAL,
        uid=UUID(int=draw.getrandbits(128)).hex,
        created_at=moment,
        source=Source.CLI if number % 10 else Source.GRADE,
        challenge=ChallengeVersion(
            id=f"challenge-{challenge:02}",
            digest=f"{challenge:064x}",
            title=f"Challenge {challenge}",
            difficulty=tuple(Difficulty)[challenge % 3],
            tags=("loops", f"topic-{challenge % 7}"),
            max_score=100,
        ),
        program=Program(language=language, files=(SourceFile("main", code.encode()),), main="main"),
        file="/home/learner/practice/main",
        judgement=Judgement(
            verdict=verdict,
            results=results,
            total_count=CASES,
            score=10.0 * passed,
            max_score=100,
            language=language,
            sandbox="docker",
            compilation=Compilation(success=compiles, output="", wall_seconds=0.2),
            feedback="" if verdict is Verdict.AC else "The first case that fails is above.",
        ),
    )


def _result(draw: Random, challenge: int, case: int, verdict: Verdict, failing: int | None) -> CaseResult:
    fails = case == failing
    expected = f"{challenge * case}\n".encode()
    actual = f"{draw.randrange(500)}\n".encode() if fails else expected
    difference = ExplainedDifference(
        line=1, column=1, expected_line="1", actual_line="2", explanation="The values differ."
    )
    return CaseResult(
        index=case,
        name=f"case {case}",
        description="",
        hidden=case > CASES // 2,
        verdict=verdict if fails else Verdict.AC,
        points=0 if fails else 10,
        max_points=10,
        input=f"{challenge} {case}\n".encode() * 20,
        expected=expected,
        actual=actual,
        execution=Execution(
            exit_code=0,
            cpu_seconds=draw.random(),
            wall_seconds=draw.random(),
            peak_memory_bytes=9_000_000 + draw.randrange(100_000),
            stdout=actual,
        ),
        difference=difference if fails and verdict is Verdict.WA else None,
        reason="The values differ." if fails else "",
    )


def _one_of(draw: Random, weighted: tuple[tuple[T, int], ...]) -> T:
    return draw.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]


def milliseconds(action: Callable[[], object], turns: int = TURNS) -> str:
    """Return the median time of an action, and the longest."""
    times = []
    for _ in range(turns):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(times):8.1f} ms   (longest {max(times):.1f})"


def measure(path: Path, count: int) -> None:
    """Print how long each kind of reading and writing takes."""
    started = time.perf_counter()
    with closing(open_sqlite(path)) as store:
        store.record_all(submissions(count))
    print(f"{count} submissions written in {time.perf_counter() - started:.0f} s, {path.stat().st_size >> 20} MiB")
    print(f"{'open and close':40}", milliseconds(lambda: open_sqlite(path).close()))
    with closing(open_sqlite(path)) as store:
        for name, query in QUERIES.items():
            print(f"{'page: ' + name:40}", milliseconds(lambda query=query: store.page(LOCAL, query)))
        print(f"{'latest':40}", milliseconds(lambda: store.latest(LOCAL)))
        print(f"{'latest of a challenge':40}", milliseconds(lambda: store.latest(LOCAL, "challenge-07")))
        print(f"{'submission':40}", milliseconds(lambda: store.submission(LOCAL, count // 2)))
        print(f"{'progress':40}", milliseconds(lambda: store.progress(LOCAL, "challenge-07")))
        print(f"{'practice':40}", milliseconds(lambda: store.practice(LOCAL)))
        more = submissions(200, seed=2)
        print(f"{'record':40}", milliseconds(lambda: store.record(next(more)), turns=200))


def measure_commands(large: Path, small: Path) -> None:
    """Print how long whole commands take on many submissions, and in turn on hardly any."""
    with closing(open_sqlite(small)) as store:
        store.record_all(submissions(20))
    for words in (["history"], ["history", "--verdict", "AC", "--language", "python"], ["stats"], ["next"]):
        pairs = [(_seconds(words, large), _seconds(words, small)) for _ in range(TURNS)]
        medians = [1000 * statistics.median(each) for each in zip(*pairs, strict=True)]
        print(f"{'codementor ' + ' '.join(words):55} {medians[0]:6.0f} ms, on 20 submissions {medians[1]:6.0f} ms")


def _seconds(words: list[str], path: Path) -> float:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path}"}
    started = time.perf_counter()
    subprocess.run([COMMAND, *words], env=environment, cwd=path.parent, capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure all on as many submissions as the command line says."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.db"
        measure(large, int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
        measure_commands(large, Path(folder) / "small.db")


if __name__ == "__main__":
    main()
