"""``history``, ``show``, ``stats`` and ``next`` as installed, over a store that is there already."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.domain.mentoring import MentorKind
from codementor_cli.domain.program import SourceFile
from codementor_cli.domain.verdict import Verdict
from codementor_cli.schemas.published import published_schema
from codementor_cli.store import open_sqlite
from tests.cli.command import COMMAND, Command
from tests.fakes.submissions import AT, HIDDEN_WORD, VISIBLE, call, submission

READERS = [("history",), ("show",), ("stats",), ("next",)]
GOOD = replace(VISIBLE, verdict=Verdict.AC, points=50, difference=None, reason="")


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Return a database of 23 failing submissions and the accepted one after them, a minute apart."""
    path = tmp_path / "submissions.db"
    with closing(open_sqlite(path)) as store:
        for number in range(23):
            store.record(submission(f"{number:032x}", created_at=AT + timedelta(minutes=number)))
        store.record(
            submission(f"{99:032x}", verdict=Verdict.AC, results=(GOOD,), created_at=AT + timedelta(minutes=40))
        )
        store.record_mentor_call(replace(call('{"hint": "Look at the sign."}'), submission_uid=f"{0:032x}"))
    return str(path)


class TestHistory:
    def test_newest_come_first_and_the_footer_says_how_to_see_more(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database)

        assert result.code == 0
        title, first, second, *rest = result.out.splitlines()
        assert title.split() == ["#", "WHEN", "CHALLENGE", "LANGUAGE", "VERDICT", "SCORE", "CASES"]
        assert first.split()[0] == "24"
        assert "✓ accepted" in first
        assert "✗ wrong answer" in second
        assert len(rest) == 18
        assert result.err == f"1–20 of 24 submissions\n→ codementor history --database {database} --page 2\n"

    def test_last_page_says_where_it_is_and_no_more(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database, "--page", "2")

        assert [line.split()[0] for line in result.out.splitlines()] == ["#", "4", "3", "2", "1"]
        assert result.err == "21–24 of 24 submissions\n"

    def test_page_behind_the_last_names_the_last(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database, "--page", "9")

        assert result.code == 0
        assert "24 submissions in all" in result.err
        assert "--page 2" in result.err

    def test_page_no_database_can_count_to_is_no_traceback(self, codementor: Command, database: str) -> None:
        for typed in (("--page", "9" * 30), ("--offset", "9" * 30), ("--limit", "9" * 30, "--page", "2")):
            result = codementor("history", "--database", database, *typed)

            assert result.code == 0
            assert "24 submissions in all" in result.err

    def test_filters_narrow(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database, "--verdict", "accepted", "--language", "python")

        assert len(result.out.splitlines()) == 2
        assert result.err == ""

    def test_since_is_in_the_learners_time_zone(self, codementor: Command, database: str) -> None:
        typed = ("history", "--database", database, "--json", "--since", "2026-11-20 20:03:05")

        assert json.loads(codementor(*typed, TZ="Asia/Yekaterinburg").out)["total"] == 0
        assert json.loads(codementor(*typed, TZ="Etc/GMT-6").out)["total"] == 24

    def test_times_are_shown_in_the_learners_time_zone(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database, "--verdict", "AC", TZ="Etc/GMT-6")

        assert "2026-11-20 20:43" in result.out

    def test_json_keeps_to_its_schema(self, codementor: Command, database: str) -> None:
        result = codementor("history", "--database", database, "--json", "--limit", "3", "--offset", "2")

        value = json.loads(result.out)
        Draft202012Validator(published_schema("history")).validate(value)
        assert [each["id"] for each in value["submissions"]] == [22, 21, 20]
        assert (value["total"], value["limit"], value["offset"]) == (24, 3, 2)

    def test_nothing_submitted_says_what_to_type(self, codementor: Command, tmp_path: Path) -> None:
        result = codementor("history")

        assert (result.code, result.out) == (0, "")
        assert result.err == "Nothing was submitted yet.\n→ codementor next\n"

    def test_challenge_without_submissions_says_how_to_start(
        self, codementor: Command, database: str, challenge: str
    ) -> None:
        result = codementor("history", "--database", database, "--challenge", "equal-trays")

        assert result.code == 0
        assert "→ codementor start equal-trays" in result.err

    @pytest.mark.parametrize(
        ("typed", "code", "said"),
        [
            (("--verdict", "WRONG"), 2, "WA"),
            (("--verdict", "xyzzy"), 2, "AC, WA, TLE"),
            (("--since", "soon"), 2, "2 weeks"),
            (("--challenge", "equal-tray"), 3, "equal-trays"),
            (("--language", "pythn"), 3, "python"),
            (("--page", "2", "--offset", "3"), 2, "not both"),
            (("--page", "0"), 2, "--page"),
            (("--limit", "none"), 2, "--limit"),
        ],
    )
    def test_wrong_filter_is_told_with_what_is_near(
        self, codementor: Command, database: str, typed: tuple[str, ...], code: int, said: str
    ) -> None:
        result = codementor("history", "--database", database, *typed)

        assert result.code == code
        assert result.is_clear
        assert said in result.err
        assert result.out == ""


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


class TestStats:
    def test_progress_is_shown(self, codementor: Command, database: str, challenge: str) -> None:
        result = codementor("stats", "--database", database)

        assert result.code == 0
        assert "1 of 11 challenges accepted\n24 submissions in 40 min\n" in result.out
        assert "24 on average, 24 at most" in result.out

    def test_gap_of_more_than_half_an_hour_is_no_time_spent(self, codementor: Command, database: str) -> None:
        with closing(open_sqlite(Path(database))) as store:
            store.record(submission(f"{55:032x}", created_at=AT + timedelta(hours=9)))

        value = json.loads(codementor("stats", "--database", database, "--json").out)

        assert value["practiceTime"] == 40 * 60 * 1000
        assert value["submissions"] == 25

    def test_json_keeps_to_its_schema(self, codementor: Command, database: str) -> None:
        value = json.loads(codementor("stats", "--database", database, "--json").out)

        Draft202012Validator(published_schema("stats")).validate(value)
        assert value["progress"][0]["submissionsToAccepted"] == 24

    def test_nothing_submitted_says_what_to_type(self, codementor: Command) -> None:
        result = codementor("stats")

        assert (result.code, result.out) == (0, "")
        assert "→ codementor next" in result.err

    def test_broken_challenge_is_named_and_stops_nothing(self, codementor: Command, work: Path, challenge: str) -> None:
        (work / "challenges" / challenge / "challenge.yaml").write_text("id: [")

        result = codementor("next")

        assert result.code == 0
        assert "add-two" in result.err


class TestNext:
    def test_what_is_unfinished_comes_first(self, codementor: Command, database: str, challenge: str) -> None:
        with closing(open_sqlite(Path(database))) as store:
            store.record(submission(f"{66:032x}", challenge_id="equal-trays"))

        first = codementor("next", "--database", database).out.splitlines()[:3]

        assert first[0].startswith("1. Equal Trays")
        assert first[1] == "   Unfinished: 0 of 100 points after 1 submission."
        assert first[2] == "   → codementor test --challenge equal-trays"

    def test_json_keeps_to_its_schema(self, codementor: Command) -> None:
        value = json.loads(codementor("next", "--json").out)

        Draft202012Validator(published_schema("next")).validate(value)
        assert {each["motive"] for each in value["suggestions"]} == {"first"}


def test_lists_do_not_load_what_they_do_not_need(home: Mapping[str, str], database: str) -> None:
    pages = ["history", "--page", "2", "--limit", "5"]
    for arguments, needed in (
        (["history"], {"rich"}),
        (pages, {"rich"}),
        (["stats"], {"rich", "yaml"}),
        (["next"], {"rich", "yaml"}),
    ):
        done = subprocess.run(
            [COMMAND, *arguments, "--database", database],
            capture_output=True,
            env={**home, "PYTHONPROFILEIMPORTTIME": "1"},
            check=True,
            text=True,
        )
        loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "import time" in line}

        assert "sqlite3" in loaded
        assert not loaded & {"docker", "anthropic", "pydantic", "yaml", "rich", "rich.console", "sqlite_utils"} - needed


def test_history_is_read_while_another_process_writes(codementor: Command, database: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        result = codementor("history", "--database", database)
        writer.execute("ROLLBACK")

    assert result.code == 0
    assert len(result.out.splitlines()) == 21


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
class TestStore:
    def test_looking_makes_no_database(self, codementor: Command, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        codementor(*arguments)

        assert not list(tmp_path.rglob("*.db*"))

    def test_named_database_that_is_not_there_is_told(self, codementor: Command, arguments: tuple[str, ...]) -> None:
        result = codementor(*arguments, "--database", "nowhere.db")

        assert result.code == 3
        assert result.is_clear
        assert "nowhere.db" in result.err

    def test_file_that_is_no_database_is_told(
        self, codementor: Command, work: Path, arguments: tuple[str, ...]
    ) -> None:
        (work / "notes.db").write_text("milk, eggs, bread, and nothing of the kind\n" * 100)

        result = codementor(*arguments, "--database", "notes.db")

        assert result.code == 4
        assert result.is_clear
        assert "notes.db" in result.err
        assert "→" in result.err

    def test_newer_database_is_refused_with_the_fix(
        self, codementor: Command, database: str, arguments: tuple[str, ...]
    ) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA user_version = 999")

        result = codementor(*arguments, "--database", database)

        assert result.code == 4
        assert result.is_clear
        assert "→" in result.err

    def test_home_without_a_database_and_with_a_bad_url_is_told(
        self, codementor: Command, arguments: tuple[str, ...]
    ) -> None:
        result = codementor(*arguments, DATABASE_URL="postgresql://me:hush@host/db")

        assert result.code == 4
        assert result.is_clear
        assert "hush" not in result.err
