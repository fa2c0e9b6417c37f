"""Submissions of Judge0's become runs, or lists of mistakes."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import Any

import pytest

from codementor_cli.api.compatible.judge0.request import MistakesError, read_submission
from codementor_cli.domain.challenge.limits import Ceilings
from codementor_cli.domain.challenge.program import LanguageOptions, SourceFile
from codementor_cli.domain.jobs.job import RunWork
from codementor_cli.text.units import MIB
from tests.fakes.compatible import LANGUAGES

HELLO = {"source_code": "print('hello')", "language_id": 71}


def read(is_base64: bool = False, ceilings: Ceilings | None = None, /, **fields: Any) -> RunWork:
    return read_submission({**HELLO, **fields}, LANGUAGES, ceilings or Ceilings(), is_base64=is_base64)


def mistakes(**fields: Any) -> dict[str, list[str]]:
    with pytest.raises(MistakesError) as caught:
        read(**fields)
    return caught.value.mistakes


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> str:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return base64.b64encode(target.getvalue()).decode()


def test_a_submission_is_a_run_with_judge0s_defaults() -> None:
    work = read(stdin="in", expected_output="out")
    assert (work.program.language, work.program.main) == ("python", "main.py")
    assert work.program.files == (SourceFile("main.py", b"print('hello')"),)
    assert (work.stdin, work.expected_output) == (b"in", b"out")
    limits = work.limits
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (5, 10, 256_000 * 1024)
    assert (limits.output_bytes, limits.process_count) == (MIB, 60)


def test_base64_is_decoded_where_the_query_says_so() -> None:
    work = read(True, source_code="cHJpbnQoMSk=\n", stdin="/w==", expected_output="MQo=")
    assert (work.program.files[0].content, work.stdin, work.expected_output) == (b"print(1)", b"\xff", b"1\n")


@pytest.mark.parametrize(("number", "language"), [(52, "cpp"), (54, "cpp"), (50, "c"), (62, "java"), ("71", "python")])
def test_numbers_name_languages(number: Any, language: str) -> None:
    assert read(language_id=number).program.language == language


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (None, "can't be blank"),
        (150000, "language with id 150000 doesn't exist"),
        (89, "language with id 89 doesn't exist"),
        (71.5, "language with id 71.5 doesn't exist"),
        ("python", "is not a number"),
        ([], "is not a number"),
    ],
)
def test_numbers_without_a_language_are_mistakes(number: Any, said: str) -> None:
    assert mistakes(language_id=number) == {"language_id": [said]}


@pytest.mark.parametrize("source", [None, ""])
def test_a_submission_needs_a_source(source: Any) -> None:
    assert mistakes(source_code=source) == {"source_code": ["can't be blank"]}


@pytest.mark.parametrize("fields", [None, [], 3, "x"])
def test_what_is_no_object_has_every_mistake(fields: Any) -> None:
    with pytest.raises(MistakesError) as caught:
        read_submission(fields, LANGUAGES, Ceilings(), is_base64=False)
    assert set(caught.value.mistakes) == {"source_code", "language_id"}


def test_limits_are_taken() -> None:
    limits = read(
        cpu_time_limit="1.5", wall_time_limit=3, memory_limit=64_000, max_file_size=2, max_processes_and_or_threads=7
    ).limits
    assert (limits.time_seconds, limits.wall_time_seconds, limits.memory_bytes) == (1.5, 3, 64_000 * 1024)
    assert (limits.output_bytes, limits.process_count) == (2048, 7)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cpu_time_limit", 16, "must be less than or equal to 15"),
        ("cpu_time_limit", -1, "must be greater than or equal to 0"),
        ("wall_time_limit", 100000, "must be less than or equal to 20"),
        ("wall_time_limit", 0.5, "must be greater than or equal to 1"),
        ("memory_limit", 2047, "must be greater than or equal to 2048"),
        ("memory_limit", 5000.5, "must be an integer"),
        ("number_of_runs", 2, "must be less than or equal to 1"),
        ("max_processes_and_or_threads", 1000, "must be less than or equal to 120"),
        ("max_file_size", "x", "is not a number"),
        ("stack_limit", 10**400, "is not a number"),
    ],
)
def test_limits_out_of_range_are_mistakes_that_name_the_bound(name: str, value: Any, said: str) -> None:
    assert mistakes(**{name: value}) == {name: [said]}


def test_limits_below_what_any_program_needs_are_what_it_needs() -> None:
    limits = read(cpu_time_limit=0, memory_limit=2048, max_file_size=0).limits
    assert (limits.time_seconds, limits.memory_bytes, limits.output_bytes) == (0.001, 4 * MIB, 1)


def test_the_ceilings_of_the_machine_hold() -> None:
    ceilings = Ceilings(wall_seconds=3, memory_bytes=100 * MIB)
    limits = read(False, ceilings).limits
    assert (limits.time_seconds, limits.wall_seconds, limits.memory_bytes) == (3, 3, 100 * MIB)
    with pytest.raises(MistakesError) as caught:
        read(False, ceilings, cpu_time_limit=4)
    assert caught.value.mistakes == {"cpu_time_limit": ["must be less than or equal to 3"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("callback_url", "http://169.254.169.254/"),
        ("callback_url", ["http://a"]),
        ("enable_network", True),
        ("enable_network", "true"),
        ("redirect_stderr_to_stdout", True),
        ("enable_per_process_and_thread_time_limit", 1),
    ],
)
def test_what_is_never_given_is_a_mistake(name: str, value: Any) -> None:
    assert list(mistakes(**{name: value})) == [name]


@pytest.mark.parametrize("value", [None, False, "", 0, "false"])
def test_what_is_not_asked_for_is_none(value: Any) -> None:
    assert read(callback_url=value, enable_network=value) == read()


def test_every_mistake_is_told_at_once() -> None:
    found = mistakes(language_id=None, source_code="", enable_network=True, cpu_time_limit=99)
    assert set(found) == {"language_id", "source_code", "enable_network", "cpu_time_limit"}


def test_arguments_are_words_and_compiler_options_are_on_a_list() -> None:
    work = read(language_id=50, command_line_arguments="a 'b c'", compiler_options="-O0 -DX")
    assert (work.arguments, work.options) == (("a", "b c"), LanguageOptions(compile=("-O0", "-DX")))


@pytest.mark.parametrize(
    ("language", "options", "said"),
    [
        (50, "-O2 -fplugin=x.so", "the option -fplugin=x.so is not on the list of those that are allowed"),
        (71, "-O", "setting compiler options is not allowed for this language"),
        (50, "'", "has a quotation that does not end"),
        (50, "-O " * 300, "is too long (maximum is 512 characters)"),
        (50, 7, "is too long (maximum is 512 characters)"),
    ],
)
def test_other_compiler_options_are_mistakes(language: int, options: Any, said: str) -> None:
    assert mistakes(language_id=language, compiler_options=options) == {"compiler_options": [said]}


def test_additional_files_are_beside_the_source() -> None:
    work = read(additional_files=packed({"data.txt": b"1", "lib/": b"", "lib/helper.py": b"2"}))
    assert {file.path: file.content for file in work.program.files[1:]} == {"data.txt": b"1", "lib/helper.py": b"2"}


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        ("bm8gemlw", "is not a ZIP archive that can be unpacked"),
        ("%", "is no Base64"),
        (packed({"a": bytes(10_240 * 1024 + 1)}), "is larger than 10240 KiB when unpacked"),
        (packed({f"f{number}": b"" for number in range(101)}), "holds more than 100 files"),
        (packed({"a": b"1"}, zipfile.ZIP_BZIP2), "is packed by another method than deflate"),
    ],
)
def test_archives_that_are_none_or_too_large_are_mistakes(archive: str, said: str) -> None:
    assert mistakes(additional_files=archive) == {"additional_files": [said]}


def test_an_archive_that_lies_about_its_size_is_a_mistake() -> None:
    honest = base64.b64decode(packed({"a": bytes(20 * MIB)}))
    claimed = honest.replace((20 * MIB).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    assert list(mistakes(additional_files=base64.b64encode(claimed).decode())) == ["additional_files"]


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "main.py", ".bashrc"])
def test_files_with_names_that_lead_elsewhere_are_a_mistake(name: str) -> None:
    assert list(mistakes(additional_files=packed({name: b""}))) == ["source_code"]
