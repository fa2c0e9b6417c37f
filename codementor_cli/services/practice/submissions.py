"""New submissions: parts that were judged, with an identity and a time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Source, Submission, challenge_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a submission comes from."""

    learner: LearnerId
    """Its owner."""
    source: Source
    file: Path | None = None
    """File that was judged; None: it came over stdin or the network."""
    uid: str = ""
    """Identity that was drawn before judging; empty: one is drawn now."""


def new_submission(challenge: Challenge, program: Program, judgement: Judgement, origin: Origin) -> Submission:
    """Return a submission judged just now.

    Args:
        challenge: As loaded.
        program: As read, before a harness was put around it.
        judgement: Of all cases that ran.
        origin: Where it comes from, with its identity if it has one.
    """
    return Submission(
        uid=origin.uid or os.urandom(16).hex(),
        learner=origin.learner,
        created_at=datetime.now(tz=UTC),
        source=origin.source,
        challenge=challenge_version(challenge, judgement.max_score),
        program=program,
        file="" if origin.file is None else str(origin.file.absolute()),
        judgement=judgement,
    )
