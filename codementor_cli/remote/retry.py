"""Whether to ask again, and when. Pure, but for the draw that keeps a class from coming back all at once.

``stamina`` would sleep where a cancelled judging must end within a second, so the pause is the caller's to wait.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from codementor_cli.errors import SandboxFault
from codementor_cli.remote.transport import PassingError

TRY_COUNT = 6
"""Without any news in between."""
BUSY_SECONDS = 120.0
"""How long a server may say that it has too much to do. Source: a local judging waits as long for a free core."""
AWAY_SECONDS = 300.0
"""How long the judgings of a class wait for a server that does not answer: it may be started again."""
CROWDED_SECONDS = 3600.0
"""How long they wait for one that answers, and takes none of them: other classes may be before them."""
_TOLD_AFTER_SECONDS = 2.0
_FIRST_SECONDS = 0.1
_LONGEST_SECONDS = 5.0
_DOUBLINGS = 10
_LONGEST_ASKED_SECONDS = 60.0


@dataclass(slots=True)
class Patience:
    """The tries of one judging."""

    tries_made: int = 0
    busy_seconds: float = 0.0
    was_sent: bool = False
    """Whether a server may have the request."""

    @classmethod
    def of_one_try(cls) -> Patience:
        """Return the patience of a question that is not asked again."""
        return cls(tries_made=TRY_COUNT, busy_seconds=BUSY_SECONDS)

    def heard(self) -> None:
        """Begin anew: there was news."""
        self.tries_made = 0

    def pause_seconds(self, lost: PassingError) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
        self.tries_made += 1
        self.was_sent = self.was_sent or not lost.is_absent
        pause = max(_own_pause(self.tries_made), lost.pause_seconds or 0.0)
        if lost.is_busy:
            self.busy_seconds += pause
            return None if self.busy_seconds > BUSY_SECONDS else pause
        return None if self.tries_made >= TRY_COUNT or pause > _LONGEST_ASKED_SECONDS else pause


@dataclass(slots=True)
class Contact:
    """What the judgings of one class know of their server together. Threads may share it.

    One answer renews the patience of all of them. Once it is over, each judging that follows is tried once: a class
    does not wait anew for each program where its server is gone.
    """

    tell: Callable[[str], None] = lambda _words: None
    """Told that the server is waited for; an empty text when it is there again."""
    clock: Callable[[], float] = time.monotonic
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _refusal: SandboxFault | None = None
    _lost_at: float | None = None
    """Since when nobody had any answer; None: somebody had one a moment ago."""
    _refused_at: float | None = None
    """Since when the server took no judging."""
    _is_told: bool = False

    def refuse(self, refusal: SandboxFault) -> None:
        """Note that the server takes none of these judgings any more, as with a token that it does not know."""
        with self._guard:
            self._refusal = refusal

    def check(self) -> None:
        """Raise what was noted by ``refuse``, if anything was.

        Raises:
            SandboxFault: The server refused an earlier judging for good.
        """
        with self._guard:
            if self._refusal is not None:
                raise SandboxFault(self._refusal.message, self._refusal.next_step)

    def heard(self) -> None:
        """Note that the server took a judging, or that there is news of one."""
        with self._guard:
            self._lost_at = self._refused_at = None
            was_told, self._is_told = self._is_told, False
            if was_told:
                self.tell("")

    def is_over(self, lost: PassingError) -> bool:
        """Note that an answer did not come, and return whether there is no hope any more."""
        now = self.clock()
        with self._guard:
            if lost.is_busy:
                self._lost_at = None
            elif self._lost_at is None:
                self._lost_at = now
            self._refused_at = now if self._refused_at is None else self._refused_at
            away = 0.0 if self._lost_at is None else now - self._lost_at
            crowded = now - self._refused_at
            if not self._is_told and crowded > _TOLD_AFTER_SECONDS:
                self._is_told = True
                self.tell(f"The judging server is waited for: {lost}.")
            return away > AWAY_SECONDS or crowded > CROWDED_SECONDS


@dataclass(slots=True)
class SharedPatience(Patience):
    """The tries of one judging of a class."""

    contact: Contact = field(default_factory=Contact)

    def heard(self) -> None:
        """Begin anew, with all other judgings."""
        self.tries_made = 0
        self.contact.heard()

    def pause_seconds(self, lost: PassingError) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
        self.tries_made += 1
        self.was_sent = self.was_sent or not lost.is_absent
        if self.contact.is_over(lost):
            return None
        return min(max(_own_pause(self.tries_made), lost.pause_seconds or 0.0), _LONGEST_ASKED_SECONDS)


def _own_pause(tries_made: int) -> float:
    return min(_FIRST_SECONDS * 2.0 ** min(tries_made - 1, _DOUBLINGS), _LONGEST_SECONDS) * random.uniform(0.75, 1.0)  # noqa: S311
