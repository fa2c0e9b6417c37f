"""Whatever the bytes, there is a value or there are problems with positions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.catalog.challenges.cases import load_cases
from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.challenge import ChallengeSummary
from codementor_cli.errors import ProblemsError
from tests.fakes.catalog import HEAD, TESTS, said


@pytest.fixture(scope="session")
def challenge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz") / "sums"
    folder.mkdir()
    return folder


SNIPPETS = st.sampled_from(
    [
        "tests",
        "limits",
        "function",
        "checker",
        "args",
        "expected",
        "input",
        "files",
        "name",
        "type",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "|",
        ">",
        "no",
        "010",
        "~",
        "1e3",
        "*a",
        "&a",
        "!!str",
        "../",
        "?",
        ": ",
        "- ",
        "\n",
        "  ",
        ", ",
    ]
)


@given(content=st.binary(max_size=300) | st.lists(SNIPPETS, max_size=40).map(lambda parts: "".join(parts).encode()))
@settings(database=None, max_examples=150)
def test_any_bytes_are_a_suite_or_problems(challenge_folder: Path, content: bytes) -> None:
    path = challenge_folder / "cases.yaml"
    path.write_bytes(content)
    try:
        suite = load_cases(path)
    except ProblemsError as error:
        said(error)
    else:
        assert suite.tests


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "tests",
        "limits",
        "checker",
        "function",
        "name",
        "args",
        "input",
        "expected",
        "files",
        "type",
        "program",
        "parameters",
        "returns",
        "time",
        "points",
        "x",
    ]
)
DOCUMENTS = st.dictionaries(KEYS, VALUES | st.dictionaries(KEYS, VALUES) | st.lists(st.dictionaries(KEYS, VALUES)))


@given(document=DOCUMENTS)
@settings(database=None, max_examples=150)
def test_any_document_is_a_suite_or_problems(challenge_folder: Path, document: dict[str, object]) -> None:
    path = challenge_folder / "cases.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        suite = load_cases(path)
    except ProblemsError as error:
        said(error)
    else:
        assert suite.tests


LINES = st.sampled_from(
    [*(HEAD + TESTS).splitlines(), "tags: [a]", "languages: {}", "hints: [1]", "  x: y", "- a", "\t"]
)


@given(
    content=st.binary(max_size=200)
    | st.lists(LINES, max_size=14).map(lambda lines: "\n".join(lines).encode())
    | st.tuples(st.integers(0, 150), st.binary(max_size=3)).map(
        lambda cut: (HEAD + TESTS).encode()[: cut[0]] + cut[1] + (HEAD + TESTS).encode()[cut[0] :]
    )
)
@settings(database=None, max_examples=150)
def test_any_bytes_are_a_challenge_or_problems(
    challenge_folder: Path, languages: YamlLanguages, content: bytes
) -> None:
    (challenge_folder / "challenge.yaml").write_bytes(content)
    catalog = FolderCatalog([challenge_folder.parent], languages)
    [summary] = catalog.summaries()
    try:
        challenge = catalog.load("sums")
    except ProblemsError as error:
        said(error)
    else:
        assert challenge.id == "sums"
        assert isinstance(summary, ChallengeSummary)
