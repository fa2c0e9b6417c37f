"""Commands by a server of the same user's, beside the same commands without it, and beside bare."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.comparison import target_line
from bench.measure import BIN, CommandFailedError, Pairs, clean_environment, say
from bench.methods import BARE, Method, codementor_command
from bench.workloads import Workload, lay_out

COLD, WARM = "cold, bubblewrap", "warm"
_WARM_UPS = 2
_TARGETS = {"W1": 0.28, "W2": 0.55, "W3": 0.70, "W3, build kept": 0.45}
"""Largest ratio of a warm command to bare. Source: the design's page on speed."""
_HELLO_SECONDS = 0.10


@dataclass(frozen=True, slots=True)
class _Row:
    """One workload, with a new source each time, or with the same one."""

    title: str
    workload: Workload
    changes: bool = True


@contextmanager
def warm_server(folder: Path) -> Iterator[Mapping[str, str]]:
    """Start ``codementor serve --local``, and yield the environment of commands that use it.

    Raises:
        CommandFailedError: It does not start.
    """
    folder.mkdir(mode=0o700, parents=True)
    # A runtime folder is in memory on most systems; the bench's own folder may not be.
    memory = Path("/dev/shm")
    if memory.is_dir():
        folder = Path(tempfile.mkdtemp(prefix="codementor-bench-", dir=memory))
    own = {"XDG_RUNTIME_DIR": str(folder), "CODEMENTOR_SANDBOX": "bubblewrap", "CODE_EXECUTOR_HOST": "unix:"}
    process = subprocess.Popen(
        [BIN / "codementor", "serve", "--local"],
        env=clean_environment() | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        while "use it:" not in said:
            line = "" if process.stderr is None else process.stderr.readline()
            if not line:
                raise CommandFailedError(f"serve --local ended: {said.strip()}")
            said += line
        yield own
    finally:
        process.terminate()
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def warm_lines(workloads: Sequence[Workload], folder: Path, rounds: int) -> list[str]:
    """Measure and return the table in Markdown, then the targets.

    Raises:
        CommandFailedError: A program is judged wrongly.
    """
    rows = [_Row(each.name, each) for each in workloads]
    rows += [_Row("W3, build kept", each, changes=False) for each in workloads if each.name == "W3"]
    lines = [f"| workload | bare | {COLD} | {WARM} |", "|---|---|---|---|"]
    targets = []
    with warm_server(folder / "run") as environment:
        cold = {**environment, "CODE_EXECUTOR_HOST": ""}
        ways = [Method(COLD, codementor_command, cold), Method(WARM, codementor_command, environment)]
        for row in rows:
            pairs = _measured(row, ways, lay_out(row.workload, folder / row.title), rounds)
            bare = sorted(pairs[WARM].bare)[len(pairs[WARM].bare) // 2]
            cells = [f"{each.ratio:.2f} ({each.seconds:.3f} s)" for each in (pairs[COLD], pairs[WARM])]
            lines.append(f"| {row.title} | {bare:.3f} s | {' | '.join(cells)} |")
            targets += _target(row, pairs[WARM])
    note = "Medians of the ratios to bare, in brackets the median time. Each command follows a run of bare."
    return [*lines, "", note, "", "| target, warm | measured | |", "|---|---|---|", *targets]


def _measured(row: _Row, ways: Sequence[Method], place: Path, rounds: int) -> dict[str, Pairs]:
    for way in ways:
        for _ in range(_WARM_UPS):
            way.time(row.workload, place)
    found = {way.name: Pairs() for way in ways}
    for number in range(1, rounds + 1):
        say(f"{row.title}, round {number} of {rounds}")
        for way in ways:
            if row.changes:
                row.workload.save(place)
            found[way.name].bare.append(BARE.time(row.workload, place).seconds)
            found[way.name].own.append(way.time(row.workload, place).seconds)
    return found


def _target(row: _Row, pairs: Pairs) -> list[str]:
    if row.title in _TARGETS:
        target = _TARGETS[row.title]
        return [target_line(f"{row.title}: ≤ {target} × bare", pairs.ratio, target, " × bare")]
    return [target_line(f"{row.title}: ≤ {_HELLO_SECONDS} s", pairs.seconds, _HELLO_SECONDS, " s")]
