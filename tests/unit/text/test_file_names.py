from __future__ import annotations

from codementor_cli.text.file_names import file_names


def test_files_are_named_safely_and_apart() -> None:
    names = ["ada", "Ada", "x/../../y", "a\nb", "x" * 300, "", ".hidden", "-x", "same", "same", "ok.1_2-3"]
    files = file_names(names)
    assert len({each.casefold() for each in files}) == len(names)
    assert all(each.isascii() and each.isprintable() and "/" not in each and len(each) < 110 for each in files)
    assert all(not each.startswith((".", "-")) for each in files)
    assert files[-1] == "ok.1_2-3"


def test_name_of_a_file_does_not_depend_on_who_else_is_graded() -> None:
    assert file_names(["x y", "ada"])[0] == file_names(["x y"])[0]


def test_name_that_looks_made_is_never_the_file_of_another() -> None:
    (made,) = file_names(["x y"])
    assert len({each.casefold() for each in file_names(["x y", made, made.upper()])}) == 3


def test_names_that_differ_in_case_only_get_files_of_their_own() -> None:
    assert (
        len({each.casefold() for each in file_names(["stra\N{LATIN SMALL LETTER SHARP S}e", "STRASSE", "strasse"])})
        == 3
    )
