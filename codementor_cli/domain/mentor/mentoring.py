"""Requests to a mentor, its replies, and the records of its answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from codementor_cli.domain.practice.learner import LearnerId

if TYPE_CHECKING:
    from codementor_cli.domain.mentor.packet import Packet


LEVEL_COUNT = 4
"""Orientation, instrumental, worked example, near the solution.

Source: Xiao et al. 2024, "LLM Hint Factory".
"""
QUESTION_CHARACTERS = 500
"""The longest question of a learner's own; a longer one is cut."""
ERROR_CHARACTERS = 2_000
"""The longest error message of a learner's; of a longer one the end is cut."""
_LANGUAGE = re.compile(r"[^\W\d_]{2,20}([ -][^\W_]{2,20})?")
"""``pt-BR``, ``Deutsch``, ``Brazilian Portuguese``: it stands among our own words, so nothing longer is taken."""


def is_answer_language(text: str) -> bool:
    """Whether a text can be the name or the BCP-47 tag of a language."""
    return _LANGUAGE.fullmatch(text) is not None


class MentorKind(StrEnum):
    """The kind of an answer."""

    HINT = "hint"
    HINTS = "hints"
    """Several at once, for the audited service."""
    REVIEW = "review"
    ANALYSIS = "analysis"
    REPAIR = "repair"
    """A student model mends the program, to measure what a hint is worth; never shown."""


HINTS = frozenset({MentorKind.HINT, MentorKind.HINTS})
"""Kinds that go up a ladder, and can be had without a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorRequest:
    """One request to a mentor."""

    kind: MentorKind
    packet: Packet
    boundary: str
    """Random, new for each request: it fences the texts of others, and cannot be guessed."""
    level: int = 0
    """1-based rung, of hints; 0 elsewhere."""
    question: str = ""
    """The learner's own words."""
    error_message: str = ""
    """What the learner met somewhere else."""
    answer_language: str = ""
    """A language's name or BCP-47 tag; empty: English."""
    stricter: str = ""
    """Why the answer before was withheld, in our words; empty on the first try."""
    hint: str = ""
    """``REPAIR`` only: what the student was told; empty: nothing."""
    model: str = ""
    """Empty: the mentor's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTexts:
    """The texts that a model is sent, in order, and the shape of its answer; the same for every provider."""

    system: str
    """The rules; ours alone, the same for every request of a kind."""
    shared: str
    """The challenge: the same for every request about it."""
    packet: str
    """The texts of others, fenced."""
    task: str
    """The task; ours alone."""
    schema: Mapping[str, Any]
    """JSON Schema of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Exactly what is sent to one provider."""

    kind: MentorKind
    texts: PromptTexts
    model: str
    settings: str
    """The provider's settings in words: ``effort low, at most 4096 tokens``."""
    body: Mapping[str, Any]
    """The request as JSON: the texts, the model, the settings, and nothing else."""
    most_tokens: int
    """Upper estimate of its cost: input and the longest answer allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole reply; its content is not checked yet."""

    text: str
    """Meant to be one JSON object; not validated."""
    model: str
    """The model, as the reply names it."""
    request_ids: tuple[str, ...]
    """One a try."""
    input_tokens: int
    """Cached ones too."""
    output_tokens: int
    latency_seconds: float


class HintSource(StrEnum):
    """The source of an answer."""

    MODEL = "claude"
    CHALLENGE = "challenge"
    """The authored ladder."""
    DIAGNOSIS = "diagnosis"
    """Our own rules over the judge's results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorCall:
    """The record of one answer; never of the text that was sent."""

    uid: str
    """32 hexadecimal digits."""
    learner: LearnerId
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
    """The learner's own words; usually empty."""
    level: int
    """1-based rung; 0 where the kind has none."""
    source: HintSource
    answer: str
    """The answer that was shown, as the JSON of the contract."""
    checks: str
    """The outcome of the checks, in a few words: ``passed``, ``withheld: leak; ladder shown`` …"""
    model: str = ""
    """Empty where Claude was not asked."""
    request_ids: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    latency_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorSpend:
    """What a learner's questions took of a model in some time."""

    call_count: int = 0
    """Questions that a model was asked."""
    token_count: int = 0
    """Input and output; estimated where no answer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorTab:
    """What a question under way has reserved."""

    uid: str
    """Drawn by the server that asks."""
    learner: LearnerId
    token_count: int
    """Upper estimate of all its tries."""
    open_until: datetime
    """By then it has ended, whatever became of its server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorUsage:
    """The cost of all questions so far, by model."""

    model: str
    call_count: int
    input_tokens: int
    output_tokens: int
