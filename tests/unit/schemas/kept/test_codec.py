"""The codec loses nothing, and believes nothing."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NewType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import Challenge, ReferenceSubmission, TestSuite
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import Assignment
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryContent, TakenProgram
from codementor_cli.domain.grading.results import AssignmentResult, RepositoryResult
from codementor_cli.domain.judging.execution import CaseRun, RunReport
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.schemas.kept.codec import DecodeError, from_json, to_json
from tests.fakes.any_value import any_value

_KINDS: list[Any] = [
    Assignment,
    AssignmentResult,
    CaseRun,
    Challenge,
    RepositoryContent,
    Judgement,
    JudgeRequest,
    MentorCall,
    Program,
    ReferenceSubmission,
    RepositoryResult,
    RunReport,
    Submission,
    TestSuite,
    Submission | MentorCall,
    TakenProgram | NoProgram,
]


@pytest.mark.parametrize("kind", _KINDS, ids=str)
@settings(max_examples=25)
@given(data=st.data())
def test_any_value_comes_back_from_json_as_it_was(kind: Any, data: st.DataObject) -> None:
    value = data.draw(any_value(kind))
    text = json.dumps(to_json(value, kind), allow_nan=False)
    text.encode()
    assert from_json(kind, json.loads(text)) == value


@dataclass(frozen=True)
class Leaf:
    """One field of each simple type."""

    text: str = ""
    content: bytes = b""
    count: int = 0
    number: float = 0.0
    switch: bool = False
    exact: Decimal = Decimal(0)
    made_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    pair: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Branch:
    """A class in classes."""

    needed: int
    leaves: tuple[Leaf, ...] = ()
    either: Leaf | Twig | None = None


@dataclass(frozen=True)
class Twig:
    """Another class that a field may hold."""

    only_name: str


def test_names_are_in_camel_case_and_one_of_several_classes_has_its_type() -> None:
    assert to_json(Branch(1, either=Twig("a"))) == {
        "needed": 1,
        "leaves": [],
        "either": {"type": "twig", "onlyName": "a"},
    }


def test_field_of_a_later_version_may_be_missing() -> None:
    assert from_json(Branch, {"needed": 3}) == Branch(3)


def test_digits_of_a_decimal_and_the_offset_of_a_time_stay() -> None:
    value = from_json(Leaf, {"exact": "12.5000", "madeAt": "2026-11-30T23:59:00+01:00"})
    assert str(value.exact) == "12.5000"
    assert to_json(value)["madeAt"] == "2026-11-30T23:59:00+01:00"
    assert from_json(Leaf, {"exact": 12.5}).exact == Decimal("12.5")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "expected an object"),
        ({}, "needed: required, and missing"),
        ({"needed": 1, "more": 2}, "more: unknown key"),
        ({"needed": "1"}, f"needed: expected a whole number from 0 to {2**63 - 1}"),
        ({"needed": -1}, f"needed: expected a whole number from 0 to {2**63 - 1}"),
        ({"needed": 2**63}, f"needed: expected a whole number from 0 to {2**63 - 1}"),
        ({"needed": True}, f"needed: expected a whole number from 0 to {2**63 - 1}"),
        ({"needed": 1, "leaves": {}}, "leaves: expected a list"),
        ({"needed": 1, "leaves": [{}, {"switch": 1}]}, "leaves.1.switch: expected true or false"),
        ({"needed": 1, "leaves": [{"number": "1"}]}, "leaves.0.number: expected a number"),
        ({"needed": 1, "leaves": [{"number": float("inf")}]}, "leaves.0.number: expected a number"),
        ({"needed": 1, "leaves": [{"number": 10**400}]}, "leaves.0.number: expected a number"),
        ({"needed": 1, "leaves": [{"exact": "NaN"}]}, "leaves.0.exact: expected a decimal number"),
        ({"needed": 1, "leaves": [{"exact": "1" * 101}]}, "leaves.0.exact: expected a decimal number"),
        ({"needed": 1, "leaves": [{"text": 5}]}, "leaves.0.text: expected text, or an object with base64"),
        (
            {"needed": 1, "leaves": [{"text": {"base64": "/w=="}}]},
            "leaves.0.text: expected text in Base64, found other bytes",
        ),
        ({"needed": 1, "leaves": [{"content": {"base64": "*"}}]}, "leaves.0.content: this is not Base64"),
        ({"needed": 1, "leaves": [{"content": {"base64": "é"}}]}, "leaves.0.content: this is not Base64"),
        (
            {"needed": 1, "leaves": [{"content": "\ud800"}]},
            "leaves.0.content: expected text without lone surrogates, or an object with base64",
        ),
        (
            {"needed": 1, "leaves": [{"madeAt": "2026-11-30"}]},
            "leaves.0.madeAt: expected a time with its offset, like 2026-11-30T23:59:00Z",
        ),
        (
            {"needed": 1, "leaves": [{"madeAt": "2026-02-30T00:00:00Z"}]},
            "leaves.0.madeAt: expected a time that is in the calendar",
        ),
        ({"needed": 1, "leaves": [{"pair": [1]}]}, "leaves.0.pair: expected a list of 2"),
        ({"needed": 1, "either": {"type": "tree"}}, 'either: expected an object with a "type": "leaf" or "twig"'),
        ({"needed": 1, "either": {"type": "twig"}}, "either.onlyName: required, and missing"),
    ],
)
def test_other_data_is_refused_with_its_place(data: Any, said: str) -> None:
    with pytest.raises(DecodeError) as found:
        from_json(Branch, data)
    assert str(found.value) == said


def test_place_is_cut_where_the_names_are_not_ours() -> None:
    with pytest.raises(DecodeError) as found:
        from_json(Branch, {"x" * 1000: 1})
    assert str(found.value) == f"{'x' * 60}: unknown key"


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["needed", "leaves", "type", "text"]), inner)
    ),
    max_leaves=8,
)


@given(data=_JSON)
def test_any_json_is_read_or_refused_but_never_more(data: Any) -> None:
    with suppress(DecodeError):
        from_json(Branch, data)


Word = NewType("Word", str)


@dataclass(frozen=True)
class Named:
    """A field of a type that has a name of its own."""

    word: Word


def test_type_of_a_name_of_its_own_is_written_as_what_it_is() -> None:
    value = Named(Word("\ud800"))
    assert to_json(value) == {"word": {"base64": "7aCA"}}
    assert from_json(Named, to_json(value)) == value
