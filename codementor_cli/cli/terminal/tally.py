"""Progress of work on many records: how many so far, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import Streams, look_of

_TOLD_EVERY = 500
"""Records between two reports: a few each second."""

T = TypeVar("T")


@contextmanager
def tally(out: Streams, verb: str) -> Iterator[Callable[[Iterable[T]], Iterator[T]]]:
    """Yield a function that hands records on, and tells of every few hundred of them.

    Args:
        out: Where to tell; only a terminal is told.
        verb: ``Importing``.
    """
    with status_line(out) as report:

        def told(records: Iterable[T]) -> Iterator[T]:
            for count, record in enumerate(records):
                if count and count % _TOLD_EVERY == 0 and look_of(out.error_stream).terminal:
                    report(f"{verb}: {count} records so far …")
                yield record
            report("")

        yield told
