"""Routes for other judges' clients know the same tokens, roles, scopes and owners."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from uuid import UUID

import pytest

from codementor_cli.api.app import create_app
from codementor_cli.api.compatible.tokens import NAMES
from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.access.principal import ROLE_SCOPES, Principal, Role, Scope
from codementor_cli.domain.access.rights import Action, may, scope_of
from codementor_cli.domain.practice.learner import LearnerId
from tests.api.test_rights import routes_of
from tests.api.world import ROUTES, WRONG, Route, World, without_id, world

JOBE = "/jobe/index.php/restapi"
JUDGE0_RUN = {"source_code": "say 3", "language_id": 71}
JOBE_RUN = {"run_spec": {"language_id": "python3", "sourcecode": "say 3", "sourcefilename": "x.py", "input": ""}}
PISTON_RUN = {"language": "python", "version": "*", "files": [{"content": "say 3"}]}
FILE = {"file_contents": b64encode(b"x").decode()}
FOUND, NO, READ, RUN = frozenset({200, 201, 204}), frozenset({400, 403}), Action.READ, Action.RUN


def row(method: str, path: str, action: Action | None, body: object = None, done: frozenset[int] = FOUND) -> Route:
    template = (
        path.partition("?")[0]
        .rstrip("/")
        .replace("/languages/71", "/languages/{number}")
        .replace("abcd1234", "{file_id}")
    )
    return Route(method, path, template, action, body, (), done)


ROWS = (
    *(row("GET", f"/{each}", READ) for each in ("languages", "languages/all", "languages/71", "statuses", "about")),
    *(row("GET", f"/{each}", READ) for each in ("version", "config_info")),
    row("GET", "/system_info", READ, done=FOUND | NO),
    *(row("POST", f"/{each}", None, done=FOUND | NO) for each in ("authenticate", "authorize")),
    row("GET", "/submissions", READ, done=NO),
    row("GET", "/submissions/batch?tokens=x", READ),
    row("POST", "/submissions", RUN, JUDGE0_RUN),
    row("POST", "/submissions/batch", RUN, {"submissions": [JUDGE0_RUN]}),
    *(
        row(method, "/submissions/{token}", action, done=frozenset({404}))
        for method, action in (("GET", READ), ("DELETE", RUN))
    ),
    *(row("GET", f"/api/v2{start}/runtimes", READ) for start in ("", "/piston")),
    *(row("POST", f"/api/v2{start}/execute", RUN, PISTON_RUN) for start in ("", "/piston")),
    *(
        row(method, f"/api/v2{start}/packages", READ, done=NO)
        for start in ("", "/piston")
        for method in ("GET", "POST", "DELETE")
    ),
    *(row("GET", f"{JOBE}/languages{slash}", READ) for slash in ("", "/")),
    *(row("POST", f"{JOBE}/runs{slash}", RUN, JOBE_RUN) for slash in ("", "/")),
    row("PUT", f"{JOBE}/files/abcd1234", RUN, FILE),
)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("compatible") / "work", ServiceOptions(compatible=NAMES)) as made:
        yield made


def ask(there: World, asked: Route, token: str | None, uid: str = "0" * 32) -> tuple[int, object]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    path = asked.path.replace("{token}", str(UUID(uid)))
    return without_id(there.running.client.request(asked.method, path, json=asked.body, headers=headers))


def test_every_route_has_a_row(there: World) -> None:
    app = create_app(there.running.service)
    known = {(each.method, each.template) for each in (*ROUTES, *ROWS)}

    assert set(routes_of(app)) == known


@pytest.mark.parametrize("asked", ROWS, ids=str)
def test_every_wrong_token_is_refused_in_the_same_words(there: World, asked: Route) -> None:
    answers = [ask(there, asked, None if wrong is None else there.texts[wrong]) for wrong in WRONG]

    assert {status for status, _ in answers} == {403 if asked.path.startswith("/jobe") else 401}
    assert len({repr(each) for each in answers}) == 1


@pytest.mark.parametrize("asked", ROWS, ids=str)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_the_table_says(there: World, asked: Route, role: Role) -> None:
    status, said = ask(there, asked, there.texts[role.value])

    assert status in asked.done, said


@pytest.mark.parametrize("asked", [each for each in ROWS if each.action], ids=str)
def test_without_its_scope_a_route_is_refused(there: World, asked: Route) -> None:
    assert asked.action is not None
    for role in Role:
        answers = [ask(there, asked, there.texts[f"{role.value} without {scope_of(asked.action).value}"])]
        assert {status for status, _ in answers} == {403}
        assert all(isinstance(said, dict) and said.get("title") == "Not allowed" for _, said in answers)


@pytest.mark.parametrize("role", Role)
def test_a_run_of_another_learner_is_as_if_it_were_not_there(there: World, role: Role) -> None:
    principal = Principal(LearnerId(f"own-{role.value}"), role, ROLE_SCOPES[role])
    _, made = ask(there, row("POST", "/submissions?wait=true", RUN, JUDGE0_RUN), there.texts["ann"])
    assert isinstance(made, dict)
    uid, text = UUID(made["token"]).hex, there.texts[role.value]
    shown = row("GET", "/submissions/{token}?fields=*", READ)
    several = row("GET", f"/submissions/batch?tokens={made['token']}", READ)
    nothing = row("GET", f"/submissions/batch?tokens={UUID(int=0)}", READ)

    assert ask(there, shown, there.texts["ann"], uid)[0] == 200
    if may(principal, READ, LearnerId("ann")):
        assert ask(there, shown, text, uid)[0] == 200
    else:
        assert ask(there, shown, text, uid) == ask(there, shown, text)
        assert ask(there, several, text) == ask(there, nothing, text)
        assert ask(there, row("DELETE", "/submissions/{token}", RUN), text, uid)[0] == 404


def test_a_file_of_another_learner_is_not_there(there: World) -> None:
    path, client = f"{JOBE}/files/anns5678", there.running.client
    put = client.put(path, json=FILE, headers={"X-API-KEY": there.texts["ann"]})
    heads = [client.head(path, headers={"X-API-KEY": there.texts[name]}).status_code for name in ("ann", "learner")]
    alone = there.texts["learner without run"]

    assert put.status_code == 204
    assert heads == [204, 404]
    assert client.head(path, headers={"X-API-KEY": alone}).status_code == 403
    assert client.head(path).status_code == 403


@pytest.mark.parametrize(
    ("path", "header"),
    [("/statuses", "X-Auth-Token"), (f"{JOBE}/languages", "X-API-KEY"), ("/api/v2/runtimes", "Authorization")],
)
def test_a_foreign_header_holds_a_token_on_the_routes_of_its_clients_alone(
    there: World, path: str, header: str
) -> None:
    client, text = there.running.client, there.texts["ann"]

    assert client.get(path, headers={header: text}).status_code == 200
    assert client.get(path, headers={header: there.texts["revoked"]}).status_code in {401, 403}
    assert client.get("/api/languages", headers={header: text}).status_code == 401
    assert client.get(f"{path}?{header}={text}").status_code in {401, 403}


def test_scopes_are_those_of_the_table() -> None:
    assert {scope_of(each.action) for each in ROWS if each.action} == {Scope.READ, Scope.RUN}
