"""RabbitMQ from the distribution's package, with data, ports and an Erlang port mapper of its own."""

from __future__ import annotations

import base64
import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

from tests.fakes.servers.process import Server, ServerFault

USER = "codementor"
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
PORT_MAPPER = Path("/usr/bin/epmd")

# Idle schedulers of Erlang spin for a while before they sleep: two cores have no time for that.
ERLANG = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"


class RabbitServer(Server):
    """One RabbitMQ; ``url()`` leads to a virtual host of it."""

    name = "RabbitMQ"
    port_names = ("port", "management_port", "dist_port", "mapper_port")

    def url(self, vhost: str = "%2F") -> str:
        """Return the URL of a virtual host, password included; without a name, that of the first one."""
        return f"amqp://{USER}:{self.kept['password']}@127.0.0.1:{self.kept['port']}/{vhost}"

    def answers(self) -> bool:
        """Tell whether it takes connections and answers its HTTP side."""
        try:
            with socket.create_connection(("127.0.0.1", self.kept["port"]), timeout=10) as connection:
                connection.sendall(b"AMQP\x00\x00\x09\x01")
                if not connection.recv(1):
                    return False
            self.vhosts()
        except OSError:
            return False
        return True

    def create(self, vhost: str) -> str:
        """Make a virtual host, and return its URL."""
        self._ask("PUT", f"vhosts/{vhost}")
        return self.url(vhost)

    def drop(self, vhost: str) -> None:
        """Remove a virtual host, whoever uses it still."""
        self._ask("DELETE", f"vhosts/{vhost}")

    def vhosts(self) -> list[str]:
        """Return the names of all virtual hosts."""
        return [each["name"] for each in json.loads(self._ask("GET", "vhosts"))]

    def _ask(self, method: str, path: str) -> bytes:
        pair = base64.b64encode(f"{USER}:{self.kept['password']}".encode()).decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.kept['management_port']}/api/{path}",
            method=method,
            headers={"Authorization": f"Basic {pair}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError as error:
            with error:
                raise OSError(f"RabbitMQ answers {method} {path} with {error.code}: {error.read()!r}") from error

    def _launch(self) -> None:
        if not PROGRAM.exists():
            raise ServerFault("RabbitMQ is not installed. Type:\n    .ci/setup servers\nand then the same as now.")
        kept, folder = self.kept, self.folder
        home = folder / "home"
        home.mkdir(exist_ok=True)
        mapper = {"ERL_EPMD_PORT": str(kept["mapper_port"]), "ERL_EPMD_ADDRESS": "127.0.0.1", "HOME": str(home)}
        # Started here, and not by the server, so that it ends with it; its first word names the folder.
        self._spawn([str(folder / "epmd")], mapper, executable=PORT_MAPPER)
        self._write_settings()
        environment = {
            **mapper,
            "RUNNING_UNDER_SYSTEMD": "true",  # no shell stays between
            "RABBITMQ_NODENAME": "codementor@localhost",
            "RABBITMQ_NODE_PORT": str(kept["port"]),
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_DIST_PORT": str(kept["dist_port"]),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOG_BASE": str(folder / "logs"),
            "RABBITMQ_PID_FILE": str(folder / "rabbit.pid"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "environment"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": ERLANG,
        }
        self._spawn([str(PROGRAM)], environment)

    def _write_settings(self) -> None:
        lines = {
            "listeners.tcp.1": f"127.0.0.1:{self.kept['port']}",
            "management.tcp.ip": "127.0.0.1",
            "management.tcp.port": self.kept["management_port"],
            "management.disable_stats": "true",
            "management_agent.disable_metrics_collector": "true",
            "default_user": USER,
            "default_pass": self.kept["password"],
            "log.console": "true",
            "log.console.level": "info",
            "log.file": "false",
        }
        settings = self.folder / "rabbitmq.conf"
        settings.touch(mode=0o600)
        settings.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()), encoding="utf-8")
        (self.folder / "environment").touch()
        (self.folder / "plugins").write_text("[rabbitmq_management].\n", encoding="utf-8")
