"""Claude as a mentor: the SDK in a thread of its own, so that deadlines and interrupts end a question at once."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from contextlib import nullcontext
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from codementor_cli.ai.claude.deadline import Deadline
from codementor_cli.ai.claude.faults import Claude, fault
from codementor_cli.ai.claude.message import Message
from codementor_cli.ai.claude.request import claude_prompt
from codementor_cli.domain.mentor.mentoring import MentorRequest, Prompt, Reply
from codementor_cli.errors import CancelledError, MentorFailure, MentorFault
from codementor_cli.ports import Cancel

_Outcome: TypeAlias = Message | Exception

_KEY = re.compile(r"[!-~]+")
"""The characters that a header can hold and a key may have."""


class ClaudeMentor:
    """Asks Claude over HTTP."""

    def __init__(self, claude: Claude) -> None:
        self._claude = claude

    def check(self) -> None:
        """Refuse to be asked without a usable key, before anything that takes time.

        Raises:
            MentorFault: There is no key, or it can be none.
        """
        if not self._claude.key:
            raise fault(MentorFailure.NO_KEY, "Claude was not asked: ANTHROPIC_API_KEY is not set.")
        if _KEY.fullmatch(self._claude.key) is None:
            raise fault(
                MentorFailure.KEY_REFUSED, "Claude was not asked: the API key holds characters that no key has."
            )

    def prompt(self, request: MentorRequest) -> Prompt:
        """Return exactly what would be sent; needs no key."""
        return claude_prompt(request, self._claude.model)

    def ask(self, prompt: Prompt, deadline_seconds: float, cancel: Cancel | None = None) -> Reply:
        """Send it and return the whole answer, its content unchecked.

        Raises:
            MentorFault: There is no answer; its ``failure`` says why.
            CancelledError: It was cancelled.
        """
        self.check()
        started_at = time.monotonic()
        deadline = Deadline(at=started_at + deadline_seconds)
        try:
            message = self._awaited(prompt.body, deadline, cancel)
        except MentorFault as error:
            error.request_ids = tuple(deadline.request_ids)
            raise
        return Reply(
            text=message.text,
            model=message.model or prompt.model,
            request_ids=tuple(deadline.request_ids),
            input_tokens=message.input_tokens,
            output_tokens=message.output_tokens,
            latency_seconds=time.monotonic() - started_at,
        )

    def _awaited(self, body: Mapping[str, Any], deadline: Deadline, cancel: Cancel | None) -> Message:
        """Ask in a thread, and wait for it until the deadline at most, or until it is cancelled.

        A thread that is given up ends with the next part of an answer that comes to it, or with its own time limit.
        """
        outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        thread = threading.Thread(
            target=lambda: outcomes.put(_outcome(self._claude, body, deadline)), name="codementor-claude", daemon=True
        )
        ending = nullcontext() if cancel is None else cancel.ending(lambda: outcomes.put(CancelledError()))
        try:
            with ending:
                thread.start()
                outcome = outcomes.get(timeout=deadline.left_seconds)
        except Empty:
            raise fault(MentorFailure.DEADLINE, "Claude did not answer in time.") from None
        finally:
            deadline.abandoned.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _outcome(claude: Claude, body: Mapping[str, Any], deadline: Deadline) -> _Outcome:
    """Return the answer, or the error for the waiting thread to raise."""
    try:
        from codementor_cli.ai.claude.exchange import connect, exchange  # noqa: PLC0415 - the SDK takes 1.5 s

        with connect(claude) as client:
            return exchange(client, body, claude, deadline)
    except Exception as error:  # noqa: BLE001 - the thread that waits raises it again
        return error
