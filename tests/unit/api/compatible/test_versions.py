"""Versions as foreign clients read them."""

from __future__ import annotations

import pytest

from codementor_cli.api.compatible.versions import full_version, satisfies, short_version
from tests.fakes.compatible import LANGUAGES


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [("python", "3.13", "3.13.0"), ("c", "14", "14.0.0"), ("cpp", "14", "14.0.0"), ("javascript", "20", "20.0.0")],
)
def test_versions_come_from_the_titles(language: str, short: str, full: str) -> None:
    assert (short_version(LANGUAGES.get(language)), full_version(LANGUAGES.get(language))) == (short, full)


def test_each_language_has_a_version() -> None:
    assert all(short_version(language) != "0" for language in LANGUAGES.all())


@pytest.mark.parametrize(
    "wanted",
    ["*", "x", "3", "3.x", "3.13", "3.13.x", "3.13.0", "v3.13.0", "=3.13.0", "^3.1.4", "~3.13.0", ">=3.9", "^3"],
)
def test_ranges_that_hold_the_version(wanted: str) -> None:
    assert satisfies("3.13.0", wanted)


@pytest.mark.parametrize(
    "wanted", ["", "2", "3.1", "3.13.1", "^3.14", "^2.9.9", "~3.12.0", ">=4", "<4", "3 || 4", "latest"]
)
def test_ranges_that_do_not(wanted: str) -> None:
    assert not satisfies("3.13.0", wanted)
