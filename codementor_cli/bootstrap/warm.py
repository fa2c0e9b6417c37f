"""Judging in lanes that have started already: for ``test --watch``, and for a server."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; only --watch and serve pay for these

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report, core_count
from codementor_cli.errors import CodementorError, SandboxFault

if TYPE_CHECKING:
    from codementor_cli.ports import Judge
    from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox
    from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox

_LANES_PER_CORE = 4
"""Lanes that wait in a server, where the settings say nothing: a burst of requests finds some. Each takes 9.5 MB."""
_FIRST = "python"
"""The language of the first lanes, which start with the server."""
_OF_DOCKER = ("docker.runtime", "executor.docker_image", "executor.enable_filesystem", "executor.max_cpu")
"""Settings that only Docker lanes obey."""


@contextmanager
def warm_judge(app: Application, report: Report) -> Iterator[Judge]:
    """Yield a judge that keeps lanes warm, here or on a server; at the end nothing of them is left here.

    Args:
        app: Whose engine it is.
        report: Told when an image must be built first.

    Raises:
        EnvironmentFault: There is no engine to be had.
    """
    from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox

    if app.judge_address is not None:
        yield app.judge_service(report)
        return
    engine = app.sandbox(report)
    with closing(WarmSandbox(engine, app.languages, app.budget)) as sandbox:
        yield app.judge_on(sandbox, report)


def warm_sandbox(app: Application, report: Report, busy_count: int = 0, share: int = 1) -> WarmSandbox:
    """Return the sandbox of a server, whose lanes wait for programs; the caller closes it.

    Args:
        app: Whose settings hold.
        report: Told what takes long: an image that is unpacked, or built; an empty line when that is done.
        busy_count: Jobs that run at a time; 0: one a core.
        share: Processes that divide the waiting lanes of the settings among them.

    Raises:
        EnvironmentFault: There is no engine to be had, or the settings ask to judge elsewhere.
    """
    from codementor_cli.domain.challenge.limits import Limits
    from codementor_cli.sandbox.warm.demand import PoolOptions
    from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox

    engine = server_engine(app, report)
    asked = app.settings.value("serve.waiting_lanes").value
    busy = busy_count or core_count()
    options = PoolOptions(
        most_waiting=_LANES_PER_CORE * busy if asked is None else math.ceil(asked / share),
        idle_seconds=app.settings.value("serve.lane_seconds").value,
        busy_count=busy,
    )
    sandbox = WarmSandbox(engine, app.languages, app.budget, options)
    sandbox.expect(_FIRST, Limits())
    return sandbox


def server_engine(app: Application, report: Report) -> LaneSandbox:
    """Return the engine of a server: bubblewrap, whose lanes cost least, unless the settings ask for Docker.

    Args:
        app: Whose settings hold.
        report: As ``warm_sandbox``.

    Raises:
        EnvironmentFault: As ``warm_sandbox``.
    """
    from codementor_cli.bootstrap.engines import bubblewrap_sandbox, check_settings, engine_of

    check_settings(app.settings)
    if _is_docker_asked_for(app):
        return engine_of(app, report)
    named = app.settings.value("bubblewrap.images").value
    if named:
        return bubblewrap_sandbox(app)
    return bubblewrap_sandbox(app, *_unpacked_images(app, report))


def check_server_engine(app: Application) -> str:
    """Return the name of the engine that ``server_engine`` would return, which answers; nothing of it is started.

    Raises:
        EnvironmentFault: As ``warm_sandbox``.
    """
    from codementor_cli.bootstrap.engines import check_settings
    from codementor_cli.sandbox.bubblewrap import find_bubblewrap

    check_settings(app.settings)
    name = app.engine if _is_docker_asked_for(app) else "bubblewrap"
    if name == "docker":
        _ = app.daemon
    elif find_bubblewrap() is None:
        raise SandboxFault("bubblewrap is not installed.", "sudo apt-get install bubblewrap")
    return name


def _is_docker_asked_for(app: Application) -> bool:
    from codementor_cli.sandbox.bubblewrap import find_bubblewrap

    asked = app.settings.value("sandbox").value
    asks_for_docker = any(app.settings.value(name).value for name in _OF_DOCKER)
    return bool(asked == "docker" or (asked == "auto" and (asks_for_docker or not find_bubblewrap())))


def _unpacked_images(app: Application, report: Report) -> tuple[Path, Callable[[str], None] | None]:
    """Return the folder of unpacked images, and what waits until it has the image of a language.

    It is filled with the images that Docker has built: the first language's now, the others' while the server answers.
    A language without one is judged with this machine's own toolchain.
    """
    from platformdirs import user_cache_path

    from codementor_cli.sandbox.images.unpacking import Unpacking

    folder = user_cache_path("codementor") / "images"
    try:
        built = app.images.built()
        if _FIRST in built:
            app.images.unpack_built(_FIRST, folder, report, lambda: True)
    except CodementorError as fault:
        report("")
        app.tell_note(f"{fault.message.partition(': ')[0]}: no image was unpacked. {_tools(folder)}")
        return folder, None
    report("")
    unpacking = Unpacking(
        [name for name in built if name != _FIRST],
        lambda name, is_wanted: app.images.unpack_built(name, folder, lambda _line: None, is_wanted),
        lambda fault: app.tell_note(f"{fault.message} {_tools(folder)}"),
    )
    app.close_later(unpacking.close)
    return folder, unpacking.wait_for


def _tools(folder: Path) -> str:
    """Return a note on what programs are judged with."""
    there = sorted(each.name for each in folder.glob("[!.]*")) if folder.is_dir() else []
    images = f"{', '.join(there)} with images unpacked before, others " if there else ""
    return f"Judging {images}with this machine's own compilers."
