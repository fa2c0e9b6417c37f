"""``python -m bench.load``: do verdicts depend on how busy the machine is?

Judges 40 right programs in ten languages, or the shipped challenges' reference submissions, on the quiet machine and
then under load, on Docker, bubblewrap or both. Prints each verdict and how many programs were blamed: neither the
expected verdict nor JE. Ends with 1 where there is one. The report is Markdown on stdout, progress is on stderr.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from bench.load.judging import Found, count_line, is_blamed, judge, table_lines
from bench.load.subjects import Subject, references, right_programs
from bench.measure import say
from codementor_cli.bootstrap import Application, core_count
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.settings import load_settings
from tests.fakes.engines import ENGINES
from tests.fakes.spinners import HARD_STOP_SECONDS, SPINNERS_A_CORE, Spinners, spinning

_QUIET, _SESSIONS, _CONTAINERS = "quiet", "under load", "under load, part of it in containers"


def main() -> int:
    """Judge as the command line asks; return 0, or 1 where a verdict is another than it should be."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="codementor-bench-") as folder:
        files = options.image_files or Path(folder)
        good = [_judge_on(engine, files, options) for engine in ENGINES if options.engine in {engine, "both"}]
    return 0 if all(good) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Do verdicts depend on load?")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    parser.add_argument("--spinners", type=int, metavar="N", default=SPINNERS_A_CORE, help="processes a core")
    parser.add_argument("--sessions", action="store_true", help="only: all of them in sessions of their own")
    parser.add_argument(
        "--in-containers",
        type=int,
        metavar="N",
        nargs="?",
        const=-1,
        help="only: so many of them, or half, in containers of their own, the others in sessions",
    )
    parser.add_argument("--skip-quiet", action="store_true", help="judge under load only")
    parser.add_argument("--references", action="store_true", help="judge the challenges' reference submissions")
    parser.add_argument("--only", metavar="TEXTS", default="", help="programs whose names have one of these texts")
    parser.add_argument("--seconds", type=int, default=HARD_STOP_SECONDS, help="hard stop of the load, each time")
    parser.add_argument("--image-files", type=Path, metavar="FOLDER", help="keep the images' files for bubblewrap here")
    return parser.parse_args()


def _judge_on(engine: str, files: Path, options: argparse.Namespace) -> bool:
    """Print one engine's table and counts; return whether no verdict depends on load."""
    app = _application(engine, files)
    subjects = _subjects(app, options)
    if engine == "bubblewrap":
        app.images.unpack(sorted({each.request.program.language for each in subjects}), files, _report)
    service = app.judge_service(_report)
    rounds: dict[str, list[Found]] = {}
    is_whole = True
    for title, load in _loads(app, options):
        with load as spinners:
            say(f"{engine}, {title}: {_load_text(spinners)}")
            rounds[title] = _judged(service, subjects)
            if spinners is not None and spinners.ended_count:
                say(f"{spinners.ended_count} spinners ended before the judging did: take more --seconds")
                is_whole = False
    print("\n".join(["", f"## {engine}", "", *table_lines(subjects, rounds), ""]))
    for title, found in rounds.items():
        print(f"- {count_line(title, subjects, found)}", flush=True)
    blamed = sum(sum(map(is_blamed, found, subjects)) for found in rounds.values())
    return is_whole and not blamed


def _application(engine: str, files: Path) -> Application:
    """Return codementor as it is installed, with nothing kept of an earlier compilation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CODEMENTOR_", "CODE_EXECUTOR_"))}
    own = {
        "CODEMENTOR_SANDBOX": engine,
        "CODEMENTOR_BUBBLEWRAP_IMAGES": str(files),
        "CODEMENTOR_COMPILE_CACHE": "false",
    }
    return Application(load_settings(environment=kept | own))


def _subjects(app: Application, options: argparse.Namespace) -> Sequence[Subject]:
    every = references(app.catalog, app.languages) if options.references else right_programs(app.languages)
    texts = options.only.split(",")
    return [each for each in every if any(text in each.name for text in texts)]


def _loads(
    app: Application, options: argparse.Namespace
) -> Iterator[tuple[str, AbstractContextManager[Spinners | None]]]:
    """Yield the rounds that are asked for: a title, and what makes the machine busy meanwhile."""
    count = options.spinners * core_count()
    either = options.sessions or options.in_containers is not None
    if not options.skip_quiet:
        yield _QUIET, nullcontext()
    if options.sessions or not either:
        yield _SESSIONS, spinning(count, seconds=options.seconds)
    if options.in_containers is not None or not either:
        contained = count // 2 if options.in_containers in {None, -1} else min(options.in_containers, count)
        image = app.images.ensure("python", _report)
        yield _CONTAINERS, spinning(count, contained, image, options.seconds)


def _load_text(spinners: Spinners | None) -> str:
    if spinners is None:
        return f"nothing else of ours runs, load average {os.getloadavg()[0]:.1f}"
    return (
        f"{len(spinners)} spinners on {core_count()} cores, {spinners.container_count} of them in containers, "
        f"the others in {spinners.group_count} sessions"
    )


def _report(line: str) -> None:
    """Tell how building an image goes on; its end is an empty line."""
    if line:
        say(line)


def _judged(service: JudgeService, subjects: Sequence[Subject]) -> list[Found]:
    found = []
    for subject in subjects:
        found.append(judge(service, subject))
        say(f"{subject.name}: {found[-1].verdict} ({found[-1].facts}), after {found[-1].seconds:.1f} s")
    return found


if __name__ == "__main__":
    sys.exit(main())
