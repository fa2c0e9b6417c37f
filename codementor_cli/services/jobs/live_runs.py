"""Runs whose input comes while they go on, for a server: each in a thread, bounded in number and in what waits."""

from __future__ import annotations

import os
import secrets
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.execution import Compilation, Execution
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.errors import CancelledError, CodementorError
from codementor_cli.ports import LiveSandbox
from codementor_cli.services.judging.cancel import CancelToken
from codementor_cli.text.units import MIB

_WAITING_BYTES = MIB
"""Of output that nobody has taken yet; then the program waits, as it would for a slow terminal."""
_BACKLOG_BYTES = 256 * 1024
"""Of input that the program has not read yet; then its sender waits."""
_READ_BYTES = 64 * 1024
_JOIN_SECONDS = 5.0


class TooManyRunsError(Exception):
    """As many runs go on as may.

    Attributes:
        is_own: Whether they are all this owner's.
    """

    def __init__(self, *, is_own: bool) -> None:
        super().__init__()
        self.is_own = is_own


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run to do."""

    owner: LearnerId
    program: Program
    arguments: tuple[str, ...]
    limits: Limits
    """In force: ceilings applied."""
    is_terminal: bool = False
    input: bytes = b""
    """What there was at the beginning."""
    input_ended: bool = False
    """Whether that is all of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Output of the program."""

    stderr: bool
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """The end of a run: facts, a failed compilation, or an error."""

    compilation: Compilation | None = None
    execution: Execution | None = None
    error: BaseException | None = None


class LiveRun:
    """One run, between the thread that performs it and the one that answers; meets ``ports.Console``."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.uid = secrets.token_hex(16)
        self.is_terminal = asked.is_terminal
        self.received_bytes = 0
        """Of input, after what there was at the beginning."""
        self.token = CancelToken()
        self._come = threading.Condition()
        self._news: deque[Shown | Over] = deque()
        self._waiting_bytes = 0
        self._on_news: Callable[[], None] = _ignore
        self._on_room: Callable[[], None] = _ignore
        self._source, self._sink = os.pipe()
        os.set_blocking(self._sink, False)
        self._backlog = bytearray(asked.input)
        """Input that the pipe has no room for yet."""
        self._all_came = asked.input_ended
        self._input_ended = asked.input_ended and not asked.input
        self._is_over = False
        self._pour()

    def input_descriptor(self) -> int | None:
        """Meet ``ports.Console``."""
        return None if self._input_ended else self._source

    def read(self) -> bytes:
        """Meet ``ports.Console``."""
        data = os.read(self._source, _READ_BYTES)
        with self._come:
            self._input_ended = not data
            self._pour()
            self._on_room()
        return data

    def write(self, stderr: bool, data: bytes) -> None:
        """Meet ``ports.Console``: waits until what is there was taken.

        Raises:
            CancelledError: Nobody takes it any more.
        """
        with self._come:
            self._come.wait_for(lambda: self._waiting_bytes < _WAITING_BYTES or self._is_left)
            self.token.check()
            self._waiting_bytes += len(data)
            self._tell(Shown(stderr, data))

    def on_news(self, call: Callable[[], None]) -> None:
        """Have something called, in any thread, when there is news; at once where there is some."""
        with self._come:
            self._on_news = call
            if self._news:
                call()

    def on_room(self, call: Callable[[], None]) -> None:
        """Have something called, in any thread, when the program has read input, or ended."""
        with self._come:
            self._on_room = call

    def take(self) -> Sequence[Shown | Over]:
        """Return the news since the last time."""
        with self._come:
            news, self._waiting_bytes = tuple(self._news), 0
            self._news.clear()
            self._come.notify_all()
            return news

    def give_input(self, data: bytes, offset: int, *, is_end: bool) -> int:
        """Take input, as much as there is room for; what came before is not taken twice.

        Args:
            data: The input.
            offset: Where it begins in all of it.
            is_end: Whether it ends there.

        Returns:
            How many bytes of all input were taken.

        Raises:
            ValueError: There is a gap between what came and this.
        """
        with self._come:
            if offset > self.received_bytes:
                raise ValueError("input before this is missing")
            if self._sink < 0:
                return offset + len(data)  # the program is gone, or has all: the rest goes nowhere, as in a pipe
            room = max(0, _BACKLOG_BYTES - len(self._backlog))
            rest = data[self.received_bytes - offset :][:room]
            self._backlog += rest
            self.received_bytes += len(rest)
            self._all_came = is_end and self.received_bytes >= offset + len(data)
            self._pour()
            return self.received_bytes

    def leave(self) -> None:
        """End the run: nobody waits for it. Any thread may call it, more than once."""
        self.token.cancel()
        with self._come:
            self._backlog.clear()
            self._end_input()
            self._come.notify_all()

    def perform(self, sandbox: LiveSandbox) -> None:
        """Run it, in the thread that calls."""
        asked = self.asked
        try:
            compilation, execution = sandbox.run_live(asked.program, asked.arguments, asked.limits, self, self.token)
            over = Over(compilation=compilation, execution=execution)
        except (CodementorError, CancelledError) as error:
            over = Over(error=error)
        except BaseException as error:
            self._end(Over(error=error))
            raise
        self._end(over)

    def _end(self, over: Over) -> None:
        with self._come:
            self._is_over = True
            self._end_input()
            os.close(self._source)
            self._tell(over)
            self._on_room()

    @property
    def _is_left(self) -> bool:
        try:
            self.token.check()
        except CancelledError:
            return True
        return False

    def _tell(self, news: Shown | Over) -> None:
        self._news.append(news)
        self._on_news()

    def _pour(self) -> None:
        """Give the pipe what it takes now, and the end of input after the last of it."""
        if self._sink < 0:
            return
        with suppress(BlockingIOError):
            while self._backlog:
                del self._backlog[: os.write(self._sink, self._backlog)]
        if self._all_came and not self._backlog:
            self._end_input()

    def _end_input(self) -> None:
        if self._sink >= 0:
            os.close(self._sink)
            self._sink = -1


def _ignore() -> None:
    """Ignore it."""


class LiveRuns:
    """The runs that go on. Threads may share it."""

    def __init__(
        self, sandbox: LiveSandbox, *, most: int, most_of_owner: int, prepare: Callable[[], object] = _ignore
    ) -> None:
        """Take where programs run.

        Args:
            sandbox: Serves many threads.
            prepare: Makes the sandbox ready, or raises why it cannot be.
            most: Runs at a time.
            most_of_owner: Runs of one owner at a time.
        """
        self._sandbox = sandbox
        self.prepare = prepare
        """To be called before a run begins: it may take long, and raises ``EnvironmentFault``."""
        self._most = most
        self._most_of_owner = most_of_owner
        self._guard = threading.Lock()
        self._runs: dict[str, LiveRun] = {}
        self._threads: set[threading.Thread] = set()

    @property
    def sandbox_name(self) -> str:
        """The engine's."""
        return self._sandbox.name

    def begin(self, asked: Asked) -> LiveRun:
        """Begin a run, in a thread of its own.

        Raises:
            TooManyRunsError: As many go on as may.
        """
        with self._guard:
            own = sum(each.asked.owner == asked.owner for each in self._runs.values())
            if own >= self._most_of_owner or len(self._runs) >= self._most:
                raise TooManyRunsError(is_own=own >= self._most_of_owner)
            run = LiveRun(asked)
            self._runs[run.uid] = run
            thread = threading.Thread(target=self._perform, args=(run,), name=f"run {run.uid[:8]}", daemon=True)
            self._threads.add(thread)
        thread.start()
        return run

    def run(self, uid: str) -> LiveRun | None:
        """Return a run that goes on; None: there is none."""
        with self._guard:
            return self._runs.get(uid)

    def close(self) -> None:
        """End all runs, and wait until they are gone."""
        with self._guard:
            runs, threads = list(self._runs.values()), list(self._threads)
        for run in runs:
            run.leave()
        for thread in threads:
            thread.join(_JOIN_SECONDS)

    def _perform(self, run: LiveRun) -> None:
        try:
            run.perform(self._sandbox)
        finally:
            with self._guard:
                del self._runs[run.uid]
                self._threads.discard(threading.current_thread())
