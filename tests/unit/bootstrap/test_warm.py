"""Where a server judges: bubblewrap with unpacked images, unless the settings ask for what Docker lanes alone have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codementor_cli.bootstrap import Application, core_count, warm
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox import bubblewrap
from codementor_cli.sandbox.warm import warm_sandbox
from codementor_cli.sandbox.warm.demand import PoolOptions
from codementor_cli.sandbox.warm.warm_sandbox import WarmSandbox
from codementor_cli.settings import load_settings


class Images:
    """Images of which two are built; or a daemon that does not answer."""

    def __init__(self, *, answers: bool = True) -> None:
        self._answers = answers

    def built(self) -> tuple[str, ...]:
        if not self._answers:
            raise SandboxFault("Docker does not answer: Connection refused.", "Start it.")
        return "go", "python"

    def unpack_built(
        self, name: str, folder: Path, report: Callable[[str], None], is_wanted: Callable[[], bool]
    ) -> None:
        report(f"{name}: unpacking codementor/{name}:1")
        (folder / name / "usr").mkdir(parents=True, exist_ok=True)


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: list[str]
) -> Callable[[dict[str, str], Images], Application]:
    """Return what builds an application from variables, on a machine that has bwrap."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(bubblewrap, "find_bubblewrap", lambda: "/usr/bin/bwrap")

    def made(variables: dict[str, str], images: Images) -> Application:
        application = Application(load_settings({}, variables, tmp_path, tmp_path / "none"), notes.append)
        vars(application)["images"] = images
        return application

    return made


Make = Callable[[dict[str, str], Images], Application]


def test_images_that_are_built_are_unpacked_with_progress(make: Make, tmp_path: Path, notes: list[str]) -> None:
    said: list[str] = []
    application = make({}, Images())
    engine = warm.server_engine(application, said.append)
    assert said == ["python: unpacking codementor/python:1", ""]
    assert engine.name == "bubblewrap"
    images = tmp_path / "cache" / "codementor" / "images"
    assert (images / "python").is_dir()
    engine.stamp(application.languages.get("go"))
    assert (images / "go").is_dir(), "who asks for a language waits for its image"
    engine.stamp(application.languages.get("ruby"))
    assert not (images / "ruby").exists()
    application.close()
    assert notes == []


def test_folder_of_the_settings_is_taken_as_it_is(make: Make) -> None:
    said: list[str] = []
    assert (
        warm.server_engine(make({"CODEMENTOR_BUBBLEWRAP_IMAGES": "/srv/images"}, Images()), said.append).name
        == "bubblewrap"
    )
    assert said == []


def test_without_a_daemon_this_machines_compilers_judge_and_it_is_said(make: Make, notes: list[str]) -> None:
    assert warm.server_engine(make({}, Images(answers=False)), lambda _: None).name == "bubblewrap"
    assert notes == [
        "Docker does not answer: no image was unpacked. Judging with this machine's own compilers.",
    ]


def test_without_a_daemon_images_that_were_unpacked_before_stay_in_use(make: Make, notes: list[str]) -> None:
    application = make({}, Images())
    # Who asks for a language waits for its image.
    warm.server_engine(application, lambda _: None).stamp(application.languages.get("go"))
    warm.server_engine(make({}, Images(answers=False)), lambda _: None)
    assert notes == [
        (
            "Docker does not answer: no image was unpacked. Judging go, python with images unpacked before, "
            "others with this machine's own compilers."
        ),
    ]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CODEMENTOR_SANDBOX", "docker"),
        ("CODEMENTOR_DOCKER_RUNTIME", "runsc"),
        ("CODE_EXECUTOR_DOCKER_IMAGE", "ours:1"),
        ("CODE_EXECUTOR_ENABLE_FILESYSTEM", "true"),
        ("CODE_EXECUTOR_MAX_CPU", "80"),
    ],
)
def test_docker_judges_where_it_is_asked_for(
    make: Make, variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = make({variable: value}, Images())
    vars(application)["engine"] = "docker"
    assert warm.server_engine(application, lambda _: None).name == "docker"


@pytest.mark.parametrize(
    ("variables", "waiting", "seconds"),
    [
        ({}, 4 * core_count(), 300),
        ({"CODEMENTOR_SERVE_WAITING_LANES": "3", "CODEMENTOR_SERVE_LANE_SECONDS": "60"}, 3, 60),
        ({"CODEMENTOR_SERVE_WAITING_LANES": "0"}, 0, 300),
    ],
)
def test_settings_say_how_many_lanes_wait_and_how_long(
    make: Make, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], waiting: int, seconds: int
) -> None:
    made: list[PoolOptions] = []

    class Sandbox(WarmSandbox):
        def expect(self, language: str, limits: Limits) -> None:
            made.append(self.pool._options)

    monkeypatch.setattr(warm_sandbox, "WarmSandbox", Sandbox)
    warm.warm_sandbox(make(variables, Images()), lambda _: None).close()
    assert [(each.most_waiting, each.idle_seconds, each.busy_count) for each in made] == [
        (waiting, seconds, core_count())
    ]


def test_docker_judges_where_bubblewrap_is_not_installed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    application = make({}, Images())
    monkeypatch.setattr(bubblewrap, "find_bubblewrap", lambda: None)
    vars(application)["engine"] = "docker"
    assert warm.server_engine(application, lambda _: None).name == "docker"


def test_bubblewrap_that_cannot_obey_a_setting_is_refused(make: Make) -> None:
    variables = {"CODEMENTOR_SANDBOX": "bubblewrap", "CODE_EXECUTOR_ENABLE_FILESYSTEM": "true"}
    with pytest.raises(Exception, match="CODE_EXECUTOR_ENABLE_FILESYSTEM is for Docker lanes"):
        warm.server_engine(make(variables, Images()), lambda _: None)
