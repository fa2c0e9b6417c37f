"""Ways to judge a program: bare, codementor, and what a user would pick instead."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import BIN, CommandFailedError, Timing, clean_environment, timed
from bench.workloads import Workload

_LOOP = 'for input in cases/*.in; do {run} < "$input" > /dev/null || exit 1; done'
_CONTAINER = '--network none -v "$PWD:/bench" -w /bench'


@dataclass(frozen=True, slots=True)
class Method:
    """One way: how its command is made, and in which environment it runs."""

    name: str
    command: Callable[[Workload], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)

    def time(self, workload: Workload, folder: Path) -> Timing:
        """Run the workload, laid out in this folder, once.

        Raises:
            CommandFailedError: It is not installed, or found the program wrong.
        """
        return timed(self.command(workload), folder, self.environment)


def bare_command(workload: Workload) -> list[str]:
    """Return the loop of a shell, without a sandbox: what everything is compared with."""
    return _shell(workload.compile, _LOOP.format(run=workload.start()))


BARE = Method("bare", bare_command)


def codementor_command(workload: Workload, *options: str) -> list[str]:
    """Return codementor's own command."""
    codementor = str(BIN / "codementor")
    if workload.is_run:
        return [codementor, "run", workload.file]
    return [codementor, "test", workload.file, "--tests", "CASES.yaml", "--no-record", *options]


def codementor(engine: str) -> Method:
    """Return codementor on an engine."""
    return Method(f"codementor, {engine}", codementor_command, {"CODEMENTOR_SANDBOX": engine})


def methods() -> tuple[Method, ...]:
    """Return all but bare, the table's columns from left to right."""
    return (
        codementor("docker"),
        codementor("bubblewrap"),
        Method("`docker run` a case", _docker_run),
        Method("`docker exec` a case", _docker_exec),
        Method("pytest", _pytest, {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}),
        Method("oj", _online_judge_tools),
    )


def _docker_run(workload: Workload) -> list[str]:
    image = _image(workload)
    compiling = f"docker run --rm {_CONTAINER} {image} {workload.compile}"
    running = f"docker run --rm -i {_CONTAINER} {image} {workload.start('python3')}"
    return _shell(compiling if workload.language != "python" else ":", _LOOP.format(run=running))


def _docker_exec(workload: Workload) -> list[str]:
    return _shell(
        f"container=$(docker run -d --rm --init {_CONTAINER} {_image(workload)} sleep 600) || exit 1",
        "trap 'docker rm -f \"$container\" > /dev/null' EXIT",
        f'docker exec "$container" {workload.compile}' if workload.language != "python" else ":",
        _LOOP.format(run=f'docker exec -i "$container" {workload.start("python3")}'),
    )


def _pytest(workload: Workload) -> list[str]:
    pytest = f"{BIN / 'python'} -m pytest -q -p no:cacheprovider -c /dev/null --rootdir . test_cases.py"
    return _shell(workload.compile, pytest)


def _online_judge_tools(workload: Workload) -> list[str]:
    return _shell(workload.compile, f"oj test -d cases -f %s.%e -c '{workload.start()}'")


def _shell(*lines: str) -> list[str]:
    return ["sh", "-e", "-c", "\n".join(lines)]


def _image(workload: Workload) -> str:
    """Return the image that codementor's lanes start from, so that both run the same toolchain.

    Raises:
        CommandFailedError: codementor cannot say: no Docker daemon answers.
    """
    ended = subprocess.run(
        [BIN / "codementor", "images", "list", "--json"], env=clean_environment(), capture_output=True, check=False
    )
    if ended.returncode != 0:
        raise CommandFailedError(ended.stderr.decode(errors="replace").strip().partition("\n")[0])
    return next(
        str(each["tag"]) for each in json.loads(ended.stdout)["images"] if each["language"] == workload.language
    )
