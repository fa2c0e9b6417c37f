"""Hints without a model: the challenge's ladder, else a diagnosis. Pure."""

from __future__ import annotations

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.advice.advice import CONFIDENCE, Advice
from codementor_cli.domain.mentor.advice.advisor import Advisor
from codementor_cli.domain.mentor.answer import Addressed, Hint, Hints, LevelHint
from codementor_cli.domain.mentor.mentoring import LEVEL_COUNT, HintSource, MentorKind
from codementor_cli.domain.mentor.packet import Packet

AUTHORED_CONFIDENCE = 0.6
"""The author knows the challenge, and not this program."""
_SURE = 0.85
"""From here on a cause is worth two rungs before the author's."""
_EVERY_RUNG = 1 << 10

_ADDRESSED = {
    Verdict.CE: Addressed.COMPILE_ERROR,
    Verdict.RTE: Addressed.RUNTIME_ERROR,
    Verdict.TLE: Addressed.TIME_LIMIT,
    Verdict.MLE: Addressed.MEMORY_LIMIT,
    Verdict.OLE: Addressed.OUTPUT_FORMAT,
    Verdict.WA: Addressed.WRONG_ANSWER,
}


def offline_answer(
    advisor: Advisor, kind: MentorKind, challenge: Challenge, packet: Packet, level: int
) -> tuple[Hint | Hints, HintSource]:
    """Return one hint, or of ``HINTS`` several, and who gave it."""
    several = kind is MentorKind.HINTS
    give = offline_hints if several else offline_hint
    return give(advisor, challenge, packet, level)


_APPROACHES = (
    "Answer the author's question on paper before you change the program.",
    "Find the place in your program where this idea belongs: is it missing there, or does the program do otherwise?",
    "Do by hand what the hint describes, for an input of your own, and write down each step.",
    "Follow the example with your own program beside it: at which step does the program do something else?",
)
"""How to work with a rung of an author's, rung by rung."""


def offline_hint(advisor: Advisor, challenge: Challenge, packet: Packet, level: int) -> tuple[Hint, HintSource]:
    """Return the authored rung of a level, or a diagnosis where there is none or where that comes first."""
    advice = advisor.advise(packet)
    if level <= _diagnosed_rungs(challenge, packet, advice):
        further = level > 1 and not packet.accepted
        return _hint_of(advisor.advise_further(packet, level) if further else advice), HintSource.DIAGNOSIS
    number = min(level, len(challenge.hints))
    hint = Hint(
        hint=challenge.hints[number - 1].strip(),
        confidence=AUTHORED_CONFIDENCE,
        suggested_approach=_APPROACHES[min(number, len(_APPROACHES)) - 1],
        next_steps=_steps(packet),
    )
    return hint, HintSource.CHALLENGE


def _diagnosed_rungs(challenge: Challenge, packet: Packet, advice: Advice) -> int:
    """Return how many rungs belong to the diagnosis: an author's hint helps no program that cannot read its input."""
    if not challenge.hints or packet.accepted or packet.verdict is Verdict.CE:
        return _EVERY_RUNG
    known = advice.confidence > CONFIDENCE
    if packet.passed_count == 0 and (packet.verdict is Verdict.RTE or (known and packet.verdict is Verdict.TLE)):
        return _EVERY_RUNG
    if packet.verdict in {Verdict.RTE, Verdict.OLE} or advice.confidence >= _SURE:
        return 2
    return int(known)


def _steps(packet: Packet) -> tuple[str, ...]:
    """Return what to do with a rung of an author's, tied to what the learner can see."""
    failure = next(iter(packet.visible_failures), None)
    if failure is None:
        return ("Write a small input of your own, work out its answer by hand, and run the program with it.",)
    if failure.verdict is not Verdict.WA:
        return (f"Change the program, and see whether the case “{failure.name}” comes out otherwise.",)
    words = failure.difference.explanation if failure.difference is not None else failure.reason
    return (
        f"Look at the case “{failure.name}” again. {words}".strip(),
        "Work out by hand how its expected output comes about.",
    )


def offline_hints(advisor: Advisor, challenge: Challenge, packet: Packet, level: int) -> tuple[Hints, HintSource]:
    """Return a diagnosis as the cause, and the rungs up to a level."""
    advice = advisor.advise(packet)
    rungs = [offline_hint(advisor, challenge, packet, rung) for rung in range(1, min(max(level, 1), LEVEL_COUNT) + 1)]
    hints = tuple(
        LevelHint(
            level=number,
            text=hint.hint,
            line=_line(packet),
            addresses=_ADDRESSED.get(packet.verdict, Addressed.DESIGN),
        )
        for number, (hint, _) in enumerate(rungs, 1)
    )
    return Hints(cause=advice.hint, hints=hints), rungs[-1][1]


def _hint_of(advice: Advice) -> Hint:
    return Hint(
        hint=advice.hint,
        confidence=advice.confidence,
        suggested_approach=advice.suggested_approach,
        next_steps=advice.next_steps,
    )


def _line(packet: Packet) -> int:
    main = packet.files[0].path
    lines = [each.line for each in packet.visible_failures if each.line and each.file == main]
    return lines[0] if lines else 1
