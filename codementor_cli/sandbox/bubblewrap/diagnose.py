"""What ``codementor doctor`` can learn of bubblewrap on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.bubblewrap import cgroup
from codementor_cli.sandbox.bubblewrap.launcher import BubblewrapLauncher, BubblewrapOptions
from codementor_cli.sandbox.bubblewrap.sandbox import INSTALL_STEP, find_bubblewrap
from codementor_cli.sandbox.bubblewrap.system import system_of
from codementor_cli.sandbox.policy import run_policy

_ANSWER_SECONDS = 10


def diagnose(languages: tuple[Language, ...]) -> Iterator[Diagnosis]:
    """Look at bubblewrap, one thing at a time; stop where nothing further can be seen."""
    program = find_bubblewrap()
    if program is None:
        yield Diagnosis(
            subject="bubblewrap", health=Health.FAILED, message="bwrap is not installed", next_step=INSTALL_STEP
        )
        return
    removed = cgroup.reap()
    launcher = BubblewrapLauncher(program, system_of(Path("/")), BubblewrapOptions())
    try:
        launcher.discard(launcher.launch(run_policy(Limits())))
    except SandboxFault as fault:
        yield Diagnosis(subject="bubblewrap", health=Health.FAILED, message=fault.message, next_step=fault.next_step)
        return
    who = "as root, programs have user ids of their own" if os.geteuid() == 0 else "as an ordinary user"
    yield Diagnosis(subject="bubblewrap", health=Health.OK, message=f"{_version(program)}, {who}")
    yield _memory()
    message = f"removed {', '.join(removed)}" if removed else "none"
    yield Diagnosis(subject="leftover lanes", health=Health.OK, message=message)
    yield _toolchains(languages)


def _memory() -> Diagnosis:
    """Say what holds programs to their memory limit."""
    group = cgroup.make(run_policy(Limits()))
    if group is None:
        message = "counted by the runner 100 times a second: no control group can be made by this user"
        return Diagnosis(subject="memory limit", health=Health.OK, message=message)
    version = "v2" if len(group.mounts) == 1 else "v1"
    group.remove()
    return Diagnosis(subject="memory limit", health=Health.OK, message=f"the kernel's control groups, {version}")


def _toolchains(languages: tuple[Language, ...]) -> Diagnosis:
    """Say which languages this machine's own toolchains serve."""
    missing = [language.name for language in languages if not _has(language)]
    present = [language.name for language in languages if language.name not in missing]
    if not missing:
        return Diagnosis(subject="toolchains", health=Health.OK, message=", ".join(present))
    return Diagnosis(
        subject="toolchains",
        health=Health.WARNING if present else Health.FAILED,
        message=f"present: {', '.join(present) or 'none'}; missing: {', '.join(missing)}",
        next_step="Install the compilers you need, or set CODEMENTOR_SANDBOX=docker, whose images bring them.",
    )


def _has(language: Language) -> bool:
    commands = {command[0] for command in (language.compile, language.check, language.run) if command}
    return all(command.startswith("{") or shutil.which(command, path="/usr/local/bin:/usr/bin") for command in commands)


def _version(program: str) -> str:
    """Return what bwrap calls itself."""
    done = subprocess.run(  # noqa: S603  # the path is the one that is used for lanes
        [program, "--version"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False
    )
    return done.stdout.strip() or "bubblewrap"
