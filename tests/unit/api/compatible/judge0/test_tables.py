"""Judge0's tables."""

from __future__ import annotations

from codementor_cli.api.compatible.judge0.tables import (
    LANGUAGE_IDS,
    STATUSES,
    config_value,
    language_of_id,
    language_value,
    listed_languages,
)
from codementor_cli.domain.challenge.limits import Ceilings
from tests.fakes.compatible import LANGUAGES


def test_every_language_has_numbers_and_no_number_two_languages() -> None:
    assert set(LANGUAGE_IDS) == {language.name for language in LANGUAGES.all()}
    numbers = [number for each in LANGUAGE_IDS.values() for number in each]
    assert len(set(numbers)) == len(numbers)
    assert all(language_of_id(number, LANGUAGES) for number in numbers)
    assert language_of_id(0, LANGUAGES) is None


def test_languages_are_listed_by_number_with_names_as_judge0_writes_them() -> None:
    listed = {each["id"]: each["name"] for each in listed_languages(LANGUAGES)}
    assert list(listed) == sorted(listed)
    assert {
        46: "Bash (5.2)",
        52: "C++ (GCC 14)",
        62: "Java (OpenJDK 21)",
        71: "Python (3.13)",
    }.items() <= listed.items()
    assert listed[63] == "JavaScript (Node.js 20)"


def test_one_language_in_full() -> None:
    value = language_value(71, LANGUAGES.get("python"))
    assert (value["source_file"], value["is_archived"], value["compile_cmd"]) == ("main.py", False, None)
    assert language_value(50, LANGUAGES.get("c"))["compile_cmd"].startswith("gcc ")


def test_statuses_are_those_of_judge0() -> None:
    assert list(STATUSES) == list(range(1, 15))


def test_the_configuration_says_what_is_never_allowed() -> None:
    value = config_value(Ceilings(wall_seconds=8), 500)
    refused = ("enable_callbacks", "allow_enable_network", "enable_network", "enable_submission_delete")
    assert not any(value[name] for name in refused)
    assert (value["max_cpu_time_limit"], value["wall_time_limit"], value["max_queue_size"]) == (8, 8, 500)
