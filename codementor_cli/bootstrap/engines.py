"""The engines, put together from the settings."""

# ruff: noqa: PLC0415 - each engine is imported where it is asked for

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, data_folder
from codementor_cli.errors import EnvironmentFault
from codementor_cli.settings import Settings

if TYPE_CHECKING:
    from codementor_cli.domain.challenge.program import Language
    from codementor_cli.sandbox.bubblewrap import BubblewrapSandbox
    from codementor_cli.sandbox.docker import DockerSandbox
    from codementor_cli.sandbox.lanes.builds import BuildFolder
    from codementor_cli.sandbox.lanes.launcher import Launcher


def engine_of(app: Application, report: Callable[[str], None]) -> DockerSandbox | BubblewrapSandbox:
    """Return the engine that the settings ask for, as ``Application.sandbox``.

    Args:
        app: Whose settings hold.
        report: Told when an image must be built first; an empty line when that is done.
    """
    if app.engine != "docker":
        return bubblewrap_sandbox(app)

    def image_of(language: Language) -> str:
        found = _built_image(app, language)
        if found is None:
            found = app.images.ensure(language.name, report)
            report("")
        return found

    return docker_sandbox(app, image_of)


def judged_elsewhere(settings: Settings, fault: EnvironmentFault) -> str:
    """Return a note on judging without Docker; empty where no variable names a daemon.

    Args:
        settings: Which name it.
        fault: Why it cannot be had.
    """
    if not any(settings.environment.get(name) for name in ("DOCKER_HOST", "DOCKER_CONTEXT")):
        return ""
    tools = "the unpacked images" if settings.value("bubblewrap.images").value else "this machine's own compilers"
    tried = fault.message.partition(": ")[0]  # what follows are the SDK's words
    return (
        f"{tried}. Judging with bubblewrap and {tools} instead. "
        "Choose for yourself: --sandbox docker, or --sandbox bubblewrap."
    )


def docker_sandbox(app: Application, image_of: Callable[[Language], str]) -> DockerSandbox:
    """Return the Docker engine.

    Args:
        app: Whose settings hold.
        image_of: Returns the image of a language.
    """
    from codementor_cli.sandbox.docker import DockerOptions, DockerSandbox

    options = DockerOptions(
        networking=app.settings.value("executor.enable_networking").value,
        writable_root=app.settings.value("executor.enable_filesystem").value,
        cpu_percent=app.settings.ceilings.cpu_percent,
        runtime=app.settings.value("docker.runtime").value,
    )
    return DockerSandbox(app.languages, image_of, options, lambda: app.daemon, build_folder(app))


def _built_image(app: Application, language: Language) -> str | None:
    """Return the tag of a language's image; None where it is not built yet."""
    override = app.settings.value("executor.docker_image").value
    if override:
        return str(override)
    from codementor_cli.sandbox.docker import is_built
    from codementor_cli.sandbox.images.recipes import Recipes

    tag = Recipes(data_folder("sandbox_images")).tag(language.name)
    return tag if is_built(app.daemon, tag) else None


def ready_launcher(app: Application, language: Language) -> Launcher | None:
    """Return the launcher of a language's lanes; None where an image must be built first.

    Raises:
        EnvironmentFault: There is no engine to be had.
    """
    if app.engine != "docker":
        return bubblewrap_sandbox(app).launcher(language)
    tag = _built_image(app, language)
    return None if tag is None else docker_sandbox(app, lambda _language: tag).launcher(language)


def bubblewrap_sandbox(
    app: Application, unpacked: Path | None = None, await_image: Callable[[str], None] | None = None
) -> BubblewrapSandbox:
    """Return the bubblewrap engine.

    Args:
        app: Whose settings hold.
        unpacked: The folder of unpacked images where the settings name none; None: this machine's own toolchains.
        await_image: Called before the image of a language is looked for.
    """
    from codementor_cli.sandbox.bubblewrap import BubblewrapOptions, BubblewrapSandbox

    images = app.settings.value("bubblewrap.images").value
    options = BubblewrapOptions(
        images=Path(images) if images else unpacked,
        await_image=await_image,
        networking=app.settings.value("executor.enable_networking").value,
        build_folder=build_folder(app),
        ahead_folder=app.cache_folder("ahead"),
    )
    return BubblewrapSandbox(app.languages, options)


def build_folder(app: Application) -> BuildFolder | None:
    """Return where what compilers made is kept; None where the settings want nothing kept."""
    folder = app.cache_folder("builds")
    if folder is None:
        return None
    from codementor_cli.sandbox.lanes.builds import BuildFolder

    return BuildFolder(folder)


def check_settings(settings: Settings) -> None:
    """Refuse settings that would judge more loosely than they say.

    Raises:
        EnvironmentFault: They ask for files of this machine in a lane.
    """
    if settings.value("sandbox").value == "bubblewrap" and settings.value("executor.enable_filesystem").value:
        message = "CODE_EXECUTOR_ENABLE_FILESYSTEM is for Docker lanes: a bubblewrap lane's files are this machine's."
        raise EnvironmentFault(message, "Unset it, or set CODEMENTOR_SANDBOX=docker.")
