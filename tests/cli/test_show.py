"""``show`` as installed, over a store that is there already."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.schemas.public.published import published_schema
from codementor_cli.store import open_sqlite
from tests.cli.command import Command
from tests.fakes.submissions import AT, HIDDEN_WORD, call, submission

READERS = [("history",), ("show",), ("stats",), ("next",)]


class TestShow:
    def test_one_is_shown_in_full(self, codementor: Command, database: str) -> None:
        result = codementor("show", "1", "--database", database)

        assert result.code == 0
        assert "Submission 1: Add Two" in result.out
        assert "2 │ print(a - b)" in result.out
        assert "small: wrong answer\n  The signs differ.\n" in result.out
        assert "Hint 1 by the challenge's author" in result.out
        assert "  Look at the sign.\n" in result.out
        assert result.err == "\n→ codementor hint --challenge add-two\n"

    def test_without_a_number_the_last_one_is_meant(self, codementor: Command, database: str) -> None:
        assert "Submission 24: Add Two" in codementor("show", "--database", database).out

    def test_in_a_working_folder_the_last_one_of_its_challenge_is_meant(
        self, codementor: Command, database: str, work: Path
    ) -> None:
        (work / ".codementor.toml").write_text('[practice]\nchallenge = "equal-trays"\n')
        with closing(open_sqlite(Path(database))) as store:
            store.record(submission(f"{77:032x}", challenge_id="equal-trays", created_at=AT - timedelta(days=1)))

        assert "Submission 25: " in codementor("show", "--database", database).out

    @pytest.mark.parametrize("option", ["--json", "--verbose", "--quiet"])
    def test_hidden_data_never_comes_out(self, codementor: Command, database: str, option: str) -> None:
        result = codementor("show", "1", "--database", database, option)

        assert result.code == 0
        assert "secret" in result.out
        assert HIDDEN_WORD not in result.out + result.err

    def test_answer_that_was_never_shown_is_not_shown_now(self, codementor: Command, database: str) -> None:
        with closing(open_sqlite(Path(database))) as store:
            for uid, kind, answer in (("2", MentorKind.HINT, "{}"), ("3", MentorKind.REPAIR, '{"code": "sesame"}')):
                store.record_mentor_call(replace(call(answer, kind), uid=uid * 32, submission_uid=f"{0:032x}"))

        assert "sesame" not in codementor("show", "1", "--database", database).out
        assert len(json.loads(codementor("show", "1", "--database", database, "--json").out)["answers"]) == 1

    def test_json_keeps_to_its_schema(self, codementor: Command, database: str) -> None:
        value = json.loads(codementor("show", "1", "--database", database, "--json").out)

        Draft202012Validator(published_schema("show")).validate(value)
        assert value["answers"][0]["answer"] == {"hint": "Look at the sign."}

    def test_code_in_a_pipe_is_byte_for_byte_what_was_submitted(self, codementor: Command, database: str) -> None:
        content = "print('\u00e9')\r\n\tx = 1".encode()
        with closing(open_sqlite(Path(database))) as store:
            store.record(submission(f"{88:032x}", files=(SourceFile("a.py", content),), created_at=AT))

        result = codementor("show", "25", "--database", database, "--code")

        assert result.out.encode() == content
        assert result.err == ""

    def test_code_of_several_files_in_a_pipe_has_their_names(self, codementor: Command, database: str) -> None:
        files = (SourceFile("main.py", b"import sums"), SourceFile("sums.py", b"A = 1\n"))
        with closing(open_sqlite(Path(database))) as store:
            store.record(submission(f"{89:032x}", files=files, created_at=AT))

        result = codementor("show", "25", "--database", database, "--code")

        assert result.out == "==> main.py <==\nimport sums\n==> sums.py <==\nA = 1\n"

    @pytest.mark.parametrize("number", ["999", "9" * 30])
    def test_number_that_is_not_there_names_the_newest(self, codementor: Command, database: str, number: str) -> None:
        result = codementor("show", number, "--database", database)

        assert result.code == 3
        assert result.is_clear
        assert "24" in result.err

    @pytest.mark.parametrize("number", ["0", "-1", "x"])
    def test_what_is_no_number_is_a_usage_error(self, codementor: Command, database: str, number: str) -> None:
        result = codementor("show", "--database", database, "--", number)

        assert result.code == 2
        assert result.is_clear

    def test_nothing_submitted_says_what_to_type(self, codementor: Command) -> None:
        for arguments in (("show",), ("show", "3")):
            result = codementor(*arguments)

            assert result.code == 3
            assert result.is_clear
            assert "→ codementor next" in result.err
