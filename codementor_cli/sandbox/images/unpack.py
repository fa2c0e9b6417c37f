"""Images as plain folders, for machines that judge without a daemon."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.bubblewrap.system import MARK
from codementor_cli.sandbox.docker.connection import calls
from codementor_cli.sandbox.images.build_output import Report


def _always() -> bool:
    return True


def unpack(api: Any, tag: str, target: Path, report: Report, is_wanted: Callable[[], bool] = _always) -> bool:
    """Put an image's files into a folder, whole or not at all; return whether there was anything to do.

    Args:
        api: The SDK's low-level client.
        tag: An image that is there.
        target: Replaced if it holds another image.
        report: Told before it begins; not called where there is nothing to do.
        is_wanted: Asked meanwhile whether to go on.

    Raises:
        SandboxFault: The daemon, ``tar`` or the disk failed, or it is not wanted any more.
    """
    mark = target / MARK
    if mark.is_file() and mark.read_text(encoding="ascii") == tag:
        return False
    report(f"{target.name}: unpacking {tag}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            fresh = Path(scratch) / "image"
            fresh.mkdir()
            _extract(api, tag, fresh, is_wanted)
            (fresh / MARK).write_text(tag, encoding="ascii")
            if target.exists():
                target.rename(Path(scratch) / "before")  # at once: lanes start from it meanwhile
            fresh.rename(target)
    except OSError as error:
        raise SandboxFault(f"{tag} cannot be unpacked into {target}: {error}.", "Name a folder with room.") from error
    return True


def _extract(api: Any, tag: str, folder: Path, is_wanted: Callable[[], bool]) -> None:
    """Stream the image's files through ``tar``; a container that is never started lends them."""
    with calls("unpack an image"):
        identity = api.create_container(tag, command="true")["Id"]
        try:
            tar = subprocess.Popen(  # noqa: S603  # our own words
                ["tar", "--extract", "--directory", str(folder), "--exclude", "dev/*"],  # noqa: S607  # the user's own
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            with tar:
                for piece in api.export(identity):
                    if not is_wanted():
                        raise SandboxFault(f"{tag} was not unpacked: it is not wanted any more.")
                    tar.stdin.write(piece)  # type: ignore[union-attr]  # it is a pipe
                tar.stdin.close()  # type: ignore[union-attr]  # the same
                said = tar.stderr.read().decode("utf-8", "replace")  # type: ignore[union-attr]  # the same
        finally:
            api.remove_container(identity, force=True)
    if tar.returncode != 0:
        raise OSError(said.strip()[-300:] or f"tar ended with code {tar.returncode}")
