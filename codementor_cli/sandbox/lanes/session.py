"""Lanes that hold one program, and the threads that keep them busy. Knows no engine."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from queue import Empty
from types import TracebackType
from typing import Self

from codementor_cli.domain.judging.execution import (
    TOO_BUSY,
    TRY_LATER,
    CaseRun,
    Compilation,
    Execution,
    RunReport,
    Stop,
)
from codementor_cli.errors import SandboxFault
from codementor_cli.ports import Budget, Slot
from codementor_cli.sandbox.lanes.jobs import Batch, Job, Jobs
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import (
    TRIES,
    Launcher,
    Stopped,
    TrackedLauncher,
    check_program,
    compile_program,
    memory_death,
    send_build,
    start_lane,
)
from codementor_cli.sandbox.lanes.plan import Plan
from codementor_cli.sandbox.lanes.preparation import Preparation
from codementor_cli.sandbox.lanes.step_report import LaneDiedError, LaneDirtyError

_AHEAD = 2
"""Runs that a lane holds at a time: one under way and the next, so that it never waits for the host."""
_PAYS_SECONDS = 0.4
"""Work left, on the lanes that there are, for which one more pays. Source: measured, Docker 20.10 on 2 cores: starting
one beside a busy one takes 0.2 s, a core of it; half of the work left must be more."""
_BESIDE_SECONDS = 0.001
"""Time of the lane and the host for each run, on top of the program's wall time. Source: measured, as above."""
_TELLING_SECONDS = 0.05
"""What was seen or waited for in less says nothing yet: the first run of a lane takes longer than the others."""
_END_SECONDS = 2.0
"""How long a closing session waits for each of its threads, which end as soon as their lanes are closed."""


class LaneSession:
    """A program in lanes; meets ``ports.Session``.

    It begins with one lane. Another starts when the runs seen so far, or the wait for the first, say that it pays.
    """

    def __init__(self, launcher: Launcher, plan: Plan, lane_count: int, budget: Budget | None = None) -> None:
        """Start the first lane, and compile meanwhile.

        Args:
            launcher: Makes lanes; ended with the session.
            plan: How the program is compiled, checked and run.
            lane_count: Most lanes at a time.
            budget: Each lane but the first needs a slot of it; None: none does.
        """
        self._budget = budget
        self._slots: list[Slot] = []
        self._launcher = TrackedLauncher(launcher)
        self._plan = plan
        self._lane_count = lane_count
        self._started_count = 0
        self._jobs = Jobs(lane_count)
        self._preparation = Preparation()
        self._serving = threading.Event()
        """The first lane is ready for runs, or will never be."""
        self._guard = threading.Lock()
        """Held for what several consumers, or lanes, change: the batches, the fault, how many lanes there are."""
        self._batches: set[Batch] = set()
        self._fault: SandboxFault | None = None
        """What ended this session for every consumer, now and later."""
        self._machine_is_busy = False
        """A run was starved twice: no other is tried twice."""
        self._threads: list[threading.Thread] = []
        if plan.compile_step:
            self._begin(self._compile)
        self._begin_lane()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def compilation(self) -> Compilation | None:
        """Meet ``ports.Session``."""
        return self._preparation.wait()

    def run(self, runs: Sequence[CaseRun]) -> Generator[RunReport, None, None]:
        """Meet ``ports.Session``."""
        batch, left = self._new_batch(is_single=len(runs) == 1), len(runs)
        self._jobs.put([Job(batch, run) for run in runs])
        spent_seconds = 0.0
        try:
            while left:
                report = self._next_result(batch, left)
                if isinstance(report, SandboxFault):
                    raise report
                left -= 1
                spent_seconds += _BESIDE_SECONDS + (report.execution.wall_seconds if report.execution else 0)
                if spent_seconds > _TELLING_SECONDS:
                    self._begin_lane_for(left, spent_seconds / (len(runs) - left))
                yield report
        finally:
            self._jobs.forget(batch)
            with self._guard:
                self._batches.discard(batch)

    def close(self) -> None:
        """Meet ``ports.Session``."""
        self._jobs.close()
        self._fail(SandboxFault("The session was closed."))
        self._launcher.close()
        for thread in tuple(self._threads):
            thread.join(_END_SECONDS)
        self._launcher.finish()
        for slot in self._slots:
            slot.give_back()

    def _new_batch(self, *, is_single: bool) -> Batch:
        batch = Batch(is_single=is_single)
        with self._guard:
            self._batches.add(batch)
            if self._fault is not None:
                batch.results.put(self._fault)
        return batch

    def _next_result(self, batch: Batch, left: int) -> RunReport | SandboxFault:
        """Return the next result; where it is so long in coming that the others will be worth a lane, start that."""
        self._serving.wait()
        while self._started_count < min(self._lane_count, left):
            try:
                return batch.results.get(timeout=max(_TELLING_SECONDS, _PAYS_SECONDS * self._started_count / left))
            except Empty:
                self._begin_another_lane()
        return batch.results.get()

    def _begin_lane_for(self, left: int, mean_seconds: float) -> None:
        """Start a lane where the runs left, as long as those before, would keep the others busy for too long."""
        is_long = left * mean_seconds / self._started_count > _PAYS_SECONDS
        if is_long and self._started_count < min(self._lane_count, left):
            self._begin_another_lane()

    def _begin_another_lane(self) -> None:
        """Start one more lane, if the machine has room for it."""
        if self._budget is None:
            self._begin_lane()
            return
        slot = self._budget.take_if_free()
        if slot is not None and not self._begin_lane(slot):
            slot.give_back()

    def _begin_lane(self, slot: Slot | None = None) -> bool:
        """Start one more lane; return False where another consumer has just started the last, or all is over."""
        with self._guard:
            if self._started_count == self._lane_count or self._fault is not None:
                return False
            self._started_count += 1
            is_first = self._started_count == 1
            if slot is not None:
                self._slots.append(slot)
        self._begin(self._work, is_first)
        return True

    def _begin(self, work: Callable[..., None], *arguments: bool) -> None:
        thread = threading.Thread(target=self._guarded, args=(work, *arguments), daemon=True)
        thread.start()
        self._threads.append(thread)

    def _guarded(self, work: Callable[..., None], *arguments: bool) -> None:
        """Do the work of a thread; what ends it reaches every consumer."""
        try:
            work(*arguments)
        except Stopped:
            pass
        except SandboxFault as fault:
            self._fail(fault)
        except BaseException as error:  # noqa: BLE001  # a thread's error must reach the caller
            self._fail(_bug(error))

    def _compile(self) -> None:
        """Compile in a thread of its own while lanes start."""
        step = self._plan.compile_step
        if step is not None:
            self._preparation.set(*compile_program(self._launcher, self._plan, step))

    def _work(self, first: bool) -> None:
        """Keep one lane busy until the session closes."""
        lane = start_lane(self._launcher, self._plan)
        if first and self._plan.check_step:
            compilation, lane = check_program(self._launcher, self._plan, self._plan.check_step, lane)
            self._preparation.set(compilation)
        elif first and not self._plan.compile_step:
            self._preparation.set(None)
        if self._preparation.is_good:
            send_build(lane, self._preparation.built)
            self._serve(lane)

    def _serve(self, lane: Lane) -> None:
        """Take runs, two at a time, and report them; replace the lane when it dies."""
        self._serving.set()
        held: deque[Job] = deque()
        while True:
            try:
                lane = self._fill(lane, held)
                report = lane.finish()
            except LaneDirtyError:
                lane = self._replace(lane, held)
                continue
            except LaneDiedError as error:
                lane = self._on_lane_death(lane, held, str(error))
                continue
            self._report(held.popleft(), report.execution)

    def _fill(self, lane: Lane, held: deque[Job]) -> Lane:
        """Begin as many runs as a lane may hold; return it, or the larger one that the next run needs."""
        while len(held) < _AHEAD:
            job = self._jobs.take_ahead() if held else self._jobs.take()
            if job is None:
                break
            needed = self._plan.room_for(job.run, self._preparation.built)
            if needed <= lane.room_bytes:
                held.append(job)
                lane.begin(self._plan.run_step(job.run, more=self._jobs.following(job)))
                continue
            self._jobs.give_back([job])
            if held:
                break
            self._plan = replace(self._plan, room_bytes=max(needed, self._plan.room_bytes))
            lane = self._replace(lane, held)
        return lane

    def _report(self, job: Job, execution: Execution) -> None:
        """Report a run; one that was starved is done once more, after the others."""
        if execution.stop is not Stop.STARVED:
            job.batch.results.put(RunReport(key=job.run.key, execution=execution))
        elif job.starved or self._machine_is_busy:
            self._machine_is_busy = True
            job.batch.results.put(RunReport(key=job.run.key, fault=f"{TOO_BUSY} {TRY_LATER}"))
        elif job.batch.is_wanted:
            job.starved = True
            self._jobs.put([job])

    def _on_lane_death(self, lane: Lane, held: deque[Job], reason: str) -> Lane:
        """Decide what the death of a lane means for the run in it; return a new lane."""
        job = held.popleft()
        job.deaths += 1
        is_its_own = not lane.has_answered or job.deaths >= TRIES  # else memory of the run before may not be free yet
        if is_its_own and self._launcher.died_of_memory(lane):
            execution = memory_death(self._plan.run_step(job.run))
            job.batch.results.put(RunReport(key=job.run.key, execution=execution))
        elif job.deaths < TRIES:
            held.appendleft(job)
        else:
            job.batch.results.put(RunReport(key=job.run.key, fault=reason))
        self._launcher.discard(lane)
        return self._replace(lane, held)

    def _replace(self, lane: Lane, held: deque[Job]) -> Lane:
        """Return a new lane; what the old one held and has not run goes back."""
        self._jobs.give_back(list(held))
        held.clear()
        self._launcher.retire(lane)
        lane = start_lane(self._launcher, self._plan)
        send_build(lane, self._preparation.built)
        return lane

    def _fail(self, fault: SandboxFault) -> None:
        """Tell every consumer, those that come later too; the first fault stays."""
        self._preparation.fail(fault)
        with self._guard:
            if self._fault is None:
                self._fault = fault
            for batch in self._batches:
                batch.results.put(self._fault)
        self._serving.set()


def _bug(error: BaseException) -> SandboxFault:
    """Return the fault of an unexpected error, with its place, so that it can be reported."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119
        trace = trace.tb_next
    return SandboxFault(f"The sandbox failed at {place}: {type(error).__name__}: {error}.")
