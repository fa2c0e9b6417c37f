"""The Docker engine: lanes are containers of a daemon, here or remote; everything travels over the attached stream."""

from codementor_cli.sandbox.docker.container import DockerOptions
from codementor_cli.sandbox.docker.diagnose import diagnose
from codementor_cli.sandbox.docker.engine import connect
from codementor_cli.sandbox.docker.sandbox import DockerSandbox

__all__ = ["DockerOptions", "DockerSandbox", "connect", "diagnose"]
