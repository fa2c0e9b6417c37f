"""A desk of jobs over fakes: judgings that end when a test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.job import Job
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.ports import Cancel, Judge, Progress
from codementor_cli.ports.serving import Jobs
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.jobs.perform import JobParts
from codementor_cli.services.judging.submit import Machine
from tests.contract.kept import case_result
from tests.fakes.one_challenge import OneChallenge
from tests.fakes.sandbox import FakeLanguages, FakeSandbox, printing

COMPILED = Compilation(success=True, output="", wall_seconds=0.1)
RESULTS = (case_result(0, 1), case_result(1, 1, hidden=True))


@dataclass
class HeldJudge:
    """Compiles, gives the first result, and then waits until it is told to end or is cancelled."""

    verdict: Verdict = Verdict.WA
    error: Exception | None = None
    """Raised in place of a judgement."""
    begun: SimpleQueue[JudgeRequest] = field(default_factory=SimpleQueue)
    goes_on: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return "fake"

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        assert cancel is not None
        progress.compiled(COMPILED)
        progress.judged(RESULTS[0])
        ended = threading.Event()
        with cancel.ending(ended.set):
            self.begun.put(request)
            while not self.goes_on.wait(0.005) and not ended.is_set():
                pass
            cancel.check()
        if self.error is not None:
            raise self.error
        progress.judged(RESULTS[1])
        return Judgement(
            verdict=self.verdict,
            results=RESULTS,
            total_count=2,
            score=50,
            max_score=100,
            language=request.program.language,
            sandbox="fake",
            compilation=COMPILED,
        )

    def release(self) -> None:
        """Let every judging end, now and later."""
        self.goes_on.set()


@dataclass
class RecordingObserver:
    """Keeps what it is told, in order; meets ``ports.serving.DeskObserver``."""

    told: list[tuple[str, str]] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)

    def queued(self, job: Job) -> None:
        self.told.append(("queued", job.uid))

    def started(self, job: Job) -> None:
        self.told.append(("started", job.uid))

    def ended(self, job: Job) -> None:
        self.told.append((job.state.value, job.uid))

    def fault(self, error: BaseException) -> None:
        self.faults.append(error)


@dataclass
class DeskOfFakes:
    """A desk, and all that it was given."""

    desk: JobDesk
    judge: HeldJudge
    sandbox: FakeSandbox
    observer: RecordingObserver


@contextmanager
def running_desk(
    jobs: Jobs, worker_count: int = 1, judge: HeldJudge | None = None, starts: bool = True, **options: object
) -> Iterator[DeskOfFakes]:
    """Yield a desk over jobs that runs; it is closed in the end."""
    made = desk_of_fakes(jobs, worker_count, judge, **options)
    if starts:
        made.desk.start()
    try:
        yield made
    finally:
        made.judge.release()
        made.desk.close(10)


def desk_of_fakes(jobs: Jobs, worker_count: int = 1, judge: HeldJudge | None = None, **options: object) -> DeskOfFakes:
    """Return a desk that does not run yet."""
    judge, observer = judge or HeldJudge(), RecordingObserver()
    sandbox = FakeSandbox(lambda _, run: printing(run.stdin))
    parts = parts_of(judge, sandbox)
    given: dict[str, object] = {
        "caps": QueueCaps(worker_count=worker_count),
        "tick_seconds": 0.01,
        "retry_seconds": 0.001,
        "observer": observer,
        **options,
    }
    made = DeskOptions(**given)  # type: ignore[arg-type]  # the fields of the options, as a test names them
    return DeskOfFakes(JobDesk(jobs, parts, made), judge, sandbox, observer)


def parts_of(judge: Judge, sandbox: FakeSandbox | None = None) -> JobParts:
    """Return what the work of jobs needs: a judge, one challenge, and a sandbox that prints its input."""
    return JobParts(
        judge=judge,
        sandbox=sandbox or FakeSandbox(lambda _, run: printing(run.stdin)),
        catalog=OneChallenge(),
        machine=Machine(languages=FakeLanguages()),
    )


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; a test's own time limit ends a wait in vain."""
    pause = threading.Event()
    while not holds():
        pause.wait(0.005)
