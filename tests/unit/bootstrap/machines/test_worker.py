"""A worker says what it lacks before it begins."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.machines.worker import WorkerOptions, work
from codementor_cli.errors import BrokerFault, EnvironmentFault, StoreFault
from codementor_cli.sandbox.docker import owner
from codementor_cli.services.jobs.options import NoObserver
from codementor_cli.settings import load_settings


def _options(report: Callable[[str], None] = lambda _: None) -> WorkerOptions:
    return WorkerOptions(open_observer=lambda _app: nullcontext(NoObserver()), report=report, tell_note=lambda _: None)


def _work(folder: Path, database: str | None = None, **variables: str) -> None:
    environment = {"HOME": str(folder), "CODEMENTOR_SANDBOX": "bubblewrap", **variables}
    work(Application(load_settings({}, environment, folder)), _options(), database, lambda _: None)


def test_without_a_database_that_is_shared_it_says_which_setting_to_make(tmp_path: Path) -> None:
    for variables in ({}, {"DATABASE_URL": "sqlite:///submissions.db"}):
        with pytest.raises(EnvironmentFault, match="take their jobs from PostgreSQL") as refused:
            _work(tmp_path, CODEMENTOR_BROKER_URL="amqp://localhost/", **variables)
        assert "DATABASE_URL=postgresql://" in refused.value.next_step
    with pytest.raises(EnvironmentFault, match="take their jobs from PostgreSQL"):
        _work(tmp_path, database="submissions.db", DATABASE_URL="postgresql://localhost/x")


def test_without_a_broker_it_says_which_setting_to_make(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="No broker is named") as refused:
        _work(tmp_path, DATABASE_URL="postgresql://localhost/x")
    assert "CODEMENTOR_BROKER_URL=amqp://" in refused.value.next_step


def test_a_broker_that_refuses_this_user_is_not_waited_for(tmp_path: Path, broker_url: str) -> None:
    with pytest.raises(BrokerFault, match="refuses this virtual host"):
        _work(tmp_path, DATABASE_URL="postgresql://localhost/x", CODEMENTOR_BROKER_URL=f"{broker_url}-none")


def test_a_database_that_is_down_is_told_before_any_process_starts(tmp_path: Path, broker_url: str) -> None:
    with pytest.raises(StoreFault):
        _work(tmp_path, DATABASE_URL="postgresql://127.0.0.1:1/x", CODEMENTOR_BROKER_URL=broker_url)


def test_elsewhere_than_on_linux_it_says_what_does_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(EnvironmentFault, match="Linux alone") as refused:
        _work(tmp_path)
    assert "codementor serve" in refused.value.next_step


class _Daemon:
    """A daemon with the lane of a process that is gone, and one of this process; meets what is asked of ``Daemon``."""

    def __init__(self) -> None:
        self.kept = {"a" * 64: {**owner.labels(), owner.OWNER: "1:0"}, "b" * 64: owner.labels()}

    def lanes(self, _label: str) -> list[dict[str, object]]:
        return [{"Id": key, "Labels": labels} for key, labels in self.kept.items()]

    def remove(self, key: str) -> None:
        del self.kept[key]


def test_lanes_that_a_killed_worker_left_are_removed_before_it_begins(tmp_path: Path, broker_url: str) -> None:
    daemon, told = _Daemon(), list[str]()
    environment = {
        "HOME": str(tmp_path),
        "CODEMENTOR_SANDBOX": "docker",
        "DATABASE_URL": "postgresql://localhost/x",
        "CODEMENTOR_BROKER_URL": f"{broker_url}-none",
    }
    app = Application(load_settings({}, environment, tmp_path))
    vars(app)["daemon"] = daemon
    with pytest.raises(BrokerFault):
        work(app, _options(told.append), None, lambda _: None)
    assert list(daemon.kept) == ["b" * 64]
    assert told == ["removed lanes that a killed process left: aaaaaaaaaaaa"]
