"""Folders of challenges in ``tmp_path``, with the shipped languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codementor_cli.catalog.languages import YamlLanguages
from tests.fakes.catalog import LANGUAGES_FILE, ChallengeFolder


@pytest.fixture(scope="session")
def languages(tmp_path_factory: pytest.TempPathFactory) -> YamlLanguages:
    """The shipped languages, with stand-ins for the harnesses."""
    folder = tmp_path_factory.mktemp("images")
    shutil.copy(LANGUAGES_FILE, folder)
    for name in ("python/call.py", "javascript/call.js", "typescript/keep"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("harness\n")
    return YamlLanguages(folder / LANGUAGES_FILE.name)


@pytest.fixture
def sums(tmp_path: Path) -> ChallengeFolder:
    """The empty folder of a challenge."""
    return ChallengeFolder(tmp_path)
