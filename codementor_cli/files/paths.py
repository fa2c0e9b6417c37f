"""Paths as they are shown."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.text.untrusted import escaped


def shown_path(path: Path) -> str:
    """Return a path as the user would type it: relative where it is below the working folder."""
    try:
        return escaped(str(path.absolute().relative_to(Path.cwd())))
    except (ValueError, OSError):
        return escaped(str(path))
