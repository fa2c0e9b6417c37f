"""Guesses about the first lane: right for every shipped file, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.challenges.guessed_limits import guessed_limits
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.text.units import MIB

LANGUAGES = YamlLanguages(data_folder("sandbox_images") / "languages.yaml")


def test_every_shipped_challenge_is_seen_as_it_is_read() -> None:
    catalog = FolderCatalog([data_folder("challenges")], LANGUAGES)
    for identity in catalog.ids():
        challenge = catalog.load(identity)
        seen = guessed_limits(Path(challenge.folder) / "challenge.yaml")
        assert seen is not None, identity
        limits, calls_function = seen
        read = challenge.suite.limits
        assert (limits.memory_bytes, limits.process_count) == (read.memory_bytes, read.process_count), identity
        assert calls_function == (challenge.suite.function is not None), identity


@pytest.mark.parametrize(
    ("text", "memory_bytes"),
    [
        ("tests: []\n", Limits().memory_bytes),
        ("limits: {time: 2s, memory: 64 MiB}\ntests:\n", 64 * MIB),
        ("limits:\n  time: 2s\n  memory: '64MiB'  # enough\ntests:\n", 64 * MIB),
        ("limits: {memory: 64}\n", 64 * MIB),
    ],
)
def test_limits_are_seen_in_either_style(tmp_path: Path, text: str, memory_bytes: int) -> None:
    (tmp_path / "a.yaml").write_text(text)
    assert guessed_limits(tmp_path / "a.yaml") == (Limits(memory_bytes=memory_bytes), False)


@pytest.mark.parametrize(
    "text", ["limits: {processes: 3}\n", "limits: {memory: 3 GB extra}\n", "limits: {memory: 1}\n"]
)
def test_limits_that_cannot_be_seen_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    assert guessed_limits(tmp_path / "a.yaml") is None


def test_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert guessed_limits(tmp_path / "a.yaml") is None
