"""Whether to ask again, and when. Pure, but for the draw that keeps a class from coming back all at once.

``stamina`` would sleep where a cancelled judging must end within a second, so the pause is the caller's to wait.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from codementor_cli.remote.transport import PassingError

TRY_COUNT = 6
"""Without any news in between."""
BUSY_SECONDS = 120.0
"""How long a server may say that it has too much to do. Source: a local judging waits as long for a free core."""
_FIRST_SECONDS = 0.1
_LONGEST_SECONDS = 5.0
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
        own = min(_FIRST_SECONDS * 2.0 ** (self.tries_made - 1), _LONGEST_SECONDS) * random.uniform(0.75, 1.0)  # noqa: S311
        pause = max(own, lost.pause_seconds or 0.0)
        if lost.is_busy:
            self.busy_seconds += pause
            return None if self.busy_seconds > BUSY_SECONDS else pause
        return None if self.tries_made >= TRY_COUNT or pause > _LONGEST_ASKED_SECONDS else pause
