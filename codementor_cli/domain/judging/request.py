"""Requests to a judge."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRequest:
    """A program, the test cases to judge it by, and how.

    It holds values only, no path and no callback: a queue or another machine gets it whole.
    """

    suite: TestSuite
    program: Program
    limits: Limits
    """In force: factors, options and ceilings applied."""
    case_names: tuple[str, ...] = ()
    """Only these cases; empty: all."""
    fail_fast: bool = False
    """Stop after the first case that is not accepted."""
    lane_count: int = 1
    """Cases at a time, at most."""
