"""Claude as a mentor: the SDK in a thread of its own, so that deadlines and interrupts end a question at once."""

# ruff: noqa: PLC0415 - importing the SDK takes 1.5 s: only the thread beside the judging does

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from codementor_cli.ai.faults import Claude, fault
from codementor_cli.ai.message import Message
from codementor_cli.ai.rendering import render
from codementor_cli.ai.watch import Watch
from codementor_cli.domain.mentor.mentoring import MentorRequest, Prompt, Reply
from codementor_cli.errors import MentorFailure, MentorFault

_Outcome: TypeAlias = Message | Exception

_KEY = re.compile(r"[!-~]+")
"""What a header can hold and a key may be made of."""


def request_body(prompt: Prompt) -> dict[str, Any]:
    """Return the body of the request: what is sent, and all of it.

    The breakpoint for the cache comes after the challenge: rules and challenge stay the same from hint to hint.
    """
    blocks = [
        {"type": "text", "text": prompt.shared, "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": prompt.packet},
        {"type": "text", "text": prompt.task},
    ]
    return {
        "model": prompt.model,
        "max_tokens": prompt.max_tokens,
        "system": [{"type": "text", "text": prompt.system}],
        "messages": [{"role": "user", "content": blocks}],
        "output_config": {
            "effort": prompt.effort,
            "format": {"type": "json_schema", "schema": dict(prompt.schema)},
        },
    }


class ClaudeMentor:
    """Asks Claude over HTTP."""

    def __init__(self, claude: Claude) -> None:
        self._claude = claude

    def warm(self) -> None:
        """Import the SDK in a thread, while something else takes its time; without a key there is no need."""
        if self._claude.key:
            threading.Thread(target=_import_sdk, name="codementor-sdk", daemon=True).start()

    def check_key(self) -> None:
        """Make sure that there is a key to ask with, before anything that takes time.

        Raises:
            MentorFault: There is none, or what there is can be none.
        """
        if not self._claude.key:
            raise fault(MentorFailure.NO_KEY, "Claude was not asked: ANTHROPIC_API_KEY is not set.")
        if _KEY.fullmatch(self._claude.key) is None:
            raise fault(
                MentorFailure.KEY_REFUSED, "Claude was not asked: the API key holds characters that no key has."
            )

    def prompt(self, request: MentorRequest) -> Prompt:
        """Return exactly what would be sent; needs no key."""
        return render(request, self._claude.model)

    def ask(self, prompt: Prompt, deadline_seconds: float) -> Reply:
        """Send it and return the whole answer, its content unchecked.

        Raises:
            MentorFault: There is no answer; its ``failure`` says why.
        """
        self.check_key()
        started_at = time.monotonic()
        watch = Watch(deadline_at=started_at + deadline_seconds)
        try:
            message = self._awaited(request_body(prompt), watch)
        except MentorFault as error:
            raise fault(error.failure, error.message, tuple(watch.request_ids), error.next_step) from error
        return Reply(
            text=message.text,
            model=message.model or prompt.model,
            request_ids=tuple(watch.request_ids),
            input_tokens=message.input_tokens,
            output_tokens=message.output_tokens,
            latency_seconds=time.monotonic() - started_at,
        )

    def _awaited(self, body: Mapping[str, Any], watch: Watch) -> Message:
        """Ask in a thread, and wait for it no longer than allowed.

        A thread that is given up ends with the next part of an answer that comes to it, or with its own time limit.
        """
        outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        thread = threading.Thread(
            target=lambda: outcomes.put(_outcome(self._claude, body, watch)), name="codementor-claude", daemon=True
        )
        thread.start()
        try:
            outcome = outcomes.get(timeout=watch.left_seconds)
        except Empty:
            raise fault(MentorFailure.DEADLINE, "Claude did not answer in time.") from None
        finally:
            watch.abandoned.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _outcome(claude: Claude, body: Mapping[str, Any], watch: Watch) -> _Outcome:
    """Return the answer, or whatever went wrong, for another thread to raise."""
    try:
        from codementor_cli.ai.exchange import connect, exchange

        with connect(claude) as client:
            return exchange(client, body, claude, watch)
    except Exception as error:  # noqa: BLE001 - the thread that waits raises it again
        return error


def _import_sdk() -> None:
    # The SDK makes some hundred thousand objects, all of which stay: looking for garbage among them takes a fifth of
    # the time. Source: 12 imports each way, median CPU time 1.59 s and 1.27 s.
    gc.disable()
    try:
        # Whatever is wrong with it, the question itself comes upon it again, where somebody listens.
        with suppress(Exception):
            from codementor_cli.ai import exchange  # noqa: F401 - for its imports
    finally:
        gc.enable()
