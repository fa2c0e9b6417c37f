from hypothesis import given
from hypothesis import strategies as st

from codementor_cli.domain.mentor.code_tokens import code_text, tokens
from codementor_cli.domain.mentor.leaks import Secrets, find_leak, has_code, reference_tokens, without_quotes
from codementor_cli.domain.mentor.mentoring import MentorKind

REFERENCE = b"""\
taken = opens
for start, end in sorted(bookings):
    if start > taken:
        gaps.append([taken, start])
    taken = max(taken, end)
"""


def _secrets(own: str = "", known: str = "", later: tuple[str, ...] = ()) -> Secrets:
    return Secrets(references=(reference_tokens(REFERENCE, "python"),), later_hints=later, own_code=own, known=known)


def _reason(text: str, secrets: Secrets, kind: MentorKind = MentorKind.HINT, level: int = 1) -> str:
    leak = find_leak([text], secrets, kind, level)
    return leak.reason if leak else ""


def test_names_and_languages_do_not_hide_a_copy() -> None:
    assert tokens("foreach (a in b) { n.push(c); }") == tokens("for x in y: z.append(w)")


def test_one_telling_line_is_a_copy() -> None:
    assert _reason("Try this: if s > t: g.append([t, s])", _secrets()) == "it holds code of a solution"


def test_the_learners_own_line_is_none() -> None:
    own = REFERENCE.decode().replace("max(taken, end)", "end")
    assert _reason("What does `if start > taken:` ask?", _secrets(own)) == ""


def test_encoded_text_is_withheld_unless_the_learner_wrote_it() -> None:
    text = "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8="
    assert _reason(text, _secrets()) == "it holds encoded text"
    assert _reason(text, _secrets(own=f"x = '{text}'")) == ""


def test_much_code_is_withheld_whatever_it_does() -> None:
    assert _reason("x = 1; y += 2; z = f(x) || y; return z[0] == 1", _secrets()) == "it holds too much code"


def test_a_later_hint_is_withheld_and_the_statements_words_are_not() -> None:
    rung = "The smaller number of a pair never exceeds the square root of n."
    assert _reason(f"Note: {rung.upper()}", _secrets(later=(rung,))) == "it gives away a later hint"
    assert _reason(rung, _secrets(later=(rung,), known=rung)) == ""


def test_words_of_the_statement_alone_give_no_later_hint_away() -> None:
    known = "A booking takes the room from its start up to its end."
    rung = "Keep one number: until when is the room taken, as far as you know? At first that is the opening."
    secrets = _secrets(known=known, later=(rung,))
    assert _reason("Two bars overlap. Until when is the room taken after both?", secrets) == ""
    assert (
        _reason("Think of this: keep one number, until when is the room taken.", secrets)
        == "it gives away a later hint"
    )
    assert _reason("Until when is the room taken, as far as you know?", secrets) == "it gives away a later hint"


def test_a_reason_holds_nothing_of_the_answer() -> None:
    assert "canary" not in _reason("canary = canary(1); canary[2] == 3; canary += 1; f(x)", _secrets())


def test_comments_and_docstrings_of_a_reference_are_no_secret() -> None:
    assert code_text(b'"""A doc."""\nx = "#1"  # note\n', "python").split() == ["x", "=", '"#1"']
    assert code_text(b'/* a */ int x = 1; // note "q"\nchar *s = "//";', "c").split() == (
        ["int", "x", "=", "1;", "char", "*s", "=", '"//";']
    )


def test_quotes_of_own_code_are_taken_out_however_they_are_spaced() -> None:
    assert without_quotes("see `a  =  b` and `c = d`", "a = b") == "see  and `c = d`"


def test_plain_words_hold_no_code() -> None:
    assert not has_code("Take 30 rolls: 1 with 30, 2 with 15. Which pairs (of sizes) come back?")


@given(st.lists(st.text(max_size=400), max_size=5), st.sampled_from(list(MentorKind)), st.integers(-1, 9))
def test_any_answer_can_be_looked_at(texts: list[str], kind: MentorKind, level: int) -> None:
    find_leak(texts, _secrets(own="x = 1", later=("a b c d e f g",)), kind, level)
