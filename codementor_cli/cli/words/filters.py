"""Filters of ``history``: typed words to a query, and a query to the command for its next page."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.errors import UsageError
from codementor_cli.services.practice.filters import VERDICTS, moment_of, plain, verdict_words
from codementor_cli.text.moment import FORMS
from codementor_cli.text.near_matches import near_matches
from codementor_cli.text.untrusted import visible_line

_LARGEST = 2**63 - 1
"""Largest number of a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Options as they were typed."""

    challenge_id: str | None
    verdict: str | None
    language: str | None
    since: str | None
    limit: int
    page: int | None
    """1-based."""
    offset: int | None
    database: str | None

    def query(self, now: datetime) -> HistoryQuery:
        """Return the query for the store.

        Args:
            now: The learner's clock, aware.

        Raises:
            UsageError: A typed value cannot be read; the message lists the values that can.
        """
        if self.page is not None and self.offset is not None:
            raise UsageError("Give --page or --offset, not both.", "codementor history --help")
        return HistoryQuery(
            challenge_id=self.challenge_id,
            verdict=None if self.verdict is None else read_verdict(self.verdict),
            language=self.language,
            since=None if self.since is None else read_since(self.since, now),
            limit=min(self.limit, _LARGEST),
            offset=min(self.offset or ((self.page or 1) - 1) * self.limit, _LARGEST),
        )

    @property
    def narrow(self) -> bool:
        """Whether there is any filter besides paging."""
        return any(each is not None for each in (self.challenge_id, self.verdict, self.language, self.since))

    def command(self, place: Sequence[str]) -> str:
        """Return the command line for the same filters at another place: ``--page 2``."""
        named = {
            "--challenge": self.challenge_id,
            "--verdict": self.verdict,
            "--language": self.language,
            "--since": self.since,
            "--database": self.database,
        }
        given = [word for option, value in named.items() if value is not None for word in (option, value)]
        limit = [] if self.limit == HistoryQuery().limit else ["--limit", str(self.limit)]
        return shlex.join(["codementor", "history", *given, *limit, *place])


def read_verdict(text: str) -> Verdict:
    """Return the verdict that is meant: a code, or words as they are shown.

    Raises:
        UsageError: There is no such verdict; the message names near matches, or all verdicts.
    """
    typed, names = plain(text), verdict_words()
    if typed in names:
        return names[typed]
    near = list(dict.fromkeys(names[each] for each in near_matches(typed, names)))
    asked = f"did you mean {' or '.join(map(_named, near))}?" if near else f"it takes {_every_verdict()}."
    raise UsageError(f"There is no verdict {visible_line(text)!r}; {asked}", "codementor history --help")


def read_since(text: str, now: datetime) -> datetime:
    """Return the point in time of typed words, aware.

    Raises:
        UsageError: It cannot be read; the message names the forms that can.
    """
    try:
        return moment_of(text, now)
    except (ValueError, OverflowError) as error:
        message = f"--since {visible_line(text)!r} is no point in time: it takes {FORMS}."
        raise UsageError(message, "codementor history --since 7d") from error


def _named(verdict: Verdict) -> str:
    return f"{verdict.value} ({verdict.words})"


def _every_verdict() -> str:
    return ", ".join(each.value for each in VERDICTS)
