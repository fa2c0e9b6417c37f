from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.images.recipes import Recipe, Recipes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("base", "python", "java"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "Dockerfile").write_text(f"# {name}\n")
    (tmp_path / "languages.yaml").write_text("python: {}\n")
    return tmp_path


def tag(folder: Path, name: str = "python") -> str:
    return Recipes(folder).tag(name)


def test_tag_names_language_and_twelve_hexadecimal_digits(folder: Path) -> None:
    assert re.fullmatch(r"codementor/python:[0-9a-f]{12}", tag(folder))


def test_same_recipe_has_the_same_tag(folder: Path) -> None:
    assert tag(folder) == tag(folder)


@pytest.mark.parametrize("path", ["python/Dockerfile", "python/script", "base/Dockerfile", "base/install"])
def test_changed_recipe_or_base_changes_the_tag(folder: Path, path: str) -> None:
    before = tag(folder)
    (folder / path).write_text("RUN true\n")
    assert tag(folder) != before


@pytest.mark.parametrize("path", ["languages.yaml", "python/call.py", "python/call.js", "java/Dockerfile"])
def test_harness_other_languages_and_their_commands_leave_the_tag(folder: Path, path: str) -> None:
    before = tag(folder)
    (folder / path).write_text("something else\n")
    assert tag(folder) == before


def test_moving_bytes_from_a_name_to_a_content_changes_the_digest() -> None:
    assert Recipe("x", (("ab", b"c"),)).digest() != Recipe("x", (("a", b"bc"),)).digest()


def test_languages_are_the_folders_with_a_recipe_but_the_base(folder: Path) -> None:
    (folder / "notes").mkdir()
    assert Recipes(folder).languages == ("java", "python")


def test_language_without_recipe_is_a_fault_that_names_the_missing_file(folder: Path) -> None:
    with pytest.raises(SandboxFault, match="no image recipe for cobol") as caught:
        Recipes(folder).tag("cobol")
    assert "images list" in caught.value.next_step


def test_scripts_are_executable_in_the_build_context_whatever_their_mode() -> None:
    recipe = Recipe("x", (("Dockerfile", b"FROM x\n"), ("script", b"#!/bin/sh\n")))
    with tarfile.open(fileobj=io.BytesIO(recipe.context())) as archive:
        modes = {entry.name: entry.mode for entry in archive}
    assert modes == {"Dockerfile": 0o644, "script": 0o755}
