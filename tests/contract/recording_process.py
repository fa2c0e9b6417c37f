"""A process that records submissions as it is told, for tests of many at once and of sudden ends.

Each line on stdin is ``PLACE FIRST COUNT``: open that file, or that database, record so many submissions from that one
on, close. After each submission that is recorded its number goes to stdout; after the last, ``done``.
"""

# ruff: noqa: T201 - printing is how it answers

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from codementor_cli.store import open_sqlite
from codementor_cli.store.postgres.store import open_postgres
from tests.contract.kept import kept_submission


def main() -> None:
    """Do what stdin says until it ends."""
    print("ready", flush=True)
    for told in sys.stdin:
        place, first, count = told.split()
        with closing(open_postgres(place) if "://" in place else open_sqlite(Path(place))) as store:
            for number in range(int(first), int(first) + int(count)):
                print(store.record(kept_submission(number, number)), flush=True)
        print("done", flush=True)


if __name__ == "__main__":
    main()
