from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Look, prose, to_text

TERMINAL = Look(width=40, terminal=True)
SENTENCE = "The program read more input than there is: count how often it reads."


def test_terminal_gets_prose_broken_between_words() -> None:
    assert to_text(prose(SENTENCE, TERMINAL, "  "), TERMINAL).splitlines() == [
        "  The program read more input than there",
        "  is: count how often it reads.",
    ]


def test_pipe_gets_prose_on_one_line() -> None:
    assert to_text(prose(SENTENCE, Look(width=40)), Look()) == SENTENCE + "\n"


def test_words_longer_than_a_line_stay_whole_and_runs_of_spaces_too() -> None:
    text = f"see   this {'x' * 60} end"

    assert to_text(prose(text, TERMINAL), TERMINAL).splitlines() == ["see   this", "x" * 60, "end"]


def test_last_column_is_cut_to_a_terminals_width() -> None:
    rows = [("two-sum", "arrays, hash-map, searching, sorting, numbers")]
    cut = to_text(table(("ID", "TAGS"), rows, TERMINAL), TERMINAL).splitlines()

    assert cut == ["ID       TAGS", "two-sum  arrays, hash-map, searching, s…"]
    assert len(cut[1]) == TERMINAL.width


def test_pipe_gets_the_last_column_whole() -> None:
    rows = [("two-sum", "x" * 200)]

    assert "x" * 200 in to_text(table(("ID", "TAGS"), rows, Look(width=40)), Look())
