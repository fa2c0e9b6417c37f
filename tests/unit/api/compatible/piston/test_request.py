"""Requests of Piston's become runs, or one message."""

from __future__ import annotations

from typing import Any

import pytest

from codementor_cli.api.compatible.piston.request import read_execution, runtimes_value
from codementor_cli.api.compatible.reading import UnusableError
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.text.units import MIB
from tests.fakes.compatible import LANGUAGES


def read(ceilings: Ceilings | None = None, /, **fields: Any) -> RunWork:
    body = {"language": "python", "version": "*", "files": [{"content": "print(1)"}], **fields}
    return read_execution(body, LANGUAGES, ceilings or Ceilings())


def message(**fields: Any) -> str:
    with pytest.raises(UnusableError) as caught:
        read(**fields)
    return str(caught.value)


def test_a_request_is_a_run_with_pistons_defaults() -> None:
    work = read()
    assert work.program.files == (SourceFile("main.py", b"print(1)"),)
    assert (work.limits.time_seconds, work.limits.wall_seconds) == (3, 3)
    assert (work.limits.memory_bytes, work.limits.output_bytes) == (512 * MIB, MIB)


@pytest.mark.parametrize(("stdin", "given"), [(None, b"\n"), ("", b"\n"), ("1", b"1\n"), ("1\n", b"1\n")])
def test_input_ends_with_a_line_break_as_piston_sees_to(stdin: str | None, given: bytes) -> None:
    assert read(stdin=stdin).stdin == given


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("py", "python"),
        ("c++", "cpp"),
        ("g++", "cpp"),
        ("cpp", "cpp"),
        ("gcc", "c"),
        ("js", "javascript"),
        ("rs", "rust"),
    ],
)
def test_languages_have_their_aliases(name: str, language: str) -> None:
    assert read(language=name).program.language == language


@pytest.mark.parametrize(("language", "version"), [("python", "2.7.18"), ("cobol", "*"), ("python", "latest")])
def test_what_is_no_runtime_is_named(language: str, version: str) -> None:
    assert message(language=language, version=version) == f"{language}-{version} runtime is unknown"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"language": None}, "language is required as a string"),
        ({"language": 3}, "language is required as a string"),
        ({"version": ""}, "version is required as a string"),
        ({"files": None}, "files is required as an array"),
        ({"files": {}}, "files is required as an array"),
        ({"files": [{"name": "a"}]}, "files[0].content is required as a string"),
        ({"files": ["a"]}, "files[0].content is required as a string"),
        ({"files": []}, "files must include at least one utf8 encoded file"),
        ({"files": [{"content": "AA==", "encoding": "base64"}]}, "files must include at least one utf8 encoded file"),
        ({"files": [{"content": "x", "name": 3}]}, "files[0].name must be a string"),
        ({"files": [{"content": "x"}, {"content": "zz", "encoding": "hex"}]}, "files[1].content cannot be decoded"),
        ({"files": [{"content": "\ud800"}]}, "files[0].content cannot be decoded"),
        ({"args": "a"}, "args must be a list of texts"),
        ({"stdin": 3}, "stdin must be a text"),
        ({"run_timeout": "3"}, "If specified, run_timeout must be a number"),
        ({"run_timeout": 30_001}, "run_timeout cannot exceed the configured limit of 30000"),
        ({"run_timeout": -2}, "run_timeout must be non-negative"),
        ({"compile_timeout": 10**9}, "compile_timeout cannot exceed the configured limit of 30000"),
        ({"run_memory_limit": 2**40}, "run_memory_limit cannot exceed the configured limit of 1073741824"),
    ],
)
def test_what_cannot_be_is_said_in_pistons_words(fields: dict[str, Any], said: str) -> None:
    assert message(**fields) == said


@pytest.mark.parametrize("body", [None, [], "x", 3])
def test_a_body_is_an_object(body: Any) -> None:
    with pytest.raises(UnusableError):
        read_execution(body, LANGUAGES, Ceilings())


def test_limits_are_taken_and_minus_one_is_none() -> None:
    limits = read(run_timeout=1500, run_memory_limit=64 * MIB, compile_memory_limit=-1).limits
    assert (limits.wall_seconds, limits.time_seconds, limits.memory_bytes) == (1.5, 1.5, 64 * MIB)
    assert read(run_memory_limit=-1).limits.memory_bytes == 512 * MIB
    assert read(run_cpu_time=500).limits.time_seconds == 0.5


def test_limits_below_what_any_program_needs_are_what_it_needs() -> None:
    limits = read(run_timeout=0.01, run_memory_limit=1).limits
    assert (limits.wall_seconds, limits.memory_bytes) == (0.001, 4 * MIB)


def test_the_ceilings_of_the_machine_hold() -> None:
    ceilings = Ceilings(wall_seconds=2, memory_bytes=100 * MIB)
    limits = read(ceilings).limits
    assert (limits.wall_seconds, limits.memory_bytes) == (2, 100 * MIB)
    with pytest.raises(UnusableError, match="limit of 2000"):
        read(ceilings, run_timeout=3000)


def test_the_first_text_starts_and_binary_files_are_beside_it() -> None:
    files = [
        {"name": "data.bin", "content": "//8=", "encoding": "base64"},
        {"name": "start.py", "content": "import other"},
        {"name": "other.py", "content": "", "encoding": "utf8"},
        {"content": "00ff", "encoding": "hex"},
    ]
    work = read(files=files)
    assert work.program.main == "start.py"
    assert [file.path for file in work.program.files] == ["start.py", "data.bin", "other.py", "file3.code"]
    assert (work.program.files[1].content, work.program.files[3].content) == (b"\xff\xff", b"\x00\xff")


@pytest.mark.parametrize("name", ["../x", "/x", "start.py/x"])
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    files = [{"name": "start.py", "content": ""}, {"name": name, "content": ""}]
    assert message(files=files).startswith("files: ")


def test_runtimes_have_versions_aliases_and_their_compilers() -> None:
    listed = {each["language"]: each for each in runtimes_value(LANGUAGES)}
    assert listed["python"] == {"language": "python", "version": "3.13.0", "aliases": ["py", "py3", "python3"]}
    assert listed["c++"]["runtime"] == "gcc"
    assert len(listed) == len(LANGUAGES.all())
