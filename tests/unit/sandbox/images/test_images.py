from __future__ import annotations

import fcntl
import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docker.errors
import pytest

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images.docker_images import LABEL, Images, ImageStatus
from codementor_cli.sandbox.images.recipes import Recipes


class Daemon:
    """A daemon that holds tags; the published Debian is among them."""

    def __init__(self) -> None:
        self.tags: dict[str, dict[str, str]] = {"debian:trixie-slim": {}}
        self.used: set[str] = set()
        self.builds: list[dict[str, Any]] = []
        self.failure = ""
        self.failing_count = 1000

    def inspect_image(self, name: str) -> dict[str, str]:
        if name not in self.tags:
            raise docker.errors.ImageNotFound(name)
        return {}

    def images(self, filters: dict[str, str] | None = None) -> list[dict[str, Any]]:
        wanted = filters["label"] if filters else ""
        shown = [(tag, labels) for tag, labels in self.tags.items() if not wanted or wanted in labels]
        return [{"RepoTags": [tag], "Size": 1000, "Created": 0} for tag, _ in shown] + [{"RepoTags": None}]

    def build(self, **options: Any) -> Iterator[dict[str, str]]:
        self.builds.append(options)
        if self.failure and len(self.builds) <= self.failing_count:
            yield {"error": self.failure}
            return
        yield {"stream": "Step 1/1 : FROM x\n"}
        self.tags[options["tag"]] = options["labels"]

    def remove_image(self, tag: str) -> None:
        if tag in self.used:
            raise docker.errors.APIError("conflict", explanation="a container is using it")
        del self.tags[tag]


@pytest.fixture
def daemon() -> Daemon:
    return Daemon()


@pytest.fixture
def images(tmp_path: Path, daemon: Daemon) -> Images:
    for name in ("base", "python", "java"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text("FROM x\n")
    client: Any = SimpleNamespace(api=daemon)
    return Images(tmp_path, lambda: client, lock_folder=tmp_path / "locks")


def ignore(_line: str) -> None:
    pass


def built_names(daemon: Daemon) -> list[str]:
    return [build["tag"].partition(":")[0] for build in daemon.builds]


def test_tag_asks_no_daemon(tmp_path: Path) -> None:
    for name in ("base", "python"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text("FROM x\n")

    def no_daemon() -> Any:
        raise AssertionError("not to be called")

    assert Images(tmp_path, no_daemon).tag("python").startswith("codementor/python:")


def test_missing_image_is_built_on_the_base_with_progress(images: Images, daemon: Daemon) -> None:
    lines: list[str] = []
    tag = images.ensure("python", lines.append)
    assert tag == images.tag("python")
    assert built_names(daemon) == ["codementor/base", "codementor/python"]
    assert daemon.builds[1]["buildargs"]["BASE"] == daemon.builds[0]["tag"]
    assert daemon.builds[1]["labels"] == {LABEL: tag}
    assert lines[-1] == "python: step 1 of 1: FROM x"


def test_image_that_is_there_is_neither_built_nor_reported(images: Images, daemon: Daemon) -> None:
    images.ensure("python", ignore)
    count = len(daemon.builds)
    lines: list[str] = []
    images.ensure("python", lines.append)
    assert len(daemon.builds) == count
    assert lines == []


def test_image_that_another_process_is_building_is_waited_for_and_not_built_twice(
    images: Images, daemon: Daemon, tmp_path: Path
) -> None:
    base = Recipes(tmp_path).base_tag
    tag = images.tag("python")
    daemon.tags[base] = {}
    (tmp_path / "locks").mkdir()
    with (tmp_path / "locks" / f"build-{tag.replace('/', '-').replace(':', '-')}.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        def finish_the_other_build(line: str) -> None:
            assert line == f"{tag}: another codementor is building it; waiting"
            daemon.tags[tag] = {}
            fcntl.flock(other, fcntl.LOCK_UN)

        images.ensure("python", finish_the_other_build)
    assert daemon.builds == []


def test_second_language_stands_on_the_same_base(images: Images, daemon: Daemon) -> None:
    images.ensure("python", ignore)
    images.ensure("java", ignore)
    assert built_names(daemon) == ["codementor/base", "codementor/python", "codementor/java"]


def test_build_context_holds_the_recipe(images: Images, daemon: Daemon) -> None:
    images.ensure("python", ignore)
    context: io.BytesIO = daemon.builds[1]["fileobj"]
    with tarfile.open(fileobj=context) as archive:
        assert archive.getnames() == ["Dockerfile"]


def test_proxies_of_the_machine_reach_the_build(
    images: Images, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    images.ensure("python", ignore)
    assert all(build["buildargs"]["HTTPS_PROXY"] == "proxy.example:3128" for build in daemon.builds)


def test_failed_build_is_a_fault_with_output_and_next_step(images: Images, daemon: Daemon) -> None:
    daemon.failure = "E: Unable to locate package python3"
    with pytest.raises(SandboxFault, match="Unable to locate package python3") as caught:
        images.ensure("python", ignore)
    assert "codementor images build" in caught.value.next_step


def test_failed_recipe_is_not_built_again(images: Images, daemon: Daemon) -> None:
    daemon.failure = "The command '/bin/sh -c exit 3' returned a non-zero code: 3"
    with pytest.raises(SandboxFault, match="returned a non-zero code: 3") as caught:
        images.ensure("python", ignore)
    assert len(daemon.builds) == 1
    assert "network" not in caught.value.message
    assert "If you changed sandbox_images/base, mend what the last lines name" in caught.value.next_step


@pytest.mark.parametrize(
    "failure",
    [
        "failed to create endpoint quirky_bell on network bridge: adding interface veth1f2e3d to bridge docker0 failed",
        "E: Failed to fetch http://mirror.example/python3.deb  Temporary failure resolving 'mirror.example'",
        "Could not connect to mirror.example:80 (192.0.2.1), connection timed out",
    ],
)
def test_build_is_tried_again_where_the_network_failed(images: Images, daemon: Daemon, failure: str) -> None:
    daemon.failure, daemon.failing_count = failure, 2
    lines: list[str] = []
    images.ensure("python", lines.append)
    assert built_names(daemon) == ["codementor/base"] * 3 + ["codementor/python"]
    assert lines.count("base: the network failed; building it again") == 2


def test_network_that_stays_away_is_said_and_the_recipe_is_not_blamed(images: Images, daemon: Daemon) -> None:
    daemon.failure = "failed to create endpoint quirky_bell on network bridge: no such device"
    with pytest.raises(SandboxFault, match="for the network failed 3 times:\nfailed to create endpoint") as caught:
        images.ensure("python", ignore)
    assert len(daemon.builds) == 3
    assert caught.value.next_step.startswith("Check that this machine reaches Debian's packages")


def test_build_of_everything_builds_each_language_once(images: Images, daemon: Daemon) -> None:
    images.build((), ignore)
    assert built_names(daemon) == ["codementor/base", "codementor/java", "codementor/python"]


def test_build_says_what_is_there_already(images: Images, daemon: Daemon) -> None:
    tag = images.ensure("python", ignore)
    count = len(daemon.builds)
    lines: list[str] = []
    images.build(["python"], lines.append)
    assert lines == [f"python: {tag} is there already"]
    assert len(daemon.builds) == count


def test_forced_build_starts_over_with_the_base(images: Images, daemon: Daemon) -> None:
    images.ensure("python", ignore)
    daemon.builds.clear()
    images.build(["python"], ignore, force=True)
    assert built_names(daemon) == ["codementor/base", "codementor/python"]


def test_build_of_an_unknown_language_builds_nothing(images: Images, daemon: Daemon) -> None:
    with pytest.raises(SandboxFault, match="cobol"):
        images.build(["python", "cobol"], ignore)
    assert daemon.builds == []


def test_statuses_tell_built_from_missing(images: Images) -> None:
    images.ensure("python", ignore)
    assert images.statuses() == (
        ImageStatus(language="java", tag=images.tag("java"), built=False),
        ImageStatus(
            language="python",
            tag=images.tag("python"),
            built=True,
            size_bytes=1000,
            created_at=datetime(1970, 1, 1, tzinfo=UTC),
        ),
    )


def test_prune_removes_our_old_images_and_no_others(images: Images, daemon: Daemon) -> None:
    current = images.ensure("python", ignore)
    old = "codementor/python:000000000000"
    daemon.tags |= {old: {LABEL: old}, "codementor/theirs:1": {}, "else/where:1": {LABEL: old}}
    assert images.prune(ignore) == (old,)
    assert {current, "codementor/theirs:1", "else/where:1"} <= daemon.tags.keys()


def test_prune_leaves_an_image_that_a_container_uses_and_says_so(images: Images, daemon: Daemon) -> None:
    old = "codementor/python:000000000000"
    daemon.tags[old] = {LABEL: old}
    daemon.used.add(old)
    lines: list[str] = []
    assert images.prune(lines.append) == ()
    assert lines == [f"{old} stays: a container is using it"]
