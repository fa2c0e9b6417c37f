"""``python -m bench.chaos``: does each submission have exactly one right record, whatever is killed?

Starts a broker, a database, two servers and two workers on ports of this machine that are their own. Clients of ten
owners send submissions with keys, and send them again until they are answered, while every two seconds one of
{server, dispatcher, worker parent, worker child, broker, database} is killed with SIGKILL and started again.

Ends with 1 where a record is missing, twice there or wrong, or where a job failed before three real tries.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from bench.chaos.clients import submissions
from bench.chaos.machines import Machines, Plan, machines
from bench.chaos.run import Outcome, every_seconds, open_all, run
from bench.measure import say
from codementor_cli.bootstrap import core_count
from tests.cli.command import CHALLENGE


def main() -> int:
    """Run as the command line asks; return 0, or 1 where something is wrong."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # all parts end with this
    print(f"{core_count()} cores, load {os.getloadavg()[0]:.1f} before; {options.submissions} submissions")
    plan = Plan(serve_count=options.serves, worker_count=options.workers, lane_count=options.lanes)
    with tempfile.TemporaryDirectory(prefix="codementor-chaos-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with machines(folder, plan, folder, write_challenge) as parts, open_all(parts) as opened:
            asked = submissions(options.submissions, options.owners)
            outcome = run(opened, asked, every_seconds(options.every), say, options.seed)
            _print(outcome)
            print(f"{len(parts.ends)} times a process ended by itself, since its database was down as it started")
            if outcome.wrong and options.keep_logs:
                _keep_logs(parts, options.keep_logs)
    return 1 if outcome.wrong else 0


def write_challenge(folder: Path) -> None:
    """Write a catalog of one challenge, ``add-two``."""
    place = folder / "challenges" / "add-two"
    place.mkdir(parents=True)
    (place / "challenge.yaml").write_text(CHALLENGE, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description="Kill every part, again and again.")
    parser.add_argument("--submissions", type=int, metavar="N", default=500)
    parser.add_argument("--owners", type=int, metavar="N", default=10)
    parser.add_argument("--serves", type=int, metavar="N", default=2)
    parser.add_argument("--workers", type=int, metavar="N", default=2)
    parser.add_argument("--lanes", type=int, metavar="N", default=2, help="of each worker")
    parser.add_argument("--every", type=float, metavar="SECONDS", default=2.0, help="between two kills")
    parser.add_argument("--seed", type=int, metavar="N", default=1, help="of what is killed")
    parser.add_argument(
        "--keep-logs", type=Path, metavar="FOLDER", help="where something is wrong: copy the logs there"
    )
    return parser.parse_args()


def _print(outcome: Outcome) -> None:
    seconds = sorted(outcome.clients.seconds)
    kills = ", ".join(f"{count} × {kind}" for kind, count in sorted(outcome.kills.items()))
    attempts = ", ".join(f"{count} in {attempt}" for attempt, count in sorted(outcome.attempts.items()))
    print(f"{sum(outcome.kills.values())} kills in {outcome.seconds:.0f} s: {kills}")
    print(f"{outcome.record_count} records; jobs done: {attempts} attempts; given up: {outcome.gave_up_count}")
    print(
        f"{outcome.clients.tries} requests; an answer took {seconds[len(seconds) // 2]:.1f} s (p50), "
        f"{seconds[int(0.95 * len(seconds))]:.1f} s (p95), {seconds[-1]:.1f} s at most"
    )
    for each in outcome.wrong:
        print(f"WRONG: {each}")
    print("wrong" if outcome.wrong else "right: each submission has exactly one record, with the verdict it deserves")


def _keep_logs(parts: Machines, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for command in (*parts.serves, *parts.workers):
        if command.log.exists():
            (folder / command.log.name).write_bytes(command.log.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
