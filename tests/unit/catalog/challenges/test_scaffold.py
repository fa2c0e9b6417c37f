"""New challenges, and the schema that helps to write them."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.challenges.scaffold import new_challenge
from codementor_cli.catalog.challenges.schema import challenge_schema
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import UserFileError
from tests.fakes.catalog import HEAD, PACKAGED, TESTS


@pytest.mark.parametrize("challenge_id", ["two-sum", "010", "no", "1e3", "null", "a"])
def test_new_challenge_loads_as_it_stands(tmp_path: Path, languages: YamlLanguages, challenge_id: str) -> None:
    folder = new_challenge(tmp_path / "challenges", challenge_id)
    catalog = FolderCatalog([folder.parent], languages)
    challenge = catalog.load(challenge_id)
    assert challenge.id == challenge_id
    assert catalog.starter(challenge, "python") is not None
    assert [each.expected for each in catalog.references(challenge)] == [Verdict.AC, Verdict.WA]


def test_new_challenge_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "two-sum").mkdir()
    (tmp_path / "two-sum" / "keep").write_text("mine")
    with pytest.raises(UserFileError, match="is left as it is"):
        new_challenge(tmp_path, "two-sum")
    assert [path.name for path in (tmp_path / "two-sum").iterdir()] == ["keep"]


@pytest.mark.parametrize("challenge_id", ["Two Sum", "../x", "", "-a", "a\nb", "x" * 101])
def test_new_challenge_needs_an_id(tmp_path: Path, challenge_id: str) -> None:
    with pytest.raises(UserFileError, match="is not an id"):
        new_challenge(tmp_path, challenge_id)
    assert list(tmp_path.iterdir()) == []


def test_schema_for_editors_is_valid_and_takes_packaged_challenges(tmp_path: Path) -> None:
    schema = challenge_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    paths = [*PACKAGED.glob("*/challenge.yaml"), new_challenge(tmp_path, "two-sum") / "challenge.yaml"]
    for path in paths:
        validator.validate(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("titel", "x"),
        ("difficulty", "esay"),
        ("limits", {"time": "2 hours"}),
        ("limits", {"memory": "lots"}),
        ("checker", "linse"),
        ("tests", []),
        ("tests", [{"input": "", "expected": "", "files": "*.in"}]),
        ("id", "Two Sum"),
        ("instructions_file", "x.md"),
    ],
)
def test_schema_for_editors_marks_what_loading_refuses(key: str, value: object) -> None:
    good = yaml.safe_load(HEAD + TESTS)
    validator = jsonschema.Draft202012Validator(challenge_schema())
    assert validator.is_valid(good)
    assert not validator.is_valid(good | {key: value})
