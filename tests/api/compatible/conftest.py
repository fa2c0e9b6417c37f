"""The service with the interfaces of other judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codementor_cli.api.compatible.tokens import NAMES
from codementor_cli.bootstrap import Application, Report
from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.bootstrap.warm import warm_sandbox
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from tests.fakes.service import Served, served
from tests.fakes.tokens import kept_token

OPTIONS = ServiceOptions(compatible=NAMES)


def of_this_machine(app: Application, report: Report) -> WarmSandbox:
    """Open the sandbox that ``codementor serve`` has."""
    return warm_sandbox(app, report)


@pytest.fixture
def scripted(folder: Path) -> Iterator[Served]:
    """Return a service of a single user whose programs run in a scripted sandbox."""
    with served(folder, OPTIONS) as running:
        yield running


@pytest.fixture
def guarded(folder: Path) -> Iterator[Served]:
    """Return the same with the tokens 1 of ann and 2 of bob."""
    with served(folder, OPTIONS) as running:
        running.service.tokens.add(kept_token(1, learner="ann", expires_at=None))
        running.service.tokens.add(kept_token(2, learner="bob", expires_at=None))
        yield running


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service whose programs run in this machine's sandbox."""
    with served(tmp_path_factory.mktemp("service"), replace(OPTIONS, open_sandbox=of_this_machine)) as running:
        yield running
