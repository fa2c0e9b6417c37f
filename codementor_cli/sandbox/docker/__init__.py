"""The Docker engine: lanes are containers of a daemon, here or remote; everything travels over the attached stream."""

from codementor_cli.sandbox.docker.connection import connect, find_daemon, is_built
from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.daemon import Daemon
from codementor_cli.sandbox.docker.launcher import remove_orphans
from codementor_cli.sandbox.docker.sandbox import DockerSandbox

__all__ = ["Daemon", "DockerOptions", "DockerSandbox", "connect", "find_daemon", "is_built", "remove_orphans"]
