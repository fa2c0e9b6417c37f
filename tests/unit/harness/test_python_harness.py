from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.domain.challenge.function_call import Returned, split_output
from codementor_cli.domain.feedback.crash import read_crash

HARNESS = Path(__file__).parents[3] / "sandbox_images" / "python" / "call.py"


@dataclass
class Ended:
    exit_code: int
    stderr: str
    came: Returned

    @property
    def value(self) -> Any:
        assert self.came.value is not None, (self.came, self.stderr)
        return json.loads(self.came.value)


@dataclass
class Caller:
    folder: Path

    def __call__(self, source: str, *arguments: object, name: str = "f") -> Ended:
        main = self.folder / "main.py"
        main.write_text(source, encoding="utf-8")
        call = json.dumps({"function": name, "arguments": arguments, "marker": "MARK"})
        command = [sys.executable, str(HARNESS), str(main)]
        ran = subprocess.run(command, input=call.encode(), capture_output=True, check=False, timeout=60)
        return Ended(ran.returncode, ran.stderr.decode(), split_output(ran.stdout, "MARK"))


@pytest.fixture
def call(tmp_path: Path) -> Caller:
    return Caller(tmp_path)


def test_plain_data_comes_back_with_tuples_as_lists(call: Caller) -> None:
    ended = call("def f(a, b): return (a, [b], {1: 'é', 'k': None}, True, 1.5, -3)", [1], "x")
    assert ended.value == [[1], ["x"], {"1": "é", "k": None}, True, 1.5, -3]
    assert ended.exit_code == 0


def test_prints_are_kept_apart(call: Caller) -> None:
    ended = call("print('top')\ndef f():\n    print('in', end='')\n    return 1")
    assert (ended.came.prints, ended.value) == (b"top\nin", 1)


def test_main_block_does_not_run_and_stdin_is_empty(call: Caller) -> None:
    source = "import sys\ndef f(): return sys.stdin.read()\nif __name__ == '__main__': print('no')"
    ended = call(source)
    assert (ended.came.prints, ended.value) == (b"", "")


@pytest.mark.parametrize(
    "prelude",
    [
        "import sys, io; sys.stdout = io.StringIO()",
        "import sys; sys.stdout.close()",
        "import json; json.dumps = None",
        "import builtins; builtins.print = None",
        "import os; os.write = None",
        "import sys; sys.setrecursionlimit(60)",
    ],
)
def test_value_survives_what_the_learners_code_replaces(call: Caller, prelude: str) -> None:
    assert call(f"{prelude}\ndef f(): return [[7]]").value == [[7]]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("class E(int):\n  __eq__ = lambda s, o: True\n  __int__ = __index__ = lambda s: 9\ndef f(): return E(3)", 3),
        ("class E(float):\n  __repr__ = lambda s: '9'\ndef f(): return E(0.5)", 0.5),
        ("class E(str):\n  __str__ = lambda s: '9'\ndef f(): return E('a')", "a"),
        ("class E(list):\n  __iter__ = lambda s: iter([9])\ndef f(): return E([1])", [1]),
        ("class E(dict):\n  items = lambda s: [(9, 9)]\ndef f(): return E(a=1)", {"a": 1}),
        ("class E(tuple): pass\ndef f(): return E((1,))", [1]),
    ],
)
def test_subclasses_give_their_base_types_value(call: Caller, body: str, value: object) -> None:
    assert call(body).value == value


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return {1, 2}", "type set; make it a list with list(...)"),
        ("return (n for n in [1])", "type generator"),
        ("return object()", "type object; return numbers"),
        ("return float('nan')", "it returned nan"),
        ("return [float('-inf')]", "it returned -inf"),
        ("return {True: 1}", "a key of type bool"),
        ("return {(1, 2): 1}", "a key of type tuple"),
        ("a = []; a.append(a); return a", "contains itself"),
        ("return b'x'", "type bytes"),
    ],
)
def test_other_values_are_refused_by_name(call: Caller, body: str, told: str) -> None:
    ended = call(f"def f():\n    {body}")
    assert told in ended.came.error
    assert (ended.exit_code, ended.came.value) == (0, None)


def test_huge_integers_and_lone_surrogates_come_back(call: Caller) -> None:
    assert call("def f(): return 10 ** 5000").came.value == b"1" + b"0" * 5000
    assert call(r"def f(): return '\ud800'").value == "\ud800"


def test_crash_shows_the_learners_frames_alone(call: Caller) -> None:
    ended = call("def g(x):\n    return [1][x]\n\ndef f(x):\n    return g(x)", 5)
    crash = read_crash(ended.stderr.encode())
    assert ended.exit_code == 1
    assert "call.py" not in ended.stderr
    assert crash is not None
    assert (crash.kind, crash.line) == ("IndexError", 2)


def test_wrong_number_of_parameters_is_a_type_error(call: Caller) -> None:
    assert "TypeError: f() missing 1 required positional argument" in call("def f(a): pass").stderr


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("def twoSum(): pass", "main.py has no function two_sum(...); rename twoSum if that is it"),
        ("x = 1", "main.py has no function two_sum(...): define it at the left margin"),
        ("two_sum = 3", "main.py has no function two_sum(...)"),
    ],
)
def test_missing_function_is_said_in_one_line(call: Caller, source: str, told: str) -> None:
    ended = call(source, name="two_sum")
    assert told in ended.stderr
    assert (ended.exit_code, ended.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("body", ["import sys; sys.exit(0)", "import os; os._exit(0)"])
def test_ending_before_returning_gives_no_value(call: Caller, body: str) -> None:
    ended = call(f"def f():\n    {body}")
    assert (ended.exit_code, ended.came.value, ended.came.error) == (0, None, "")


def test_modules_beside_the_file_can_be_imported(call: Caller) -> None:
    (call.folder / "beside.py").write_text("VALUE = 4", encoding="utf-8")
    assert call("import beside\ndef f(): return beside.VALUE").value == 4
