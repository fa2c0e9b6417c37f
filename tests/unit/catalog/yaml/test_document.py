"""YAML is read strictly, and every refusal has a position."""

from __future__ import annotations

import pytest

from codementor_cli.catalog.yaml.document import MAX_DEPTH, MAX_DOCUMENT_BYTES, read_document
from codementor_cli.catalog.yaml.nodes import Unusable, plain_data
from codementor_cli.catalog.yaml.problems import Problems


def problems(text: str | bytes) -> list[str]:
    report = Problems("f")
    read_document(text.encode() if isinstance(text, str) else text, report)
    return [str(problem) for problem in report.problems()]


def value(text: str) -> object:
    report = Problems("f")
    node = read_document(text.encode(), report)
    assert node is not None
    return plain_data(node)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "f:2:1: the key a is here twice; the first is in line 1 (keep one of the two)"),
        ("a: &x 1\n", "f:1:4: anchors (&x) are not allowed (write the value out)"),
        ("a: !!str 010\n", "f:1:4: tags (!!str) are not allowed (put the value in quotes instead)"),
        (
            "a: !!python/name:a.b 1\n",
            "f:1:4: tags (!!python/name:a.b) are not allowed (leave the tag out)",
        ),
        ("a: !local [1]\n", "f:1:4: tags (!local) are not allowed (leave the tag out)"),
        ("<<: {a: 1}\n", "f:1:1: merge keys (<<) are not allowed (write the keys out)"),
        ("a: 1\n---\nb: 2\n", "f:2:1: a second document starts here (keep one document a file)"),
        ("no: 1\n", 'f:1:1: expected text as a key, but YAML reads no as false (write "no" in quotes)'),
        ("010: 1\n", 'f:1:1: expected text as a key, but YAML reads 010 as the number 8 (write "010" in quotes)'),
        ("? [a]\n: 1\n", "f:1:3: expected text as a key, not a list or a mapping"),
        ("", "f:1:1: the file is empty"),
        ("# only a comment\n", "f:1:1: the file is empty"),
        (
            "a: é\u0007\n",
            'f:1:5: the character U+0007 is not allowed in YAML (write it as an escape in double quotes, like "\\x07")',
        ),
    ],
)
def test_what_yaml_allows_and_we_do_not_is_one_problem_with_position(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_aliases_are_refused_where_they_stand_and_never_expanded() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    found = problems(bomb)
    assert len([line for line in found if "aliases" in line]) == 4
    assert "f:2:8: aliases (*name) are not allowed (write the value out)" in found


def test_alias_to_itself_is_refused() -> None:
    assert any("aliases" in line for line in problems("a: &a [*a]\n"))


@pytest.mark.parametrize(("opening", "column"), [("[", 51), ("- ", 101), ("{a: ", 201), ("? ", 101)])
@pytest.mark.parametrize("count", [100, 1200, 100_000])
def test_deep_nesting_is_refused_by_us_whichever_libyaml_reads(opening: str, column: int, count: int) -> None:
    # libyaml 0.2.6 refuses more than 1000 levels by itself, and of brackets before it gives a single event.
    assert f"f:1:{column}: nesting goes deeper than {MAX_DEPTH} levels" in problems(opening * count)


def test_nesting_up_to_the_cap_is_read() -> None:
    assert problems("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []
    assert problems("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [
        f"f:1:{MAX_DEPTH + 1}: nesting goes deeper than {MAX_DEPTH} levels"
    ]


def test_file_over_the_size_cap_is_refused_unread() -> None:
    assert "larger than 1 MiB" in problems(b"#" * (MAX_DOCUMENT_BYTES + 1))[0]


def test_bytes_that_are_not_utf8_are_placed() -> None:
    assert problems(b"a: 1\nb\xc3\xa9: \xff\n") == [
        "f:2:5: expected UTF-8 text, but this byte is none (save the file as UTF-8)"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 1\nb: 'open\nc: 2\n", "2:4: this is not YAML: a quote is opened here and not closed"),
        ("a: [1, 2\nb: 3\n", "1:4: this is not YAML: a bracket is opened here and not closed"),
        ("a:\n\tb: 1\n", "2:1: this is not YAML: a tab in the indentation"),
        ("a: b\n\tc: 1\n", "2:1: this is not YAML: a tab in the indentation"),
        ("title: Colon: twice\n", "1:13: this is not YAML: a second colon in one value"),
        ("a: @x\n", "1:4: this is not YAML: no value starts with this character"),
        ("a: 1\nb\nc: 2\n", "2:1: this is not YAML: a line without a colon"),
        ("- a: 1\n b: 2\n", "2:2: this is not YAML: expected the next list entry"),
        ('a: "\\q"\n', "1:5: this is not YAML: no escape has this letter"),
        ("a: - b\n", "1:4: this is not YAML: a list starts in a new line"),
        ('a: "x" y\n', "1:8: this is not YAML: expected a key, or the end of the value before it"),
    ],
)
def test_syntax_errors_are_told_in_plain_words_where_the_author_looks(text: str, found: str) -> None:
    [said] = problems(text)

    assert said.startswith(f"f:{found}")
    assert said.endswith(")")


def test_syntax_errors_without_plain_words_keep_the_parsers() -> None:
    [found] = problems("a: ]\n")
    assert found == "f:1:4: this is not YAML: while parsing a block node: did not find expected node content"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", False),
        ("On", True),
        ("010", 8),
        ("0x1F", 31),
        ("1_000", 1000),
        ("1:30", 90),
        ("1e3", 1000.0),
        ("1e-6", 1e-6),
        ("~", None),
        ("2024-01-02", Unusable.DATE),
        (".inf", Unusable.NOT_FINITE),
        (".nan", Unusable.NOT_FINITE),
        ("1e999", Unusable.TOO_LARGE),
        ("9" * 5000, Unusable.TOO_LARGE),
        ("1" + ":59" * 3000, Unusable.TOO_LARGE),
        ("0x" + "f" * 5000, Unusable.TOO_LARGE),
        ("=", "="),
        ("08", "08"),
        ("'010'", "010"),
        ('"no"', "no"),
    ],
)
def test_scalars_are_read_as_yaml_reads_them(written: str, read: object) -> None:
    assert value(f"[{written}]") == [read]


def test_positions_count_characters_not_bytes() -> None:
    assert problems("äöü: {é: 1, é: 2}\n") == [
        "f:1:13: the key é is here twice; the first is in line 1 (keep one of the two)"
    ]


def test_names_in_messages_stay_on_their_line() -> None:
    assert all(line.isprintable() for line in problems('{"a\\nb\\e[31m": 1, "a\\nb\\e[31m": 2}'))
