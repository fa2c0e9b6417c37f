"""Run specifications of Jobe's become runs, or a status and a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from codementor_cli.api.compatible.jobe.languages import listed_languages
from codementor_cli.api.compatible.jobe.run_spec import RefusedOptions, RunSpecError, read_run_spec
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import LanguageOptions, SourceFile
from codementor_cli.domain.jobs.job import RunWork
from tests.fakes.compatible import LANGUAGES

FILES = {"fileid01": b"one", "fileid02": b"two"}
MEGABYTE = 1_000_000


def result(ceilings: Ceilings | None = None, /, **spec: Any) -> RunWork | RefusedOptions:
    body = {"run_spec": {"language_id": "python3", "sourcecode": "print(1)\n", **spec}}
    return read_run_spec(body, LANGUAGES, ceilings or Ceilings(), FILES.get)


def read(ceilings: Ceilings | None = None, /, **spec: Any) -> RunWork:
    work = result(ceilings, **spec)
    assert isinstance(work, RunWork)
    return work


def refusal(body: Any) -> tuple[int, str]:
    with pytest.raises(RunSpecError) as caught:
        read_run_spec(body, LANGUAGES, Ceilings(), FILES.get)
    return caught.value.status, str(caught.value)


def spec(**fields: Any) -> dict[str, Any]:
    return {"run_spec": {"language_id": "python3", "sourcecode": "", **fields}}


def test_a_specification_is_a_run_with_jobes_defaults() -> None:
    work = read(input="1\n", sourcefilename="test.py")
    assert (work.program.main, work.stdin, work.options) == ("test.py", b"1\n", LanguageOptions())
    limits = work.limits
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (5, 10, 1000 * MEGABYTE)
    assert (limits.output_bytes, limits.process_count) == (2 * MEGABYTE, 30)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (None, 400, "Non-JSON post data received"),
        ([], 400, "Non-JSON post data received"),
        ({}, 400, "No run_spec attribute found in post data"),
        ({"run_spec": {"sourcecode": ""}}, 400, "run_spec is missing the required attribute 'language_id'"),
        ({"run_spec": {"language_id": "c"}}, 400, "run_spec is missing the required attribute 'sourcecode'"),
        (spec(language_id="nosuchlanguage"), 400, "Language 'nosuchlanguage' is not known"),
        (spec(language_id=3), 400, "run_spec attribute 'language_id' must be a string"),
        (spec(parameters={"cputime": 151}), 400, "cputime exceeds maximum allowed on this Jobe server (120 secs)"),
        (spec(sourcefilename="../x.py"), 400, "The sourcefilename for the run_spec is illegal"),
        (spec(sourcefilename=".x"), 400, "The sourcefilename for the run_spec is illegal"),
        (spec(file_list="x"), 400, "Invalid file specifier: file_list must be a list"),
        (spec(file_list=[["short", "a"]]), 400, "Invalid file specifier: expected [file id, file name]"),
        (spec(file_list=[["fileid01", "a/b"]]), 400, "Invalid file specifier: expected [file id, file name]"),
        (spec(file_list=[["fileid01", 3]]), 400, "Invalid file specifier: expected [file id, file name]"),
        (spec(file_list=["fileid01"]), 400, "Invalid file specifier: expected [file id, file name]"),
        (
            spec(file_list=[["nosuchfileid", "file1"]]),
            404,
            "One or more of the specified files is missing/unavailable",
        ),
        (
            spec(sourcecode="\ud800"),
            400,
            "The run_spec cannot be used: holds a character that is none (half of a surrogate pair)",
        ),
        (spec(input=3), 400, "The run_spec cannot be used: must be a text"),
        (
            spec(file_list=[["fileid01", "a"], ["fileid02", "a"]]),
            400,
            "The run_spec cannot be used: The program cannot be accepted: two of its files have the same path.",
        ),
        (spec(parameters={"runargs": [3]}), 400, "The parameter runargs must be a list of texts"),
    ],
)
def test_what_cannot_be_is_said_in_jobes_words(body: Any, status: int, said: str) -> None:
    assert refusal(body) == (status, said)


def test_files_are_beside_the_source() -> None:
    work = read(file_list=[["fileid01", "data.txt"], ["fileid02", "helper.py", True]])
    assert work.program.files[1:] == (SourceFile("data.txt", b"one"), SourceFile("helper.py", b"two"))


def test_parameters_are_limits_in_seconds_and_megabytes() -> None:
    limits = read(parameters={"cputime": "15", "memorylimit": 50, "streamsize": 0.5, "numprocs": 20}).limits
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (15, 30, 50 * MEGABYTE)
    assert (limits.output_bytes, limits.process_count) == (500_000, 20)


@pytest.mark.parametrize("value", [None, "x", -1, [], {}, "; rm -rf /"])
def test_parameters_that_are_no_numbers_have_no_effect(value: Any) -> None:
    names = ("cputime", "memorylimit", "streamsize", "numprocs", "disklimit")
    assert read(parameters=dict.fromkeys(names, value)).limits == read().limits


@pytest.mark.parametrize("value", [0, 200_000, 1_000_000])
def test_memory_without_a_bound_is_what_the_server_gives(value: int) -> None:
    assert read(parameters={"memorylimit": value}).limits.memory_bytes == 2000 * MEGABYTE


def test_limits_below_what_any_program_needs_are_what_it_needs() -> None:
    limits = read(parameters=dict.fromkeys(("cputime", "memorylimit", "streamsize", "numprocs"), 1e-9)).limits
    assert (limits.time_seconds, limits.memory_bytes, limits.output_bytes) == (0.001, 4 * 2**20, 1)
    assert limits.process_count == 1


def test_the_ceilings_of_the_machine_hold() -> None:
    limits = read(Ceilings(wall_seconds=4, memory_bytes=100 * MEGABYTE), parameters={"cputime": 60}).limits
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (4, 4, 100 * MEGABYTE)


def test_java_has_the_memory_and_the_threads_that_it_needs() -> None:
    limits = read(language_id="java", parameters={"memorylimit": 10, "numprocs": 1}).limits
    assert (limits.memory_bytes, limits.process_count) == (600 * MEGABYTE, 64)


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({}, ("-O0", "-Wall", "-Werror", "-std=c99")),
        ({"compileargs": ["-std=c11", "-x c"]}, ("-O0", "-Wno-all", "-std=c11", "-x", "c")),
        ({"compileargs": ["-Wall", "fns.c"], "linkargs": ["-lm"]}, ("-O0", "-Wall")),
        ({"compileargs": "-O2"}, ("-O0", "-Wno-all", "-O2")),
    ],
)
def test_c_is_compiled_with_the_options_of_jobe_or_of_the_client(parameters: Any, options: tuple[str, ...]) -> None:
    work = read(language_id="c", parameters=parameters, file_list=[["fileid01", "fns.c"]])
    assert work.options.compile == options


@pytest.mark.parametrize(
    ("language", "parameters", "said"),
    [
        ("c", {"compileargs": ["std=c89"]}, "compiler option 'std=c89'"),
        ("c", {"linkargs": ["-Wl,-z,now"]}, "compiler option '-Wl,-z,now'"),
        ("c", {"compileargs": ["-o x; id"]}, "compiler option '-o'"),
        ("python3", {"interpreterargs": ["-m", "http.server"]}, "interpreter option '-m'"),
    ],
)
def test_options_on_no_list_are_refused_by_name(language: str, parameters: Any, said: str) -> None:
    refused = result(language_id=language, parameters=parameters)
    assert isinstance(refused, RefusedOptions)
    assert said in refused.said


def test_interpreters_take_options_and_programs_arguments() -> None:
    work = read(parameters={"interpreterargs": [r'-c "print(\"Blah\")"'], "runargs": ["a b", "c"]})
    assert (work.options.run, work.arguments) == (("-c", 'print("Blah")'), ("a b", "c"))
    assert read(language_id="NodeJS").options.run == ("--use_strict",)


def test_languages_are_pairs_of_names_and_versions() -> None:
    listed = dict(listed_languages(LANGUAGES))
    assert {"c": "14", "cpp": "14", "java": "21", "nodejs": "20", "python3": "3.13"}.items() <= listed.items()
