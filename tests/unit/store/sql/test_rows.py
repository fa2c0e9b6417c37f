from __future__ import annotations

import sqlite3
from functools import partial

import pytest

from codementor_cli.domain.judging.judgement import ExplainedDifference
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.store.sql.rows import row_of, value_of
from codementor_cli.store.sqlite.contents import content_id
from tests.contract.kept import case_result, kept_call, kept_submission


def test_row_says_enumerations_times_and_lists_in_words_of_columns(connection: sqlite3.Connection) -> None:
    row = row_of(kept_call(1))
    assert (row["kind"], row["created_at"], row["request_ids"]) == ("hint", 1_795_183_385_123_456, '["req_1"]')
    assert row["challenge"] == "equal-trays"
    assert "challenge_id" not in row
    assert value_of(MentorCall, row) == kept_call(1)


def test_only_the_named_fields_are_in_a_row(connection: sqlite3.Connection) -> None:
    assert row_of(kept_submission(1), "uid", "source") == {"uid": f"{1:032x}", "source": "cli"}


def test_bytes_become_contents_and_none_stays_none(connection: sqlite3.Connection) -> None:
    row = row_of(case_result(0, 1), "input", "prints", "difference", keep=partial(content_id, connection))
    assert isinstance(row["input"], int)
    assert (row["prints"], row["difference"]) == (None, None)


def test_columns_that_are_no_fields_are_left_out_and_what_is_given_wins() -> None:
    row = {"line": 1, "column_number": 2, "expected_line": None, "actual_line": b"\xed\xb3\xbf", "other": 3}
    found = value_of(ExplainedDifference, row, explanation="Different.")
    assert found == ExplainedDifference(
        line=1, column=2, expected_line=None, actual_line="\udcff", explanation="Different."
    )


def test_value_that_nothing_writes_is_damage(connection: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        value_of(MentorCall, row_of(kept_call(1)) | {"kind": "elsewhere"})
