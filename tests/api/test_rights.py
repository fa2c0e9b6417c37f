"""Every route × role × scope × owner: who may do what, through the whole application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from codementor_cli.api.app import OPEN_PATHS, create_app
from codementor_cli.domain.access.principal import ROLE_SCOPES, Principal, Role, Scope
from codementor_cli.domain.access.rights import Action, may, scope_of
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.schemas.kept.codec import to_json
from codementor_cli.schemas.kept.judging import JOB_HEADER
from tests.api.world import LIVE, ROUTES, SCOPES, WRONG, Route, Things, World, without_id, world

CLOSED = [each for each in ROUTES if each.action is not None]
OWNED = [each for each in ROUTES if each.is_owned]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("world") / "work") as made:
        yield made


def routes_of(app: Any) -> Iterator[tuple[str, str]]:
    """Yield method and path of each route of an application."""
    for each in app.routes:
        contexts = each.effective_route_contexts() if hasattr(each, "effective_route_contexts") else [each]
        for context in contexts:
            yield from ((method, context.path) for method in context.methods or () if method != "HEAD")


def test_every_route_of_the_application_has_a_row(there: World) -> None:
    app = create_app(there.running.service)
    assert sorted(routes_of(app)) == sorted((each.method, each.template) for each in ROUTES)
    assert {each.path for each in ROUTES if each.action is None} <= OPEN_PATHS


@pytest.mark.parametrize("asked", ROUTES, ids=str)
@pytest.mark.parametrize("wrong", WRONG)
def test_without_a_live_token_a_route_is_the_same_as_none(there: World, asked: Route, wrong: str | None) -> None:
    text = None if wrong is None else there.texts[wrong]
    answer = there.ask(asked, text, there.things["ann"])

    if asked.action is None:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 401
        assert answer.content == there.running.client.get("/nowhere").content
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="codementor"'


@pytest.mark.parametrize("asked", CLOSED, ids=str)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_to_its_own_what_the_table_says(there: World, asked: Route, role: Role) -> None:
    principal = Principal(LearnerId(f"own-{role.value}"), role, ROLE_SCOPES[role])
    answer = there.ask(asked, there.texts[role.value], there.things[role.value])

    assert asked.action is not None
    if may(principal, asked.action):
        assert answer.status_code in asked.done, answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["title"] == "Not allowed"


@pytest.mark.parametrize("asked", CLOSED, ids=str)
@pytest.mark.parametrize(("role", "scope"), SCOPES)
def test_without_its_scope_a_route_is_refused_whosever_things_it_names(
    there: World, asked: Route, role: Role, scope: Scope
) -> None:
    assert asked.action is not None
    if scope_of(asked.action) is not scope:
        return
    text = there.texts[f"{role.value} without {scope.value}"]
    answers = [there.ask(asked, text, there.things[name]) for name in (role.value, "ann")]
    answers.append(there.ask(asked, text))

    assert {each.status_code for each in answers} == {403}
    assert len({each.content for each in answers}) == 1


@pytest.mark.parametrize("asked", OWNED, ids=str)
@pytest.mark.parametrize("role", Role)
def test_what_belongs_to_another_learner_is_as_if_it_were_not_there(there: World, asked: Route, role: Role) -> None:
    principal = Principal(LearnerId(f"own-{role.value}"), role, ROLE_SCOPES[role])
    text, anns = there.texts[role.value], there.things["ann"]
    answer = there.ask(asked, text, anns)
    nothing = there.ask(asked, text, Things("ann"))

    assert asked.action is not None
    assert nothing.status_code == 404
    if may(principal, asked.action, LearnerId("ann")):
        assert answer.status_code == 200
    else:
        assert without_id(answer) == without_id(nothing)
        assert sorted(answer.headers) == sorted(nothing.headers)


@pytest.mark.parametrize("name", ["learner", "teacher", "operator", "service"])
def test_input_for_a_live_run_of_another_learner_goes_nowhere(there: World, name: str) -> None:
    program = replace(LIVE.program, files=(SourceFile("main.py", b"echo"),))
    begun, anns = (
        to_json(replace(LIVE, program=program, input_ended=False)),
        {"Authorization": f"Bearer {there.texts['ann']}"},
    )
    client = there.running.client
    with client.stream("POST", "/api/execution/live", json=begun, headers=anns) as stream:
        path = f"/api/jobs/{stream.headers[JOB_HEADER]}/input?offset=0"
        foreign = client.post(path, content=b"x", headers={"Authorization": f"Bearer {there.texts[name]}"})
        nothing = client.post(
            f"/api/jobs/{'0' * 32}/input?offset=0",
            content=b"x",
            headers={"Authorization": f"Bearer {there.texts[name]}"},
        )
        own = client.post(path, content=b"x", headers=anns)

    assert without_id(foreign) == without_id(nothing)
    assert foreign.status_code == 404
    assert own.json() == {"received": 1}


@pytest.mark.parametrize("path", ["/api/execution/history", "/api/submissions"])
@pytest.mark.parametrize("role", Role)
def test_history_of_another_learner_is_for_those_that_may_read_it(there: World, path: str, role: Role) -> None:
    principal = Principal(LearnerId(f"own-{role.value}"), role, ROLE_SCOPES[role])
    asked = Route("GET", f"{path}?learner={{learner}}", "", Action.READ)
    text = there.texts[role.value]
    anns, nobodys = there.ask(asked, text, Things("ann")), there.ask(asked, text, Things("nobody"))
    own = there.ask(asked, text, Things(f"own-{role.value}"))

    assert own.status_code == 200
    assert own.json()["total"] >= 1
    if may(principal, Action.READ, LearnerId("ann")):
        assert anns.json()["total"] >= 1
    else:
        assert without_id(anns) == without_id(nobodys)
        assert anns.status_code == 404


def test_own_history_has_nothing_of_another_learner(there: World) -> None:
    asked = Route("GET", "/api/submissions?limit=200", "", Action.READ)
    numbers = {each["id"] for each in there.ask(asked, there.texts["learner"]).json()["submissions"]}

    assert there.things["learner"].number in numbers
    assert there.things["ann"].number not in numbers


def test_an_idempotency_key_of_another_learner_says_nothing(there: World) -> None:
    key = (("Idempotency-Key", "the-same"),)
    asked = [
        Route("POST", "/api/execution/execute", "", Action.RUN, {"code": f"say {word}", "language": "python"}, key)
        for word in ("first", "second")
    ]
    anns, others = (there.ask(each, there.texts[name]) for each, name in zip(asked, ("ann", "learner"), strict=True))

    assert (anns.json()["output"], others.json()["output"]) == ("first", "second")
    assert "Idempotency-Replayed" not in others.headers


@pytest.mark.parametrize("kind", ["hint", "hints", "review", "analyze"])
@pytest.mark.parametrize("role", Role)
def test_a_question_on_what_belongs_to_another_learner_is_as_if_it_were_not_there(
    there: World, kind: str, role: Role
) -> None:
    anns, nothing = there.things["ann"], Things("ann")
    for bodies in (
        [{"jobId": anns.job}, {"jobId": nothing.job}, {"jobId": "../x"}],
        [{"submissionId": anns.number}, {"submissionId": nothing.number}],
    ):
        asked = [Route("POST", f"/api/ai/{kind}", "", Action.ASK_MENTOR, body) for body in bodies]
        answers = [there.ask(each, there.texts[role.value]) for each in asked]
        said = {re.sub(r"submission \d+", "submission N", each.text) for each in answers}
        # Without a key for a model, reviews and analyses are refused (503) before a submission is looked for.
        assert {each.status_code for each in answers} <= {404, 503}
        assert len({each.status_code for each in answers}) == len(said) == 1


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "OPTIONS"])
def test_other_methods_are_refused_before_and_after_the_token(there: World, method: str) -> None:
    for asked in CLOSED:
        other = Route(method, asked.path, asked.template, asked.action)
        assert there.ask(other, None, there.things["ann"]).status_code == 401
        assert there.ask(other, there.texts["operator"], there.things["ann"]).status_code == 405
