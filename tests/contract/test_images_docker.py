"""The real daemon builds what the recipes say."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images.docker_images import Images

RECIPES = data_folder("sandbox_images")


@pytest.fixture(scope="module")
def client() -> Iterator[docker.DockerClient]:
    client = docker.from_env()
    yield client
    client.close()


@pytest.fixture
def images(tmp_path: Path, client: docker.DockerClient) -> Images:
    return Images(RECIPES, lambda: client, lock_folder=tmp_path)


def ignore(_line: str) -> None:
    pass


def output(client: docker.DockerClient, image: str, script: str) -> str:
    return client.containers.run(
        image,
        ["sh", "-c", script],
        remove=True,
        network_disabled=True,
        read_only=True,
        user="20000:20000",
        cap_drop=["ALL"],
        tmpfs={"/box": "exec,mode=1777"},
    ).decode()


def test_python_image_runs_python_on_a_read_only_root_without_privileges(
    images: Images, client: docker.DockerClient
) -> None:
    tag = images.ensure("python", ignore)
    assert output(client, tag, "python3 -c 'print(6 * 7)'") == "42\n"


def test_temporary_files_go_to_the_scratch_folder(images: Images, client: docker.DockerClient) -> None:
    tag = images.ensure("python", ignore)
    script = "mkdir /box/scratch && python3 -c 'import tempfile; print(tempfile.mkstemp()[1])' && ls /box/scratch"
    path, name = output(client, tag, script).split()
    assert path == f"/tmp/{name}"


def test_image_has_no_set_user_id_files(images: Images, client: docker.DockerClient) -> None:
    tag = images.ensure("python", ignore)
    assert output(client, tag, "find / -xdev -type f -perm /6000 2> /dev/null || true") == ""


def test_changed_recipe_asks_for_another_image_and_its_failure_is_a_fault(
    tmp_path: Path, client: docker.DockerClient
) -> None:
    recipes = tmp_path / "sandbox_images"
    language = f"test-{uuid.uuid4().hex[:8]}"
    shutil.copytree(RECIPES / "base", recipes / "base")
    (recipes / language).mkdir()
    dockerfile = recipes / language / "Dockerfile"
    dockerfile.write_text("ARG BASE\nFROM ${BASE}\n")
    before = Images(recipes, lambda: client, lock_folder=tmp_path).ensure(language, ignore)
    try:
        dockerfile.write_text("ARG BASE\nFROM ${BASE}\nRUN exit 3\n")
        changed = Images(recipes, lambda: client, lock_folder=tmp_path)
        with pytest.raises(SandboxFault, match="returned a non-zero code: 3"):
            changed.ensure(language, ignore)
        assert [status.built for status in changed.statuses()] == [False]
    finally:
        client.images.remove(before)
