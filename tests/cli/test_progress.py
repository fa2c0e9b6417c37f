"""``stats`` and ``next`` as installed, over a store that is there already."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from jsonschema import Draft202012Validator

from codementor_cli.schemas.public.published import published_schema
from codementor_cli.store import open_sqlite
from tests.cli.command import Command
from tests.fakes.submissions import AT, submission

READERS = [("history",), ("show",), ("stats",), ("next",)]


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
