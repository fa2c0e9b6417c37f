"""``codementor --version``."""

from __future__ import annotations

import sys

from codementor_cli import __version__
from codementor_cli.cli.terminal.streams import write


def print_version() -> int:
    """Print name and version."""
    write(sys.stdout, f"codementor {__version__}\n")
    return 0
