"""Hints without Claude: the challenge's ladder, else a diagnosis. Pure."""

from __future__ import annotations

from codementor_cli.domain.advice import Advice, advise
from codementor_cli.domain.answer import Addressed, Hint, Hints, LevelHint
from codementor_cli.domain.challenge import Challenge
from codementor_cli.domain.mentoring import HintSource, MentorKind
from codementor_cli.domain.packet import Packet
from codementor_cli.domain.verdict import Verdict

AUTHORED_CONFIDENCE = 0.6
"""The author knows the challenge, and not this program."""
DIAGNOSIS_CONFIDENCE = 0.4
"""A diagnosis names a common cause, and cannot know that it is this learner's."""

_ADDRESSED = {
    Verdict.CE: Addressed.COMPILE_ERROR,
    Verdict.RTE: Addressed.RUNTIME_ERROR,
    Verdict.TLE: Addressed.TIME_LIMIT,
    Verdict.MLE: Addressed.MEMORY_LIMIT,
    Verdict.OLE: Addressed.OUTPUT_FORMAT,
    Verdict.WA: Addressed.WRONG_ANSWER,
}

_ANY = Advice(
    rule="any",
    hint="Take the first sample of the statement, work out its answer by hand, and follow your program line by line"
    " with the same input: at which line do the two part?",
    suggested_approach="Start from one input whose answer you know for certain.",
    next_steps=("Print the values on the way, and compare them with those on paper.",),
)


def offline_answer(
    kind: MentorKind, challenge: Challenge, packet: Packet, level: int
) -> tuple[Hint | Hints, HintSource]:
    """Return one hint, or of ``HINTS`` several, and who gave it."""
    several = kind is MentorKind.HINTS
    return offline_hints(challenge, packet, level) if several else offline_hint(challenge, packet, level)


def offline_hint(challenge: Challenge, packet: Packet, level: int) -> tuple[Hint, HintSource]:
    """Return the authored rung of a level, or a diagnosis where there is none or where it would not fit."""
    advice = advise(packet) or _ANY
    if not challenge.hints or packet.accepted or packet.verdict is Verdict.CE:
        return _hint(advice.hint, DIAGNOSIS_CONFIDENCE, advice), HintSource.DIAGNOSIS
    rung = challenge.hints[min(level, len(challenge.hints)) - 1]
    return _hint(rung.strip(), AUTHORED_CONFIDENCE, advice), HintSource.CHALLENGE


def offline_hints(challenge: Challenge, packet: Packet, level: int) -> tuple[Hints, HintSource]:
    """Return a diagnosis as the cause, and the rungs up to a level."""
    first, source = offline_hint(challenge, packet, 1)
    advice = advise(packet) or _ANY
    rungs = challenge.hints[: max(level, 1)] if source is HintSource.CHALLENGE else (first.hint,)
    hints = tuple(
        LevelHint(
            level=min(number, 4),
            text=rung.strip(),
            line=_line(packet),
            addresses=_ADDRESSED.get(packet.verdict, Addressed.DESIGN),
        )
        for number, rung in enumerate(rungs[:4], 1)
    )
    return Hints(cause=advice.hint, hints=hints), source


def _hint(text: str, confidence: float, advice: Advice) -> Hint:
    return Hint(
        hint=text, confidence=confidence, suggested_approach=advice.suggested_approach, next_steps=advice.next_steps
    )


def _line(packet: Packet) -> int:
    main = packet.files[0].path
    lines = [each.line for each in packet.visible_failures if each.line and each.file == main]
    return lines[0] if lines else 1
