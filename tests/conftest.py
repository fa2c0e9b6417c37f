"""The real engines: made once for all tests that need them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.ports import Sandbox
from tests.fakes.engines import ENGINES, MakeEngine, MoreLanguages, engines


@pytest.fixture(scope="session")
def image_files() -> Iterator[Path]:
    """Yield the folder that takes the images' files, unpacked once for all that judge in bubblewrap."""
    with tempfile.TemporaryDirectory(prefix="codementor-tests-") as folder:
        Path(folder).chmod(0o755)  # for the ordinary user too, who may not look into pytest's folders
        yield Path(folder)


@pytest.fixture(scope="session", params=ENGINES)
def make_engine(request: pytest.FixtureRequest, image_files: Path) -> Iterator[MakeEngine]:
    with engines(request.param, image_files) as make:
        yield make


@pytest.fixture(scope="session")
def engine(make_engine: MakeEngine) -> Sandbox:
    return make_engine(MoreLanguages())


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[Sandbox]:
    with engines("docker", Path()) as make:
        yield make(MoreLanguages())
