"""What ``codementor doctor`` looks at in the engine."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; only the doctor pays for these

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from codementor_cli.bootstrap import Application, Report

if TYPE_CHECKING:
    from codementor_cli.domain.diagnosis import Diagnosis


def diagnose(app: Application) -> Iterator[Diagnosis]:
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


def prove_limits(app: Application, report: Report) -> Iterator[Diagnosis]:
    """Break each limit by a small program, and tell which hold on this machine.

    Raises:
        EnvironmentFault: There is no sandbox.
    """
    from codementor_cli.services.judging.selftest import prove

    yield from prove(app.sandbox(report))
