"""What a lane sees of this machine: its toolchains, or an unpacked image's, and nothing of anybody's."""

from __future__ import annotations

import sys
from pathlib import Path

from codementor_cli.sandbox.bubblewrap.command import System

_TOP = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SETTINGS = ("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "java-*", "fpc*", "perl")
"""Of /etc, what toolchains need; patterns."""


def system_of(root: Path) -> System:
    """Return the files below ``root`` that a lane needs: ``/`` for the host's own."""
    binds: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    for name in _TOP:
        path = root / name
        if path.is_symlink():
            links.append((str(path.readlink()), f"/{name}"))
        elif path.is_dir():
            binds.append((str(path), f"/{name}"))
    for pattern in _SETTINGS:
        binds += [(str(path), f"/etc/{path.name}") for path in sorted((root / "etc").glob(pattern)) if path.exists()]
    python = "/usr/bin/python3"
    if root == Path("/") and not Path(python).exists():
        prefix = Path(sys.base_prefix).resolve()
        binds.append((str(prefix), str(prefix)))
        python = str(prefix / "bin" / "python3")
    return System(binds=tuple(binds), links=tuple(links), python=python)
