"""A diagnosis without Claude: one piece of advice from what the judge knows. Pure.

``RULES`` is the table of contents: the first rule that applies answers. A rule takes a packet, so it knows nothing that
Claude would not be shown.
"""

from __future__ import annotations

from codementor_cli.domain.mentor.advice import general
from codementor_cli.domain.mentor.advice.answers import ANSWER_CAUSES
from codementor_cli.domain.mentor.advice.cause import symptoms_of
from codementor_cli.domain.mentor.advice.compiled import COMPILED_CAUSES
from codementor_cli.domain.mentor.advice.compiling import COMPILE_CAUSES
from codementor_cli.domain.mentor.advice.cpp import CPP_CAUSES
from codementor_cli.domain.mentor.advice.crashes import CRASH_CAUSES
from codementor_cli.domain.mentor.advice.java import JAVA_CAUSES
from codementor_cli.domain.mentor.advice.javascript import JAVASCRIPT_CAUSES
from codementor_cli.domain.mentor.advice.limits import LIMIT_CAUSES
from codementor_cli.domain.mentor.advice.methods import method_of
from codementor_cli.domain.mentor.advice.python import PYTHON_CAUSES
from codementor_cli.domain.mentor.advice.rule import CONFIDENCE, Advice, Rule
from codementor_cli.domain.mentor.advice.shell import SHELL_CAUSES
from codementor_cli.domain.mentor.advice.wording import filled
from codementor_cli.domain.mentor.packet import Packet

__all__ = ["CAUSES", "RULES", "Advice", "advise", "advise_further"]

CAUSES = (
    *COMPILED_CAUSES,
    *SHELL_CAUSES,
    *PYTHON_CAUSES,
    *JAVASCRIPT_CAUSES,
    *JAVA_CAUSES,
    *CPP_CAUSES,
    *COMPILE_CAUSES,
    *CRASH_CAUSES,
    *LIMIT_CAUSES,
    *ANSWER_CAUSES,
)
"""Those of one language first: they say more."""


def _by_cause(packet: Packet) -> Advice | None:
    seen = symptoms_of(packet)
    return next((cause.advice(seen) for cause in CAUSES if cause.fits(seen)), None)


RULES: tuple[Rule, ...] = (*general.BEFORE, _by_cause, *general.RULES)
"""The most telling first: of the whole judgement, of a common cause, of a verdict."""


def advise(packet: Packet) -> Advice | None:
    """Return the advice of the first rule that applies; None: no rule does."""
    return next(filter(None, (rule(packet) for rule in RULES)), None)


def advise_further(packet: Packet, rung: int) -> Advice:
    """Return how to find a mistake that the first advice did not lead to: another method with each rung.

    Args:
        packet: Of a program that is not accepted.
        rung: 2 or more.
    """
    seen = symptoms_of(packet)
    method = method_of(packet.verdict, rung, hidden_only=seen.hidden_only)
    return Advice(
        rule=f"method-{rung}",
        hint=filled(method.hint, seen.place),
        suggested_approach=method.approach,
        next_steps=method.steps,
        confidence=CONFIDENCE,
    )
