"""The sandbox's images: built from their recipes when first needed, listed, and removed once a recipe has changed."""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codementor_cli.errors import NextStep, SandboxFault
from codementor_cli.sandbox.docker.connection import brief, calls
from codementor_cli.sandbox.images.base_system import SUITE, BaseSystem
from codementor_cli.sandbox.images.build_output import BuildError, Report, follow
from codementor_cli.sandbox.images.recipes import BASE, Recipe, Recipes
from codementor_cli.sandbox.images.unpack import unpack

if TYPE_CHECKING:
    import docker

LABEL = "codementor.recipe"
"""On every image of ours; its value is the tag that it was built as."""

_TRY_COUNT = 3
"""How often an image is built while the network fails; apt within it tries again by itself."""
_PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageStatus:
    """One language's image on this daemon."""

    language: str
    tag: str
    """Of the recipe as it is now."""
    built: bool
    """Whether the daemon has it."""
    size_bytes: int | None = None
    """With the layers that it shares with other images; None where it is not built."""
    created_at: datetime | None = None
    """None where it is not built."""


class Images:
    """The images of one daemon."""

    def __init__(
        self, recipes: Path, client_factory: Callable[[], docker.DockerClient], *, lock_folder: Path | None = None
    ) -> None:
        """Take what is needed; nothing is read and no daemon is called before it must be.

        Args:
            recipes: The folder ``sandbox_images``.
            client_factory: Connects to the daemon.
            lock_folder: Where processes that build at one time agree; None: the user's cache folder.
        """
        self._folder = recipes
        self._recipes = Recipes(recipes)
        self._client_factory = client_factory
        self._lock_folder = lock_folder

    @cached_property
    def _client(self) -> docker.DockerClient:
        return self._client_factory()

    @property
    def _api(self) -> Any:
        return self._client.api

    def tag(self, language_name: str) -> str:
        """Return ``codementor/<language>:<digest of its recipe and the base's>``, without asking the daemon.

        Raises:
            SandboxFault: The language has no recipe.
        """
        return self._recipes.tag(language_name)

    def ensure(self, language_name: str, report: Report) -> str:
        """Return the tag of an image that is there, building it and the base if need be.

        Args:
            language_name: As the folder of its recipe.
            report: Takes one short line for each step of a build; not called where the image is there.

        Raises:
            SandboxFault: No daemon answers, or the build failed, with the end of its output.
        """
        tag = self.tag(language_name)
        with calls("look for an image"):
            if not self._is_there(tag):
                self._build_language(language_name, report, force=False)
        return tag

    def build(self, names: Sequence[str], report: Report, *, force: bool = False) -> None:
        """Build images, the base first.

        Args:
            names: Languages; empty: all that have a recipe.
            report: Takes one short line a step, and one for each image that was there already.
            force: Build existing images again, with today's packages.

        Raises:
            SandboxFault: No daemon answers, a language has no recipe, or a build failed.
        """
        tags = {name: self.tag(name) for name in names or self._recipes.languages}
        with calls("build images"):
            if force:
                self._build_base(report, force=True)
            for name, tag in tags.items():
                if force or not self._is_there(tag):
                    self._build_language(name, report, force=force)
                else:
                    report(f"{name}: {tag} is there already")

    def statuses(self) -> tuple[ImageStatus, ...]:
        """Return one for each language that has a recipe, by name.

        Raises:
            SandboxFault: No daemon answers.
        """
        with calls("list images"):
            present = {tag: image for image in self._api.images() for tag in image.get("RepoTags") or ()}
        tags = ((name, self.tag(name)) for name in self._recipes.languages)
        return tuple(_status(name, tag, present.get(tag)) for name, tag in tags)

    def unpack(self, names: Sequence[str], folder: Path, report: Report) -> None:
        """Write images to ``folder/LANGUAGE``, building them if need be; those that are there already are left.

        Raises:
            SandboxFault: No daemon answers, a build failed, or the folder cannot be written.
        """
        for name in names:
            tag = self.ensure(name, report)
            with self._turn(tag, report):
                unpack(self._api, tag, folder / name, report)

    def built(self) -> tuple[str, ...]:
        """Return the languages whose images are built, by name.

        Raises:
            SandboxFault: No daemon answers.
        """
        return tuple(each.language for each in self.statuses() if each.built)

    def unpack_built(self, name: str, folder: Path, report: Report, is_wanted: Callable[[], bool]) -> None:
        """Write an image that is built to ``folder/LANGUAGE``; one that is there already is left.

        Raises:
            SandboxFault: As ``unpack``, or it is not wanted any more.
        """
        tag = self.tag(name)
        with self._turn(tag, report):
            unpack(self._api, tag, folder / name, report, is_wanted)

    def prune(self, report: Report) -> tuple[str, ...]:
        """Remove images of ours that no recipe asks for any more, except those that a container uses.

        Returns:
            The tags that were removed.

        Raises:
            SandboxFault: No daemon answers.
        """
        current = {self._recipes.base_tag, *(self.tag(name) for name in self._recipes.languages)}
        with calls("remove images"):
            ours = self._api.images(filters={"label": LABEL})
            stale = sorted({tag for image in ours for tag in image.get("RepoTags") or ()} - current)
            return tuple(tag for tag in stale if tag.startswith("codementor/") and self._remove(tag, report))

    def _remove(self, tag: str, report: Report) -> bool:
        import docker.errors  # noqa: PLC0415  # the SDK's import costs 130 ms, and some commands need only tags

        try:
            self._api.remove_image(tag)
        except docker.errors.ImageNotFound:
            return False
        except docker.errors.APIError as error:
            report(f"{tag} stays: {brief(error)}")
            return False
        report(f"{tag} removed")
        return True

    def _is_there(self, tag: str) -> bool:
        import docker.errors  # noqa: PLC0415  # as above

        try:
            self._api.inspect_image(tag)
        except docker.errors.ImageNotFound:
            return False
        return True

    def _build_language(self, name: str, report: Report, *, force: bool) -> None:
        base = self._build_base(report, force=False)
        tag = self.tag(name)
        with self._turn(tag, report) as waited:
            if not self._is_there(tag) or (force and not waited):
                self._build_image(self._recipes.load(name), tag, {"BASE": base}, report)

    def _build_base(self, report: Report, *, force: bool) -> str:
        tag = self._recipes.base_tag
        if not force and self._is_there(tag):
            return tag
        with self._turn(tag, report) as waited:
            if not self._is_there(tag) or (force and not waited):
                own_tag = f"codementor/debian:{SUITE}"
                system = BaseSystem(self._client, self._folder / BASE / "dpkg-excludes").provide(own_tag, report)
                self._build_image(self._recipes.load(BASE), tag, {"FROM_IMAGE": system}, report)
                if system == own_tag:
                    # Its layer lives on in the base; the name would only be one more thing to prune.
                    self._api.remove_image(own_tag, noprune=True)
        return tag

    def _build_image(self, recipe: Recipe, tag: str, arguments: dict[str, str], report: Report) -> None:
        """Build one image, once more where the network failed.

        Raises:
            SandboxFault: It failed, and whether for the network or for the recipe.
        """
        for left in reversed(range(_TRY_COUNT)):
            try:
                follow(self._events(recipe, tag, arguments), recipe.name, report)
            except BuildError as error:
                if not error.is_of_the_network or not left:
                    raise _failed(recipe.name, error) from error
                report(f"{recipe.name}: the network failed; building it again")
            else:
                return

    def _events(self, recipe: Recipe, tag: str, arguments: dict[str, str]) -> Iterable[Mapping[str, Any]]:
        events: Iterable[Mapping[str, Any]] = self._api.build(
            fileobj=io.BytesIO(recipe.context()),
            custom_context=True,
            tag=tag,
            buildargs={**arguments, **_proxies()},
            labels={LABEL: tag},
            nocache=True,
            rm=True,
            forcerm=True,
            decode=True,
        )
        return events

    @contextmanager
    def _turn(self, tag: str, report: Report) -> Iterator[bool]:
        """Hold the right to build an image; say whether another process had it meanwhile.

        Builds of one recipe at one time would do the work twice.
        """
        folder = self._lock_folder or _cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"build-{tag.replace('/', '-').replace(':', '-')}.lock").open("w") as file:
            waited = False
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                report(f"{tag}: another codementor is building it; waiting")
                waited = True
                fcntl.flock(file, fcntl.LOCK_EX)
            yield waited


def _failed(name: str, error: BuildError) -> SandboxFault:
    """Return the fault of a build: the network's, which its operator mends, or the recipe's."""
    if error.is_of_the_network:
        return SandboxFault(
            f"The image of {name} could not be built, for the network failed {_TRY_COUNT} times:\n{error}",
            NextStep(("images", "build"), "Check that this machine reaches Debian's packages, then type: {}"),
        )
    return SandboxFault(
        f"The image of {name} could not be built:\n{error}",
        NextStep(
            ("images", "build"),
            f"If you changed sandbox_images/{name}, mend what the last lines name, then type: {{}}",
        ),
    )


def _status(language: str, tag: str, image: dict[str, Any] | None) -> ImageStatus:
    if image is None:
        return ImageStatus(language=language, tag=tag, built=False)
    created_at = datetime.fromtimestamp(image["Created"], tz=UTC)
    return ImageStatus(language=language, tag=tag, built=True, size_bytes=image["Size"], created_at=created_at)


def _proxies() -> dict[str, str]:
    """Return the proxy variables of this process: they belong to the machine, and builds need them as it does."""
    names = (spelling for name in _PROXY_NAMES for spelling in (name, name.lower()))
    return {name: os.environ[name] for name in names if name in os.environ}


def _cache_folder() -> Path:
    import platformdirs  # noqa: PLC0415  # only building needs it

    return platformdirs.user_cache_path("codementor")
