"""Guesses about the first lane: right for every shipped file, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.folder import FolderCatalog
from codementor_cli.catalog.glance import language_at_a_glance, limits_at_a_glance
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.limits import MIB, Limits

TABLE = data_folder("sandbox_images") / "languages.yaml"
LANGUAGES = YamlLanguages(TABLE)


@pytest.mark.parametrize("name", [language.name for language in LANGUAGES.all()])
def test_every_ending_of_every_language_is_seen_as_it_is_read(name: str) -> None:
    read = LANGUAGES.get(name)
    for ending in read.extensions:
        seen = language_at_a_glance(TABLE, ending)
        assert seen is not None
        assert (seen.name, bool(seen.compile), seen.zygote) == (name, bool(read.compile), read.zygote)
        unforked = language_at_a_glance(TABLE, ending, zygotes=False)
        assert unforked is not None
        assert not unforked.zygote


@pytest.mark.parametrize("ending", [".txt", ".yaml", ".p", "."])
def test_ending_of_no_language_is_none(ending: str) -> None:
    assert language_at_a_glance(TABLE, ending) is None


def test_memory_of_every_shipped_challenge_is_seen_as_it_is_read() -> None:
    catalog = FolderCatalog([data_folder("challenges")], LANGUAGES)
    for identity in catalog.ids():
        challenge = catalog.load(identity)
        seen = limits_at_a_glance(Path(challenge.folder) / "challenge.yaml")
        assert seen is not None, identity
        limits = challenge.suite.limits
        assert (seen.memory_bytes, seen.process_count) == (limits.memory_bytes, limits.process_count), identity


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
    assert limits_at_a_glance(tmp_path / "a.yaml") == Limits(memory_bytes=memory_bytes)


@pytest.mark.parametrize(
    "text", ["limits: {processes: 3}\n", "limits: {memory: 3 GB extra}\n", "limits: {memory: 1}\n"]
)
def test_limits_that_cannot_be_seen_are_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    assert limits_at_a_glance(tmp_path / "a.yaml") is None


def test_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert limits_at_a_glance(tmp_path / "a.yaml") is None
