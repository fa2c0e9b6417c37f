"""What must stay on this machine is in nothing that is sent: real programs, judged for real, every kind of question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codementor_cli.catalog.challenges.folder import FolderCatalog
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.judging.request import JudgeRequest
from codementor_cli.domain.mentor.mentor_answer import MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import MentorKind
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.errors import MentorFault
from codementor_cli.services.judging.judge import JudgeService
from codementor_cli.services.judging.silent_progress import SilentProgress
from codementor_cli.services.mentor.mentor import MentorService
from tests.fakes import canaries
from tests.fakes.engines import MoreLanguages, engines
from tests.fakes.mentor import FakeMentor, machine, saying
from tests.fakes.store import MemoryStore

ASKED = (MentorKind.HINT, MentorKind.HINTS, MentorKind.REVIEW, MentorKind.ANALYSIS)
LANGUAGES = MoreLanguages()


@pytest.fixture(scope="module")
def judge(image_files: Path) -> Iterator[JudgeService]:
    with engines("bubblewrap", image_files) as make:
        yield JudgeService(make(LANGUAGES), LANGUAGES)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> FolderCatalog:
    folder = tmp_path_factory.mktemp(canaries.HOME)
    canaries.lay_out(folder)
    return FolderCatalog((folder / "challenges",), LANGUAGES)


def _judged(judge: JudgeService, catalog: FolderCatalog, code: str) -> MentorSubject:
    challenge = catalog.load("shout")
    program = Program(language="python", files=(SourceFile("main.py", code.encode()),), main="main.py")
    request = JudgeRequest(suite=challenge.suite, program=program, limits=challenge.suite.limits)
    judgement: Judgement = judge.judge(request, SilentProgress())
    return MentorSubject(
        learner=LOCAL,
        challenge=challenge,
        program=program,
        language=LANGUAGES.get("python"),
        limits=challenge.suite.limits,
        judgement=judgement,
    )


def _ask_everything(service: MentorService, about: MentorSubject) -> None:
    """Ask for every kind, with a second try each, and have a hint measured."""
    for kind in ASKED:
        try:
            service.answer(about, MentorAsk(kind=kind, question="Why?", fresh=True, repair_count=1))
        except MentorFault:
            continue


@pytest.mark.parametrize("name", list(canaries.ECHOES))
def test_no_canary_is_in_any_request(name: str, judge: JudgeService, catalog: FolderCatalog) -> None:
    about = _judged(judge, catalog, canaries.ECHOES[name])
    assert about.judgement.verdict not in {Verdict.AC, Verdict.JE}
    for script in ([], [lambda prompt: saying(prompt.kind, canaries.REFERENCE_CODE)]):
        mentor = FakeMentor(list(script))
        service = MentorService(mentor, judge, catalog, machine((str(Path(about.challenge.folder)),)), MemoryStore())
        _ask_everything(service, about)
        assert len(mentor.prompts) >= len(ASKED)
        for prompt in mentor.prompts:
            texts = prompt.texts
            text = f"{texts.system}{texts.shared}{texts.packet}{texts.task}"
            assert [each for each in (*canaries.ALWAYS, *canaries.RUNGS[2:]) if each in text] == []


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_no_rung_above_the_level_is_in_a_request(level: int, judge: JudgeService, catalog: FolderCatalog) -> None:
    about = _judged(judge, catalog, "print(input() * 3)\n")
    mentor = FakeMentor()
    service = MentorService(mentor, judge, catalog, machine(), MemoryStore())
    service.answer(about, MentorAsk(kind=MentorKind.HINT, level=level))
    assert [rung in mentor.sent for rung in canaries.RUNGS] == [number <= level for number in (1, 2, 3, 4)]
