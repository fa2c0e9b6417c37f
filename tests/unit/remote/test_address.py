from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.remote.address import address_of


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("judge.example.org", None, "https://judge.example.org:443"),
        ("judge.example.org", 8443, "https://judge.example.org:8443"),
        ("judge.example.org:8443", None, "https://judge.example.org:8443"),
        ("https://judge.example.org", None, "https://judge.example.org:443"),
        ("https://judge.example.org:8443/", 8443, "https://judge.example.org:8443"),
        ("127.0.0.1", None, "http://127.0.0.1:3001"),
        ("127.8.9.1", 80, "http://127.8.9.1:80"),
        ("localhost", 8080, "http://localhost:8080"),
        ("http://localhost", None, "http://localhost:3001"),
        ("https://localhost", None, "https://localhost:443"),
        ("::1", 9, "http://[::1]:9"),
        ("[::1]:9", None, "http://[::1]:9"),
        ("10.0.0.7", None, "https://10.0.0.7:443"),
    ],
)
def test_host_and_port_name_an_address(host: str, port: int | None, url: str) -> None:
    found = address_of(host, port, {})

    assert (found.url, found.socket, str(found)) == (url, None, url)


@pytest.mark.parametrize(
    "host",
    ["http://judge.example.org", "http://10.0.0.7", "http://127.0.0.1.example.org", "http://0.0.0.0", "http://[::]"],
)
def test_hidden_data_does_not_go_to_another_host_in_the_clear(host: str) -> None:
    with pytest.raises(ValueError, match="in the clear: give that server a certificate, and write https://"):
        address_of(host, None, {})


@pytest.mark.parametrize(
    "host",
    [
        "https://name:secret@judge.example.org",
        "judge.example.org/path",
        "https://judge.example.org?x=1",
        "ftp://judge.example.org",
        "https://",
        "judge.example.org:port",
        "judge.example.org:99999",
        "jüdge.example.org",
        "two words",
        "[::1",
    ],
)
def test_what_is_no_address_is_refused_with_the_forms(host: str) -> None:
    with pytest.raises(ValueError, match=r"is no address: write one like judge\.example\.org"):
        address_of(host, None, {})


def test_two_ports_are_refused() -> None:
    with pytest.raises(ValueError, match="names port 8443, and CODE_EXECUTOR_PORT is 80"):
        address_of("judge.example.org:8443", 80, {})


def test_unix_names_the_socket_of_this_user(tmp_path: Path) -> None:
    found = address_of("unix:", None, {"XDG_RUNTIME_DIR": str(tmp_path)})

    assert found.socket == tmp_path / "codementor" / "serve.sock"
    assert str(found) == f"unix:{found.socket}"


def test_unix_with_a_path_names_that_socket() -> None:
    assert address_of("unix:/run/judge.sock", None, {}).socket == Path("/run/judge.sock")
