"""What all tests share: examples made without an eye on the clock, and the real engines, made once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from codementor_cli.ports import Sandbox
from tests.fakes.engines import ENGINES, MakeEngine, MoreLanguages, engines

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
# Before any test module is imported: settings of a test's own start from the profile of that moment.


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
