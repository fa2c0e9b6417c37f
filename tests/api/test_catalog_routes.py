"""Challenges and languages over HTTP."""

from __future__ import annotations

import json

import pytest

from tests.fakes.service import Served


def test_challenges_are_listed(api: Served) -> None:
    listed = api.client.get("/api/challenges").json()["challenges"]
    assert {"id": "add-two", "title": "Add Two", "difficulty": "easy", "tags": ["sums"]}.items() <= {
        each["id"]: each for each in listed
    }["add-two"].items()


def test_a_challenge_is_shown_without_hidden_cases(api: Served) -> None:
    shown = api.client.get("/api/challenges/add-two").json()
    assert shown["languages"] == ["cpp", "python"]
    assert [each["name"] for each in shown["samples"]] == ["small"]
    assert shown["testCount"] == 3
    assert "42" not in json.dumps(shown)


@pytest.mark.parametrize(
    "challenge_id", ["none", "..%2F..%2Fetc", "%2Fetc%2Fpasswd", "%00", "add-two%2Fchallenge.yaml", "%F0%9F%98%80"]
)
def test_another_id_is_404(api: Served, challenge_id: str) -> None:
    answer = api.client.get(f"/api/challenges/{challenge_id}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_mistyped_id_gets_a_near_one_and_a_link(api: Served) -> None:
    problem = api.client.get("/api/challenges/add-tow").json()
    assert "add-two" in problem["detail"]
    assert problem["links"] == [{"title": "See the challenges.", "href": "/api/challenges"}]


def test_a_broken_challenge_is_the_servers_fault_and_named_to_the_operator(api: Served) -> None:
    folder = api.service.application.settings.working_folder / "challenges" / "broken"
    folder.mkdir()
    (folder / "challenge.yaml").write_text("title: [secret\n")
    answer = api.client.get("/api/challenges/broken")
    assert answer.status_code == 503
    assert "challenge.yaml:1:8" in answer.json()["detail"]


def test_languages_are_listed(api: Served) -> None:
    listed = {each["name"]: each for each in api.client.get("/api/languages").json()["languages"]}
    assert listed["python"]["extensions"][0] == ".py"
    assert listed["cpp"]["compiled"]
