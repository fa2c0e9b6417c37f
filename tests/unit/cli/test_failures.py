"""Messages of errors on a narrow terminal."""

from __future__ import annotations

from codementor_cli.cli.failures import next_lines, problem_lines
from codementor_cli.cli.render.text import Look, to_text
from codementor_cli.errors import UserFileError

TERMINAL = Look(width=40, terminal=True)
ERROR = UserFileError("There is no challenge of that name\nin the folders that are searched for challenges.")


def test_message_is_broken_between_words_under_its_own_first_word() -> None:
    assert to_text(problem_lines(ERROR, "error", TERMINAL), TERMINAL).splitlines() == [
        "error: There is no challenge of that",
        "       name",
        "       in the folders that are searched",
        "       for challenges.",
    ]


def test_message_in_a_pipe_keeps_its_own_lines() -> None:
    assert to_text(problem_lines(ERROR, "warning", Look()), Look()).splitlines() == [
        "warning: There is no challenge of that name",
        "         in the folders that are searched for challenges.",
    ]


def test_command_to_type_next_stays_on_one_line_however_narrow_the_terminal_is() -> None:
    command = f"codementor test main.py --challenge thermometer-log --case '{'a spring day ' * 5}'"

    assert len(next_lines(command)) == 1
