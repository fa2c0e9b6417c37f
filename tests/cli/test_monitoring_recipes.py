"""The files in integrations/server/monitoring name metrics that are there, and say what to do."""

from __future__ import annotations

import json
import re

import yaml

from codementor_cli.api.operations.metrics import Metrics
from codementor_cli.settings import KEYS
from tests.cli.page import ROOT

MONITORING = ROOT / "integrations" / "server" / "monitoring"
PORT = KEYS["server.port"].default


def known_metrics() -> set[str]:
    """Return the names of all metrics that a server has, as its page lists them."""
    made = {metric.name for metric in Metrics().registry.collect()}
    page = (ROOT / "docs" / "guides" / "serve-operation.md").read_text()
    listed = set(re.findall(r"^\| `(codementor_\w+)` \|", page, re.MULTILINE))
    process = {name for name in made if name.startswith("process_")}
    assert {name for name in made if name.startswith("codementor_")} <= {each.removesuffix("_total") for each in listed}
    return listed | process | {"up"}


def named_metrics(expression: str) -> set[str]:
    """Return the metrics that an expression of Prometheus names, without what histograms add."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|\b(?:by|on|without) *\([^)]*\)', "", expression)
    words = set(re.findall(r"\b[a-z_]{2,}\b(?! *\()", bare)) - {"and", "or", "unless"}
    return {word.removesuffix("_bucket").removesuffix("_count") for word in words}


def unknown(expression: str) -> set[str]:
    """Return the metrics that an expression names and no server has."""
    names, there = named_metrics(expression), {name.removesuffix("_total") for name in known_metrics()}
    assert names, expression
    return {name for name in names if name.removesuffix("_total") not in there}


def test_a_metric_that_no_server_has_is_seen() -> None:
    assert unknown('sum by (le) (rate(codementor_no_such_bucket{kind="up"}[5m])) > 1') == {"codementor_no_such"}


def test_rules_name_metrics_that_are_there_and_say_what_to_do() -> None:
    (group,) = yaml.safe_load((MONITORING / "alerts.yaml").read_text())["groups"]
    for rule in group["rules"]:
        assert unknown(rule["expr"]) == set(), rule["alert"]
        assert rule["alert"].startswith("Codementor")
        assert set(rule["annotations"]) == {"summary", "next_step"}
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_dashboard_names_metrics_that_are_there() -> None:
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        assert panel["description"]
        for target in panel["targets"]:
            assert unknown(target["expr"]) == set(), panel["title"]


def test_prometheus_reads_the_rules_and_asks_each_server() -> None:
    found = yaml.safe_load((MONITORING / "prometheus.yaml").read_text())
    assert [(MONITORING / name).is_file() for name in found["rule_files"]] == [True]
    (job,) = found["scrape_configs"]
    assert job["static_configs"] == [{"targets": [f"{name}:{PORT}" for name in ("serve-1", "serve-2")]}]
