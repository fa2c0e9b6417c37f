"""Whether the sandbox of a running service is still there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.machines import desks
from codementor_cli.bootstrap.machines.desks import _check_sandbox
from codementor_cli.errors import SandboxFault
from codementor_cli.settings import load_settings


class DeadDaemon:
    """A daemon that went away."""

    def image_id(self, tag: str) -> str | None:
        raise ConnectionRefusedError(tag)


class LivingDaemon:
    """A daemon that has no image."""

    def image_id(self, tag: str) -> str | None:
        return None


def application(folder: Path, daemon: Any) -> Application:
    app = Application(load_settings(environment={}, working_folder=folder, user_file=folder / "config.toml"))
    vars(app)["daemon"] = daemon
    return app


def test_a_daemon_that_went_away_is_found_out(tmp_path: Path) -> None:
    with pytest.raises(SandboxFault):
        _check_sandbox(application(tmp_path, DeadDaemon()), "docker")
    _check_sandbox(application(tmp_path, LivingDaemon()), "docker")


def test_a_bubblewrap_that_was_removed_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = application(tmp_path, DeadDaemon())
    monkeypatch.setattr(desks, "find_bubblewrap", lambda: "/usr/bin/bwrap")
    _check_sandbox(app, "bubblewrap")
    monkeypatch.setattr(desks, "find_bubblewrap", lambda: None)
    with pytest.raises(SandboxFault, match="bwrap is not installed"):
        _check_sandbox(app, "bubblewrap")
