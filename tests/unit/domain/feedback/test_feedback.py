from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.feedback.crash import read_crash
from codementor_cli.domain.feedback.crash_words import meaning
from codementor_cli.domain.feedback.feedback import compile_sentence, error_sentence, fact_sentence
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop

LIMITS = Limits()

PYTHON = b"""Traceback (most recent call last):
  File "/box/source/main.py", line 7, in <module>
    solve()
  File "/box/source/main.py", line 3, in solve
    return int("x")
  File "/usr/lib/python3.13/thing.py", line 99, in deep
    raise
ValueError: invalid literal for int() with base 10: 'x'
"""
PYTHON_SYNTAX = b"""  File "/box/source/main.py", line 1
    def f(:
          ^
SyntaxError: invalid syntax
"""
NODE = b"""/box/source/main.js:3
  return a.b.c;
             ^

TypeError: Cannot read properties of undefined (reading 'c')
    at f (/box/source/main.js:3:14)
    at Object.<anonymous> (/box/source/main.js:5:1)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v20.19.2
"""
JAVA = b"""Exception in thread "main" java.lang.ArrayIndexOutOfBoundsException: Index 5 out of bounds for length 3
\tat java.base/java.util.Objects.checkIndex(Objects.java:385)
\tat Main.get(Main.java:9)
\tat Main.main(Main.java:5)
"""
RUBY = b"/box/source/main.rb:2:in `/': divided by 0 (ZeroDivisionError)\n\tfrom /box/source/main.rb:2:in `<main>'\n"
GO = b"""panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.main()
\t/box/source/main.go:8 +0x1d
exit status 2
"""
RUST = b"""
thread 'main' panicked at /box/source/main.rs:3:5:
index out of bounds: the len is 3 but the index is 5
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""
BASH = b"/box/source/main.sh: line 3: foo: command not found\n"
CPP = b"""terminate called after throwing an instance of 'std::out_of_range'
  what():  vector::_M_range_check: __n (which is 5) >= this->size() (which is 3)
"""
NO_BROWSER = NODE.replace(
    b"TypeError: Cannot read properties of undefined (reading 'c')", b"ReferenceError: prompt is not defined"
)
PACKAGE = b"Error: Could not find or load main class D\nCaused by: java.lang.ClassNotFoundException: D\n"
NO_MAIN = b"""Error: Main method not found in class C, please define the main method as:
   public static void main(String[] args)
or a JavaFX application class must extend javafx.application.Application
"""
ASSERT = b"program: /box/source/main.c:5: main: Assertion `x > 0' failed.\n"


@pytest.mark.parametrize(
    ("stderr", "kind", "file", "line"),
    [
        (PYTHON, "ValueError", "main.py", 3),
        (PYTHON_SYNTAX, "SyntaxError", "main.py", 1),
        (NODE, "TypeError", "main.js", 3),
        (JAVA, "ArrayIndexOutOfBoundsException", "Main.java", 9),
        (RUBY, "ZeroDivisionError", "main.rb", 2),
        (GO, "panic", "main.go", 8),
        (RUST, "panic", "main.rs", 3),
        (BASH, "", "main.sh", 3),
        (CPP, "out_of_range", "", None),
        (ASSERT, "assert", "main.c", 5),
    ],
)
def test_crash_is_read_from_every_runtimes_words(stderr: bytes, kind: str, file: str, line: int | None) -> None:
    crash = read_crash(stderr)
    assert crash is not None
    assert (crash.kind, crash.file, crash.line) == (kind, file, line)


@pytest.mark.parametrize(
    "stderr",
    [b"", b"oops\n", b'File "x.py", line 1\n', b"panic: at the disco\n", b"TypeError: not a stack\n", b"\n" * 70_000],
)
def test_other_words_are_no_crash(stderr: bytes) -> None:
    assert read_crash(stderr) is None


def test_error_sentence_has_place_last_line_and_meaning() -> None:
    sentence = error_sentence(Execution(exit_code=1, stderr=PYTHON), LIMITS)
    assert sentence is not None
    assert sentence.startswith(
        "The program crashed in main.py, line 3: ValueError: invalid literal for int() with base 10: 'x'. This means: "
    )


def test_error_sentence_of_a_program_that_ended_well_is_none() -> None:
    assert error_sentence(Execution(exit_code=0), LIMITS) is None


@pytest.mark.parametrize(
    ("execution", "told"),
    [
        (Execution(stop=Stop.CPU_TIME, cpu_seconds=2.0), "used 2.00 s of CPU time; the limit is 2 s"),
        (Execution(exit_code=0, cpu_seconds=2.5), "used 2.50 s of CPU time; the limit is 2 s"),
        (
            Execution(stop=Stop.WALL_TIME, cpu_seconds=0.01),
            "still running after 5 s, and had used only 0.01 s of CPU time: it slept or waited for something.",
        ),
        (Execution(stop=Stop.WALL_TIME, cpu_seconds=1.9), "still running after 5 s, and had used 1.90 s of CPU time."),
        (Execution(signal=9, oom_kill_count=1), "more memory than the limit of 256 MiB."),
        (Execution(stop=Stop.STDOUT), "printed more than 1 MiB of output: is there a loop that never ends?"),
        (Execution(stop=Stop.STDERR), "printed more than 1 MiB of error output"),
        (Execution(signal=11), "ended by SIGSEGV (signal 11): it used memory not its own"),
        (Execution(exit_code=139), "ended by SIGSEGV (signal 11)"),
        (Execution(signal=63), "ended by signal 63."),
        (Execution(exit_code=3), "ended with exit code 3, which means that it failed; end it with 0."),
        (Execution(exit_code=1, stderr=b"a\nno function f\n"), "failed; it said: no function f."),
        (Execution(exit_code=1, stderr=BASH), "crashed in main.sh, line 3: foo: command not found."),
        (Execution(exit_code=134, stderr=CPP), "crashed: std::out_of_range: vector"),
        (Execution(exit_code=1, stderr=NO_BROWSER), "This means: programs here run without a browser: read input with"),
        (
            Execution(exit_code=1, stderr=PACKAGE),
            "main class D. This means: most often that the file starts with a pack",
        ),
        (Execution(exit_code=1, stderr=NO_MAIN), "in class C. This means: Java starts at `public static void main("),
    ],
)
def test_facts_are_told_with_figure_and_limit(execution: Execution, told: str) -> None:
    assert told in (error_sentence(execution, LIMITS) or "")


@pytest.mark.parametrize(
    ("execution", "told"),
    [
        (Execution(exit_code=1, stderr=PYTHON), "The program crashed with ValueError in line 3: a value is of"),
        (
            Execution(exit_code=1, stderr=PYTHON.replace(b"ValueError", b"Secret42Error")),
            "The program crashed in line 3.",
        ),
        (Execution(exit_code=134, stderr=CPP), "The program crashed with out_of_range: the program asked"),
        (Execution(signal=8), "The program was ended by SIGFPE (signal 8): it did arithmetic"),
        (Execution(exit_code=1, stderr=b"secret"), "an exit code other than 0"),
    ],
)
def test_hidden_crash_tells_class_and_line_and_no_data(execution: Execution, told: str) -> None:
    sentence = fact_sentence(Verdict.RTE, execution, LIMITS, hidden=True)
    assert told in sentence
    assert not any(word in sentence for word in ("'x'", "Secret", "secret", "range_check"))


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("main.c: In function 'main':\nmain.c:3:5: error: expected ';'\n", "in main.c, line 3: expected ';'."),
        ("main.c:1:1: warning: odd\nmain.c:3:5: error: bad\n", "in main.c, line 3: bad."),
        ("main.c:1:1: warning: no error: odd\nmain.c:1:1: note: error: x\nmain.c:9:5: error: bad\n", "line 9: bad."),
        ("warning: unused\n --> main.rs:1:1\n\nerror[E1]: bad\n --> main.rs:2:5\n", "in main.rs, line 2: bad."),
        (
            "ruby: main.rb:3: syntax error, unexpected end (SyntaxError)\n",
            "in main.rb, line 3: syntax error, unexpected",
        ),
        ("main.go:1:1: syntax error: bad\n", "in main.go, line 1: syntax error: bad."),
        ("main.ts(2,1): error TS2552: No 'a'. Did you mean 'b'?\n", "No 'a'. Did you mean 'b'?"),
        ("Main.java:3: error: ';' expected\n", "in Main.java, line 3: ';' expected."),
        ("error[E0425]: cannot find value `x`\n --> main.rs:2:5\n", "in main.rs, line 2: cannot find value `x`."),
        ("# command-line-arguments\n./main.go:5:2: undefined: x\n", "in main.go, line 5: undefined: x."),
        ("main.ts(1,7): error TS2322: Type 'a'.\n", "in main.ts, line 1: Type 'a'."),
        ("/box/source/main.js:3\nfoo(\n   ^\n\nSyntaxError: Unexpected end\n", "in main.js, line 3: SyntaxError: U"),
        (
            '  File "main.py", line 3\n    x = \n       ^\nSyntaxError: invalid syntax',
            "in main.py, line 3: SyntaxError:",
        ),
        ("main.rb:3: syntax error, unexpected end-of-input\n", "in main.rb, line 3: syntax error, unexpected"),
        ("main.sh: line 3: syntax error near `fi'\n", "in main.sh, line 3: syntax error near `fi'."),
        ("\nld: cannot find main\n", "does not compile: ld: cannot find main."),
        ("", "The program does not compile."),
        (
            "/usr/lib/crt1.o:(.text+0x17): error: undefined reference to 'main'\ncollect2: error\n",
            "does not compile: undefined reference to 'main'. This means: there is no main function",
        ),
        (
            '  File "a.py", line 4\n    y = 2\nTabError: inconsistent use of tabs and spaces in indentation\n',
            "in indentation. This means: some lines are indented with tabs and others with spaces",
        ),
    ],
)
def test_compile_sentence_names_the_first_error_and_its_place(output: str, told: str) -> None:
    assert told in compile_sentence(Compilation(success=False, output=output, wall_seconds=0.1))


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300),
    st.sampled_from(["", ".", "?", "!", "…", ".:", ";"]),
)
def test_sentence_about_a_crash_ends_once_whatever_the_program_said(words: str, end: str) -> None:
    stderr = f'  File "/box/source/main.py", line 3, in f\nOddError: {words}{end}\n'.encode()
    crash = error_sentence(Execution(exit_code=1, stderr=stderr), LIMITS) or ""
    output = f"main.c:1:1: error: x{words}{end}"
    compiled = compile_sentence(Compilation(success=False, output=output, wall_seconds=0.1))
    for each in (crash, compiled):
        assert each.endswith((".", "?", "!", "…"))
        assert not each.endswith(("..", "?.", "!.", "….", ";.", ":."))


@pytest.mark.parametrize(
    ("kind", "message", "words"),
    [
        ("TypeError", "unsupported operand type(s) for +: 'int' and 'str'", "text and a number"),
        ("TypeError", "unsupported operand type(s) for +: 'int' and 'list'", "does not work with these kinds"),
        ("TypeError", "unsupported operand type(s) for +: 'NoneType' and 'str'", "a value is None here"),
        ("TypeError", "'NoneType' object is not callable", "a value is None here"),
        ("TypeError", "Cannot read properties of undefined (reading 'c')", "a variable is undefined"),
        ("TypeError", "undefined is not iterable (cannot read property Symbol(Symbol.iterator))", "is undefined"),
        ("TypeError", "Cannot convert a Symbol value to a string", ""),
        ("SyntaxError", "Unexpected token 'a', \"abc\" is not valid JSON", ""),
        ("ImportError", "cannot import name 'x' from 'math'", "no such name"),
        ("AttributeError", "'tuple' object has no attribute 'append'", ""),
        ("KeyError", "'pop from an empty set'", "a collection that is empty"),
        ("ValueError", "math domain error", ""),
        ("out_of_range", "stoi", "too large for its type"),
        ("out_of_range", "map::at", "a key that is not there"),
        ("RangeError", "toFixed() digits argument must be between 0 and 100", ""),
        ("panic", "attempt to subtract with overflow", "a number became too large, or less than zero"),
        ("panic", "slice bounds out of range [:5] with capacity 3", "a place that is not there"),
    ],
)
def test_exception_is_explained_by_its_message_or_not_at_all(kind: str, message: str, words: str) -> None:
    assert words in meaning(kind, message)
    assert bool(words) == bool(meaning(kind, message))


def test_very_long_message_is_read_in_part() -> None:
    assert meaning("TypeError", "unsupported operand" * 100_000) == meaning("TypeError", "unsupported operand")
