"""Every engine runs every language."""

from __future__ import annotations

import os

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.ports import LiveSandbox
from codementor_cli.text.units import MIB
from tests.fakes.consoles import RecordingConsole
from tests.fakes.engines import BUBBLEWRAP_LANGUAGES, MoreLanguages, facts, once, program, run_one

LIMITS = Limits(time_seconds=10, wall_time_seconds=30, memory_bytes=512 * MIB)
BROKEN = {
    "python": "print('never'\n",
    "javascript": "let = = 1;\n",
    "typescript": "const answer: number = 'text';\n",
    "c": "int main(void) { return undeclared_thing; }\n",
    "cpp": "int main() { return undeclared_thing; }\n",
    "java": "public class Main { int x = undeclared_thing; }\n",
    "go": "package main\nfunc main() { undeclared_thing() }\n",
    "rust": "fn main() { undeclared_thing(); }\n",
    "ruby": "def broken(\n",
    "bash": "if then\n",
}


@pytest.mark.parametrize("name", BUBBLEWRAP_LANGUAGES)
def test_hello_world_runs_in_a_session_and_live(engine: LiveSandbox, name: str) -> None:
    greet(engine, MoreLanguages().get(name))


@pytest.mark.parametrize("language", MoreLanguages().all(), ids=lambda language: language.name)
def test_hello_world_runs_in_every_language(docker_engine: LiveSandbox, language: Language) -> None:
    greet(docker_engine, language)


def greet(engine: LiveSandbox, language: Language) -> None:
    what = program(language.name, language.hello)
    assert once(engine, what, limits=LIMITS).stdout.decode() == "hello, world\n"
    console = RecordingConsole()
    compilation, execution = engine.run_live(what, (), LIMITS, console)
    assert compilation is None or compilation.success
    assert execution is not None
    assert execution.exit_code == 0
    assert bytes(console.stdout).decode() == "hello, world\n"


@pytest.mark.parametrize("name", BUBBLEWRAP_LANGUAGES)
def test_compiler_message_is_kept(engine: LiveSandbox, name: str) -> None:
    refuse(engine, name)


@pytest.mark.parametrize("name", BROKEN)
def test_compiler_message_is_kept_in_every_language(docker_engine: LiveSandbox, name: str) -> None:
    refuse(docker_engine, name)


def refuse(engine: LiveSandbox, name: str) -> None:
    with engine.open(program(name, BROKEN[name]), LIMITS, 1) as session:
        compilation = session.compilation()
    assert compilation is not None
    assert not compilation.success
    assert compilation.reason == ""
    assert MoreLanguages().get(name).main_name in compilation.output or "undeclared_thing" in compilation.output


def test_failed_compilation_runs_nothing_live(engine: LiveSandbox) -> None:
    console = RecordingConsole()
    compilation, execution = engine.run_live(program("c", BROKEN["c"]), (), LIMITS, console)
    assert compilation is not None
    assert "undeclared_thing" in compilation.output
    assert execution is None
    assert bytes(console.stdout) == b""


def test_python_program_imports_its_own_package_and_opens_its_data_by_name(engine: LiveSandbox) -> None:
    files = (
        SourceFile("main.py", b"from shapes.square import area\nprint(area(3), open('data/side.txt').read())\n"),
        SourceFile("shapes/__init__.py", b""),
        SourceFile("shapes/square.py", b"def area(side):\n    return side * side\n"),
        SourceFile("data/side.txt", b"three"),
    )
    execution = once(engine, Program(language="python", files=files, main="main.py"))
    assert execution.stdout.decode() == "9 three\n", execution.stderr.decode()


def test_c_program_of_two_files_and_a_header(engine: LiveSandbox) -> None:
    files = (
        SourceFile(
            "main.c", b'#include <stdio.h>\n#include "twice.h"\nint main(void) { printf("%d\\n", twice(21)); }\n'
        ),
        SourceFile("twice.c", b'#include "twice.h"\nint twice(int n) { return 2 * n; }\n'),
        SourceFile("twice.h", b"int twice(int n);\n"),
    )
    assert once(engine, Program(language="c", files=files, main="main.c")).stdout == b"42\n"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("python", "def two_sum(nums, target):\n    print('noise')\n    return [nums.index(target), 1]\n"),
        (
            "javascript",
            "function two_sum(nums, target) { return [nums.indexOf(target), 1]; }\nmodule.exports = { two_sum };\n",
        ),
        (
            "typescript",
            "export function two_sum(nums: number[], target: number) { return [nums.indexOf(target), 1]; }\n",
        ),
    ],
)
def test_harness_calls_the_function(docker_engine: LiveSandbox, name: str, source: str) -> None:
    base = program(name, source)
    what = Program(language=name, files=base.files, main=base.main, calls_function=True)
    execution = once(
        docker_engine, what, b'{"function": "two_sum", "arguments": [[3, 4], 4], "marker": "mark-7"}', LIMITS
    )
    assert b"mark-7 value [1,1]" in execution.stdout.replace(b", ", b","), (execution.stdout, execution.stderr)


def test_streams_can_be_opened_by_name_live_too(engine: LiveSandbox) -> None:
    source = "open('/dev/stdout', 'w').write(open('/dev/stdin').read().upper())\n"
    console = RecordingConsole(b"typed")
    _, execution = engine.run_live(program("python", source), (), LIMITS, console)
    assert execution is not None
    assert bytes(console.stdout) == b"TYPED", bytes(console.stderr)


def test_session_reports_which_signal_and_code_ended_a_program(engine: LiveSandbox) -> None:
    source = (
        "import os, sys\nkind, number = sys.argv[1].split()\n"
        "os.kill(os.getpid(), int(number)) if kind == 'signal' else os._exit(int(number))\n"
    )
    with engine.open(program("python", source), LIMITS, 1) as session:
        for number in (1, 2, 6, 9, 11, 15):
            execution = facts(run_one(session, b"", f"signal {number}"))
            assert (execution.signal, execution.exit_code) == (number, None)
        for number in (0, 1, 42, 127, 128, 137, 255):
            execution = facts(run_one(session, b"", f"exit {number}"))
            assert (execution.signal, execution.exit_code) == (None, number)


def test_arguments_arrive_as_they_are(engine: LiveSandbox) -> None:
    arguments = ("two words", "-x", "--", "", "ünïcode ☃", "'\"$HOME`*", "a\nb", "{main}")
    with engine.open(program("python", "import sys\nprint(ascii(sys.argv[1:]))\n"), LIMITS, 1) as session:
        assert facts(run_one(session, b"", *arguments)).stdout.decode() == f"{list(arguments)!a}\n"


def test_large_input_and_output_and_all_bytes_arrive_intact(engine: LiveSandbox) -> None:
    data = os.urandom(3_000_000)
    source = (
        "import sys\ndata = sys.stdin.buffer.read()\n"
        "sys.stdout.buffer.write(data[:500_000])\nsys.stderr.write(str(len(data)))\n"
    )
    execution = once(engine, program("python", source), data)
    assert execution.stdout == data[:500_000]
    assert execution.stderr == b"3000000"
    assert not execution.stdout_truncated


def test_unread_large_input_is_no_trouble(engine: LiveSandbox) -> None:
    with engine.open(program("python", "print('done')\n"), LIMITS, 1) as session:
        for _ in range(3):
            assert facts(run_one(session, b"x" * 3_000_000)).stdout == b"done\n"


def test_output_over_the_limit_is_cut_there_and_kept(engine: LiveSandbox) -> None:
    limits = Limits(output_bytes=1000)
    execution = once(engine, program("python", "print('abcdefghi\\n' * 200)\n"), limits=limits)
    assert execution.stdout == b"abcdefghi\n" * 100
    assert execution.stdout_truncated
    exact = once(engine, program("python", "print('x' * 1000, end='')\n"), limits=limits)
    assert not exact.stdout_truncated
