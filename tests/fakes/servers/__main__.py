"""Starts the servers that all tests share, or ends them: python -m tests.fakes.servers [stop]."""

import sys

from tests.fakes.servers.process import ServerFault
from tests.fakes.servers.shared import shared_postgres, shared_rabbit, stop

if sys.argv[1:] == ["stop"]:
    stop()
else:
    try:
        shared_postgres()
        shared_rabbit()
    except (ServerFault, OSError) as error:
        sys.exit(f"setup: {error}")
