"""Learners: each has submissions, progress, mentor calls and drafts of their own."""

from __future__ import annotations

from typing import NewType

LearnerId = NewType("LearnerId", str)
"""1 to 200 characters of ASCII; opaque: an account's id, never a name or an address of a person."""

LOCAL = LearnerId("local")
"""The learner of the command line, and of all that was kept before there were others."""
