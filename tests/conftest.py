"""What all tests share: examples made without an eye on the clock, and the real engines, made once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from codementor_cli.bootstrap import core_count
from codementor_cli.ports import Sandbox
from tests.fakes.empty_databases import EmptyDatabases
from tests.fakes.engines import ENGINES, MakeEngine, MoreLanguages, engines
from tests.fakes.servers.postgres import PostgresServer
from tests.fakes.servers.rabbit import RabbitServer
from tests.fakes.servers.shared import own_name, private, shared_postgres, shared_rabbit
from tests.fakes.turns import turn

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
# Before any test module is imported: settings of a test's own start from the profile of that moment.


_SHARED = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share; the workers of pytest-xdist are told its name."""
    told = getattr(config, "workerinput", {}).get("shared_folder")
    folder = Path(told or tempfile.mkdtemp(prefix="codementor-tests-"))
    if not told:
        folder.chmod(0o755)  # for the ordinary user too, who may not look into pytest's folders
        config.add_cleanup(lambda: shutil.rmtree(folder))
    config.stash[_SHARED] = folder


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return two workers a core: half of what tests do is wait, for lanes to start and for programs that hang."""
    return 2 * core_count()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker the name of the shared folder."""
    node.workerinput["shared_folder"] = str(node.config.stash[_SHARED])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a test beside those of other workers, or while none of them runs one."""
    with turn(item.config.stash[_SHARED], alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(scope="session")
def image_files(request: pytest.FixtureRequest) -> Path:
    """Return the folder that takes the images' files, unpacked once for all that judge in bubblewrap."""
    return request.config.stash[_SHARED] / "images"


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


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """Return the PostgreSQL of all tests, which none of them may end."""
    return shared_postgres()


@pytest.fixture(scope="session")
def rabbit() -> RabbitServer:
    """Return the RabbitMQ of all tests, which none of them may end."""
    return shared_rabbit()


@pytest.fixture(scope="session")
def empty_databases(postgres: PostgresServer) -> Iterator[EmptyDatabases]:
    """Return where a test gets an empty database of PostgreSQL, quicker than by making one."""
    databases = EmptyDatabases(postgres)
    yield databases
    databases.drop()


@pytest.fixture
def emptied_url(empty_databases: EmptyDatabases) -> Iterator[str]:
    """Return what leads to a database that is empty, and may be opened more than once."""
    with closing(empty_databases.open()) as lent:
        yield lent.database.conninfo


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """Return the URL of an empty database of this test's own."""
    name = own_name()
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def broker_url(rabbit: RabbitServer) -> Iterator[str]:
    """Return the URL of a virtual host of this test's own, without queues."""
    name = own_name()
    yield rabbit.create(name)
    rabbit.drop(name)


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """Return a PostgreSQL of this test's own, which it may kill and start again."""
    with private(PostgresServer) as server:
        yield server


@pytest.fixture
def own_rabbit() -> Iterator[RabbitServer]:
    """Return a RabbitMQ of this test's own, which it may kill and start again."""
    with private(RabbitServer) as server:
        yield server
