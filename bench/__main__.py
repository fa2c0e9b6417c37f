"""``python -m bench``: time codementor against the same programs without a sandbox, and against its alternatives.

The report is Markdown on stdout; progress is on stderr.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import comparison, figures, warm
from bench.measure import BIN, HOST_PYTHON, CommandFailedError, clean_environment, say
from bench.workloads import standard

_FIGURES = ("again", "start", "history", "memory", "growth")
_FIGURE_RUNS = 5
_CASE_COUNTS = (10, 100, 1000)
_SUBMISSION_COUNT = 100_000
_QUICK_SUBMISSION_COUNT = 5_000


def main() -> int:
    """Measure what the command line asks for; return 0, or 1 where a program was judged wrongly."""
    options = _options()
    names = [workload.name for workload in standard()]
    chosen = options.only.split(",") if options.only else [*names, *_FIGURES]
    unknown = sorted(set(chosen) - {*names, *_FIGURES})
    if unknown:
        say(f"--only takes {', '.join([*names, *_FIGURES])}, with commas between; found {', '.join(unknown)}")
        return 2
    _build_images()
    print("\n".join(_machine_lines()))
    with tempfile.TemporaryDirectory(prefix="codementor-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"  # the user's own keeps what the user compiled
        try:
            sections = _sections(chosen, Path(folder), options.quick)
            if options.warm:
                sections = [("Warm commands", lambda: _warm(chosen, Path(folder), options.quick))]
            for title, measure in sections:
                print("\n".join(["", f"## {title}", "", *measure()]), flush=True)
        except CommandFailedError as error:
            say(str(error))
            return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Time codementor on this machine.")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and no 1000 cases")
    parser.add_argument("--warm", action="store_true", help="W1 to W4 by `serve --local`, beside cold and bare, alone")
    parser.add_argument("--only", metavar="NAMES", default="", help=f"some of W1,W2,W3,W4,{','.join(_FIGURES)}")
    return parser.parse_args()


def _sections(chosen: list[str], folder: Path, quick: bool) -> list[tuple[str, Callable[[], list[str]]]]:
    """Return titles, and what measures each part and gives its lines."""
    workloads = [workload for workload in standard() if workload.name in chosen]
    rounds = comparison.QUICK_ROUNDS if quick else comparison.ROUNDS
    runs = comparison.QUICK_ROUNDS if quick else _FIGURE_RUNS
    counts = _CASE_COUNTS[:-1] if quick else _CASE_COUNTS
    sections: list[tuple[str, Callable[[], list[str]]]] = []
    if workloads:
        table = lambda: comparison.comparison_lines(comparison.compare(workloads, folder / "table", rounds))  # noqa: E731 - one of a list
        sections.append(("Whole commands", table))
    if "again" in chosen:
        sections.append(("Judged again, unchanged", lambda: figures.again_lines(folder / "again", runs)))
    if "start" in chosen:
        sections.append(("Start-up", lambda: figures.start_lines(folder / "start", runs)))
    if "history" in chosen:
        count = _QUICK_SUBMISSION_COUNT if quick else _SUBMISSION_COUNT
        sections.append(("History", lambda: figures.history_lines(folder / "history", runs, count)))
    if "memory" in chosen:
        sections.append(("Memory and output", lambda: figures.memory_lines(folder / "memory", min(runs, 3))))
    if "growth" in chosen:
        sections.append(("Growth", lambda: figures.growth_lines(folder / "growth", counts)))
    return sections


def _warm(chosen: list[str], folder: Path, quick: bool) -> list[str]:
    workloads = [workload for workload in standard() if workload.name in chosen]
    rounds = comparison.QUICK_ROUNDS if quick else comparison.ROUNDS
    return warm.warm_lines(workloads, folder / "warm", rounds)


def _build_images() -> None:
    """Build the images that are not there; where no daemon answers, the trials say so later."""
    say("images of Python and C++")
    command = [str(BIN / "codementor"), "images", "build", "python", "cpp"]
    subprocess.run(command, env=clean_environment(), stdout=sys.stderr, check=False)


def _machine_lines() -> list[str]:
    """Say on what was measured: ratios are compared between machines, but not blindly."""
    load = os.getloadavg()[0]
    python = _said_by(HOST_PYTHON, "--version")
    docker = _said_by("docker", "version", "--format", "{{.Server.Version}}")
    machine = (
        f"{os.cpu_count()} cores (load {load:.1f} before), {platform.system()} {platform.release()}, "
        f"Docker {docker}, {_said_by('bwrap', '--version')}; bare: {python} at {HOST_PYTHON}, "
        f"{_said_by('g++', '--version')}; codementor itself: Python {platform.python_version()}."
    )
    return ["# Bench", "", machine]


def _said_by(*command: str) -> str:
    """Return the first line that a command prints, or that it is not there."""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return f"no {command[0]}"
    return ended.stdout.partition("\n")[0] if ended.returncode == 0 else f"no answer from {command[0]}"


if __name__ == "__main__":
    sys.exit(main())
