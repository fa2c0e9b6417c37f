"""``codementor/result/v1`` keeps everything: what is written comes back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from codementor_cli.schemas.public.grading import read_result, result_json, result_text
from codementor_cli.schemas.public.published import published_schema
from tests.fakes.grading import AWKWARD, all_right, at_fault, grading, partly_right

RESULT = grading(all_right(), partly_right(), at_fault())


def test_result_comes_back_as_it_was_written() -> None:
    once = read_result(result_text(RESULT))
    assert once is not None
    assert read_result(result_text(once)) == once
    assert [each.final for each in once.repositories] == [each.final for each in RESULT.repositories]
    assert once.repositories[0] == RESULT.repositories[0]


def test_result_keeps_to_its_published_schema() -> None:
    schema = published_schema("result")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(result_text(RESULT)), schema)
    assert result_json(RESULT)["schema"] == "codementor/result/v1"


def test_fault_has_no_score() -> None:
    fault = result_json(grading(at_fault()))["repositories"][0]
    assert (fault["state"], fault["final"], fault["passed"]) == ("fault", None, None)


def test_awkward_text_is_written_whole_or_replaced() -> None:
    result = replace(RESULT, title=AWKWARD)
    back = read_result(result_text(result))
    assert back is not None
    assert back.title == AWKWARD.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": "codementor/result/v2"}', '{"schema"', "null"])
def test_other_files_are_no_results(text: str) -> None:
    assert read_result(text) is None


def test_result_with_a_key_of_another_version_is_none() -> None:
    value = {**result_json(RESULT), "more": 1}
    assert read_result(json.dumps(value)) is None


def test_result_of_an_earlier_version_still_reads() -> None:
    text = (Path(__file__).parents[3] / "data" / "kept" / "result-1.json").read_text()
    found = read_result(text)
    assert found is not None
    assert found.repositories[0] == RESULT.repositories[0]
    assert result_text(found) == text
