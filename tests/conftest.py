"""The real engines: made once for all tests that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.ports import Sandbox
from tests.fakes.engines import ENGINES, MakeEngine, MoreLanguages, engines


@pytest.fixture(scope="session", params=ENGINES)
def make_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeEngine]:
    with engines(request.param, tmp_path_factory.mktemp("images")) as make:
        yield make


@pytest.fixture(scope="session")
def engine(make_engine: MakeEngine) -> Sandbox:
    return make_engine(MoreLanguages())


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[Sandbox]:
    with engines("docker", Path()) as make:
        yield make(MoreLanguages())
