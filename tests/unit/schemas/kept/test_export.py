"""Lines of an export: nothing is lost, and nothing is believed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codementor_cli.domain.judging.execution import Compilation, Stop
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.schemas.kept.export import export_line, import_line
from codementor_cli.schemas.public.published import published_schema
from tests.contract.kept import CALLS, SUBMISSIONS, kept_call, kept_submission

_KEPT = Path(__file__).parents[3] / "data" / "kept"
_LINE = export_line(kept_submission(1))


@settings(max_examples=80)
@given(record=SUBMISSIONS | CALLS)
def test_record_comes_back_from_its_line_as_it_was_but_for_its_file(record: Submission | MentorCall) -> None:
    line = export_line(record)
    expected = replace(record, file="") if isinstance(record, Submission) else record
    assert import_line(line.encode()) == expected
    assert line.isascii()
    assert line.endswith("\n")
    assert all(letter.isprintable() for letter in line[:-1])


@pytest.mark.parametrize("record", [kept_submission(1), kept_call(1, question="/\udcff")], ids=["submission", "call"])
def test_line_keeps_to_the_published_schema(record: Submission | MentorCall) -> None:
    Draft202012Validator(published_schema("export")).validate(json.loads(export_line(record)))


def test_line_says_nothing_of_where_the_file_lay() -> None:
    assert "/home/learner" not in _LINE


def test_hidden_case_is_marked_and_has_its_data() -> None:
    (_, secret) = json.loads(_LINE)["judgement"]["results"]
    assert secret["hidden"] is True
    assert secret["input"].startswith("1 2\n")


def test_bytes_that_are_no_text_are_in_base64() -> None:
    call = kept_call(1, question="/\udcff")
    assert json.loads(export_line(call))["question"] == {"base64": "L+2zvw=="}


def _changed(path: str, value: Any) -> bytes:
    """Return a line with one value changed; ``path`` has dots between its parts."""
    line = json.loads(_LINE)
    *way, last = path.split(".")
    target = line
    for part in way:
        target = target[int(part) if part.isdecimal() else part]
    target[last] = value
    return json.dumps(line).encode()


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("schema", "codementor/export/v2", "another version"),
        ("type", "other", "expected an object"),
        ("uid", "../etc", "uid: "),
        ("uid", "A" * 32, "uid: "),
        ("learner", "a b", "learner: "),
        ("learner", None, "learner: "),
        ("createdAt", "2026-11-20T14:03:05", "createdAt: "),
        ("createdAt", "9999-12-31T23:59:59Z", "from 1970 to 2999"),
        ("source", "elsewhere", "source: "),
        ("challenge.id", "../../etc/passwd\n", "challenge.id: "),
        ("challenge.maxScore", "100", "challenge.maxScore: "),
        ("challenge.tags", "sums", "challenge.tags: "),
        ("program.files", [], "program.files: "),
        ("program.files.0.path", "/etc/passwd", "relative path"),
        ("program.files.0.path", "a/../../b", "relative path"),
        ("program.files.0.path", "a\0b", "relative path"),
        ("program.main", "other.py", "one of them main"),
        ("program.files.0.content", {"base64": "***"}, "Base64"),
        ("judgement.verdict", "XX", "judgement.verdict: "),
        ("judgement.totalCount", -1, "judgement.totalCount: "),
        ("judgement.totalCount", 2**63, "judgement.totalCount: "),
        ("judgement.totalCount", True, "judgement.totalCount: "),
        ("judgement.score", float("nan"), "judgement.score: "),
        ("judgement.score", float("inf"), "judgement.score: "),
        ("judgement.results.1.index", 0, "in the order of their index"),
        ("judgement.results.0.hidden", 1, "judgement.results.0.hidden: "),
        ("judgement.results.0.execution.stdout", 5, "judgement.results.0.execution.stdout"),
        ("surprise", 1, "surprise: "),
    ],
)
def test_value_that_cannot_be_is_refused_with_its_place(path: str, value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        import_line(_changed(path, value))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe{}",
        b'{"type": "submission"}',
        b'"\\ud800"',
        b"1e999",
    ],
)
def test_line_that_is_no_record_is_refused_in_words(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"JSON|expected|required|UTF-8"):
        import_line(line)


@settings(max_examples=150)
@given(place=st.integers(0, len(_LINE) - 1), byte=st.integers(0, 255))
def test_one_wrong_byte_is_taken_or_refused_but_never_more(place: int, byte: int) -> None:
    line = bytearray(_LINE.encode())
    line[place] = byte
    with suppress(ValueError):
        import_line(bytes(line))


def test_line_of_any_record_keeps_to_the_published_schema_and_has_no_more_keys() -> None:
    schema = published_schema("export")
    execution = schema["$defs"]["ExportedExecution"]
    written = json.loads(_LINE)["judgement"]["results"][0]["execution"]
    assert written.keys() == execution["properties"].keys() == set(execution["required"])


def test_export_of_an_earlier_version_still_reads() -> None:
    lines = (_KEPT / "export-1.jsonl").read_bytes().splitlines()
    one, two, call, last = map(import_line, lines)
    assert one == replace(kept_submission(1), file="")
    assert isinstance(two, Submission)
    assert two.program.files[0].content == b"int main(){}\x7f\xff"
    assert two.judgement.compilation == Compilation(
        success=False, output="bad\n\x1b", wall_seconds=1.5, reason="too long"
    )
    refused = two.judgement.results[1]
    assert refused.execution is not None
    assert (refused.execution.signal, refused.execution.stop) == (9, Stop.WALL_TIME)
    assert (refused.execution.stderr, refused.prints, refused.reason) == (b"\xff\x00\x80", b"\xfe", "lone \udcff")
    assert call == kept_call(3)
    assert isinstance(last, MentorCall)
    assert (last.question, last.submission_uid, last.request_ids) == ("/\udcff", "", ())


def test_lines_of_an_earlier_version_say_the_same_today_and_belong_to_the_command_lines_learner() -> None:
    for line in (_KEPT / "export-1.jsonl").read_bytes().splitlines():
        assert json.loads(export_line(import_line(line))) == json.loads(line) | {"learner": "local"}


def test_learner_travels_with_a_record() -> None:
    ada = LearnerId("ada:7")
    for record in (kept_submission(1, learner=ada), kept_call(2, learner=ada)):
        assert import_line(export_line(record).encode()).learner == ada
