"""What the services need of the outside: Protocols, each met by an adapter that ``bootstrap`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

# Protocols need names only: what judging does not use of the domain, a judging does not import.
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from types import TracebackType
    from typing import Self

    from codementor_cli.domain.challenge.challenge import Challenge, ChallengeSummary, ReferenceSubmission
    from codementor_cli.domain.challenge.limits import Limits
    from codementor_cli.domain.challenge.program import Language, Program, SourceFile
    from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
    from codementor_cli.domain.judging.execution import CaseRun, Compilation, Execution, RunReport
    from codementor_cli.domain.judging.judgement import CaseResult, Judgement
    from codementor_cli.domain.judging.request import JudgeRequest
    from codementor_cli.domain.mentor.mentoring import (
        MentorCall,
        MentorRequest,
        MentorSpend,
        MentorUsage,
        Prompt,
        Reply,
    )
    from codementor_cli.domain.practice.draft import Draft
    from codementor_cli.domain.practice.learner import LearnerId
    from codementor_cli.domain.practice.record import ChallengeProgress, PracticeRecord
    from codementor_cli.domain.practice.submission import (
        HistoryPage,
        HistoryQuery,
        ImportCount,
        RecordedSubmission,
        Submission,
    )
    from codementor_cli.errors import ProblemsError


class Session(Protocol):
    """Lanes that hold one compiled program, ready for cases.

    Threads may share a session: all of its methods may be called from several at a time. A generator of ``run`` is one
    thread's.
    """

    def compilation(self) -> Compilation | None:
        """Return what compiling or checking said; None where the language has neither.

        Waits for it. After an unsuccessful one, ``run`` must not be called.

        Raises:
            SandboxFault: The sandbox failed, twice.
        """

    def run(self, runs: Sequence[CaseRun]) -> Generator[RunReport, None, None]:
        """Run each once, in parallel over the lanes, and yield reports as they come, in any order.

        A lane that dies is replaced and its run retried once; the second time its report is a fault.
        Closing the generator leaves the rest not run. Where several callers run at a time, each gets the reports of its
        own runs; runs that were asked for first come first.

        Raises:
            SandboxFault: The sandbox failed as a whole, or the session was closed, perhaps meanwhile by another thread.
        """

    def close(self) -> None:
        """End everything at once; may be called more than once. A ``run`` under way raises ``SandboxFault``."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Console(Protocol):
    """The live end of ``run``: where input comes from and output goes."""

    @property
    def is_terminal(self) -> bool:
        """Whether a person types the input and sees the output: the program then gets a terminal too."""

    def input_descriptor(self) -> int | None:
        """Return a descriptor to wait on for input; None once there is no more."""

    def read(self) -> bytes:
        """Return what input there is now, at most 64 KiB; empty at its end."""

    def write(self, stderr: bool, data: bytes) -> None:
        """Show output as it comes."""


class Slot(Protocol):
    """Leave to keep one lane busy."""

    def give_back(self) -> None:
        """Let another have it; may be called more than once."""


class Budget(Protocol):
    """How many lanes all commands of this user may keep busy on this machine at a time.

    Threads may share it. A judging takes one slot for itself: its compiler, its first lane and its checker take turns.
    """

    def take(self, waits: Callable[[], None]) -> Slot:
        """Return a slot, waiting for it; after two minutes, go on without one.

        Args:
            waits: Called once where it takes longer than a moment.
        """

    def take_if_free(self) -> Slot | None:
        """Return a slot for one more lane; None where all are taken, or another judging waits."""


class Sandbox(Protocol):
    """An engine that runs programs under limits and reports facts.

    Threads: one sandbox serves many threads at a time; each has sessions of its own.
    Cancelling: closing a session ends its lanes, and what runs in them, at once.
    """

    @property
    def name(self) -> str:
        """``docker`` or ``bubblewrap``."""

    def open(self, program: Program, limits: Limits, lane_count: int) -> Session:
        """Start lanes for a program, and compile it meanwhile.

        Raises:
            SandboxFault: There is no sandbox to be had, with the command that helps.
        """


class LiveSandbox(Sandbox, Protocol):
    """A sandbox of this machine, whose program a person can type to."""

    def run_live(
        self,
        program: Program,
        arguments: Sequence[str],
        limits: Limits,
        console: Console,
        cancel: Cancel | None = None,
    ) -> tuple[Compilation | None, Execution | None]:
        """Run once, forwarding input as it is typed and output as it comes.

        Args:
            program: To run.
            arguments: Passed to it.
            limits: In force.
            console: Where input comes from and output goes.
            cancel: Ends the run; None: it runs to its end.

        Returns:
            What compiling said, and the facts; no facts where compiling failed. The output went to the console, and is
            not kept.

        Raises:
            SandboxFault: The sandbox failed.
        """


class Runner(Protocol):
    """Runs a program once, without a test case: on this machine or on a server."""

    def run_live(
        self, program: Program, arguments: Sequence[str], limits: Limits, console: Console
    ) -> tuple[Compilation | None, Execution | None]:
        """Run as ``LiveSandbox.run_live`` does."""

    def run_once(
        self, program: Program, run: CaseRun, limits: Limits
    ) -> tuple[tuple[Compilation | None, Execution | None], str]:
        """Run and collect the output; return what ``run_live`` returns, and the engine's name.

        Raises:
            SandboxFault: The sandbox failed.
        """


class Cancel(Protocol):
    """Tells a judging to end early. Threads may share it."""

    def check(self) -> None:
        """Raise where the judging is cancelled, else do nothing.

        Raises:
            CancelledError: The judging is cancelled.
        """

    def ending(self, action: Callable[[], None]) -> AbstractContextManager[None]:
        """Call an action where the judging is cancelled while the context is open, in the thread that cancels.

        Raises:
            CancelledError: The judging was cancelled before.
        """


class Judge(Protocol):
    """Judges programs: on this machine, on another one, or through a queue.

    Threads: one judge serves many threads at a time; each call is a judging of its own. ``progress`` is told by the
    thread that calls.

    Cancelling: after its token was cancelled, ``judge`` ends within a second, ends the running program and leaves
    nothing in the sandbox. It may return a judgement that was complete by then.
    """

    @property
    def name(self) -> str:
        """The engine that runs programs: ``docker`` or ``bubblewrap``."""

    def judge(self, request: JudgeRequest, progress: Progress, cancel: Cancel | None = None) -> Judgement:
        """Judge, telling ``progress`` of each step.

        Args:
            request: What to judge, and how; holds all that is needed.
            progress: Told of each step. Its exception ends the judging, and is raised here.
            cancel: None: the judging runs to its end.

        Returns:
            The judgement; of a program that does not compile, one without results.

        Raises:
            UserFileError: There is nothing to judge by: no test cases, none of a name asked for, or no function calls
                in this language.
            SandboxFault: There is no sandbox to be had. A fault in one case is a judge error in its result.
            CancelledError: It was cancelled.
        """


class Catalog(Protocol):
    """Where challenges come from."""

    def ids(self) -> tuple[str, ...]:
        """Return every id, sorted; broken challenges too."""

    def summaries(self) -> Iterator[ChallengeSummary | ProblemsError]:
        """Yield the summary of each challenge, by id; of a broken one its problems."""

    def load(self, challenge_id: str) -> Challenge:
        """Return one challenge.

        Raises:
            UserFileError: There is none of that id (near matches are named), or its file has problems (all are named).
        """

    def starter(self, challenge: Challenge, language: str) -> SourceFile | None:
        """Return the starter code for a language, if the challenge has one."""

    def references(self, challenge: Challenge) -> tuple[ReferenceSubmission, ...]:
        """Return the author's reference submissions, in name order."""


class Languages(Protocol):
    """The languages that are described in ``sandbox_images/languages.yaml``."""

    def all(self) -> tuple[Language, ...]:
        """Return them, by name."""

    def get(self, name: str) -> Language:
        """Return one.

        Raises:
            UserFileError: No such language; near matches are named.
        """

    def digest(self) -> str:
        """Return a digest of all descriptions."""


class Progress(Protocol):
    """Receives the steps of a judging."""

    def compiled(self, compilation: Compilation) -> None:
        """Compiling or checking ended."""

    def judged(self, result: CaseResult) -> None:
        """A case has its result; calls come in suite order."""


class Results(Protocol):
    """The results of one grading, kept for the next one.

    Candidates are named by their index. Threads may call ``kept`` while another one writes.
    """

    def held(self) -> AbstractContextManager[None]:
        """Hold the results for one grading; however that ends, they are free again.

        Raises:
            UserFileError: Another grading holds them.
        """

    def kept(self, index: int, fingerprint: str) -> RepositoryResult | None:
        """Return the earlier result of a candidate; None: there is none of that fingerprint, or it is a fault."""

    def write(self, index: int, result: AssignmentResult) -> None:
        """Keep the result of one candidate, which is its class's with one repository.

        Raises:
            UserFileError: It may not be written.
            EnvironmentFault: The disk is full, or fails.
        """

    def write_class(self, result: AssignmentResult) -> None:
        """Keep the result of the class; raises what ``write`` raises."""


class Submissions(Protocol):
    """Judged programs of learners, and what follows from them. Of other learners' there is nothing to be seen."""

    def record(self, submission: Submission) -> int:
        """Keep a submission, whole or not at all, and return its number; one that is there already keeps its own."""

    def submission(self, learner: LearnerId, number: int) -> RecordedSubmission:
        """Return one submission of a learner, whole.

        Raises:
            UserFileError: The learner has none of that number; the newest number is named.
        """

    def page(self, learner: LearnerId, query: HistoryQuery) -> HistoryPage:
        """Return the submissions of a learner that match, newest first."""

    def latest(self, learner: LearnerId, challenge_id: str | None = None) -> RecordedSubmission | None:
        """Return a learner's newest submission that was not graded, to one challenge or to all."""

    def progress(self, learner: LearnerId, challenge_id: str) -> ChallengeProgress | None:
        """Return the progress on one challenge, without what was graded; None: nothing was submitted."""

    def practice(self, learner: LearnerId) -> PracticeRecord:
        """Return what statistics are computed from, without what was graded."""


class MentorCalls(Protocol):
    """Answers that a mentor gave to learners."""

    def record_mentor_call(self, call: MentorCall) -> None:
        """Keep an answer; one that is there already stays as it is."""

    def mentor_calls(self, learner: LearnerId, challenge_id: str, state: str | None = None) -> tuple[MentorCall, ...]:
        """Return the answers given on a challenge, oldest first; ``state``: in that problem state only."""

    def mentor_calls_of(self, learner: LearnerId, submission_uid: str) -> tuple[MentorCall, ...]:
        """Return the answers given on one submission, oldest first."""

    def mentor_usage(self, learner: LearnerId) -> tuple[MentorUsage, ...]:
        """Return what a learner's answers cost, by model."""

    def mentor_spend(self, learner: LearnerId, since: datetime) -> MentorSpend:
        """Return what a learner's questions took since a moment, those without an answer too."""


class Drafts(Protocol):
    """Source text that learners have not submitted: one draft for each challenge and language. Never exported."""

    def draft(self, learner: LearnerId, challenge_id: str, language: str) -> Draft | None:
        """Return a draft; None: there is none."""

    def save_draft(self, draft: Draft) -> None:
        """Keep a draft in place of the one before it."""


class Store(Submissions, MentorCalls, Drafts, Protocol):
    """All that is kept of learners, in one place.

    Threads: one store serves many threads. Each method may be called by several threads at a time, also while
    ``everything`` is being read. Methods wait for a writer, at most 15 seconds.

    Faults: every method raises ``StoreFault`` where the store is locked, read-only, damaged, full, closed or newer than
    this program, with a next step.
    """

    def everything(self) -> Iterator[Submission | MentorCall]:
        """Yield the records of all learners as of the first one: submissions, then mentor calls, each oldest first.

        Another thread may read on.
        """

    def record_all(self, records: Iterable[Submission | MentorCall]) -> ImportCount:
        """Keep many records, all or none; records that are there already stay as they are."""

    def close(self) -> None:
        """Give back what is open; may be called more than once."""


class Mentor(Protocol):
    """A model that gives hints, reviews and analyses."""

    def check(self) -> None:
        """Refuse to be asked where that can never succeed, before anything that takes time.

        Raises:
            MentorFault: There is no key, or it can be none.
        """

    def prompt(self, request: MentorRequest) -> Prompt:
        """Return exactly what would be sent; pure, needs no key."""

    def ask(self, prompt: Prompt, deadline_seconds: float, cancel: Cancel | None = None) -> Reply:
        """Send it and return the whole answer, its content unchecked.

        Args:
            prompt: What to send.
            deadline_seconds: In all: connecting, waiting, trying again and reading.
            cancel: Ends the waiting at once; None: it goes on until there is an answer, or the deadline.

        Raises:
            MentorFault: There is no answer: its ``failure`` says why, its message what happened in one line.
            CancelledError: It was cancelled; the model may have been at work already.
        """
