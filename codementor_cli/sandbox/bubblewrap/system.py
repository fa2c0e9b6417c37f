"""What a lane sees of this machine: its toolchains, or an unpacked image's, and nothing of anybody's."""

from __future__ import annotations

import sys
from pathlib import Path

from codementor_cli.sandbox.bubblewrap.command import System

MARK = ".codementor-image"
"""In an unpacked image's folder: the tag that it was made from, written last."""
_TOP = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32")
_SETTINGS = ("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "java-*", "fpc*", "perl")
"""Of /etc, what toolchains need; patterns."""
_PACKAGE_ACCOUNTS = ("var/lib/dpkg/status", "var/lib/rpm/rpmdb.sqlite", "var/lib/pacman/local", "lib/apk/db/installed")
"""What package managers write whenever a package comes, goes or changes."""
_BY_HAND = ("etc/alternatives", "usr/local/bin", "usr/local/lib", "usr/local/include", "usr/bin", "usr/include")
"""Folders that others install into."""


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
    return System(binds=tuple(binds), links=tuple(links), python=python, stamp=stamp_of(root))


def stamp_of(root: Path) -> str:
    """Return a text that changes whenever the files below ``root`` do; empty where no package manager lists them."""
    mark = root / MARK
    if mark.is_file():
        return f"{root}:{mark.read_text(encoding='ascii')}"
    if not any((root / name).exists() for name in _PACKAGE_ACCOUNTS):
        return ""
    return f"{root}:" + ",".join(filter(None, (_change(root / name) for name in (*_PACKAGE_ACCOUNTS, *_BY_HAND))))


def _change(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{path}:{status.st_ino}:{status.st_mtime_ns}:{status.st_size}"
