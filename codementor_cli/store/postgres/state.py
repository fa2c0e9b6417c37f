"""A look at a database, for ``codementor doctor``: nothing is changed, and no table is made."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from codementor_cli.store.postgres.connection import connect, conninfo_of, place_of
from codementor_cli.store.postgres.faults import foreign, store_faults, too_new
from codementor_cli.store.postgres.schema.migrations import SCHEMA_VERSION, found_schema

_STATE = """
SELECT current_setting('server_version'), current_setting('max_connections')::bigint,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
    (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """What a database says of itself."""

    place: str
    """Its address, without user and password."""
    server_version: str
    schema: int
    """0: nothing is kept there yet."""
    connection_count: int
    """Open now, with this one."""
    most_connections: int
    is_in_clear: bool
    """Whether submissions go over a network without TLS."""


def state_of(url: str) -> DatabaseState:
    """Return the state of a database.

    Raises:
        StoreFault: It cannot be reached, is not ours, or is newer than this program.
    """
    place = place_of(url)
    with store_faults(place), connect(conninfo_of(url)) as connection:
        found = found_schema(connection)
        if found.is_foreign:
            raise foreign(place)
        if found.oldest > SCHEMA_VERSION:
            raise too_new(place, found.version, SCHEMA_VERSION)
        version, most, count, is_encrypted = connection.execute(_STATE).fetchone() or ("", 0, 0, False)
        is_near = _is_near(connection.info.hostaddr)
    return DatabaseState(
        place=place,
        server_version=str(version).partition(" ")[0],
        schema=found.version,
        connection_count=count,
        most_connections=most,
        is_in_clear=not is_near and not is_encrypted,
    )


def _is_near(address: str) -> bool:
    """Whether an address is this machine's; a Unix socket has none."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True
