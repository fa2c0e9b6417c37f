"""The shipped languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.catalog.programs import language_of
from codementor_cli.errors import EnvironmentFault, UserFileError


def test_languages_are_sorted_and_complete(languages: YamlLanguages) -> None:
    names = [language.name for language in languages.all()]
    assert names == sorted(names)
    assert {"python", "java", "cpp", "rust"} <= set(names)
    assert all(language.run and language.extensions and language.hello for language in languages.all())


def test_python_alone_has_a_zygote_and_none_has_where_that_is_not_wanted(languages: YamlLanguages) -> None:
    assert [language.name for language in languages.all() if language.zygote] == ["python"]
    without = YamlLanguages(data_folder("sandbox_images") / "languages.yaml", zygotes=False)
    assert not any(language.zygote for language in without.all())


def test_compilers_and_interpreters_take_options_of_a_program(languages: YamlLanguages) -> None:
    compilers = [each.name for each in languages.all() if "{compile_options}" in each.compile]
    interpreters = [each.name for each in languages.all() if "{run_options}" in each.run]
    assert compilers == ["c", "cpp", "java", "rust", "typescript"]
    assert interpreters == ["java", "javascript", "python", "ruby", "typescript"]


def test_harness_is_a_hidden_file_of_the_lane(languages: YamlLanguages) -> None:
    python, typescript = languages.get("python"), languages.get("typescript")
    assert python.harness is not None
    assert python.harness.path == ".codementor/call.py"
    assert python.call_run == ("python3", "{harness}", "{main}")
    assert typescript.harness is not None
    assert typescript.harness.path == ".codementor/call.js"
    assert languages.get("c").harness is None


@pytest.mark.parametrize(
    ("name", "near"), [("pyton", "python"), ("py", "python"), ("js", "javascript"), ("Rust", "rust")]
)
def test_unknown_language_names_near_ones(languages: YamlLanguages, name: str, near: str) -> None:
    with pytest.raises(UserFileError) as caught:
        languages.get(name)
    assert caught.value.next_step == f"did you mean {near}?"


def test_unknown_language_without_near_ones_names_all(languages: YamlLanguages) -> None:
    with pytest.raises(UserFileError) as caught:
        languages.get("cobol\n")
    assert "bash, c, cpp" in caught.value.next_step


def test_endings_tell_the_language_whatever_their_case(languages: YamlLanguages) -> None:
    found = language_of("A.PY", languages)
    assert found is not None
    assert found.name == "python"
    assert language_of("README", languages) is None


def test_missing_file_is_a_fault_of_the_installation(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="not installed completely"):
        YamlLanguages(tmp_path / "languages.yaml").all()
