"""A packet with something in every field."""

from __future__ import annotations

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.mentoring import MentorKind, MentorRequest
from codementor_cli.domain.mentor.packet import (
    Figures,
    FirstDifference,
    GivenHint,
    HiddenFailure,
    NumberedFile,
    Packet,
    Statement,
    VisibleFailure,
)

BOUNDARY = "b0b0" * 8

PACKET = Packet(
    statement=Statement(
        title="Add Two",
        text="Read two numbers and print their sum.",
        signature="add(a: int, b: int) -> int",
        time_limit_seconds=1.0,
        memory_limit_bytes=256 << 20,
    ),
    language="python",
    language_title="Python 3.13",
    files=(NumberedFile(path="main.py", text="1| print(sum(map(int, input())))", line_count=1),),
    verdict=Verdict.WA,
    compile_output="SyntaxWarning: odd",
    passed_count=1,
    judged_count=3,
    total_count=4,
    visible_failures=(
        VisibleFailure(
            name="small",
            description="two small numbers",
            verdict=Verdict.RTE,
            input="1 2",
            expected="3",
            actual="",
            prints="trace",
            difference=FirstDifference(line=1, column=1, expected_line="3", actual_line=None, explanation="Missing."),
            error="ValueError: invalid literal for int()",
            exception="ValueError",
            line=1,
            file="main.py",
            reason="It crashed in line 1.",
            cpu_seconds=0.02,
            peak_memory_bytes=9 << 20,
        ),
    ),
    visible_failure_count=1,
    hidden_failures=(
        HiddenFailure(verdict=Verdict.RTE, count=2, exception="ValueError", line=1, file="main.py"),
        HiddenFailure(verdict=Verdict.TLE, count=1),
    ),
    figures=Figures(cpu_seconds=0.02, peak_memory_bytes=9 << 20),
    hints_given=(GivenHint(level=1, text="Look at the input."),),
    authored_hints=("What does split do?",),
    cuts=("The statement was shortened.",),
)


def asking(kind: MentorKind = MentorKind.HINT, packet: Packet = PACKET, **changes: object) -> MentorRequest:
    return MentorRequest(kind=kind, packet=packet, boundary=BOUNDARY, **changes)  # type: ignore[arg-type]
