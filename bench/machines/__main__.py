"""``python -m bench.machines``: what several machines cost beside one process with as many lanes.

Starts a broker and a database on ports of their own, a server with two workers, and a server that judges itself in the
same database. Rounds of the same jobs go to both in turn, by 16 clients of eight owners.

- throughput: jobs a second, as a ratio of the two, for jobs that sleep and for submissions of a small challenge;
- overhead: CPU of servers, workers, broker and database a job, that of the lanes left out, in milliseconds;
- fairness: how long one learner waits behind a class of 60 jobs of 0.3 s, beside an empty queue.

Nothing else should run: the figures are of the wall clock.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import uuid4

import httpx2

from bench.chaos.__main__ import write_challenge
from bench.chaos.machines import Command, Machines, Plan, machines
from bench.chaos.run import open_all
from bench.machines.cpu import Roots, cpu_seconds
from codementor_cli.bootstrap import core_count
from tests.fakes.servers.process import free_ports

_CLIENTS, _OWNERS = 16, 8
_CLASS, _JOB_SECONDS = 60, 0.3
_SLEEPS = f"import time\ntime.sleep({_JOB_SECONDS})\n"
_SUMS = "print(sum(map(int, input().split())))\n"


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the processes behind it."""

    name: str
    url: str
    token: str
    roots: Roots

    def send(self, owner: str, path: str, body: dict[str, str], prefer: str) -> httpx2.Response:
        """Send a job of an owner."""
        headers = {"Authorization": f"Bearer {self.token}", "X-Codementor-Learner": owner, "Prefer": prefer}
        return httpx2.post(f"{self.url}{path}", json=body, headers=headers, timeout=120)

    def run(self, owner: str, seconds: str = "wait=60") -> httpx2.Response:
        """Run a program that sleeps."""
        return self.send(owner, "/api/execution/execute", {"code": _SLEEPS, "language": "python"}, seconds)

    def submit(self, owner: str) -> httpx2.Response:
        """Submit a program like no other."""
        body = {"code": f"{_SUMS}# {uuid4()}", "language": "python", "challengeId": "add-two"}
        return self.send(owner, "/api/execution/validate", body, "wait=60")


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to."""

    rate: float
    """Jobs a second."""
    cpu_milliseconds: float
    """A job, without the lanes."""


def _round(target: Target, kind: str, count: int) -> Round:
    def one(number: int) -> None:
        owner = f"owner-{number % _OWNERS}"
        answer = target.run(owner) if kind == "sleep" else target.submit(owner)
        answer.raise_for_status()
        assert answer.status_code == 200, answer.text

    cpu, began = cpu_seconds(target.roots), time.monotonic()
    with ThreadPoolExecutor(_CLIENTS) as clients:
        list(clients.map(one, range(count)))
    seconds = time.monotonic() - began
    return Round(count / seconds, (cpu_seconds(target.roots) - cpu) / count * 1000)


def _throughput(targets: Sequence[Target], kind: str, count: int, turns: int) -> None:
    found: dict[str, list[Round]] = {each.name: [] for each in targets}
    for _ in range(turns):
        for each in targets:
            found[each.name].append(_round(each, kind, count))
    one, many = found[targets[0].name], found[targets[1].name]
    ratios = [after.rate / before.rate for before, after in zip(one, many, strict=True)]
    for name, rounds in found.items():
        rate, cpu = median(each.rate for each in rounds), median(each.cpu_milliseconds for each in rounds)
        print(f"{kind:7} {name:12} {rate:6.2f} jobs/s  {cpu:6.1f} ms CPU a job")
    print(
        f"{kind:7} throughput of two workers: {median(ratios):.3f} of one process ({min(ratios):.3f}-{max(ratios):.3f})"
    )


def _fairness(target: Target, turns: int) -> None:
    empty = median(_answered_after(target) for _ in range(7))
    behind: list[float] = []
    for _ in range(turns):
        uids = [target.run("class", "respond-async").json()["id"] for _ in range(_CLASS)]
        time.sleep(3 * _JOB_SECONDS)
        behind.append(_answered_after(target))
        _cancel(target, uids)
    waits = ", ".join(f"{each:.2f}" for each in behind)
    print(f"fairness {target.name:12} empty {empty:.2f} s; behind a class: {waits} s = {median(behind) / empty:.2f} x")


def _answered_after(target: Target) -> float:
    began = time.monotonic()
    assert target.run("learner").status_code == 200
    return time.monotonic() - began


def _cancel(target: Target, uids: Sequence[str]) -> None:
    headers = {"Authorization": f"Bearer {target.token}", "X-Codementor-Learner": "class"}
    with httpx2.Client(base_url=target.url, headers=headers, timeout=60) as client:
        for uid in reversed(uids):
            client.delete(f"/api/jobs/{uid}")
        while client.get("/readyz").json() and any(
            client.get(f"/api/jobs/{uid}").json()["state"] in {"queued", "running"} for uid in uids
        ):
            time.sleep(0.1)


@contextmanager
def _targets(folder: Path) -> Iterator[tuple[Target, Target]]:
    """Yield one process, and a server with two workers."""
    lanes = max(1, core_count() // 2)
    with machines(folder, Plan(serve_count=1, worker_count=2, lane_count=lanes), folder, write_challenge) as parts:
        alone = _alone(parts, folder)
        one = Machines(parts.database, parts.broker, [alone], [], [_url(alone)], alone.environment)
        with open_all(parts) as several, open_all(one) as single:
            servers = (parts.database.roots, parts.broker.roots)
            many = Roots((*parts.serves, *parts.workers), servers)
            yield (
                Target("one process", one.urls[0], single.token, Roots((alone,), servers)),
                Target("two workers", parts.urls[0], several.token, many),
            )


def _alone(parts: Machines, folder: Path) -> Command:
    (port,) = free_ports(["alone"]).values()
    environment = {**parts.environment, "DATABASE_URL": parts.database.create("alone")}
    del environment["CODEMENTOR_BROKER_URL"]
    arguments = ("serve", "--port", str(port))
    return Command(arguments, environment, folder / "work", folder / "alone.log", "listening")


def _url(command: Command) -> str:
    return f"http://127.0.0.1:{command.arguments[-1]}"


def main() -> None:
    """Run as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m bench.machines", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--jobs", type=int, metavar="N", default=60, help="of each round")
    parser.add_argument("--turns", type=int, metavar="N", default=3, help="rounds of each server")
    parser.add_argument("--only", choices=("sleep", "submit", "fairness"), help="one figure alone")
    options = parser.parse_args()
    print(f"{core_count()} cores, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory(prefix="codementor-machines-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _targets(folder) as targets:
            _warm(targets)
            for kind in ("sleep", "submit"):
                if options.only in {None, kind}:
                    _throughput(targets, kind, options.jobs, options.turns)
            if options.only in {None, "fairness"}:
                for each in targets:
                    _fairness(each, options.turns)
    print(f"load {os.getloadavg()[0]:.1f} after")


def _warm(targets: Sequence[Target]) -> None:
    """Return once all parts are up, and lanes have started."""
    for each in targets:
        while True:
            try:
                if each.run("learner").status_code == 200:
                    break
            except httpx2.TransportError:
                threading.Event().wait(0.2)
        _round(each, "submit", 8)


if __name__ == "__main__":
    main()
