"""A service that names its learners: what belongs to each of them, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.access.principal import Role
from codementor_cli.domain.access.rights import Action, may
from codementor_cli.domain.jobs.order import QueueCaps
from tests.api.world import PROGRAM, ROUTES, SUBMISSION, Route, Things, World, without_id, world

NAMED = "X-Codementor-Learner"
OWNED = [each for each in ROUTES if each.is_owned]
HISTORY = Route("GET", "/api/submissions", "", Action.READ)


def as_learner(asked: Route, *names: str) -> Route:
    """Return a route as a service asks it for a learner."""
    return replace(asked, headers=(*asked.headers, *((NAMED, name) for name in names)))


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    caps = QueueCaps(owner_count=2, worker_count=1)
    with world(tmp_path_factory.mktemp("world") / "work", ServiceOptions(caps=caps)) as made:
        made.add("moodle", Role.SERVICE, "moodle")
        made.add("canvas", Role.SERVICE, "canvas")
        for name in ("ada", "bob"):
            made.things[name] = submitted(made, "moodle", name)
        yield made


def submitted(there: World, service: str, name: str) -> Things:
    """Submit a program as a learner of a service."""
    validate = Route("POST", "/api/execution/validate", "", Action.SUBMIT, SUBMISSION)
    batch = Route("POST", "/api/execution/batch", "", Action.SUBMIT, {"submissions": [SUBMISSION]})
    number = ask(there, validate, service, name).json()["submissionId"]
    job = ask(there, batch, service, name).json()["jobs"][0]["job"]["id"]
    return Things(f"{service}/{name}", job, number)


def ask(there: World, asked: Route, token: str, name: str, things: Things | None = None) -> httpx2.Response:
    return there.ask(as_learner(asked, name), there.texts[token], things)


def numbers(answer: httpx2.Response) -> set[int]:
    return {each["id"] for each in answer.json()["submissions"]}


@pytest.mark.parametrize("asked", OWNED, ids=str)
def test_what_a_learner_of_a_service_owns_is_theirs(there: World, asked: Route) -> None:
    answer = ask(there, asked, "moodle", "ada", there.things["ada"])
    assert answer.status_code in asked.done


@pytest.mark.parametrize("asked", OWNED, ids=str)
@pytest.mark.parametrize(
    ("token", "name"), [("moodle", "bob"), ("moodle", None), ("canvas", "ada"), ("canvas", "moodle"), ("ann", None)]
)
def test_for_everybody_else_it_is_as_if_it_were_not_there(
    there: World, asked: Route, token: str, name: str | None
) -> None:
    names = () if name is None else (name,)
    answers = [
        there.ask(as_learner(asked, *names), there.texts[token], each)
        for each in (there.things["ada"], Things("moodle/ada"))
    ]
    assert answers[0].status_code == 404
    assert without_id(answers[0]) == without_id(answers[1])


@pytest.mark.parametrize("role", [Role.TEACHER, Role.OPERATOR])
def test_teachers_and_operators_read_it_as_every_learners(there: World, role: Role) -> None:
    path = f"/api/submissions/{there.things['ada'].number}?learner=moodle/ada"
    asked = Route("GET", path, "", Action.READ)
    assert there.ask(asked, there.texts[role.value]).status_code == 200


def test_histories_of_a_service_and_of_its_learners_are_apart(there: World) -> None:
    ada, bob = (ask(there, HISTORY, "moodle", name) for name in ("ada", "bob"))

    assert there.things["ada"].number in numbers(ada)
    assert numbers(ada).isdisjoint(numbers(bob))
    assert numbers(there.ask(HISTORY, there.texts["moodle"])) == set()


def test_a_token_of_such_a_learner_has_their_history(there: World) -> None:
    there.add("token of ada", Role.LEARNER, "moodle/ada")
    assert there.things["ada"].number in numbers(there.ask(HISTORY, there.texts["token of ada"]))


def test_keys_of_two_learners_are_apart(there: World) -> None:
    asked = [
        Route("POST", "/api/execution/execute", "", Action.RUN, {**PROGRAM, "code": f"say {word}"}, headers)
        for word, headers in (("first", (("Idempotency-Key", "k"),)), ("second", (("Idempotency-Key", "k"),)))
    ]
    first, second = (ask(there, each, "moodle", name) for each, name in zip(asked, ("ada", "bob"), strict=True))

    assert (first.json()["output"], second.json()["output"]) == ("first", "second")
    assert ask(there, asked[0], "moodle", "ada").headers["Idempotency-Replayed"] == "true"


def test_the_bound_of_unfinished_jobs_is_each_learners_own(there: World) -> None:
    hanging = {**PROGRAM, "code": "hang"}
    execute = replace(Route("POST", "/api/execution/execute", "", Action.RUN, hanging), headers=(("Prefer", "wait=0"),))
    jobs = [ask(there, execute, "moodle", "carl") for _ in range(2)]
    try:
        assert [each.status_code for each in jobs] == [202, 202]
        refused, other = ask(there, execute, "moodle", "carl"), ask(there, execute, "moodle", "dora")
        assert (refused.status_code, other.status_code) == (429, 202)
        jobs.append(other)
    finally:
        for each, name in zip(jobs, ("carl", "carl", "dora"), strict=False):
            cancel = Route("DELETE", each.headers["Location"], "", Action.CANCEL)
            assert ask(there, cancel, "moodle", name).status_code == 200


@pytest.mark.parametrize("asked", [each for each in ROUTES if each.action is not None], ids=str)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SERVICE}))
def test_no_other_role_may_name_a_learner_on_any_route(there: World, asked: Route, role: Role) -> None:
    answer = ask(there, asked, role.value, "ada", there.things["ada"])
    assert (answer.status_code, answer.json()["title"]) == (403, "Not allowed")


@pytest.mark.parametrize("asked", [each for each in ROUTES if each.action is not None], ids=str)
def test_a_learner_named_gives_a_service_no_further_rights(there: World, asked: Route) -> None:
    principal = next(each for each in there.running.service.tokens.all() if each.learner == "moodle").principal
    assert asked.action is not None
    if not may(principal, asked.action):
        assert ask(there, asked, "moodle", "ada").status_code == 403


@pytest.mark.parametrize("name", ["", "a/b", "a b", "a" * 200])
def test_a_name_that_means_nobody_is_refused(there: World, name: str) -> None:
    answer = ask(there, HISTORY, "moodle", name)
    assert (answer.status_code, answer.json()["title"]) == (422, "No such learner")


def test_without_a_token_a_name_opens_nothing(there: World) -> None:
    assert there.ask(as_learner(HISTORY, "ada"), None).status_code == 401
