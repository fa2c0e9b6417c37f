"""The judge in force: this machine's sandbox, a server of this user's, or a server elsewhere."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; a local judging pays for none of them

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from codementor_cli import __version__
from codementor_cli.errors import CodementorError, EnvironmentFault, NextStep, Problem, ProblemsError, UsageError

if TYPE_CHECKING:
    from codementor_cli.bootstrap import Application, Report
    from codementor_cli.domain.diagnosis import Diagnosis
    from codementor_cli.ports import Judge, Runner
    from codementor_cli.remote.address import Address
    from codementor_cli.remote.link import Server
    from codementor_cli.settings import Settings

_HOW_PROGRAMS_RUN = (
    "sandbox",
    "docker.runtime",
    "bubblewrap.images",
    "compile_cache",
    "zygote",
    "executor.timeout",
    "executor.max_memory",
    "executor.max_cpu",
    "executor.docker_image",
    "executor.enable_networking",
    "executor.enable_filesystem",
)
"""Settings that decide how a program is run: a local server with others would judge otherwise than this command."""
_DAEMONS = ("DOCKER_HOST", "DOCKER_CONTEXT", "XDG_CACHE_HOME")


def judge_address(settings: Settings) -> Address | None:
    """Return where programs are judged; None: on this machine, in this process.

    ``--sandbox`` names an engine of this machine, and flags win. The port of the settings belongs to their host, and
    not to the one of ``--judge``.

    Raises:
        UsageError: ``--judge`` names no address, or such a one.
        ProblemsError: The settings name no address, or one to which hidden data would go in the clear.
    """
    host = settings.value("executor.host")
    if host.value is None or "sandbox" in settings.flags:
        return None
    from codementor_cli.remote.address import address_of

    try:
        is_typed = "executor.host" in settings.flags
        port = None if is_typed else settings.value("executor.port").value
        return address_of(host.value, port, settings.environment)
    except ValueError as error:
        if is_typed:
            step = NextStep(("grade", "--judge", "https://judge.example.org"))
            raise UsageError(f"--judge {host.value}: {error}.", step) from error
        problem = Problem(host.origin, f"executor.host: {host.value!r}: {error}")
        raise ProblemsError((problem,), "Change CODE_EXECUTOR_HOST, or unset it to judge on this machine.") from error


def build_of(settings: Settings) -> str:
    """Return what a local server and a command must have in common: the same program with the same settings."""
    parts = [
        __version__,
        str(Path(__file__).parents[1]),
        sys.version,
        *(f"{name}={settings.value(name).value}" for name in _HOW_PROGRAMS_RUN),
        *(f"{name}={settings.environment.get(name, '')}" for name in _DAEMONS),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def own_socket_path(settings: Settings) -> Path:
    """Return the socket that commands with these settings ask; the usual one where they ask none.

    Raises:
        EnvironmentFault: Its path is longer than a socket's may be.
    """
    from codementor_cli.files.own_socket import MOST_PATH_BYTES
    from codementor_cli.remote.address import address_of, socket_path

    host = settings.value("executor.host").value or ""
    found = address_of(host, None, settings.environment).socket if host.startswith("unix:") else None
    path = (found or socket_path(settings.environment)).absolute()
    if len(os.fsencode(path)) > MOST_PATH_BYTES:
        step = "Name a shorter one: CODE_EXECUTOR_HOST=unix:PATH"
        raise EnvironmentFault(f"The path of the socket is too long: {path}.", step)
    return path


def host_of_socket(path: Path, settings: Settings) -> str:
    """Return the host by which commands name a socket of this user's."""
    from codementor_cli.remote.address import socket_path

    return "unix:" if path == socket_path(settings.environment).absolute() else f"unix:{path}"


def server_at(app: Application, address: Address) -> Server:
    """Return the server at an address; nothing is sent yet."""
    from codementor_cli.remote.link import Server

    settings = app.settings
    if address.socket is not None:
        from codementor_cli.remote.sockets import SocketTransport

        return Server(address=address, transport=SocketTransport(address.socket), build=build_of(settings))
    from codementor_cli.remote.web import WebTransport

    milliseconds = settings.value("executor.timeout").value
    transport = WebTransport(address)
    app.close_later(transport.close)
    return Server(
        address=address,
        transport=transport,
        token=settings.value("executor.token").value or "",
        timeout_seconds=None if milliseconds is None else milliseconds / 1000,
    )


def judge_in_force(app: Application, report: Report, of_class: bool = False) -> Judge:
    """Return the judge of an application; see ``Application.judge_service``.

    Args:
        app: Its settings hold.
        report: Told when an image must be built first, or a server is waited for.
        of_class: Whether it judges a class: a server elsewhere puts that after what people wait for.
    """
    address = app.judge_address

    def here() -> Judge:
        return app.judge_on(app.sandbox(report), report)

    if address is None:
        return here()
    from codementor_cli.remote.judge import RemoteJudge

    if address.socket is None:
        from codementor_cli.remote.retry import Contact

        return RemoteJudge(server_at(app, address), Contact(report) if of_class else None)
    from codementor_cli.remote.fallback import JudgeNearby

    return JudgeNearby(RemoteJudge(server_at(app, address)), here, app.tell_note)


def runner_in_force(app: Application, report: Report) -> Runner:
    """Return what runs single programs of an application; see ``Application.runner``."""
    address = app.judge_address

    def here() -> Runner:
        from codementor_cli.services.judging.run import SandboxRunner

        return SandboxRunner(app.sandbox(report))

    if address is None:
        return here()
    from codementor_cli.remote.live import RemoteRunner

    runner = RemoteRunner(server_at(app, address))
    if address.socket is None:
        return runner
    from codementor_cli.remote.fallback import RunnerNearby

    return RunnerNearby(runner, here, app.tell_note)


def judge_diagnosis(app: Application) -> Diagnosis:
    """Say which judge is in force, and whether it answers.

    A server elsewhere that does not answer is a failure; this user's own is a warning: commands judge without it.

    Raises:
        ProblemsError: The settings name no address.
    """
    from codementor_cli.domain.diagnosis import Diagnosis, Health

    address = app.judge_address
    if address is None:
        return Diagnosis(subject="judge", health=Health.OK, message="this machine, in each command's own process")
    from codementor_cli.remote.facts import FactsOf

    try:
        facts = FactsOf(server_at(app, address)).get(patient=False)
    except CodementorError as error:
        health = Health.FAILED if address.socket is None else Health.WARNING
        return Diagnosis(subject="judge", health=health, message=error.message, next_step=error.next_step)
    message = f"the server at {address} answers: codementor {facts.version}, {facts.sandbox}"
    return Diagnosis(subject="judge", health=Health.OK, message=message)
