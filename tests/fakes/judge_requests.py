"""Small requests to a judge, whose programs a fake sandbox need not run."""

from __future__ import annotations

from dataclasses import replace

from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.judging.request import JudgeRequest

CASES = tuple(TestCase(name=each, input=each.encode(), expected=each.encode()) for each in ("one", "two", "three"))


def echo_request(**changes: object) -> JudgeRequest:
    """Return a request that a sandbox which prints its input makes accepted."""
    program = Program(language="python", files=(SourceFile("main.py", b"print(input())\n"),), main="main.py")
    asked = JudgeRequest(suite=TestSuite(tests=CASES), program=program, limits=Limits())
    return replace(asked, **changes)  # type: ignore[arg-type]  # of a request's own fields
