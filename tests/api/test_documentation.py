"""The operator's pages and the reference of HTTP say what the service does: each route, metric, field and bound."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from codementor_cli.api import server
from codementor_cli.api.app import create_app
from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.api.operations.operations import operations_of, watch
from codementor_cli.api.problems import STATUSES
from codementor_cli.bootstrap.serving import Service, ServiceOptions
from codementor_cli.domain.access.rights import scope_of
from codementor_cli.domain.jobs.machines import BrokerDepth
from codementor_cli.domain.jobs.order import QueueCaps
from codementor_cli.settings import KEYS
from codementor_cli.text.units import MIB
from tests.api.test_rights import routes_of
from tests.api.world import ROUTES
from tests.cli.page import ROOT, rows
from tests.fakes.service import Served

REFERENCE = ROOT / "docs" / "reference" / "http.md"
OPERATION = ROOT / "docs" / "guides" / "serve-operation.md"


def documented(page: Path, heading: str) -> list[str]:
    """Return the code in the first column of a page's table."""
    return [word for row in rows(page, heading) for word in re.findall(r"`([^`]+)`", row[0])]


def test_every_route_is_in_the_reference_and_no_other(api: Served) -> None:
    routes = routes_of(create_app(api.service))
    assert set(documented(REFERENCE, "route")) == {f"{method} {path}" for method, path in routes}


def test_what_a_route_needs_is_in_the_reference() -> None:
    shown = {row[0].strip("`"): row[1].strip("`") for row in rows(REFERENCE, "route")}
    scopes = {f"{each.method} {each.template}": scope_of(each.action) if each.action else "nothing" for each in ROUTES}
    assert {route: shown[route] for route in scopes} == scopes


def test_every_status_of_an_error_is_in_the_reference() -> None:
    shown = {int(row[0]) for row in rows(REFERENCE, "status")}
    assert set(STATUSES.values()) <= shown


def with_workers(service: Service) -> str:
    """Return the metrics of the same service, were there a broker and no worker."""
    told = operations_of(service.application.languages)
    lanes, depth = SimpleNamespace(workers=tuple, count=int), BrokerDepth(0, 0)
    parts = SimpleNamespace(
        lanes=lanes, broker=SimpleNamespace(depth=depth), dispatcher=SimpleNamespace(is_active=True)
    )
    watch(told, replace(service, machines=cast("Any", parts)))
    return told.metrics.exposition().decode()


def test_every_metric_is_on_the_operators_page_and_no_other(api: Served) -> None:
    api.client.get("/healthz")
    text = api.client.get("/metrics").text + with_workers(api.service)
    served = {
        f"{name}_total" if kind == "counter" and not name.endswith("_total") else name
        for name, kind in re.findall(r"^# TYPE (codementor_\w+) (\w+)$", text, re.MULTILINE)
        if not name.endswith("_created")
    }
    shown = {each for each in documented(OPERATION, "metric") if each.startswith("codementor_")}

    assert shown == served


def test_labels_of_each_metric_are_on_the_operators_page() -> None:
    told = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in rows(OPERATION, "metric")}
    for family in Metrics().registry.collect():
        for sample in family.samples:
            if family.name in told:
                assert set(sample.labels) - {"le"} == told[family.name]


def test_bounds_on_the_operators_page_are_those_in_force() -> None:
    told = {row[0]: row[1] for row in rows(OPERATION, "bound")}
    options, caps = ServiceOptions(), QueueCaps()
    ceilings = options.ceilings
    assert ceilings.wall_seconds is not None
    assert ceilings.memory_bytes is not None
    rates = (KEYS["serve.requests_per_minute"].default, KEYS["serve.service_requests_per_minute"].default)
    expected = {
        "body of a request": f"{options.body_bytes // MIB} MiB, within {options.body_seconds:.0f} s",
        "head of a request": f"{server._HEAD_BYTES // 1024} KiB, within {options.head_seconds:.0f} s",
        "connections": f"{options.connection_count}",
        "requests of one token": f"{rates[0]} a minute; {rates[1]} for services and operators",
        "unfinished jobs of one owner": f"{caps.owner_count}",
        "unfinished jobs of all": f"{caps.total_count}",
        "open event streams": f"{options.owner_stream_count} of one owner, {options.stream_count} in all",
        "time and memory of a program": f"{ceilings.wall_seconds:.0f} s, {ceilings.memory_bytes // MIB // 1024} GiB",
        "wait for an answer": f"{options.wait_seconds:.0f} s; with `Prefer: wait={options.longest_wait_seconds:.0f}`",
    }
    assert set(told) == set(expected)
    for bound, text in expected.items():
        assert told[bound].startswith(text), bound
    assert f"after {options.grace_seconds:.0f} s they are handed back" in OPERATION.read_text("utf-8")


def test_a_copy_by_sqlites_backup_is_whole_while_the_service_runs(api: Served, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    body = {"code": "say 3", "language": "python", "challengeId": "add-two"}
    api.client.post("/api/execution/validate", content=json.dumps(body), headers={"Content-Type": "application/json"})
    with closing(sqlite3.connect(api.service.store_name)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        assert target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert target.execute("SELECT count(*) FROM submissions").fetchone() == (1,)


def test_every_promise_of_the_service_names_a_test_that_is_there() -> None:
    promised = rows(ROOT / "SECURITY.md", "promise")
    assert len(promised) > 10
    for _, test in promised:
        path, _, name = test.strip("`").partition("::")
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), test
