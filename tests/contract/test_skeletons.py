"""The first file of a challenge without starter code runs as it stands, in every language."""

from __future__ import annotations

import pytest

from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program
from codementor_cli.domain.challenge.skeleton import skeleton
from codementor_cli.ports import Sandbox
from codementor_cli.text.units import MIB
from tests.fakes.engines import MoreLanguages, once
from tests.unit.domain.challenge.test_statement import CHALLENGE

LIMITS = Limits(time_seconds=10, wall_time_seconds=30, memory_bytes=512 * MIB)


@pytest.mark.parametrize("language", MoreLanguages().all(), ids=lambda language: language.name)
def test_a_skeleton_reads_its_input_and_answers_nothing(docker_engine: Sandbox, language: Language) -> None:
    file = skeleton(CHALLENGE, language)
    ran = once(docker_engine, Program(language=language.name, files=(file,), main=file.path), b"1 2\n3\n", LIMITS)

    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, b"", b"")
