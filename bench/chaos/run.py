"""One run: submissions with keys, kills on the way, and what the store holds at the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import psycopg

from bench.chaos.clients import Clients, Submission, asking
from bench.chaos.machines import Kind, Machines
from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.access import open_tokens
from codementor_cli.bootstrap.practice import open_store
from codementor_cli.domain.access.principal import Role
from codementor_cli.domain.jobs.job import MOST_ATTEMPTS
from codementor_cli.domain.practice.submission import Submission as Recorded
from codementor_cli.services.access.tokens import NewToken, new_token
from codementor_cli.settings import load_settings

_CANNOT_WORK_NOW = 4
"""Exit code of a server that starts while its database is down; its service manager starts it again."""
_LONGEST_SILENCE_SECONDS = 300.0
"""Without any answer: longer than a broker's start, and than three leases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run."""

    wrong: tuple[str, ...]
    """Everything that must not be; empty: exactly one right record for each submission."""
    record_count: int
    gave_up_count: int
    """Jobs that failed after three real tries, each sent again under another key."""
    kills: Counter[Kind]
    clients: Clients
    seconds: float
    attempts: Counter[int]
    """Of the jobs that are done, how many had one attempt, two, three."""


@dataclass
class Run:
    """The clients, and whoever kills while they wait."""

    machines: Machines
    asked: Sequence[Submission]
    clients: Clients
    draw: Random
    kills: Counter[Kind] = field(default_factory=Counter)
    tell: Callable[[str], None] = lambda _: None

    @property
    def is_over(self) -> bool:
        """Whether all have their answers, or something strange came."""
        return bool(self.clients.strange) or len(self.clients.answers) == len(self.asked)

    def kill(self, kind: Kind) -> bool:
        """Kill one part of a kind; False: none was up."""
        killed = self.machines.kill(kind, self.draw)
        if killed:
            self.kills[kind] += 1
            self.tell(f"{len(self.clients.answers):4} answered; killed: {kind}")
        return killed


@dataclass(frozen=True, slots=True)
class Opened:
    """Machines that were started, and who knows them."""

    machines: Machines
    app: Application
    """Reads their store."""
    token: str
    """Of a platform whose learners the owners are."""


@contextmanager
def open_all(machines: Machines) -> Iterator[Opened]:
    """Make the tables, and start servers and workers."""
    settings = load_settings(environment=dict(machines.environment), working_folder=machines.serves[0].folder)
    wanted = NewToken(role=Role.SERVICE, learner="platform", scopes=(), name="chaos", expires_at=None)
    with Application(settings) as app:
        with open_tokens(app) as tokens:
            token = new_token(tokens, wanted, datetime.now(tz=UTC)).text
        with machines.supervised():
            yield Opened(machines, app, token)


def run(
    opened: Opened,
    asked: Sequence[Submission],
    killing: Callable[[Run], None],
    tell: Callable[[str], None] = lambda _: None,
    seed: int = 1,
) -> Outcome:
    """Send submissions, kill while they are judged, and say what the store holds when all are answered.

    Args:
        opened: The machines, which were started.
        asked: The submissions.
        killing: Kills until it thinks that it is enough.
        tell: Told of each kill.
        seed: Of what is killed.
    """
    owners = {each.owner for each in asked}
    clients = Clients(opened.machines.urls, opened.token)
    began = time.monotonic()
    with asking(clients, asked, 2 * len(owners)):
        this = Run(opened.machines, asked, clients, Random(seed), tell=tell)
        clients.wait_for(1, _LONGEST_SILENCE_SECONDS)  # all is up
        killing(this)
        silent = _wait(this)
    seconds = time.monotonic() - began
    opened.machines.wait()
    found = records(opened.app, owners)
    jobs = _jobs(opened.machines)
    wrong = [*clients.strange, *silent, *_wrong_answers(clients, asked), *_wrong_records(found, asked)]
    wrong += [f"{name} ended with {code}" for name, code in opened.machines.ends if code != _CANNOT_WORK_NOW]
    gave_up = [attempt for state, attempt in jobs if state == "failed"]
    wrong += [f"a job failed after {attempt} attempts" for attempt in gave_up if attempt < MOST_ATTEMPTS]
    return Outcome(
        wrong=tuple(wrong),
        record_count=len(found),
        gave_up_count=len(gave_up),
        kills=this.kills,
        clients=clients,
        seconds=seconds,
        attempts=Counter(attempt for state, attempt in jobs if state == "done"),
    )


def each_kind_once(kinds: Sequence[Kind], every: int) -> Callable[[Run], None]:
    """Return a killing of one kind after the other, each after so many further answers: no clock decides."""

    def killing(this: Run) -> None:
        for number, kind in enumerate(kinds, start=1):
            this.clients.wait_for(number * every, _LONGEST_SILENCE_SECONDS)
            while not this.is_over and not this.kill(kind):
                this.clients.wait_for(len(this.clients.answers) + 1, 1.0)

    return killing


def every_seconds(seconds: float) -> Callable[[Run], None]:
    """Return a killing of a random part every so many seconds, until all are answered."""

    def killing(this: Run) -> None:
        before, heard = -1, time.monotonic()
        while not this.is_over:
            time.sleep(seconds)
            if len(this.clients.answers) > before:
                before, heard = len(this.clients.answers), time.monotonic()
            elif time.monotonic() - heard > _LONGEST_SILENCE_SECONDS:
                return
            kinds = list(Kind)
            this.draw.shuffle(kinds)
            next((kind for kind in kinds if this.kill(kind)), None)

    return killing


def _wait(this: Run) -> Iterator[str]:
    """Wait until all are answered; yield what is missing where nothing comes any more."""
    found = []
    while not this.is_over:
        if not this.clients.wait_for(len(this.clients.answers) + 1, _LONGEST_SILENCE_SECONDS):
            missing = sorted({each.number for each in this.asked} - set(this.clients.answers))
            found.append(f"no answer for {_LONGEST_SILENCE_SECONDS:.0f} s; without one are {missing}")
            break
    return iter(found)


def records(app: Application, owners: Collection[str]) -> list[Recorded]:
    """Return all submissions that the store holds of these learners of the platform."""
    with closing(open_store(app)) as store:
        kept = [each for each in store.everything() if isinstance(each, Recorded)]
    return [each for each in kept if each.learner.rpartition("/")[2] in owners]


def _jobs(machines: Machines) -> list[tuple[str, int]]:
    """Return state and attempts of each job."""
    with psycopg.connect(machines.environment["DATABASE_URL"]) as connection:
        return [(state, attempt) for state, attempt in connection.execute("SELECT state, attempt FROM jobs")]


def _wrong_answers(clients: Clients, asked: Sequence[Submission]) -> list[str]:
    return [
        f"{each.number} was answered {clients.answers[each.number]} and deserves {each.verdict}"
        for each in asked
        if clients.answers.get(each.number, each.verdict) != each.verdict
    ]


def _wrong_records(records: Sequence[Recorded], asked: Sequence[Submission]) -> list[str]:
    """Return what is wrong with the records: there is exactly one of each submission, with the verdict it deserves."""
    verdicts = {each.code: each.verdict for each in asked}
    found = Counter(each.program.files[0].content.decode() for each in records)
    wrong = [f"{found[code]} records of {code.splitlines()[-1]!r}" for code in verdicts if found[code] != 1]
    wrong += [f"a record of a program that nobody sent: {code!r}" for code in found if code not in verdicts]
    for each in records:
        code, verdict = each.program.files[0].content.decode(), each.judgement.verdict
        if verdicts.get(code, verdict) != verdict:
            wrong.append(f"{code.splitlines()[-1]!r} is recorded as {verdict} and deserves {verdicts[code]}")
    return wrong
