"""The state of this machine, for ``codementor doctor`` and a server's health page."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; only the doctor pays for these

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from codementor_cli import __version__
from codementor_cli.bootstrap import Application, Report
from codementor_cli.bootstrap.engines import build_folder
from codementor_cli.bootstrap.judges import judge_diagnosis
from codementor_cli.bootstrap.practice import postgres_url
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.errors import CodementorError, UsageError
from codementor_cli.text.amounts import count_text, size_text
from codementor_cli.text.units import MIB

_ENOUGH_DISK_BYTES = 1024 * MIB
"""About what the image of one large language takes while it is built."""


def diagnoses(begin: Callable[[], Application], report: Report) -> Iterator[Diagnosis]:
    """Look at one thing after another; a check whose needs are missing is left out.

    Args:
        begin: Builds the application; a fault of its settings is the first diagnosis.
        report: Told what is looked at.

    Raises:
        UsageError: Of ``begin``.
    """
    yield _ok("codementor", f"{__version__}, Python {platform.python_version()} at {sys.executable}")
    report("settings")
    try:
        app = begin()
        yield _settings(app)
    except UsageError:
        raise
    except CodementorError as error:
        yield _failed("settings", error)
        return
    report("challenges")
    yield _challenges(app)
    yield from _folders()
    yield _kept(app)
    yield from _database(app)
    yield from _broker(app)
    report("judge")
    judge = _judge(app)
    yield judge
    if app.settings.value("executor.host").value is not None and judge.health is not Health.WARNING:
        return
    report("sandbox")
    works = True
    try:
        for each in _engine(app):
            works = works and each.health is not Health.FAILED
            yield each
    except CodementorError as error:
        works = False
        yield _failed("sandbox", error)
    if works:
        yield from _programs(app, report)


def _settings(app: Application) -> Diagnosis:
    names = [str(file.path) for file in app.settings.files]
    return _ok("settings", ", ".join(names) if names else "no settings file; defaults and environment")


def _broker(app: Application) -> Iterator[Diagnosis]:
    """Look at the broker, where the settings name one."""
    if app.settings.value("broker.url").value is None:
        return
    from codementor_cli.bootstrap.machines import broker_url, open_broker, shared_url

    try:
        shared_url(app)
        with closing(open_broker(broker_url(app))) as broker:
            depth = broker.depth()
            dead = count_text(depth.dead_count, "dead letter")
            yield _ok("broker", f"RabbitMQ at {broker.place}, {count_text(depth.waiting_count, 'job')} with it, {dead}")
    except CodementorError as error:
        yield _failed("broker", error)


def _judge(app: Application) -> Diagnosis:
    """Say who judges; where that is a server, this machine's sandbox does not matter."""
    try:
        return judge_diagnosis(app)
    except CodementorError as error:
        return _failed("judge", error)


def _challenges(app: Application) -> Diagnosis:
    count = len(app.catalog.ids())
    folders = ", ".join(str(each) for each in app.challenge_folders if each.is_dir())
    if not count:
        return Diagnosis(
            subject="challenges",
            health=Health.WARNING,
            message="none found",
            next_step="codementor challenges new ID",
        )
    # A mistyped folder holds no challenges, and nothing else would say so.
    missing = [str(each) for each in app.settings.challenge_folders if not each.is_dir()]
    if missing:
        return Diagnosis(
            subject="challenges",
            health=Health.WARNING,
            message=f"{count} in {folders}; there is no folder {', '.join(missing)}",
            next_step="Check CODEMENTOR_CHALLENGES, or challenges in your config file: codementor config",
        )
    return _ok("challenges", f"{count} in {folders}")


def _folders() -> Iterator[Diagnosis]:
    """Look at the folders that we write to, and the room there."""
    from platformdirs import user_cache_path, user_data_path

    for subject, folder in (
        ("data folder", user_data_path("codementor")),
        ("cache folder", user_cache_path("codementor")),
        ("temporary folder", Path(tempfile.gettempdir())),
    ):
        yield _folder(subject, folder)


def _kept(app: Application) -> Diagnosis:
    """Say what compiling again is spared, and how to be rid of it."""
    builds = build_folder(app)
    if builds is None:
        return _ok("compile cache", "off")
    count, size = builds.size()
    kept = f"{count_text(count, 'compilation')}, {size_text(size)}; `codementor images prune` removes them"
    return _ok("compile cache", kept if count else "empty")


def _database(app: Application) -> Iterator[Diagnosis]:
    """Look at the PostgreSQL database, where one is named."""
    url = postgres_url(app)
    if url is None:
        return
    from codementor_cli.store.postgres.state import state_of

    try:
        state = state_of(url)
    except CodementorError as error:
        yield _failed("database", error)
        return
    kept = f"schema {state.schema}" if state.schema else "nothing kept yet"
    found = (
        f"{state.place}, PostgreSQL {state.server_version}, {kept}, "
        f"{state.connection_count} of {state.most_connections} connections open"
    )
    if state.is_in_clear:
        step = "Add ?sslmode=verify-full to DATABASE_URL, and a certificate to the server."
        message = f"{found}; submissions go over the network in the clear"
        yield Diagnosis(subject="database", health=Health.WARNING, message=message, next_step=step)
    else:
        yield _ok("database", found)


def _folder(subject: str, folder: Path) -> Diagnosis:
    existing = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    if not os.access(existing, os.W_OK | os.X_OK):
        return Diagnosis(
            subject=subject,
            health=Health.WARNING,
            message=f"{folder} cannot be written",
            next_step=f"make {existing} writable for you",
        )
    free = shutil.disk_usage(existing).free
    if free < _ENOUGH_DISK_BYTES:
        return Diagnosis(
            subject=subject,
            health=Health.WARNING,
            message=f"{folder}, only {size_text(free)} free",
            next_step="codementor images prune, or make room otherwise",
        )
    return _ok(subject, f"{folder}, {size_text(free)} free")


def _programs(app: Application, report: Report) -> Iterator[Diagnosis]:
    """Look at the images of Docker lanes, and run a program in a lane."""
    if app.engine != "docker":
        yield from _lane(app, "python", report)
        return
    report("images")
    try:
        statuses = app.images.statuses()
    except CodementorError as error:
        yield _failed("images", error)
        return
    built = [each.language for each in statuses if each.built]
    missing = [each.language for each in statuses if not each.built]
    if missing:
        # First use builds them: judging works, and starts later.
        yield Diagnosis(
            subject="images",
            health=Health.WARNING,
            message=f"built: {', '.join(built) or 'none'}; not built: {', '.join(missing)}",
            next_step=f"codementor images build {' '.join(missing)}",
        )
    else:
        yield _ok("images", f"built: {', '.join(built)}")
    if built:
        yield from _lane(app, "python" if "python" in built else built[0], report)


def _lane(app: Application, name: str, report: Report) -> Iterator[Diagnosis]:
    """Run a program in a lane, and programs that break each limit."""
    from codementor_cli.services.judging.diagnose import hello
    from codementor_cli.services.judging.selftest import prove

    report("hello, world")
    try:
        greeting = hello(app.sandbox(report), app.languages.get(name))
    except CodementorError as error:
        greeting = _failed("hello, world", error)
    yield greeting
    if greeting.health is Health.OK:
        report("limits")
        try:
            yield from prove(app.sandbox(report))
        except CodementorError as error:
            yield _failed("limits", error)


def _ok(subject: str, message: str) -> Diagnosis:
    return Diagnosis(subject=subject, health=Health.OK, message=message)


def _failed(subject: str, error: CodementorError) -> Diagnosis:
    return Diagnosis(subject=subject, health=Health.FAILED, message=error.message, next_step=error.next_step)


def _engine(app: Application) -> Iterator[Diagnosis]:
    """Look at the engine, step by step.

    Raises:
        EnvironmentFault: There is none.
    """
    if app.engine == "docker":
        from codementor_cli.sandbox.docker.diagnose import diagnose as diagnose_docker

        yield from diagnose_docker()
    else:
        from codementor_cli.sandbox.bubblewrap.diagnose import diagnose as diagnose_bubblewrap

        yield from diagnose_bubblewrap(app.languages.all())
