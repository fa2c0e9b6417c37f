"""The engines, put together from the settings."""

# ruff: noqa: PLC0415 - each engine is imported where it is asked for

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, data_folder

if TYPE_CHECKING:
    from codementor_cli.domain.program import Language
    from codementor_cli.sandbox.bubblewrap import BubblewrapSandbox
    from codementor_cli.sandbox.builds import BuildFolder
    from codementor_cli.sandbox.docker import DockerSandbox


def docker_sandbox(app: Application, report: Callable[[str], None]) -> DockerSandbox:
    """Return the Docker engine.

    Args:
        app: Whose settings hold.
        report: Told when an image must be built first; an empty line when that is done.
    """
    from codementor_cli.sandbox.docker import DockerOptions, DockerSandbox, is_built
    from codementor_cli.sandbox.recipes import Recipes

    override = app.settings.value("executor.docker_image").value

    def image_of(language: Language) -> str:
        if override:
            return str(override)
        tag = Recipes(data_folder("sandbox_images")).tag(language.name)
        if not is_built(app.daemon, tag):
            app.images.ensure(language.name, report)
            report("")
        return tag

    options = DockerOptions(
        networking=app.settings.value("executor.enable_networking").value,
        writable_root=app.settings.value("executor.enable_filesystem").value,
        cpu_percent=app.settings.ceilings.cpu_percent,
        runtime=app.settings.value("docker.runtime").value,
    )
    return DockerSandbox(app.languages, image_of, options, lambda: app.daemon, build_folder(app))


def bubblewrap_sandbox(app: Application) -> BubblewrapSandbox:
    """Return the bubblewrap engine."""
    from codementor_cli.sandbox.bubblewrap import BubblewrapOptions, BubblewrapSandbox

    images = app.settings.value("bubblewrap.images").value
    options = BubblewrapOptions(
        images=Path(images) if images else None,
        networking=app.settings.value("executor.enable_networking").value,
        build_folder=build_folder(app),
    )
    return BubblewrapSandbox(app.languages, options)


def build_folder(app: Application) -> BuildFolder | None:
    """Return where what compilers made is kept; None where the settings want nothing kept."""
    if not app.settings.value("compile_cache").value:
        return None
    from platformdirs import user_cache_path

    from codementor_cli.sandbox.builds import BuildFolder

    return BuildFolder(user_cache_path("codementor") / "builds")
