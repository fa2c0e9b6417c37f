"""What CodeRunner's questions lean on of Jobe: programs really run. Jobe's own script asks for the same behaviours."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.fakes.service import Served

BASE = "/jobe/index.php/restapi"
C_HELLO = '#include <stdio.h>\nint main() { printf("hi\\n"); }\n'


@dataclass(frozen=True)
class Case:
    """A program, and what Jobe answers."""

    language: str
    source: str
    outcome: int
    stdout: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    name: str = ""


CASES = {
    "empty source, program as an interpreter's option": Case(
        "python3", "\n", 15, "Blah\n", {"interpreterargs": [r'-c "print(\"Blah\")"']}
    ),
    "arguments": Case("python3", "import sys\nprint(sys.argv[1:])", 15, "['a', 'b c']\n", {"runargs": ["a", "b c"]}),
    "wrong syntax": Case("python3", "print(", 11),
    "exception": Case("python3", "print([][1])", 12, ""),
    "writes a file and reads it": Case("python3", "open('a', 'w').write('x')\nprint(open('a').read())", 15, "x\n"),
    "letters beyond ASCII": Case("python3", "print('Un rôle délétère')", 15, "Un rôle délétère\n"),
    "name of CodeRunner's": Case("python3", "print(1)", 15, "1\n", name="__tester__.python3"),
    "wrong C": Case("c", "int main() { return 1 }", 11),
    "refused option": Case("c", C_HELLO, 11, "", {"compileargs": ["std=c89"]}),
    "warnings are errors": Case("c", "int main() { int unused; return 0; }", 11),
    "not without -Wall": Case("c", "int main() { int unused; return 0; }", 15, "", {"compileargs": ["-std=c99"]}),
    "segmentation fault": Case("c", "int main() { int *p = 0; return *(volatile int *)p; }", 12, ""),
    "recursion without an end": Case(
        "c", "int f(int n) { return n ? f(n + 1) + n : 0; }\nint main() { return f(1); }", 12, ""
    ),
    "too long": Case("c", "int main() { while (1) {} }", 13, None, {"cputime": 1}),
    "too much output": Case("c", '#include <stdio.h>\nint main() { while (1) printf("Hello"); }', 13),
    "bytes that are no text": Case(
        "c", '#include <stdio.h>\nint main() { printf("\\01\\06\\300\\311\\n"); }', 15, "\\x01\\x06\\xc0\\xc9\n"
    ),
    "forks up to the limit": Case(
        "c",
        "#include <stdio.h>\n#include <unistd.h>\nint main() { int done = 0;\nfor (int i = 0; i < 100; i++) "
        "{ int child = fork(); if (!child) while (1) {} done += child > 0; }\n"
        'puts(done > 5 && done <= 20 ? "OK" : "no"); }',
        15,
        "OK\n",
        {"numprocs": 20},
    ),
    "too much memory": Case("python3", "x = bytearray(300_000_000)", 17, "", {"memorylimit": 100}),
    "C++": Case("cpp", '#include <iostream>\nint main() { std::cout << "hi\\n"; }', 15, "hi\n"),
    "wrong syntax in JavaScript": Case("nodejs", "s = 'no end\n", 12, ""),
    "options of JavaScript": Case("nodejs", "console.log(process.execArgv)", 15, "[ '--use_strict' ]\n"),
    "Java without a name": Case(
        "java", 'public class Test { public static void main(String[] a) { System.out.println("é"); } }', 15, "é\n"
    ),
    "wrong Java": Case("java", "public class Test { int x = 'no; }", 11, "", name="Test.java"),
}


def run(service: Served, case: Case, **more: Any) -> dict[str, Any]:
    spec = {"language_id": case.language, "sourcecode": case.source, "parameters": case.parameters, **more}
    named = {**spec, "sourcefilename": case.name} if case.name else spec
    answer = service.client.post(f"{BASE}/runs/", json={"run_spec": named})
    assert answer.status_code == 200, answer.text
    value: dict[str, Any] = answer.json()
    return value


@pytest.mark.parametrize("name", CASES)
def test_a_program_ends_as_it_does_on_jobe(real: Served, name: str) -> None:
    case = CASES[name]
    value = run(real, case)
    assert value["outcome"] == case.outcome, value
    assert case.stdout is None or value["stdout"] == case.stdout


def test_support_files_are_compiled_included_and_opened(real: Served) -> None:
    files = {"file0001": b'public class Thing { String say() { return "Farewell"; } }', "file0002": b"42"}
    for file_id, content in files.items():
        body = {"file_contents": base64.b64encode(content).decode()}
        assert real.client.put(f"{BASE}/files/{file_id}", json=body).status_code == 204
    java = Case(
        "java",
        "public class Blah { public static void main(String[] a) { System.out.println(new Thing().say()); } }",
        15,
    )
    assert run(real, java, file_list=[["file0001", "Thing.java"]])["stdout"] == "Farewell\n"
    python = Case("python3", "print(open('answer').read())", 15)
    assert run(real, python, file_list=[["file0002", "answer"]])["stdout"] == "42\n"


def test_ten_runs_at_a_time_all_end_well(real: Served) -> None:
    with ThreadPoolExecutor(10) as threads:
        values = list(threads.map(lambda _: run(real, Case("c", C_HELLO, 15)), range(10)))
    assert {(value["outcome"], value["stdout"]) for value in values} == {(15, "hi\n")}
