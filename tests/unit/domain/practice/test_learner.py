from __future__ import annotations

import pytest

from codementor_cli.domain.practice.learner import LONGEST_ID, LearnerId, is_learner_id, learner_of_service


@pytest.mark.parametrize("text", ["a", "ada", "4711", "moodle/ada", "a+b@c:d", "a" * LONGEST_ID])
def test_visible_ascii_is_a_learners_id(text: str) -> None:
    assert is_learner_id(text)


@pytest.mark.parametrize("text", ["", " ", "a b", "é", "a\n", "a\0", "\x7f", "a" * (LONGEST_ID + 1)])
def test_anything_else_is_none(text: str) -> None:
    assert not is_learner_id(text)


def test_a_service_names_a_learner_of_its_own() -> None:
    assert learner_of_service(LearnerId("moodle"), "4711") == "moodle/4711"


@pytest.mark.parametrize("name", ["", "a b", "é", "a/b", "/", "../ann", "a" * (LONGEST_ID - len("moodle"))])
def test_what_is_no_name_means_nobody(name: str) -> None:
    assert learner_of_service(LearnerId("moodle"), name) is None


def test_two_services_never_mean_the_same_learner() -> None:
    services = [LearnerId(each) for each in ("a", "b", "a/b", "a/b/c", "local")]
    names = ["a", "b", "c", "a/b", "b/c", "local"]
    meant = [learner_of_service(service, name) for service in services for name in names]
    found = [each for each in meant if each is not None]

    assert len(found) == len(set(found)) == 20
