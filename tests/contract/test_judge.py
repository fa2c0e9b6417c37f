"""What every judge keeps to, whichever way it judges.

An adapter joins by one entry in ``ADAPTERS``: a function that takes the folder of unpacked images and yields a judge of
``LANGUAGES``, whose sandbox may be real. A remote judge yields a client of a server that was started with the local one
behind it; a queued one yields a client of a queue with one worker. The programs below are all that a fake must know.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution
from codementor_cli.domain.judging.judgement import CaseResult
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.errors import CancelledError, SandboxFault, UserFileError
from codementor_cli.ports import Judge
from codementor_cli.sandbox.warm.launchers import Engine
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from codementor_cli.schemas.kept.codec import from_json, to_json
from codementor_cli.services.jobs.desk import JobDesk
from codementor_cli.services.jobs.machines.queued_judge import QueuedJudge
from codementor_cli.services.jobs.options import DeskOptions
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.services.judging.judge import JudgeService
from tests.fakes.broker import fake_machines
from tests.fakes.desk import parts_of
from tests.fakes.engines import MoreLanguages, engines
from tests.fakes.judge_server import FakeJudgeServer, socket_client, socket_server, web_client, web_server
from tests.fakes.progress import RecordingProgress
from tests.fakes.queue import MemoryJobs
from tests.fakes.sandbox import FakeSandbox, printing
from tests.fakes.service import served

LANGUAGES = MoreLanguages()
ECHO = b"print(input())\n"
WRONG = b"print('wrong')\n"
BROKEN = b"print(\n"
ENDLESS = b"import time\ntime.sleep(600)\n"
HOUR = Limits(time_seconds=600, wall_time_seconds=3600)
"""A program that is not ended by cancelling is not ended by its limits either, as long as the test lasts."""
CASES = tuple(TestCase(name=each, input=each.encode(), expected=each.encode()) for each in ("one", "two", "three"))


_numbers = itertools.count()
"""Of endless programs: each is another one, or the fake could not tell which of two judgings was cancelled."""


def request(source: bytes, cases: tuple[TestCase, ...] = CASES, **changes: object) -> JudgeRequest:
    if source == ENDLESS:
        source += b"# %d\n" % next(_numbers)
    program = Program(language="python", files=(SourceFile("main.py", source),), main="main.py")
    asked = JudgeRequest(suite=TestSuite(tests=cases), program=program, limits=Limits())
    return replace(asked, **changes)  # type: ignore[arg-type]  # of a request's own fields


@contextmanager
def _fakes(_image_files: Path) -> Iterator[Judge]:
    def behave(program: Program, run: CaseRun) -> Execution:
        source = program.files[0].content
        while source.startswith(ENDLESS):
            if all(each.closed for each in sandbox.sessions if each.program == program):
                raise SandboxFault("The session was closed.")
            time.sleep(0.001)
        return printing(run.stdin if source == ECHO else b"wrong")

    def compiles(program: Program) -> Compilation | None:
        return Compilation(success=program.files[0].content != BROKEN, output="", wall_seconds=0)

    sandbox = FakeSandbox(behave, compiles, reverse=True)
    yield JudgeService(sandbox, LANGUAGES)


@contextmanager
def _bubblewrap(image_files: Path) -> Iterator[Judge]:
    with engines("bubblewrap", image_files) as make:
        yield JudgeService(make(LANGUAGES), LANGUAGES)


@contextmanager
def _over_http(image_files: Path) -> Iterator[Judge]:
    with _fakes(image_files) as local, web_server(FakeJudgeServer(local)) as port, web_client(port) as remote:
        yield remote


@contextmanager
def _over_a_socket(image_files: Path) -> Iterator[Judge]:
    with (
        TemporaryDirectory() as folder,
        _fakes(image_files) as local,
        socket_server(FakeJudgeServer(local), Path(folder) / "judge.sock") as path,
    ):
        yield socket_client(path)


@contextmanager
def _over_the_service(image_files: Path) -> Iterator[Judge]:
    with (
        TemporaryDirectory() as folder,
        engines("bubblewrap", image_files) as make,
        served(Path(folder), _NO_GRACE, WarmSandbox(cast(Engine, make(LANGUAGES)), LANGUAGES)) as running,
        web_client(running.address[1], token="") as remote,
    ):
        yield remote


@contextmanager
def _queued_here(image_files: Path) -> Iterator[Judge]:
    jobs = MemoryJobs()
    with _fakes(image_files) as local, closing(JobDesk(jobs, parts_of(local), _QUEUE_OPTIONS)) as desk:
        desk.start()
        yield QueuedJudge(desk=desk, owner=LOCAL, engine=local.name)


@contextmanager
def _queued_elsewhere(image_files: Path) -> Iterator[Judge]:
    jobs = MemoryJobs()
    options = replace(_QUEUE_OPTIONS, caps=QueueCaps(worker_count=0))
    with _fakes(image_files) as local, closing(JobDesk(jobs, parts_of(local), options)) as desk:
        desk.start()
        with fake_machines(jobs, desk, parts_of(local), lane_count=2):
            yield QueuedJudge(desk=desk, owner=LOCAL, engine=local.name)


_NO_GRACE = ServiceOptions(grace_seconds=0)
"""What a test left running is ended with the service."""
_QUEUE_OPTIONS = DeskOptions(caps=QueueCaps(worker_count=2), tick_seconds=0.01)

ADAPTERS: dict[str, Callable[[Path], AbstractContextManager[Judge]]] = {
    "local on fakes": _fakes,
    "local on bubblewrap": _bubblewrap,
    "remote over HTTP": _over_http,
    "remote over a socket": _over_a_socket,
    "the service on bubblewrap": _over_the_service,
    "queued, run by threads": _queued_here,
    "queued, run by a worker": _queued_elsewhere,
}


@pytest.fixture(scope="module", params=list(ADAPTERS))
def judge(request: pytest.FixtureRequest, image_files: Path) -> Iterator[Judge]:
    with ADAPTERS[request.param](image_files) as made:
        yield made


def test_judgement_and_progress_are_in_suite_order(judge: Judge) -> None:
    progress = RecordingProgress()
    judgement = judge.judge(request(ECHO, lane_count=2), progress)

    assert (judgement.verdict, judgement.total_count, judgement.language) == (Verdict.AC, 3, "python")
    assert judgement.sandbox == judge.name
    assert [each.name for each in judgement.results] == ["one", "two", "three"]
    assert tuple(progress.results) == judgement.results
    assert len(progress.compilations) == 1


def test_wrong_output_is_wrong_answer_in_every_case(judge: Judge) -> None:
    judgement = judge.judge(request(WRONG), RecordingProgress())

    assert [each.verdict for each in judgement.results] == [Verdict.WA] * 3


def test_fail_fast_ends_at_the_first_failure(judge: Judge) -> None:
    judgement = judge.judge(request(WRONG, fail_fast=True), RecordingProgress())

    assert [each.name for each in judgement.results] == ["one"]
    assert judgement.total_count == 3


def test_only_the_named_cases_are_judged(judge: Judge) -> None:
    judgement = judge.judge(request(ECHO, case_names=("three", "two")), RecordingProgress())

    assert [each.name for each in judgement.results] == ["two", "three"]


def test_program_that_does_not_compile_has_no_results(judge: Judge) -> None:
    progress = RecordingProgress()
    judgement = judge.judge(request(BROKEN), progress)

    assert (judgement.verdict, judgement.results) == (Verdict.CE, ())
    assert [each.success for each in progress.compilations] == [False]


@pytest.mark.parametrize("asked", [request(ECHO, cases=()), request(ECHO, case_names=("four",))])
def test_nothing_to_judge_by_is_refused(judge: Judge, asked: JudgeRequest) -> None:
    with pytest.raises(UserFileError, match="no test case"):
        judge.judge(asked, RecordingProgress())


def test_request_that_travelled_gets_the_same_verdicts(judge: Judge) -> None:
    asked = request(WRONG, case_names=("two",), fail_fast=True)
    came = from_json(JudgeRequest, to_json(asked))

    assert came == asked
    assert judge.judge(came, RecordingProgress()).verdict is Verdict.WA


def test_cancelled_before_it_begins_it_does_not_begin(judge: Judge) -> None:
    token, progress = CancelToken(), RecordingProgress()
    token.cancel()
    with pytest.raises(CancelledError):
        judge.judge(request(ECHO), progress, token)

    assert progress == RecordingProgress()


def test_cancelling_ends_a_program_that_runs(judge: Judge) -> None:
    token = CancelToken()
    timer = threading.Timer(0.5, token.cancel)
    timer.start()
    with pytest.raises(CancelledError):
        judge.judge(request(ENDLESS, limits=HOUR), RecordingProgress(), token)
    timer.join()


def test_cancelling_one_judging_leaves_the_others_alone(judge: Judge) -> None:
    token = CancelToken()
    cancelled: list[bool] = []

    def endless() -> None:
        with pytest.raises(CancelledError):
            judge.judge(request(ENDLESS, limits=HOUR), RecordingProgress(), token)
        cancelled.append(True)

    thread = threading.Thread(target=endless)
    thread.start()
    judgement = judge.judge(request(ECHO), RecordingProgress(), CancelToken())
    token.cancel()
    thread.join()

    assert judgement.verdict is Verdict.AC
    assert cancelled == [True]


def test_token_that_asks_cancels_between_cases(judge: Judge) -> None:
    progress = RecordingProgress()
    with pytest.raises(CancelledError):
        judge.judge(request(ECHO), progress, CancelToken(lambda: bool(progress.results)))

    assert [each.name for each in progress.results] == ["one"]


def test_exception_of_the_progress_comes_through_and_the_judge_goes_on(judge: Judge) -> None:
    class Impatient(RecordingProgress):
        def judged(self, result: CaseResult) -> None:
            raise ConnectionResetError(result.name)

    with pytest.raises(ConnectionResetError, match="one"):
        judge.judge(request(ECHO), Impatient())

    assert judge.judge(request(ECHO), RecordingProgress()).verdict is Verdict.AC


def test_threads_share_a_judge(judge: Judge) -> None:
    verdicts: dict[bytes, list[Verdict]] = {ECHO: [], WRONG: []}

    def work(source: bytes) -> None:
        for _ in range(5):
            verdicts[source].append(judge.judge(request(source), RecordingProgress()).verdict)

    threads = [threading.Thread(target=work, args=(source,)) for source in verdicts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert verdicts == {ECHO: [Verdict.AC] * 5, WRONG: [Verdict.WA] * 5}
