"""``codementor queue forget``."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from codementor_cli.bootstrap.machines import broker_url, open_broker
from codementor_cli.cli.render.text import line
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Quiet, application, streams
from codementor_cli.text.amounts import count_text


def command() -> Any:
    """Build the command."""
    return leaf(forget, "forget", "codementor queue forget")


def forget(quiet: Quiet = False) -> int:
    """Drop the list of jobs that the broker gave up. The jobs themselves, and all that waits, stay as they are."""
    with closing(open_broker(broker_url(application()))) as broker:
        count = broker.drop_dead_letters()
    streams(quiet).tell([line(f"Dropped {count_text(count, 'dead letter')}.")])
    return 0
