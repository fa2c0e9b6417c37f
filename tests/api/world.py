"""A service with a token of every kind, and what belongs to each: for tests of who may do what on which route."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx2

from codementor_cli.bootstrap.serving import ServiceOptions
from codementor_cli.domain.access.principal import ROLE_SCOPES, Principal, Role, Scope
from codementor_cli.domain.access.rights import Action
from codementor_cli.domain.challenge.limits import LIVE_LIMITS
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.schemas.kept.codec import to_json
from codementor_cli.schemas.kept.judging import RunRequest
from tests.cli.command import CHALLENGE
from tests.fakes.judge_requests import echo_request
from tests.fakes.service import Served, served
from tests.fakes.tokens import kept_token, text_of

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MANY = "1000000"
PROGRAM = {"code": "say 3", "language": "python"}
LIVE = RunRequest(
    program=Program(language="python", files=(SourceFile("main.py", b"say 3"),), main="main.py"),
    limits=LIVE_LIMITS,
    input_ended=True,
)
SUBMISSION = {**PROGRAM, "challengeId": "add-two"}


@dataclass(frozen=True)
class Route:
    """One route, as it is asked; ``{job}`` and ``{number}`` in its path are a thing of somebody's."""

    method: str
    path: str
    template: str
    """As the application has it."""
    action: Action | None
    """What it does; None: it is open."""
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    done: frozenset[int] = frozenset({200, 202})
    """Statuses of its answer to one that may ask."""

    @property
    def is_owned(self) -> bool:
        """Whether its path names a thing of somebody's."""
        return "{" in self.path

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def route(method: str, path: str, action: Action | None, body: Any = None, template: str = "") -> Route:
    """Return a row of the table; most paths are their own template."""
    return Route(method, path, template or path.partition("?")[0], action, body)


WITHOUT_KEY = frozenset({503})
"""Only Claude answers there, and this service has no key."""
ROUTES = (
    route("GET", "/healthz", None),
    route("GET", "/readyz", None),
    route("GET", "/openapi.json", None),
    route("GET", "/metrics", Action.SEE_METRICS),
    route("GET", "/api/judge", Action.JUDGE),
    replace(
        route("POST", "/api/judge", Action.JUDGE, to_json(echo_request())), headers=(("Idempotency-Key", "e" * 32),)
    ),
    route("POST", "/api/execution/live", Action.RUN, to_json(LIVE)),
    replace(
        route("POST", "/api/jobs/{job}/input?offset=0", Action.RUN, template="/api/jobs/{uid}/input"),
        done=frozenset({404}),  # these jobs are no live runs
    ),
    route("GET", "/api/languages", Action.READ),
    route("GET", "/api/challenges", Action.READ),
    route("GET", "/api/challenges/add-two", Action.READ, template="/api/challenges/{challenge_id}"),
    route("POST", "/api/execution/execute", Action.RUN, PROGRAM),
    route("POST", "/api/execution/test", Action.RUN, {**PROGRAM, "testCases": [{"input": "1 2", "expected": "3"}]}),
    route("POST", "/api/execution/validate", Action.SUBMIT, SUBMISSION),
    route("POST", "/api/execution/batch", Action.SUBMIT, {"submissions": [SUBMISSION]}),
    route("POST", "/api/ai/hint", Action.ASK_MENTOR, SUBMISSION),
    route("POST", "/api/ai/hints", Action.ASK_MENTOR, SUBMISSION),
    replace(route("POST", "/api/ai/review", Action.ASK_MENTOR, SUBMISSION), done=WITHOUT_KEY),
    replace(route("POST", "/api/ai/analyze", Action.ASK_MENTOR, SUBMISSION), done=WITHOUT_KEY),
    route("GET", "/api/execution/history", Action.READ),
    route("GET", "/api/submissions", Action.READ),
    route("GET", "/api/submissions/{number}?learner={learner}", Action.READ, template="/api/submissions/{number}"),
    route("GET", "/api/jobs/{job}", Action.READ, template="/api/jobs/{job_id}"),
    route("GET", "/api/jobs/{job}/events", Action.READ, template="/api/jobs/{job_id}/events"),
    route("DELETE", "/api/jobs/{job}", Action.CANCEL, template="/api/jobs/{job_id}"),
)
"""Every route of the service."""


@dataclass
class Things:
    """What belongs to a learner."""

    learner: str
    job: str = "0" * 32
    number: int = 999_999


@dataclass
class World:
    """A running service and its tokens."""

    running: Served
    texts: dict[str, str] = field(default_factory=dict)
    """Tokens by name."""
    things: dict[str, Things] = field(default_factory=dict)
    """By learner."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, name: str, role: Role = Role.LEARNER, learner: str = "ann", **changes: Any) -> Principal:
        """Make a token, and return its principal."""
        number = next(self._numbers)
        token = kept_token(number, role, learner, **{"expires_at": None, **changes})
        self.running.service.tokens.add(token)
        self.texts[name] = text_of(number)
        return token.principal

    def ask(self, asked: Route, token: str | None, things: Things | None = None) -> httpx2.Response:
        """Ask a route, about things of somebody's, with a token's text."""
        found = things or Things("nobody")
        path = asked.path.format(job=found.job, number=found.number, learner=found.learner)
        headers = dict(asked.headers)
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return self.running.client.request(asked.method, path, json=asked.body, headers=headers)

    def submit(self, token: str, learner: str, code: str = "say 3") -> Things:
        """Submit a program, and return its job and its submission."""
        asked = Route("POST", "/api/execution/validate?wait=0", "", Action.SUBMIT, {**SUBMISSION, "code": code})
        batch = Route("POST", "/api/execution/batch", "", Action.SUBMIT, {"submissions": [asked.body]})
        made = self.ask(asked, token)
        number = made.json()["submissionId"]
        job = self.ask(batch, token).json()["jobs"][0]["job"]["id"]
        return Things(learner, job, number)


@contextmanager
def world(folder: Path, options: ServiceOptions | None = None, **environment: str) -> Iterator[World]:
    """Serve with tokens of every role, each with a learner, a job and a submission of its own."""
    challenge = folder / "challenges" / "add-two"
    challenge.mkdir(parents=True, exist_ok=True)
    (challenge / "challenge.yaml").write_text(CHALLENGE)
    rates = {
        "CODEMENTOR_SERVE_REQUESTS_PER_MINUTE": MANY,
        "CODEMENTOR_SERVE_REFUSALS_PER_MINUTE": MANY,
        "CODEMENTOR_SERVE_SERVICE_REQUESTS_PER_MINUTE": MANY,
    }
    with served(folder, options, **{**rates, **environment}) as running:
        made = World(running)
        for role in Role:
            made.add(role.value, role, f"own-{role.value}")
            for scope in ROLE_SCOPES[role]:
                fewer = tuple(sorted(ROLE_SCOPES[role] - {scope}))
                made.add(f"{role.value} without {scope.value}", role, f"own-{role.value}", scopes=fewer)
            made.things[role.value] = made.submit(made.texts[role.value], f"own-{role.value}")
        made.add("ann")
        made.things["ann"] = made.submit(made.texts["ann"], "ann")
        made.add("expired", expires_at=LONG_AGO)
        made.add("revoked", revoked_at=LONG_AGO)
        made.texts["unknown"] = text_of(1_000_000)
        made.texts["garbled"] = made.texts["ann"][:-1] + "!"
        made.texts["digest"] = kept_token(1).digest
        yield made


def without_id(answer: httpx2.Response) -> tuple[int, Any]:
    """Return an answer's status and body."""
    try:
        return answer.status_code, json.loads(answer.content)
    except ValueError:
        return answer.status_code, answer.content


SCOPES = [(role, scope) for role in Role for scope in sorted(ROLE_SCOPES[role])]
"""Each scope of each role."""
WRONG = ("expired", "revoked", "unknown", "garbled", "digest", None)
"""Names of tokens that are refused; None: no token."""
ALL_SCOPES = frozenset(Scope)
