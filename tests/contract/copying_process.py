"""A process that copies a store in small pages, and says each step: ``KIND ADDRESS KIND ADDRESS``."""

from __future__ import annotations

import sys
from dataclasses import replace
from unittest.mock import patch

from codementor_cli.store.copying import copying
from codementor_cli.store.copying.tables import TABLES
from tests.fakes.copies import Place, copied


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    source, target = Place(*sys.argv[1:3]), Place(*sys.argv[3:5])
    with patch.object(copying, "TABLES", tuple(replace(each, page_count=2) for each in TABLES)):
        copied(source, target, _say)
