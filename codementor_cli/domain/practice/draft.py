"""Drafts: source text that a learner typed and has not submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codementor_cli.domain.practice.learner import LearnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Source text of one learner for one challenge in one language."""

    learner: LearnerId
    challenge_id: str
    language: str
    source_text: str
    saved_at: datetime
    """Aware, UTC."""
