import pytest

from codementor_cli.domain.mentor.privacy import scrubbed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('File "/home/ada/solutions/main.py", line 3', 'File "~/solutions/main.py", line 3'),
        ("/Users/ada.k/code/main.c:3: error", "~/code/main.c:3: error"),
        (r"C:\Users\ada\main.py", r"~\main.py"),
        ("open('/root/notes.txt')", "open('~/notes.txt')"),
        ("/tmp/tmpk3x9/main.py", "~/main.py"),
        ("/var/folders/ab/cdef01/T/main.py", "~/main.py"),
        ("/box/source/main.py:4", "main.py:4"),
        ("key = 'sk-ant-api03-abcdefghijklmnop'", "key = '(key)'"),
        ("print(rolls / root)", "print(rolls / root)"),
    ],
)
def test_names_folders_and_keys_are_taken_out(text: str, expected: str) -> None:
    assert scrubbed(text) == expected


def test_a_private_word_is_taken_out_wherever_it_stands() -> None:
    assert scrubbed("x = 'srv-people-ada'", ("srv-people-ada",)) == "x = '~'"


def test_a_short_word_is_left_alone() -> None:
    assert scrubbed("adamant", ("ada",)) == "adamant"
