"""Sources that attack their compiler, and compilers that leave what must not travel."""

from __future__ import annotations

import socket

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.verdict import run_verdict
from codementor_cli.ports import Sandbox, Session
from codementor_cli.sandbox import policy
from codementor_cli.sandbox.lanes import plan
from codementor_cli.text.units import MIB
from tests.fakes.engines import BUBBLEWRAP_LANGUAGES, MakeEngine, MoreLanguages, facts, program, run_one

LIMITS = Limits(time_seconds=1, wall_time_seconds=3, memory_bytes=128 * MIB)
SHORT = Limits(time_seconds=3, wall_time_seconds=6, memory_bytes=512 * MIB, output_bytes=256 * 1024, process_count=128)
"""In place of the real compile limits, which take a minute to reach."""
OUTPUT_BYTES = 2 * 256 * 1024

INCLUDES = "".join('#include "main.c"\n' for _ in range(40))
DEEP = "(" * 200_000 + "1" + ")" * 200_000
BOMBS = {
    "c includes /dev/zero": ("c", '#include "/dev/zero"\nint main(void) {}\n'),
    "c includes /dev/urandom": ("c", '#include "/dev/urandom"\nint main(void) {}\n'),
    "c includes stdin": ("c", '#include "/dev/stdin"\nint x = ;\n'),
    "c includes itself": ("c", INCLUDES),
    "c macros": (
        "c",
        (
            "#define A(x) x x x x x x x x x x\n#define B(x) A(A(A(A(x))))\n#define C(x) B(B(x))\n"
            "int main(void) { return 0 C(+ 1) C(+ 1) C(+ 1) ; } C(C(x))\n"
        ),
    ),
    "c gigabyte of data": ("c", "char x[1 << 30] = {1};\nint main(void) { return x[5]; }\n"),
    "c gigabyte by assembler": ("c", '__asm__(".data\\n.space 2147483000, 7\\n");\nint main(void) { return 0; }\n'),
    "c assembler loop": ("c", '__asm__(".rept 1000000000\\n.quad 1\\n.endr\\n");\nint main(void) { return 0; }\n'),
    "c includes binary of /dev/zero": ("c", '__asm__(".incbin \\"/dev/zero\\"");\nint main(void) { return 0; }\n'),
    "c deep brackets": ("c", f"int main(void) {{ return {DEEP}; }}\n"),
    "c messages": (
        "c",
        "#define A(x) x x x x x x x x x x\nint main(void) { A(A(A(A(A(undeclared_function_name(?);))))) }\n",
    ),
    "c++ templates": (
        "cpp",
        (
            "template <long N, long M> struct T {\n"
            "  static const long v = T<N - 1, M>::v + T<N - 1, M + (1L << N)>::v;\n};\n"
            "template <long M> struct T<0, M> { static const long v = 1; };\nint main() { return T<40, 0>::v; }\n"
        ),
    ),
    "c++ constant loop": (
        "cpp",
        (
            "constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\n"
            "static_assert(f(60) == f(61));\nint main() {}\n"
        ),
    ),
    "c++ messages": (
        "cpp",
        "template <class T> struct A { typename A<A<T>>::x y; };\nint main() { A<int>::x z; }\n" + "foo bar;\n" * 20000,
    ),
    "rust constant loop": (
        "rust",
        (
            "#![allow(long_running_const_eval)]\n"
            "const N: u64 = { let mut n = 0u64; while n < u64::MAX { n += 1; } n };\n"
            'fn main() { println!("{}", N); }\n'
        ),
    ),
    "rust macros": (
        "rust",
        (
            '#![recursion_limit = "100000"]\nmacro_rules! a { ($($x:tt)*) => { a!($($x)* $($x)*) } }\n'
            "fn main() { a!(1) }\n"
        ),
    ),
    "rust includes /dev/zero": ("rust", 'fn main() { println!("{}", include_bytes!("/dev/zero").len()); }\n'),
    "java deep brackets": (
        "java",
        f"public class Main {{ public static void main(String[] a) {{ int x = {'(' * 30000}1{')' * 30000}; }} }}\n",
    ),
    "java too large": (
        "java",
        "public class Main { public static void main(String[] a) { " + "int[] x = {" + "1," * 60000 + "}; } }\n",
    ),
    "typescript types": (
        "typescript",
        (
            "type B<N extends number, A extends any[] = []> = A['length'] extends N ? A : B<N, [...A, ...A, 1]>;\n"
            "type C = B<99999999>;\nconst x: C = 1;\n"
        ),
    ),
    "go deep brackets": ("go", f"package main\nvar x = {'(' * 100000}1{')' * 100000}\nfunc main() {{ undefined() }}\n"),
    "go gigabyte of data": (
        "go",
        "package main\nvar x = [1 << 30]byte{1 << 29: 1}\nfunc main() { println(x[5]) }\n",
    ),
    "python nests": ("python", "[" * 100_000),
    "python constant": ("python", "x = " + "-" * 500_000 + "1\n)"),
    "ruby nests": ("ruby", "[" * 200_000),
    "bash nests": ("bash", "$(" * 100_000),
}


@pytest.fixture(autouse=True)
def _short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "COMPILE_LIMITS", SHORT)
    monkeypatch.setattr(plan, "COMPILE_LIMITS", SHORT)


def compilation_of(session: Session) -> Compilation:
    compilation = session.compilation()
    assert compilation is not None
    return compilation


def everywhere(cases: dict[str, tuple[str, str]]) -> list[str]:
    """Return the names of the cases in languages that every engine has here."""
    return [name for name, (language, _) in cases.items() if language in BUBBLEWRAP_LANGUAGES]


@pytest.mark.parametrize("name", everywhere(BOMBS))
def test_bomb_is_an_unsuccessful_compilation_within_the_limits(engine: Sandbox, name: str) -> None:
    explode(engine, name)


@pytest.mark.parametrize("name", sorted(BOMBS.keys() - everywhere(BOMBS)))
def test_bomb_in_another_language_is_an_unsuccessful_compilation(docker_engine: Sandbox, name: str) -> None:
    explode(docker_engine, name)


def explode(engine: Sandbox, name: str) -> None:
    language, source = BOMBS[name]
    with engine.open(program(language, source), LIMITS, 1) as session:
        compilation = compilation_of(session)
    assert not compilation.success
    assert len(compilation.output.encode()) <= 4 * OUTPUT_BYTES
    assert compilation.reason or compilation.output


@pytest.mark.parametrize("path", ["/etc/shadow", "/proc/1/environ", "/proc/1/mem", "/etc/hostname", "/root/.bashrc"])
def test_compiler_shows_no_file_of_the_host(engine: Sandbox, path: str) -> None:
    with engine.open(program("c", f'#include "{path}"\nint main(void) {{ return 0; }}\n'), LIMITS, 1) as session:
        compilation = compilation_of(session)
    if compilation.success:
        return
    assert socket.gethostname() not in compilation.output


CANNOT_START = {
    "an interpreter that is not there": (
        "c",
        'const char path[] __attribute__((section(".interp"), used, aligned(1))) = "/none";\nint main(void) {}\n',
    ),
    "an interpreter's name that is too long": (
        "c",
        'const char path[9000] __attribute__((section(".interp"), used)) = "x";\nint main(void) { return 0; }\n',
    ),
    "a library": ("rust", '#![crate_type = "lib"]\npub fn f() {}\n'),
    "700 MiB of zeros": (
        "c",
        "char x[700 << 20];\nint main(void) { for (long i = 0; i < 700 << 20; i += 4096) x[i] = 1; return 0; }\n",
    ),
}


@pytest.mark.parametrize("name", everywhere(CANNOT_START))
def test_program_that_cannot_start_is_its_own_fault(engine: Sandbox, name: str) -> None:
    start(engine, name)


def test_library_that_cannot_start_is_its_own_fault(docker_engine: Sandbox) -> None:
    start(docker_engine, "a library")


def start(engine: Sandbox, name: str) -> None:
    language, source = CANNOT_START[name]
    with engine.open(program(language, source), LIMITS, 1) as session:
        if not compilation_of(session).success:
            return
        verdict = run_verdict(facts(run_one(session)), LIMITS)
    assert verdict in {Verdict.RTE, Verdict.MLE, Verdict.OK}
    assert name == "an interpreter that is not there" or verdict is not Verdict.OK


HOSTILE = Language(
    name="hostile",
    title="python",
    extensions=(".py",),
    main_name="main.py",
    compile=("python3", "{main}"),
    run=("python3", "{build}/main.py"),
)
"""A language whose compiler is the learner's own program, as an annotation processor of Java's is."""
LEAVES = {
    "links, fifos and sockets": """
os.symlink('/etc/passwd', 'link'); os.symlink('/', 'root'); os.mkfifo('fifo'); os.symlink('/dev/zero', 'main.pyc')
import socket; socket.socket(socket.AF_UNIX).bind('socket')
""",
    "its program as a link": "os.rename('main.py', 'x'); os.symlink('/dev/zero', 'main.py')",
    "its program as a fifo": "os.unlink('main.py'); os.mkfifo('main.py')",
    "its program as a folder": "os.unlink('main.py'); os.mkdir('main.py')",
    "thousands of files": "[open(f'{n}', 'w').close() for n in range(4000)]",
    "thousands of folders": "[os.mkdir(f'{n}') for n in range(4000)]",
    "sparse files": "[os.truncate(os.open(f'{n}', os.O_CREAT | os.O_WRONLY), 30 << 20) for n in range(9)]",
    "a folder too deep to name": "[(os.mkdir('n' * 250), os.chdir('n' * 250)) for _ in range(100)]",
    "files without rights": "os.mkdir('d'); open('d/f', 'w').close(); os.chmod('d/f', 0); os.chmod('d', 0)",
    "names of no encoding": "[open(bytes([n]) * 200, 'w').close() for n in range(1, 256) if n not in (46, 47)]",
    "names with line ends and escapes": "open('a\\nb\\x1b]0;x\\x07', 'w').close(); os.mkdir('..;rm -rf')",
    "processes": "[time.sleep(60) for _ in range(3) if os.fork() == 0]",
    "no streams": "os.closerange(0, 99)",
    "nothing": "os.unlink('main.py')",
}


@pytest.mark.parametrize("name", LEAVES)
def test_whatever_a_compiler_leaves_the_sandbox_stands(make_engine: MakeEngine, name: str) -> None:
    hostile = make_engine(MoreLanguages(HOSTILE))
    start = "import os, time\nos.chdir('/box/build')\nopen('main.py', 'w').write('print(42)')\n"
    source = SourceFile("main.py", (start + LEAVES[name] + "\n").encode())
    with hostile.open(Program(language="hostile", files=(source,), main="main.py"), LIMITS, 1) as session:
        compilation = compilation_of(session)
        if not compilation.success:
            assert compilation.reason or compilation.output
            return
        execution = facts(run_one(session))
        assert execution.stdout in {b"42\n", b""}
