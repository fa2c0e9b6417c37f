"""Figures beside the table: start-up, peak memory, and growth with the number of cases."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from statistics import median

from bench.comparison import engines, target_line
from bench.history import submissions
from bench.measure import BIN, Pairs, say, timed
from bench.methods import BARE, codementor_command
from bench.workloads import LIMITS, Workload, additions, growing, lay_out, standard
from codementor_cli.store import open_sqlite

MEGABYTE = 1_000_000
_CODEMENTOR = str(BIN / "codementor")
_START_TARGETS = {"--version": 0.15, "--help": 0.15, "challenges list": 0.3}
"""Seconds; the list has 100 challenges."""
_MEMORY_TARGET_BYTES = 80 * MEGABYTE
_BIG_OUTPUT_SECONDS = 1.0
_HISTORY_SECONDS = 0.4
_CHALLENGE = """\
id: {id}
title: Challenge {id}
difficulty: easy
tags: [sums]
description: Add two integers.
instructions: |
  Read two integers, print their sum.
tests:
  - {{name: example, sample: true, input: "1 2\\n", expected: "3\\n"}}
  - {{name: negative, hidden: true, input: "-1 -2\\n", expected: "-3\\n"}}
"""
_FLOOD = 'import os\nwhile True:\n    os.write(1, b"all work and no play\\n" * 4000)\n'
_BIG = 'import sys\nsys.stdout.write("0123456789abcde\\n" * 625_000)\n'


def start_lines(folder: Path, runs: int) -> list[str]:
    """Return the targets' rows for the commands that should answer at once."""
    for number in range(100):
        place = folder / "many" / f"challenge-{number}"
        place.mkdir(parents=True)
        (place / "challenge.yaml").write_text(_CHALLENGE.format(id=place.name))
    environment = {"CODEMENTOR_CHALLENGES": str(folder / "many")}
    lines = []
    for arguments, target in _START_TARGETS.items():
        say(f"start-up of codementor {arguments}")
        command = [_CODEMENTOR, *arguments.split()]
        seconds = median(timed(command, folder, environment).seconds for _ in range(runs))
        lines.append(target_line(f"`codementor {arguments}`: ≤ {target} s", seconds, target, " s"))
    return ["| target | measured | |", "|---|---|---|", *lines]


def history_lines(folder: Path, runs: int, count: int) -> list[str]:
    """Return the targets' rows for lists over a long practice."""
    folder.mkdir(parents=True)
    say(f"{count} submissions")
    with closing(open_sqlite(folder / "long.db")) as store:
        store.record_all(submissions(count))
    environment = {"DATABASE_URL": f"sqlite:///{folder / 'long.db'}"}
    lines = []
    for arguments in ("history", "history --language python --verdict AC", "stats", "next"):
        say(f"codementor {arguments}")
        command = [_CODEMENTOR, *arguments.split()]
        seconds = median(timed(command, folder, environment).seconds for _ in range(runs))
        text = f"`codementor {arguments}`, {count} submissions: ≤ {_HISTORY_SECONDS} s"
        lines.append(target_line(text, seconds, _HISTORY_SECONDS, " s"))
    return ["| target | measured | |", "|---|---|---|", *lines]


def again_lines(folder: Path, runs: int) -> list[str]:
    """Return what judging a compiled program costs that has not changed since, beside bare, which compiles it."""
    workload = next(each for each in standard() if each.language != "python")
    place = lay_out(workload, folder)
    lines = ["| way | ratio to bare | time |", "|---|---|---|"]
    for method in engines((workload, place)):
        say(f"again, {method.name}")
        pairs = Pairs()
        for _ in range(runs):
            pairs.bare.append(BARE.time(workload, place).seconds)
            pairs.own.append(method.time(workload, place).seconds)
        lines.append(f"| {method.name}, {workload.name} | {pairs.ratio:.2f} | {pairs.seconds:.2f} s |")
    return lines


def memory_lines(folder: Path, runs: int) -> list[str]:
    """Return the peak memory of ``codementor test`` with little output, a flood, and 10 MB; also with ``--json``."""
    programs = (
        ("W1", Workload("sums", "", "python", growing(100).source, additions(100)), 0, ()),
        ("a flood of output", Workload("flood", "", "python", _FLOOD, (("", ""),)), 1, ()),
        ("10 MB, all right", Workload("big", "", "python", _BIG, (("", ""),)), 0, ()),
        ("10 MB, all right, --json", Workload("big-json", "", "python", _BIG, (("", ""),)), 0, ("--json",)),
        ("10 MB of input, --json", Workload("read", "", "python", "print(3)\n", (("", "3\n"),)), 0, ("--json",)),
    )
    places = [lay_out(workload, folder) for _, workload, _, _ in programs]
    for place in places[2:4]:
        _use_files(place, "0001.ans")
    _use_files(places[4], "0001.in")
    lines = ["| target | measured | |", "|---|---|---|"]
    trial = lay_out(growing(1), folder)
    for method in engines((growing(1), trial)):
        seconds = {}
        for (title, workload, exit_code, options), place in zip(programs, places, strict=True):
            say(f"memory of {method.name}, {title}")
            command = [*codementor_command(workload), *options]
            timings = [timed(command, place, method.environment, exit_code) for _ in range(runs)]
            peak = median(timing.peak_bytes for timing in timings)
            seconds[title] = median(timing.seconds for timing in timings)
            text = f"{method.name}, peak memory, {title}: ≤ 80 MB"
            lines.append(target_line(text, peak / MEGABYTE, _MEMORY_TARGET_BYTES / MEGABYTE, " MB"))
        little = median(method.time(growing(1), trial).seconds for _ in range(runs))
        more = seconds["10 MB, all right"] - little
        text = f"{method.name}, 10 MB printed and checked: ≤ {_BIG_OUTPUT_SECONDS} s more than 3 bytes"
        lines.append(target_line(text, more, _BIG_OUTPUT_SECONDS, " s"))
    return lines


def _use_files(place: Path, big: str) -> None:
    """Replace the case by one in files, one of them with 10 MB: 10 MB of YAML would be timed otherwise."""
    (place / "cases" / big).write_text("0123456789abcde\n" * 625_000)
    (place / "CASES.yaml").write_text(f"{LIMITS}tests:\n  - {{files: cases/*.in}}\n")


def growth_lines(folder: Path, counts: tuple[int, ...]) -> list[str]:
    """Return the time for ever more cases, on one lane and on at most two."""
    places = {count: lay_out(growing(count), folder) for count in counts}
    ways = engines((growing(counts[0]), places[counts[0]]))
    heads = [f"{method.name}, {lanes}" for method in ways for lanes in ("1 lane", "at most 2")]
    lines = ["| cases | bare | " + " | ".join(heads) + " |", "|---" * (len(heads) + 2) + "|"]
    for count, place in places.items():
        say(f"growth, {count} cases")
        cells = [_seconds_each(BARE.time(growing(count), place).seconds, count)]
        for method in ways:
            for jobs in ("1", "2"):
                command = codementor_command(growing(count), "--jobs", jobs)
                cells.append(_seconds_each(timed(command, place, method.environment).seconds, count))
        lines.append(f"| {count} | {' | '.join(cells)} |")
    return [*lines, "", "One run each; in brackets the time a case."]


def _seconds_each(seconds: float, count: int) -> str:
    return f"{seconds:.2f} s ({seconds / count * 1000:.1f} ms)"
