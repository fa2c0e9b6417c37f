"""What is judged under load: right programs in every language, and the shipped challenges' reference submissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.programs import read_program
from codementor_cli.domain.challenge.challenge import TestCase, TestSuite
from codementor_cli.domain.challenge.effective_limits import effective_limits, time_factor
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.ports import Languages

PROGRAMS = Path(__file__).parent / "programs"


@dataclass(frozen=True, slots=True)
class Subject:
    """One program and what it is judged by."""

    name: str
    """``language/file``, or ``challenge/folder/file`` of a reference submission."""
    request: JudgeRequest
    expected: Verdict


def right_programs(languages: Languages) -> tuple[Subject, ...]:
    """Return the programs of the table, in its order."""
    table = yaml.safe_load((PROGRAMS / "table.yaml").read_text("utf-8"))
    return tuple(_right_program(name, each, languages) for name, each in table.items())


def _right_program(name: str, entry: dict[str, str], languages: Languages) -> Subject:
    case = TestCase(name="only", input=entry["input"].encode(), expected=entry["expected"].encode())
    suite = TestSuite(tests=(case,))
    program = read_program(PROGRAMS / name, languages)
    limits = effective_limits(suite.limits, time_factor(languages.get(program.language)))
    return Subject(name, JudgeRequest(suite=suite, program=program, limits=limits), Verdict.AC)


def references(catalog: FolderCatalog, languages: Languages) -> Iterator[Subject]:
    """Yield every reference submission of every challenge; a wrong one up to the case that decides its verdict."""
    for challenge_id in catalog.ids():
        challenge = catalog.load(challenge_id)
        for each in catalog.references(challenge):
            factor = time_factor(languages.get(each.program.language), challenge)
            request = JudgeRequest(
                suite=challenge.suite,
                program=each.program,
                limits=effective_limits(challenge.suite.limits, factor),
                fail_fast=each.expected is not Verdict.AC,
            )
            yield Subject(f"{challenge_id}/{each.name}", request, each.expected)
