"""A class of students: repositories of every kind, and what each must come to. The same at every call."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.fakes.commits import commit
from tests.fakes.hostile_repositories import HARMS

DUE_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHALLENGES = ("first", "second", "third", "fourth", "fifth")
POINTS = 10
CASE_COUNT = 4

_CHALLENGE = """\
id: {id}
title: {id} challenge
difficulty: easy
description: Add {plus} to a number.
instructions: Read a number and print it plus {plus}.
limits: {{time: 500ms, wall_time: 2s, memory: 64 MiB, output: 64 KiB}}
languages: {{python: {{}}, javascript: {{}}}}
tests:
  - {{name: one, sample: true, input: "1\\n", expected: "{one}\\n"}}
  - {{name: two, input: "2\\n", expected: "{two}\\n"}}
  - {{name: three, hidden: true, input: "3\\n", expected: "{three}\\n"}}
  - {{name: minus, hidden: true, input: "-4\\n", expected: "{minus}\\n"}}
"""
_ASSIGNMENT = """\
id: class-test
title: A class
challenges:
{challenges}
due: 2026-11-20 13:00 Europe/Berlin
late_due: 2026-11-27 12:00 Z
late: {{percent_per_day: 10, cap: 50}}
show: actual
minimum_score: 50%
roster: roster.csv
"""

# What each program does, its verdict, and how many of the four cases it passes.
PROGRAMS = {
    "right": ("n = int(input())\nprint(n + {plus})\n", "AC", 4),
    "wrong": ("n = int(input())\nprint(n - {plus})\n", "WA", 0),
    "partly": ("n = int(input())\nprint(abs(n) + {plus})\n", "WA", 3),
    "slow": ("n = int(input())\nwhile n < 0:\n    pass\nprint(n + {plus})\n", "TLE", 3),
    "crashing": ("n = int(input())\nprint(10 // (n + 4) * 0 + n + {plus})\n", "RTE", 3),
    "broken": ("n = int(input()\nprint(n + {plus})\n", "CE", 0),
    "flooding": ("n = int(input())\nwhile n < 0:\n    print('x' * 1000)\nprint(n + {plus})\n", "OLE", 3),
    "hungry": ("n = int(input())\nkept = bytearray(1 << 28) if n < 0 else 0\nprint(n + {plus})\n", "MLE", 3),
    "forging": ("n = int(input())\nprint('\\x1b[2J::error::owned]]>' if n == 2 else n + {plus})\n", "WA", 3),
    "absent": ("", "", 0),
}


@dataclass(frozen=True)
class Expected:
    """What one repository must come to."""

    key: str
    state: str
    challenges: tuple[tuple[str, str, float], ...]
    """State, verdict and points earned, of each challenge."""
    percent: int = 0
    """Taken off for lateness."""

    @property
    def final(self) -> float:
        """The score of record."""
        return sum(points for _, _, points in self.challenges) * (100 - self.percent) / 100


@dataclass
class StudentClass:
    """A class on disk."""

    root: Path
    """Holds the repositories."""
    assignment: Path
    expected: list[Expected] = field(default_factory=list)


def make_class(folder: Path, count: int, challenge_count: int = len(CHALLENGES)) -> StudentClass:
    """Write a class of so many repositories, and one more student who has none."""
    ids = CHALLENGES[:challenge_count]
    made = StudentClass(root=folder / "repositories", assignment=folder / "course" / "assignment.yaml")
    made.root.mkdir(parents=True)
    _write_course(made.assignment.parent, ids)
    kinds: list[tuple[str, Callable[[Path, int], Expected]]] = [*_plain(ids), *_harmed(ids), *_late(ids)]
    rows = ["repository,id,name"]
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        key = f"{number:03d}-{name}"
        made.expected.append(make(made.root / key, number))
        rows.append(f"{key},s{number:03d},Student {number}")
    rows.append("zzz-gone,s999,Nobody")
    nothing = tuple(("missing", "", 0.0) for _ in ids)
    made.expected.append(Expected("zzz-gone", "missing", nothing))
    (made.assignment.parent / "roster.csv").write_text("\n".join(rows) + "\n")
    return made


def _write_course(folder: Path, ids: Sequence[str]) -> None:
    for plus, name in enumerate(ids, start=1):
        challenge = folder / "challenges" / name
        challenge.mkdir(parents=True)
        answers = {"one": 1 + plus, "two": 2 + plus, "three": 3 + plus, "minus": plus - 4}
        (challenge / "challenge.yaml").write_text(_CHALLENGE.format(id=name, plus=plus, **answers))
    entries = [
        f'  - {{id: {name}, points: {POINTS}, files: ["{name}/*.py", "{name}/*"], languages: [python]}}' for name in ids
    ]
    (folder / "assignment.yaml").write_text(_ASSIGNMENT.format(challenges="\n".join(entries)))


def _plain(ids: Sequence[str]) -> list[tuple[str, Callable[[Path, int], Expected]]]:
    """Return repositories without malice: all right, and one for each kind of program."""

    def right(folder: Path, _number: int) -> Expected:
        return _repository(folder, ["right"] * len(ids), ids)

    def mixed(kind: str) -> Callable[[Path, int], Expected]:
        def make(folder: Path, number: int) -> Expected:
            names = list(PROGRAMS)
            rest = [names[(number + place) % len(names)] for place in range(len(ids) - 1)]
            return _repository(folder, [kind, *rest], ids)

        return make

    return [("right", right), *((kind, mixed(kind)) for kind in PROGRAMS if kind != "right")]


def _harmed(ids: Sequence[str]) -> list[tuple[str, Callable[[Path, int], Expected]]]:
    """Return a repository for each harm; its other challenges are right, and must not suffer."""

    def harmed(name: str) -> Callable[[Path, int], Expected]:
        def make(folder: Path, _number: int) -> Expected:
            good = _repository(folder, ["right"] * len(ids), ids)
            HARMS[name](folder, folder / ids[0] / "main.py")
            return _after(name, good)

        return make

    return [(name.replace("_", "-"), harmed(name)) for name in HARMS]


_HARMLESS = {
    "own_settings",
    "configured",
    "executable_git",
    "pointing_elsewhere",
    "linked_git",
    "alternates",
    "head_is_a_pipe",
    "head_leads_out",
    "head_turns_in_circles",
    "damaged_objects",
    "pipes_for_objects",
    "linked_fan_out",
    "linked_object",
    "pipe_for_an_object",
    "device_for_an_object",
    "link_to_a_device_for_an_object",
    "linked_pack",
    "no_commits",
    "no_git",
    "several",
    "deep",
}
"""The score stays; a note may say something."""


def _after(harm: str, good: Expected) -> Expected:
    if harm in _HARMLESS:
        return good
    if harm == "repository_is_a_link":
        return Expected(good.key, "refused", tuple(("refused", "", 0.0) for _ in good.challenges))
    if harm == "empty":
        return Expected(good.key, "empty", tuple(("missing", "", 0.0) for _ in good.challenges))
    state = "missing" if harm in {"folder_of_that_name", "submodule"} else "refused"
    return Expected(good.key, "graded", ((state, "", 0.0), *good.challenges[1:]))


def _late(ids: Sequence[str]) -> list[tuple[str, Callable[[Path, int], Expected]]]:
    def late(days: float, percent: int) -> Callable[[Path, int], Expected]:
        def make(folder: Path, _number: int) -> Expected:
            return _repository(folder, ["right"] * len(ids), ids, days=days, percent=percent)

        return make

    return [
        ("one-second-early", late(-1 / 86_400, 0)),
        ("just-in-time", late(0, 0)),
        ("one-second-late", late(1 / 86_400, 10)),
        ("two-days-late", late(1.5, 20)),
        ("at-the-cap", late(6.5, 50)),
        ("too-late", late(8, 100)),
    ]


def _repository(
    folder: Path, programs: Sequence[str], ids: Sequence[str], days: float = -1, percent: int = 0
) -> Expected:
    if folder.exists():
        shutil.rmtree(folder)
    files: dict[str, bytes] = {"README.md": folder.name.encode()}
    results = []
    for plus, (name, kind) in enumerate(zip(ids, programs, strict=True), start=1):
        source, verdict, passed = PROGRAMS[kind]
        if source:
            files[f"{name}/main.py"] = source.replace("{plus}", str(plus)).encode()
            results.append(("judged", verdict, POINTS * passed / CASE_COUNT))
        else:
            results.append(("missing", "", 0.0))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    commit(folder, files, DUE_AT + timedelta(days=days))
    state = "graded" if any(kind != "absent" for kind in programs) else "empty"
    return Expected(folder.name, state, tuple(results), percent)
