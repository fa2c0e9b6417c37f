"""The table: each workload, each method, in pairs with bare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.measure import CommandFailedError, Pairs, say
from bench.methods import BARE, Method, codementor, methods
from bench.workloads import Workload, lay_out

ROUNDS = 5
QUICK_ROUNDS = 2
ENOUGH_SECONDS = 20.0
"""A method that has taken so long on a workload is not run again there."""
DOCKER, BUBBLEWRAP, DOCKER_RUN = "codementor, docker", "codementor, bubblewrap", "`docker run` a case"
_TARGETS = {
    (DOCKER, "W1"): 0.5,
    (DOCKER, "W2"): 0.75,
    (DOCKER, "W3"): 1.2,
    (BUBBLEWRAP, "W1"): 0.4,
    (BUBBLEWRAP, "W2"): 0.7,
    (BUBBLEWRAP, "W3"): 1.4,
}
"""Largest ratio to bare that we aim at."""
_HELLO_OVER_DOCKER_RUN = 1.1
_HELLO_BUBBLEWRAP_SECONDS = 0.3


@dataclass(slots=True)
class Comparison:
    """What was measured, and what could not be."""

    workloads: list[Workload] = field(default_factory=list)
    pairs: dict[tuple[str, str], Pairs] = field(default_factory=dict)
    """By the names of method and workload."""
    left_out: dict[str, str] = field(default_factory=dict)
    """By the method's name: why."""

    def bare_seconds(self, workload: Workload) -> float:
        """Return the median of every bare run of a workload."""
        return median(second for (_, name), each in self.pairs.items() if name == workload.name for second in each.bare)


def available(ways: Iterable[Method], trial: tuple[Workload, Path], left_out: dict[str, str]) -> list[Method]:
    """Return the methods that get through a trial; of the others, note why."""
    able = []
    for method in ways:
        try:
            method.time(*trial)
        except CommandFailedError as error:
            left_out[method.name] = str(error)
        else:
            able.append(method)
    return able


def compare(workloads: Sequence[Workload], folder: Path, rounds: int) -> Comparison:
    """Time each workload by every method that there is.

    Raises:
        CommandFailedError: A method that got through its trial finds a program wrong.
    """
    found = Comparison(workloads=list(workloads))
    for workload in workloads:
        place = lay_out(workload, folder)
        trial = Workload("trial", "", workload.language, workload.source, workload.cases[:1], workload.is_run)
        ways = available(methods(), (trial, lay_out(trial, folder / workload.name)), found.left_out)
        found.pairs |= {(method.name, workload.name): Pairs() for method in ways}
        for number in range(1, rounds + 1):
            say(f"{workload.name}, round {number} of {rounds}")
            for method in ways:
                _add_pair(found.pairs[method.name, workload.name], method, workload, place)
    return found


def _add_pair(pairs: Pairs, method: Method, workload: Workload, place: Path) -> None:
    if sum(pairs.own) < ENOUGH_SECONDS:
        workload.save(place)
        bare = BARE.time(workload, place).seconds
        pairs.own.append(method.time(workload, place).seconds)
        pairs.bare.append(bare)


def comparison_lines(found: Comparison) -> list[str]:
    """Return the table in Markdown, then the targets, then what was left out."""
    names = [each.name for each in methods() if any(name == each.name for name, _ in found.pairs)]
    lines = [
        "| workload | bare | " + " | ".join(names) + " |",
        "|---" * (len(names) + 2) + "|",
    ]
    for workload in found.workloads:
        cells = [_cell(found.pairs.get((name, workload.name))) for name in names]
        title = f"{workload.name}: {workload.title}"
        lines.append(f"| {title} | {found.bare_seconds(workload):.2f} s | {' | '.join(cells)} |")
    lines += ["", "Medians of the ratios to bare, in brackets the median time and the number of runs."]
    lines += [f"Left out: {name}: {reason}." for name, reason in found.left_out.items()]
    return [*lines, "", "| target | measured | |", "|---|---|---|", *_target_lines(found)]


def _cell(pairs: Pairs | None) -> str:
    return "–" if pairs is None else f"{pairs.ratio:.2f} ({pairs.seconds:.2f} s, {len(pairs.own)})"


def _target_lines(found: Comparison) -> list[str]:
    lines = []
    for (method, workload), target in _TARGETS.items():
        pairs = found.pairs.get((method, workload))
        if pairs is not None:
            lines.append(target_line(f"{method}, {workload}: ≤ {target} × bare", pairs.ratio, target, " × bare"))
    docker, run = found.pairs.get((DOCKER, "W4")), found.pairs.get((DOCKER_RUN, "W4"))
    if docker and run:
        text = f"{DOCKER}, W4: ≤ {_HELLO_OVER_DOCKER_RUN} × `docker run`"
        lines.append(target_line(text, docker.seconds / run.seconds, _HELLO_OVER_DOCKER_RUN, " × `docker run`"))
    bubblewrap = found.pairs.get((BUBBLEWRAP, "W4"))
    if bubblewrap:
        text = f"{BUBBLEWRAP}, W4: ≤ {_HELLO_BUBBLEWRAP_SECONDS} s"
        lines.append(target_line(text, bubblewrap.seconds, _HELLO_BUBBLEWRAP_SECONDS, " s"))
    return lines


def target_line(text: str, measured: float, target: float, unit: str) -> str:
    """Return a row of the table of targets."""
    return f"| {text} | {measured:.2f}{unit} | {'met' if measured <= target else '**missed**'} |"


def engines(trial: tuple[Workload, Path]) -> list[Method]:
    """Return codementor on each engine that there is."""
    return available((codementor("docker"), codementor("bubblewrap")), trial, {})
