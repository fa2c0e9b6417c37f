"""What a mentor is asked and answers, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MentorKind(StrEnum):
    """What a mentor is asked for."""

    HINT = "hint"
    HINTS = "hints"
    """Several at once, for the audited service."""
    REVIEW = "review"
    ANALYSIS = "analysis"


class HintSource(StrEnum):
    """Who gave an answer."""

    CLAUDE = "claude"
    CHALLENGE = "challenge"
    """The authored ladder."""
    DIAGNOSIS = "diagnosis"
    """Our own rules over what the judge knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorCall:
    """One answer that was given, as it is kept: never what was sent."""

    uid: str
    """32 hexadecimal digits."""
    created_at: datetime
    """Aware, UTC."""
    kind: MentorKind
    challenge_id: str
    """Empty where the file belongs to no challenge."""
    submission_uid: str
    """Of the submission that it is about; empty where none was recorded."""
    state: str
    """Digest of the problem state: the same digest and question, the same answer serves."""
    question: str
    """What the learner asked in words; usually empty."""
    level: int
    """1-based rung; 0 where the kind has none."""
    source: HintSource
    answer: str
    """What was shown, as the JSON of the contract."""
    checks: str
    """What the checks said, in a few words: ``passed``, ``withheld: leak; ladder shown`` …"""
    model: str = ""
    """Empty where Claude was not asked."""
    request_ids: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    latency_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorUsage:
    """What asking cost so far, by model."""

    model: str
    call_count: int
    input_tokens: int
    output_tokens: int
