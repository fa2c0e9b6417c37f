"""Addresses of judging servers. Hidden test data goes over TLS, or stays on this machine."""

# ruff: noqa: PLC0415 - a socket of this machine needs none of what reads an address of the web

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codementor_cli.files.runtime import runtime_folder

DEFAULT_PORT = 3001
"""Of ``codementor serve`` on this machine."""
_UNIX = "unix:"
_FORMS = "write one like judge.example.org, https://judge.example.org:8443, 127.0.0.1 or unix:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a judging server answers."""

    url: str
    """Without a path; empty for a socket."""
    socket: Path | None = None
    """Of a server of the same user's on this machine."""

    def __str__(self) -> str:
        return self.url if self.socket is None else f"{_UNIX}{self.socket}"


def address_of(host: str, port: int | None, environment: Mapping[str, str]) -> Address:
    """Return the address that a host and a port name.

    Args:
        host: A name or number, with or without ``https://``, or ``unix:`` with or without a path.
        port: None: 443 for TLS, the port of ``codementor serve`` on this machine.
        environment: Says where this user's sockets are.

    Raises:
        ValueError: It is no address, or one to which hidden data would go in the clear; says what to write.
    """
    if host.startswith(_UNIX):
        path = host.removeprefix(_UNIX)
        return Address(url="", socket=Path(path).expanduser() if path else socket_path(environment))
    scheme, name, own_port = _parts(host)
    if own_port is not None and port is not None and own_port != port:
        raise ValueError(f"names port {own_port}, and CODE_EXECUTOR_PORT is {port}: leave one of them out")
    here = is_loopback(name)
    scheme = scheme or ("http" if here else "https")
    if scheme == "http" and not here:
        message = "hidden test data and the token would go over the network in the clear"
        raise ValueError(f"{message}: give that server a certificate, and write https://{name}")
    wanted = own_port or port or (DEFAULT_PORT if scheme == "http" else 443)
    shown = f"[{name}]" if ":" in name else name
    return Address(url=f"{scheme}://{shown}:{wanted}")


def _parts(host: str) -> tuple[str, str, int | None]:
    """Return scheme (empty: none was written), name and port (None: none)."""
    from urllib.parse import urlsplit

    text = host if "://" in host else f"//{host}"
    if "://" not in host and "[" not in host and host.count(":") > 1:
        text = f"//[{host}]"  # a bare IPv6 address
    try:
        found = urlsplit(text)
        name, port = found.hostname, found.port
    except ValueError:
        raise ValueError(f"is no address: {_FORMS}") from None
    extra = found.username or found.password or found.query or found.fragment or found.path not in {"", "/"}
    if not name or extra or found.scheme not in {"", "http", "https"} or not name.isascii() or " " in name:
        raise ValueError(f"is no address: {_FORMS}")
    return found.scheme, name, port


def is_loopback(name: str) -> bool:
    """Whether a host is this machine, by its number or by the one name that always means it.

    Source: RFC 6761, 6.3.
    """
    from ipaddress import ip_address

    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def socket_path(environment: Mapping[str, str]) -> Path:
    """Return the socket of this user's own server."""
    return runtime_folder(environment) / "serve.sock"
