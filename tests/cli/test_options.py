"""Options mean what help says: each documented way to write each value of each option, through the installed command.

The list of what must be tried is read from the help of every command: an option, a short form, or a value named in
help that has no line in ``option_cases`` fails here.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codementor_cli.cli.commands.root import command
from tests.cli.command import CHALLENGE, Command, Result
from tests.cli.option_case import DOWN, HERE, Case
from tests.cli.option_cases import CASES, ELSEWHERE, QUIET, QUIET_ANYWAY, SANDBOXED, VERBOSE

PROSE = {"…", "q", "nothing", "file", "repository", "repeatable", "points", "Files", "seconds", "MiB", "stdin"}
PROSE |= {"challenge.yaml", "assignment.yaml"}
"""Single words in help that stand between commas and are no values. Plain numbers are looked for by ``PLAIN``."""

PLAIN = {
    "seconds": r"\d+",
    "MiB": r"\d+",
    "points": r"\d+",
    "postgresql://USER@HOST/NAME": r"postgresql://\w+@.+/\w+",
}
"""Words of help that promise a plain number, or stand for an address."""


def commands(found: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield each command of the tables with its words."""
    found = command() if found is None else found
    yield " ".join(path), found
    for name in getattr(found, "entries", ()):
        yield from commands(found.get_command(None, name), (*path, name))


COMMANDS = dict(commands())
OPTIONS = [
    (words, name, each)
    for words, found in COMMANDS.items()
    for each in found.params
    for name in (each.opts if each.param_type_name == "option" else [each.display_name_raw])
]


def documented(parameter: Any) -> list[str]:
    """Return the values that a parameter's help names."""
    choices = [str(each.value) for each in parameter.type_descriptor.choices or ()]
    text = re.sub(r"Default:? .*", "", parameter.help or "").replace("PATH", "")
    quoted = re.findall(r"'([^']+)'(?!\w)", text)
    examples = re.findall(r"like (\S+)(?=[;,.] |$)", text)
    rest = re.sub(r"'[^']+'(?!\w)|`[^`]+`", "", text)
    listed = [each.strip(" .,") for each in re.split(r"[:;,.] |[,.]$|\bor\b|\bfor\b", rest)]
    single = [each for each in listed if each and " " not in each and each not in PROSE]
    return [*choices, *quoted, *examples, *single, *(each for each in PLAIN if re.search(rf"\b{each}\b", rest))]


def lines_of(words: str) -> list[list[str]]:
    """Return what is typed after a command in its cases."""
    length = len(words.split())
    typed = [shlex.split(each.line) for each in CASES]
    return [each[length:] for each in typed if each[:length] == words.split() and (words or each[0].startswith("-"))]


def has_option(line: list[str], name: str) -> bool:
    return name in line or any(word.startswith(f"{name}=") for word in line)


def is_tried(words: str, name: str, long: str) -> bool:
    return (
        any(has_option(line, name) for line in lines_of(words))
        or (name in {"--quiet", "-q"} and words in {**QUIET, **QUIET_ANYWAY})
        or (name in {"--verbose", "-v"} and words in VERBOSE)
        or (name == "--sandbox" and words in SANDBOXED)
        or long in ELSEWHERE.get(words, {})
    )


@pytest.mark.parametrize(("words", "name", "parameter"), OPTIONS, ids=[f"{words} {name}" for words, name, _ in OPTIONS])
def test_every_option_of_every_command_has_a_line(words: str, name: str, parameter: Any) -> None:
    if parameter.param_type_name == "option":
        assert is_tried(words, name, max(parameter.opts, key=len)), (
            f"write a case of `codementor {words}` with {name} into option_cases"
        )


@pytest.mark.parametrize(("words", "name", "parameter"), OPTIONS, ids=[f"{words} {name}" for words, name, _ in OPTIONS])
def test_every_value_that_help_names_has_a_line(words: str, name: str, parameter: Any) -> None:
    if (name == "--sandbox" and words in SANDBOXED) or name in ELSEWHERE.get(words, {}):
        return
    typed = [word for line in lines_of(words) if name in line or not name.startswith("-") for word in line]
    if name.startswith("-") and max(parameter.opts, key=len) != name:
        return  # a short form: its values are those of the long one
    if getattr(parameter, "is_flag", False):
        return
    for value in documented(parameter):
        pattern = PLAIN.get(value) or rf"{re.escape(value)}.*"
        assert any(re.fullmatch(pattern, word) for word in typed), f"{name} {value} of `codementor {words}`"


@pytest.mark.parametrize(("words", "option"), [(words, option) for words, each in ELSEWHERE.items() for option in each])
def test_what_is_tried_elsewhere_is_there(words: str, option: str) -> None:
    file, _, test = ELSEWHERE[words][option].partition("::")
    source = (Path(__file__).parents[1] / file).read_text("utf-8")
    body = source.partition(f"def {test}(")[2].partition("\ndef ")[0]
    assert words in COMMANDS
    assert body, f"{file} has no {test}"
    assert f'"{option}"' in body


CASES_YAML = """\
tests:
  - {name: one, input: "1 2\\n", expected: "3\\n"}
  - {name: two words, input: "2 2\\n", expected: "5\\n"}
  - {name: three, input: "2 2\\n", expected: "4\\n"}
"""
PROGRAMS = {
    "a.py": "a, b = map(int, input().split())\nprint(a + b)\n",
    "wrong.py": "a, b = map(int, input().split())\nprint(a - b)\n",
    "spin.py": "while True:\n    pass\n",
    "big.py": "print(len(bytearray(400 << 20)) >> 20, 'MiB')\n",
    "echo.py": "import sys\nprint(sys.argv[1:])\n",
    "script": "echo from a shell\n",
    "cases.yaml": CASES_YAML,
    "input.txt": "5 6\n",
}


@pytest.fixture
def world(codementor: Command, work: Path, challenge: str) -> Command:
    """Lay out programs, cases and a broken challenge beside a right one, and return the command."""
    for name, text in PROGRAMS.items():
        (work / name).write_text(text)
    (work / "challenges" / "broken").mkdir()
    (work / "challenges" / "broken" / "challenge.yaml").write_text("id: [\n")
    assert challenge == "add-two"
    return codementor


def lay_out_class(work: Path) -> None:
    """Lay out an assignment of ten points, and two students: ada is right, ben has two cases of three."""
    challenge = work / "school" / "challenges" / "add-two"
    challenge.mkdir(parents=True, exist_ok=True)
    (challenge / "challenge.yaml").write_text(CHALLENGE)
    (work / "school" / "assignment.yaml").write_text(
        "id: week-1\ntitle: Week 1\nchallenges:\n  - {id: add-two, points: 10, files: ['*.py']}\n"
    )
    for name, program in (("ada", PROGRAMS["a.py"]), ("ben", PROGRAMS["a.py"].replace("a + b", "abs(a + b)"))):
        (work / "klass" / name).mkdir(parents=True, exist_ok=True)
        (work / "klass" / name / "a.py").write_text(program)


def run(world: Command, line: str, environment: Any, request: pytest.FixtureRequest) -> Result:
    """Run one line; what it reads beside programs is laid out where it is named."""
    work: Path = request.getfixturevalue("work")
    if "lines.jsonl" in line or line.startswith("import -"):
        (work / "lines.jsonl").write_text(world("export", "--database", request.getfixturevalue("database")).out)
    if "klass" in line:
        lay_out_class(work)
    if "course/" in line:
        world("assignment", "new", "course")
    typed = line.format(db=request.getfixturevalue("database")) if "{db}" in line else line
    stdin = (work / "lines.jsonl").read_bytes() if line.startswith("import -") else PROGRAMS["wrong.py"].encode()
    return world(*shlex.split(typed), stdin=stdin, **environment)


@pytest.mark.parametrize("case", CASES, ids=[each.line for each in CASES])
def test_line_does_what_help_says(world: Command, work: Path, request: pytest.FixtureRequest, case: Case) -> None:
    result = run(world, case.line, case.environment, request)

    assert result.code == case.code, result
    assert case.out in result.out, result
    assert case.err in result.err, result
    assert not case.never or case.never not in result.out + result.err, result
    assert not case.file or (work / case.file).exists(), result
    assert case.code != 2 or (result.is_clear and "→ " in result.err), result


def alike(result: Result) -> str:
    """Return what was said, without what differs from time to time."""
    return re.sub(r" *[0-9a-f]*\d+[0-9a-f]*(\.\d+)?( (ms|s|MiB)\b)?", "", result.out + result.err)


def without_figures(text: str) -> str:
    return re.sub(r" *\d+(\.\d+)? (ms|s|MiB)\b", "", text)


@pytest.mark.parametrize("words", QUIET)
def test_quiet_says_less_and_its_short_form_the_same(
    world: Command, request: pytest.FixtureRequest, words: str
) -> None:
    plain, long, short = (
        run(world, f"{words} {QUIET[words].format(n=n, db='{db}')} {option}", HERE, request)
        for n, option in enumerate(("", "--quiet", "-q"))
    )
    assert len(long.out + long.err) < len(plain.out + plain.err), (plain, long)
    assert long.code == short.code == plain.code
    assert alike(long) == alike(short)


@pytest.mark.parametrize("words", QUIET_ANYWAY)
def test_quiet_leaves_a_result_that_stands_alone_as_it_is(
    world: Command, request: pytest.FixtureRequest, words: str
) -> None:
    plain, long, short = (
        run(world, f"{words} {QUIET_ANYWAY[words].format(n=n, db='{db}')} {option}", HERE, request)
        for n, option in enumerate(("", "--quiet", "-q"))
    )
    assert long.code == short.code == plain.code
    assert alike(long) == alike(short) == alike(plain)


@pytest.mark.parametrize("words", VERBOSE)
def test_verbose_says_more_and_its_short_form_the_same(
    world: Command, request: pytest.FixtureRequest, words: str
) -> None:
    plain, long, short = (
        run(world, f"{words} {VERBOSE[words]} {option}", HERE, request) for option in ("", "--verbose", "-v")
    )
    assert long.code == short.code == plain.code
    assert len(without_figures(long.out + long.err)) > len(without_figures(plain.out + plain.err)), (plain, long)
    assert without_figures(long.out).splitlines()[:1] == without_figures(short.out).splitlines()[:1]


SAYS = {
    "auto": "There is no sandbox. No Docker daemon answers",
    "docker": "No Docker daemon answers",
    "bubblewrap": "([Bb]ubblewrap|bwrap) is not installed",
}
"""What each engine says where there is neither Docker nor bubblewrap."""


@pytest.mark.parametrize("words", SANDBOXED)
@pytest.mark.parametrize("engine", SAYS)
def test_named_engine_is_the_one_that_is_asked(
    world: Command, request: pytest.FixtureRequest, words: str, engine: str
) -> None:
    other = "docker" if engine == "bubblewrap" else "bubblewrap"
    environment = {**DOWN, "CODEMENTOR_SANDBOX": other, "PATH": "/nowhere"}
    result = run(world, f"{words} {SANDBOXED[words]} --sandbox {engine}", environment, request)

    said = result.out + result.err
    assert result.code == 4 or words in {"assignment check", "challenges verify"}
    assert re.search(SAYS[engine], said), result
    assert "There is no sandbox" in said or engine != "auto"


@pytest.mark.parametrize("words", SANDBOXED)
def test_engine_of_another_name_is_refused(world: Command, request: pytest.FixtureRequest, words: str) -> None:
    result = run(world, f"{words} {SANDBOXED[words]} --sandbox chroot", {}, request)

    assert result.code == 2
    assert "--sandbox takes auto, docker, bubblewrap; found 'chroot'." in result.err
