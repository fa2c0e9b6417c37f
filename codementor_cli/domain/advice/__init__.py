"""A diagnosis without Claude: one piece of advice from what the judge knows. Pure.

``RULES`` is the table of contents: the first rule that applies answers. A rule takes a packet, so it knows nothing that
Claude would not be shown.
"""

from __future__ import annotations

from codementor_cli.domain.advice import general, python
from codementor_cli.domain.advice.rule import Advice, Rule
from codementor_cli.domain.packet import Packet

__all__ = ["RULES", "Advice", "advise"]

RULES: tuple[Rule, ...] = (
    *general.BEFORE,
    *python.RULES,
    *general.RULES,
)
"""The most telling first: of the whole judgement, of one language, of a verdict."""


def advise(packet: Packet) -> Advice | None:
    """Return the advice of the first rule that applies; None: no rule does."""
    return next(filter(None, (rule(packet) for rule in RULES)), None)
