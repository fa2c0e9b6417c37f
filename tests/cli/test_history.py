"""``history`` as installed, over a store that is there already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from codementor_cli.schemas.public.published import published_schema
from tests.cli.command import Command

READERS = [("history",), ("show",), ("stats",), ("next",)]


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
