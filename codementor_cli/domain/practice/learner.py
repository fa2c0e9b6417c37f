"""Learners: each has submissions, progress, mentor calls and drafts of their own."""

from __future__ import annotations

from typing import NewType

LearnerId = NewType("LearnerId", str)
"""1 to 200 characters of ASCII; opaque: an account's id, never a name or an address of a person."""

LONGEST_ID = 200
"""Characters."""
_BETWEEN = "/"

LOCAL = LearnerId("local")
"""The learner of the command line, and of all that was kept before there were others."""


def is_learner_id(text: str) -> bool:
    """Whether text can be a learner's id: visible ASCII without spaces, of bounded length."""
    return 0 < len(text) <= LONGEST_ID and text.isascii() and text.isprintable() and " " not in text


def learner_of_service(service: LearnerId, name: str) -> LearnerId | None:
    """Return the learner that a service means by a name of its own; None: the name cannot be one.

    Two services never mean the same learner: a name has no slash, so the last one ends the service's id.
    """
    learner = f"{service}{_BETWEEN}{name}"
    return LearnerId(learner) if name and _BETWEEN not in name and is_learner_id(learner) else None
