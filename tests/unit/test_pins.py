"""What ``make test`` and ``make demo`` install is the same on any day: pins.txt names a version and hashes for all."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).parents[2]
PINS = (ROOT / "pins.txt").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
MACHINES = [
    {"sys_platform": "linux", "platform_machine": machine, "python_full_version": f"{version}.0"}
    for machine in ("x86_64", "aarch64")
    for version in ("3.11", "3.12", "3.13")
]


def asked() -> list[Requirement]:
    """Return all that pyproject.toml asks for: to run, to develop and to build."""
    groups = PROJECT["dependency-groups"].values()
    developed = [each for group in groups for each in group if isinstance(each, str)]
    extras = [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    names = [*PROJECT["project"]["dependencies"], *extras, *developed, *PROJECT["build-system"]["requires"]]
    return [Requirement(name) for name in names]


def pinned(text: str) -> dict[NormalizedName, Requirement]:
    """Return the requirements of a list of pins by name, without their hashes."""
    lines = re.sub(r" *\\\n", " ", text).splitlines()
    requirements = [Requirement(HASH.sub("", line).strip()) for line in lines if line and line[0] not in "# "]
    return {canonicalize_name(each.name): each for each in requirements}


def version(requirement: Requirement) -> str:
    [only] = requirement.specifier
    assert only.operator == "==", requirement
    return only.version


@pytest.mark.parametrize("requirement", asked(), ids=str)
def test_what_the_project_asks_for_is_pinned_within_its_range(requirement: Requirement) -> None:
    pin = pinned(PINS)[canonicalize_name(requirement.name)]
    assert version(pin) in requirement.specifier
    assert pin.marker is None


def test_what_packages_ask_for_in_turn_is_pinned_too() -> None:
    pins = pinned(PINS)
    installed = {canonicalize_name(each.name): each for each in distributions()}
    for name, pin in pins.items():
        # With the newest versions, others are installed, and may ask for others.
        if name not in installed or installed[name].version != version(pin):
            continue
        found = [Requirement(text) for text in installed[name].requires or ()]
        needed = [each for each in found if each.marker is None or each.marker.evaluate({"extra": ""})]
        assert [each.name for each in needed if canonicalize_name(each.name) not in pins] == [], name


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: "-".join(each.values()))
def test_every_pin_names_one_version_with_hashes_for_any_machine(machine: dict[str, str]) -> None:
    for line in re.sub(r" *\\\n", " ", PINS).splitlines():
        if line and not line.startswith("#"):
            assert HASH.search(line), line
    used = [each for each in pinned(PINS).values() if each.marker is None or each.marker.evaluate(machine)]
    assert all(version(each) for each in used)
    assert {"pytest", "pyyaml", "hatchling"} <= {each.name for each in used}


def test_pins_name_no_host_and_no_folder() -> None:
    assert not re.search(r"://|file:|^\s*-(?!-hash)|@ |/", PINS, re.MULTILINE)


def test_a_list_without_a_hash_or_a_version_would_be_noticed() -> None:
    assert version(pinned("a==1 \\\n    --hash=sha256:" + "0" * 64 + "\n# a comment\n")[canonicalize_name("a")]) == "1"
    with pytest.raises(AssertionError):
        version(pinned("a>=1\n")[canonicalize_name("a")])
