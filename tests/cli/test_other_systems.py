"""Our own side of the Docker path asks for nothing that macOS lacks: the command runs where all of that is hidden."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import codementor_cli
from tests.cli.command import Command, Result

PACKAGE = Path(codementor_cli.__file__).parent
SHIM = Path(__file__).parents[1] / "fakes" / "macos"
LINUX_ONLY = ("sandbox/bubblewrap/", "sandbox/runner/")
"""Folders that are for Linux: a lane's own end, and the engine that is there on Linux alone."""
GUARDED = {
    ("bootstrap/__init__.py", "os.sched_getaffinity"),
    ("cli/warm/ask.py", "socket.SO_PEERCRED"),
    ("cli/warm/commands.py", "os.pidfd_open"),
    ("files/own_socket.py", "socket.SO_PEERCRED"),
}
"""What is used where it is there, with something else where it is not."""

pytestmark = pytest.mark.installed


@pytest.fixture
def elsewhere(codementor: Command) -> Command:
    """Return the installed command, started where Python has what it has on macOS."""

    def run(*arguments: str, stdin: bytes = b"", **more: str) -> Result:
        return codementor(*arguments, stdin=stdin, PYTHONPATH=str(SHIM), **more)

    return run


def test_what_macos_lacks_is_hidden() -> None:
    script = (
        "import os, select, signal, socket, sys\n"
        "assert sys.platform == 'darwin'\n"
        "for module, names in ((os, 'sched_getaffinity memfd_create pidfd_open pipe2 O_PATH waitid'),\n"
        "                      (select, 'epoll'), (socket, 'SOCK_CLOEXEC'), (signal, 'SIGPWR sigtimedwait')):\n"
        "    assert not [name for name in names.split() if hasattr(module, name)]\n"
        "assert signal.SIGBUS == 10\n"
        "for function in (open, os.open, os.stat, os.listdir):\n"
        "    try:\n        function('/proc/self/status', *([os.O_RDONLY] if function is os.open else []))\n"
        "    except FileNotFoundError:\n        continue\n"
        "    raise AssertionError(function)\n"
    )
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": str(SHIM)}, check=True, timeout=60)


def test_version_help_and_challenges_need_no_linux(elsewhere: Command, challenge: str) -> None:
    assert elsewhere("--version").out.startswith("codementor ")
    assert "Judge a file against test cases." in elsewhere("--help").out
    assert elsewhere("--help") == elsewhere("-h")
    assert "Add Two" in elsewhere("challenges", "list").out
    assert "print their sum" in elsewhere("challenges", "show", challenge).out


def test_program_is_judged_and_kept_without_linux(elsewhere: Command, work: Path, challenge: str) -> None:
    (work / "add.py").write_text("a, b = map(int, input().split())\nprint(a + b)\n")
    judged = elsewhere("test", "add.py", "--challenge", challenge)
    assert (judged.code, judged.out.splitlines()[-1]) == (0, "All 3 test cases are accepted.")

    listed = elsewhere("history")
    assert (listed.code, "add-two" in listed.out) == (0, True)
    assert elsewhere("stats").code == 0


def test_without_a_daemon_nothing_is_advised_that_is_for_linux(elsewhere: Command, work: Path) -> None:
    (work / "main.py").write_text("print()\n")
    done = elsewhere("run", "main.py", PATH="/nonexistent", DOCKER_HOST="unix:///nonexistent.sock")
    assert (done.code, done.is_clear, "apt-get" in done.err) == (4, True, False)
    assert "open -a Docker" in done.err


def test_crash_is_named_as_the_lane_means_it(elsewhere: Command, work: Path, challenge: str) -> None:
    """A lane is Linux on every system: signal 7 is SIGBUS there, and SIGEMT on macOS."""
    (work / "add.py").write_text("import os\nos.kill(os.getpid(), 7)\n")
    judged = elsewhere("test", "add.py", "--challenge", challenge)
    assert judged.code == 1
    assert "SIGBUS" in judged.out
    assert "SIGEMT" not in judged.out


def test_live_run_and_compiler_need_no_linux(elsewhere: Command, work: Path) -> None:
    (work / "main.cpp").write_text("#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n + 1; }\n")
    assert elsewhere("run", "main.cpp", stdin=b"41").out == "42"


def test_class_is_graded_without_linux(elsewhere: Command, work: Path, challenge: str) -> None:
    (work / "class" / "ada").mkdir(parents=True)
    (work / "class" / "ada" / "add.py").write_text("a, b = map(int, input().split())\nprint(a + b)\n")
    (work / "assignment.yaml").write_text(
        f'id: week-1\ntitle: Week 1\nchallenges:\n  - {{id: {challenge}, points: 10, files: ["**/add.py"]}}\n'
    )
    done = elsewhere("grade", "--root", "class", "--assignment", "assignment.yaml", "--output", "results")
    assert done.code == 0, done


def _lacking() -> dict[str, re.Pattern[str]]:
    """Return what the shim takes, by module; read, not run."""
    tree = ast.parse((SHIM / "sitecustomize.py").read_text())
    (table,) = [
        each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == "LACKING"
    ]
    return dict(eval(compile(ast.Expression(table), "shim", "eval"), {"re": re}))


def _used() -> Iterator[tuple[str, str, str]]:
    """Yield each ``module.name`` of the package: file, module, name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(LINUX_ONLY):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                    yield place, node.value.id, node.attr


def test_what_macos_lacks_is_used_in_a_lane_or_where_it_is_there_only() -> None:
    lacking = _lacking()
    found = {
        (place, f"{module}.{name}")
        for place, module, name in _used()
        if module in lacking and lacking[module].fullmatch(name)
    }
    assert found == GUARDED
