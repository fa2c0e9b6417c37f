"""Keep what was judged: a submission from its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.submission import Source, Submission, challenge_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a judgement does not say of its submission: which one it is, and where and when it came."""

    uid: str
    """32 hexadecimal digits, drawn at random."""
    created_at: datetime
    """Aware, UTC: when judging ended."""
    source: Source
    file: str = ""
    """Absolute path of what was judged; empty where it came over stdin."""


def submission_of(challenge: Challenge, program: Program, judgement: Judgement, origin: Origin) -> Submission:
    """Return the submission to record.

    Args:
        challenge: What it was judged against, as loaded.
        program: As read, before a harness was put around it.
        judgement: Of all cases that ran.
        origin: Its identity, time and place.
    """
    return Submission(
        uid=origin.uid,
        created_at=origin.created_at,
        source=origin.source,
        challenge=challenge_version(challenge, judgement.max_score),
        program=program,
        file=origin.file,
        judgement=judgement,
    )
