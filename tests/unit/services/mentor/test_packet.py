from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codementor_cli.ai.rendering import render
from codementor_cli.domain.challenge.program import SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference
from codementor_cli.domain.mentor.mentoring import MentorKind, MentorRequest
from codementor_cli.domain.mentor.packet import BUDGET_CHARACTERS, GivenHint, HiddenFailure, Packet
from codementor_cli.services.mentor.packet import build_packet
from codementor_cli.text.excerpts import total_sent_length
from tests.fakes.subjects import CHALLENGE, RUNGS, result, subject

MIB = 1 << 20
TITLES_CHARACTERS = 6_000
"""What our own words around a packet take at most: titles, boundaries, numbers."""
CRASH = b'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\n    x\nValueError: 42 canary\n'


def _hidden(stderr: bytes = b"", verdict: Verdict = Verdict.RTE, index: int = 1) -> CaseResult:
    return result(
        "secret",
        hidden=True,
        verdict=verdict,
        fed=b"canary 1",
        expected=b"canary 2",
        actual=b"canary 3",
        stderr=stderr,
        index=index,
    )


def _rendered(packet: Packet) -> str:
    request = MentorRequest(kind=MentorKind.HINT, packet=packet, boundary="0" * 32, level=4)
    texts = render(request)
    return texts.shared + texts.packet


def test_the_first_failing_visible_case_is_whole() -> None:
    difference = ExplainedDifference(
        line=1, column=1, expected_line="3", actual_line="-1", explanation="The signs differ."
    )
    packet = build_packet(subject([replace(result(), difference=difference)]))
    (failure,) = packet.visible_failures
    assert (failure.input, failure.expected, failure.actual) == ("1 2\n", "3\n", "-1\n")
    assert failure.difference is not None
    assert failure.difference.explanation == "The signs differ."
    assert packet.files[0].text.startswith("1| first, second")


def test_a_visible_crash_has_its_class_its_words_and_its_line() -> None:
    (failure,) = build_packet(subject([result(verdict=Verdict.RTE, stderr=CRASH)])).visible_failures
    assert (failure.exception, failure.line, failure.file) == ("ValueError", 2, "main.py")
    assert failure.error.endswith("ValueError: 42 canary")


def test_a_hidden_crash_has_its_class_and_line_and_nothing_else() -> None:
    packet = build_packet(subject([_hidden(CRASH), _hidden(CRASH, index=2)]))
    assert packet.hidden_failures == (
        HiddenFailure(verdict=Verdict.RTE, count=2, exception="ValueError", line=2, file="main.py"),
    )
    assert packet.visible_failures == ()
    assert "canary" not in repr(packet)
    assert "secret" not in repr(packet)


@pytest.mark.parametrize(
    ("name", "sent"),
    [("KeyError", "KeyError"), ("Canary42", ""), ("OwnError", "OwnError"), ("first", ""), ("x" * 500, "")],
)
def test_of_hidden_exceptions_only_names_that_the_language_or_the_file_defines_are_told(name: str, sent: str) -> None:
    stderr = CRASH.replace(b"ValueError", name.encode())
    code = b"class OwnError(Exception): pass\nfirst = input()\nraise type(first, (OwnError,), {})\n"
    packet = build_packet(subject([_hidden(stderr)], files=(SourceFile("main.py", code),)))
    assert packet.hidden_failures[0].exception == sent


@pytest.mark.parametrize("place", [b'"main.py", line 4242', b'"canary.py", line 2', b'"main.py", line 0'])
def test_a_line_or_a_file_that_is_not_there_is_not_told(place: bytes) -> None:
    packet = build_packet(subject([_hidden(CRASH.replace(b'"main.py", line 2', place))]))
    assert (packet.hidden_failures[0].line, packet.hidden_failures[0].file) == (None, "")


def test_judge_errors_are_no_failures_of_the_program() -> None:
    fault = replace(result(verdict=Verdict.JE), reason="lane at /var/lib/canary died")
    packet = build_packet(subject([fault, replace(fault, hidden=True)]))
    assert (packet.visible_failures, packet.hidden_failures) == ((), ())


def test_figures_are_of_visible_cases_only() -> None:
    assert build_packet(subject([_hidden()])).figures is None


def test_rungs_go_along_up_to_the_level_asked_for() -> None:
    assert build_packet(subject(), level=2).authored_hints == RUNGS[:2]
    assert build_packet(subject()).authored_hints == ()


def test_compiler_output_goes_along_without_folders() -> None:
    compilation = Compilation(success=False, output="/box/source/main.py:1: /home/ada/x", wall_seconds=1)
    packet = build_packet(subject([], compilation=compilation))
    assert packet.compile_output == "main.py:1: ~/x"


def test_private_words_are_taken_out_of_everything() -> None:
    code = b"print('ada-secret-home')\n"
    visible = result(
        fed=b"ada-secret-home", expected=b"ada-secret-home", actual=b"ada-secret-home", stderr=b"ada-secret-home"
    )
    about = subject([replace(visible, name="ada-secret-home")], files=(SourceFile("ada-secret-home.py", code),))
    assert "ada-secret-home" not in repr(build_packet(about, private=("ada-secret-home",)))


def test_the_main_file_is_first_whatever_file_crashed() -> None:
    files = (SourceFile("main.py", b"import other\n"), SourceFile("other.py", b"1/0\n" * 9000))
    stderr = CRASH.replace(b'"main.py", line 2', b'"other.py", line 7000')
    packet = build_packet(subject([result(verdict=Verdict.RTE, stderr=stderr)], files=files))
    assert [each.path for each in packet.files] == ["main.py", "other.py"]
    assert "7000| 1/0" in packet.files[1].text


def test_many_files_are_cut_and_said_so() -> None:
    files = tuple(SourceFile(f"f{number}.py", b"x = 1\n" * 5000) for number in range(40))
    packet = build_packet(subject(files=files))
    assert len(packet.files) == 6
    assert packet.files[0].path == "f0.py"
    assert "34 of 40 files." in packet.cuts


_PIECES = st.sampled_from(
    [b"x", b"\n", b"\x00", b"\xff", b'"', b"\\", "\U0001f600".encode(), "\u202e".encode(), b"line\n"]
)


@st.composite
def _flood(draw: st.DrawFn, most: int) -> bytes:
    """Return up to so many bytes of one repeated piece, between two drawn ends."""
    piece = draw(_PIECES)
    size = draw(st.integers(0, most))
    return (draw(st.binary(max_size=20)) + piece * (size // len(piece)))[:size]


@settings(max_examples=40)
@given(
    code=_flood(MIB),
    output=_flood(10 * MIB),
    stderr=_flood(1 << 16),
    line=st.integers(1, 2_000_000),
    rung=st.text(max_size=9000),
)
def test_a_packet_of_any_size_stays_within_its_budget(
    code: bytes, output: bytes, stderr: bytes, line: int, rung: str
) -> None:
    crash = CRASH.replace(b"line 2", b"line %d" % line)
    failing = result(verdict=Verdict.RTE, fed=output, expected=output, actual=output[: 1 << 16], stderr=stderr + crash)
    about = subject(
        [failing, result(fed=output), result(expected=output), _hidden(stderr + crash)],
        files=(SourceFile("main.py", code),),
        challenge=replace(CHALLENGE, instructions=rung * 10, title=rung, hints=(rung,) * 4),
    )
    given_hints = [GivenHint(level=1, text=rung)] * 10
    packet = build_packet(about, given_hints, level=4)
    assert total_sent_length(packet) <= BUDGET_CHARACTERS
    assert len(_rendered(packet)) <= BUDGET_CHARACTERS + TITLES_CHARACTERS
    assert packet.visible_failures[0].input[:1] == packet.visible_failures[0].expected[:1]


def test_ten_thousand_failing_cases_and_a_megabyte_of_code_keep_the_failing_line_and_the_first_case() -> None:
    crash = CRASH.replace(b"line 2", b"line 15000")
    code = b"".join(b"value_%06d = compute(%06d)  # padding padding padding\n" % (n, n) for n in range(1, 20_000))
    first = result("the first", verdict=Verdict.RTE, fed=b"7 8 9\n" * MIB, stderr=b"noise\n" * 9000 + crash)
    many = [result(f"case {n}", index=n, verdict=Verdict.WA, hidden=n % 2 == 1) for n in range(1, 10_000)]
    packet = build_packet(subject([first, *many], files=(SourceFile("main.py", code[:MIB]),)))
    text = _rendered(packet)
    assert len(text) <= BUDGET_CHARACTERS + TITLES_CHARACTERS
    assert "15000| value_015000 = compute(015000)" in text
    assert "the first" in text
    assert "7 8 9" in text
    assert (packet.visible_failure_count, sum(each.count for each in packet.hidden_failures)) == (5000, 5000)
    assert any("more failing visible cases" in cut for cut in packet.cuts)


def test_first_error_is_shown_however_many_warnings_come_before_it() -> None:
    warnings = "".join(f"main.c:{number}:1: warning: unused variable 'a{number}'\n" for number in range(1, 200))
    broken = Compilation(success=False, output=f"{warnings}main.c:300:2: error: expected ';'\n", wall_seconds=1)
    packet = build_packet(subject([], compilation=broken))
    assert packet.compile_output == "…\nmain.c:300:2: error: expected ';'\n"
