"""The recipes of images: what their tags are made of, and what the daemon is given to build one."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from codementor_cli.errors import NextStep, SandboxFault

BASE = "base"
"""The folder of the recipe that every other one stands on."""

_DIGEST_LENGTH = 12
_HARNESS = "call."
"""Harnesses travel to a lane with the program: a change of one changes no image."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One folder of ``sandbox_images``: a Dockerfile and what it copies."""

    name: str
    files: tuple[tuple[str, bytes], ...]
    """Names and contents, in name order."""

    def digest(self, below: str = "") -> str:
        """Return 12 hexadecimal digits of everything that goes into the image.

        Args:
            below: The digest of the recipe that this one stands on.
        """
        digest = hashlib.sha256(below.encode())
        for name, content in self.files:
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()[:_DIGEST_LENGTH]

    def context(self) -> bytes:
        """Return the build context, a tar archive.

        Scripts are always executable in it: some installers of wheels lose modes.
        """
        import tarfile  # noqa: PLC0415  # builds only; every lane needs a tag

        stream = io.BytesIO()
        with tarfile.open(fileobj=stream, mode="w") as archive:
            for name, content in self.files:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                entry.mode = 0o755 if content.startswith(b"#!") else 0o644
                archive.addfile(entry, io.BytesIO(content))
        return stream.getvalue()


class Recipes:
    """The recipes in a folder, and the tags of their images."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a recipe, sorted."""
        found = (path.parent.name for path in self._folder.glob("*/Dockerfile"))
        return tuple(sorted(name for name in found if name != BASE))

    @cached_property
    def base_tag(self) -> str:
        """The tag of the image that the others stand on."""
        return f"codementor/{BASE}:{self.load(BASE).digest()}"

    def tag(self, name: str) -> str:
        """Return the tag of a language's image: it changes when its recipe or the base's does.

        Raises:
            SandboxFault: The language has no recipe.
        """
        return f"codementor/{name}:{self.load(name).digest(below=self.base_tag)}"

    def load(self, name: str) -> Recipe:
        """Read one recipe.

        Raises:
            SandboxFault: The language has no recipe.
        """
        folder = self._folder / name
        if not (folder / "Dockerfile").is_file():
            raise SandboxFault(
                f"There is no image recipe for {name}: {folder / 'Dockerfile'} is missing.",
                NextStep(("images", "list"), "`{}` shows the languages that have one."),
            )
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not _is_left_out(path.name))
        return Recipe(name, tuple((path.name, path.read_bytes()) for path in paths))


def _is_left_out(name: str) -> bool:
    return name.startswith((_HARNESS, ".")) or name.endswith("~")
