"""Every shipped challenge, every reference submission, in the real sandbox."""

from __future__ import annotations

import pytest

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.ports import Sandbox
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.submit import Machine
from codementor_cli.services.judging.verify import Finding, NotJudged, verify

LANGUAGES = YamlLanguages(data_folder("sandbox_images") / "languages.yaml")
CATALOG = FolderCatalog([data_folder("challenges")], LANGUAGES)
ONE_LANE = Machine(languages=LANGUAGES)
"""Other workers' tests take the other cores: more lanes would start for nothing."""


@pytest.mark.parametrize("challenge_id", CATALOG.ids())
def test_every_reference_submission_gets_its_verdict_and_no_starter_is_accepted(
    challenge_id: str, docker_engine: Sandbox
) -> None:
    service = JudgeService(docker_engine, LANGUAGES)
    surprises = []
    for found in verify(CATALOG, service, CATALOG.load(challenge_id), ONE_LANE):
        if isinstance(found, Finding):
            surprises.append(found.message)
        elif isinstance(found, NotJudged):
            surprises.append(f"{found.name}: {found.fault.message}")
        elif not found.agrees:
            surprises.append(f"{found.reference.name}: {found.judgement.verdict}: {found.judgement.feedback}")
    assert surprises == []


@pytest.mark.parametrize("challenge_id", CATALOG.ids())
def test_a_challenge_is_complete(challenge_id: str) -> None:
    challenge = CATALOG.load(challenge_id)
    assert 3 <= len(challenge.hints) <= 4
    assert any(case.sample for case in challenge.suite.tests)
    assert any(case.hidden for case in challenge.suite.tests)
    accepted = {reference.program.language for reference in CATALOG.references(challenge) if reference.expected == "AC"}
    assert len(accepted) >= 2
    started = {name for name, options in challenge.languages if options.starter}
    assert started >= (
        {"python", "javascript"} if challenge.suite.function else {"python", "javascript", "cpp", "java"}
    )
