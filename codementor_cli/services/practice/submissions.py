"""New submissions: parts that were judged, with an identity and a time."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LearnerId
from codementor_cli.domain.practice.submission import Source, Submission, challenge_version


def new_submission(  # noqa: PLR0913 - the parts of a submission
    challenge: Challenge,
    program: Program,
    judgement: Judgement,
    *,
    learner: LearnerId,
    source: Source,
    file: Path | None = None,
) -> Submission:
    """Return a submission judged just now, with an identity of its own.

    Args:
        challenge: As loaded.
        program: As read, before a harness was put around it.
        judgement: Of all cases that ran.
        learner: Owner of the submission.
        source: Where it came from.
        file: What was judged; None: it came over stdin or the network.
    """
    return Submission(
        uid=os.urandom(16).hex(),
        learner=learner,
        created_at=datetime.now(tz=UTC),
        source=source,
        challenge=challenge_version(challenge, judgement.max_score),
        program=program,
        file="" if file is None else str(file.absolute()),
        judgement=judgement,
    )
