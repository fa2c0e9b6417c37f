from dataclasses import replace
from pathlib import Path

import pytest

from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.practice import last_submission
from codementor_cli.cli.judging import tell_remembered
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import RecordedSubmission, Source
from codementor_cli.errors import ProblemsError, UserFileError
from codementor_cli.services.judging.which_file import FolderSettings, WhichFile, which_file
from codementor_cli.services.practice.submissions import Origin, new_submission
from codementor_cli.services.practice.working_folder import settings_text
from codementor_cli.settings import load_settings
from tests.unit.domain.challenge.test_statement import CHALLENGE
from tests.unit.services.judging.test_record import JUDGEMENT, PROGRAM


def nothing(_challenge_id: str | None) -> None:
    return None


def settings_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FolderSettings:
    return app_in(folder, monkeypatch).folder_settings


def app_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.chdir(folder)
    return Application(load_settings({}, {}, folder, folder / "no-user-file"))


@pytest.fixture
def working(tmp_path: Path) -> Path:
    """Return a working folder, as ``start`` makes one, with a folder in it."""
    (tmp_path / "notes").mkdir()
    (tmp_path / ".codementor.toml").write_text(settings_text("add-two", "main.py", None))
    (tmp_path / "main.py").write_text("print(3)\n")
    return tmp_path


def judged(path: Path | str) -> RecordedSubmission:
    made = new_submission(CHALLENGE, PROGRAM, JUDGEMENT, Origin(learner=LOCAL, source=Source.CLI))
    return RecordedSubmission(number=1, submission=replace(made, file=str(path)))


def test_the_working_folder_says_file_and_challenge(working: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = settings_in(working, monkeypatch)

    assert which_file(folder, None, None, nothing) == WhichFile(file="main.py", challenge_id="add-two")
    assert which_file(folder, "other.py", None, nothing) == WhichFile(file="other.py", challenge_id="add-two")
    assert which_file(folder, "other.py", "else", nothing) == WhichFile(file="other.py", challenge_id="else")


def test_paths_are_meant_from_the_settings_file(working: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert which_file(settings_in(working / "notes", monkeypatch), None, None, nothing).file == "../main.py"


def test_the_working_folder_says_nothing_of_another_challenge(working: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert which_file(settings_in(working, monkeypatch), None, "else", nothing) == WhichFile(
        file=None, challenge_id="else"
    )


def test_a_working_folder_whose_file_is_gone_is_told_with_its_line(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (working / "main.py").unlink()

    with pytest.raises(UserFileError, match=r"\.codementor\.toml:5 names main\.py, and there is no such file"):
        which_file(settings_in(working, monkeypatch), None, None, nothing)


def test_the_last_file_of_the_challenge_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "trays.py").write_text("print(3)\n")
    found = which_file(settings_in(tmp_path, monkeypatch), None, "add-two", lambda _id: judged(tmp_path / "trays.py"))

    assert found == WhichFile(file="trays.py", challenge_id="add-two", remembered=True)


def test_the_last_submission_of_all_counts_only_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trays.py").write_text("print(3)\n")
    folder = settings_in(tmp_path, monkeypatch)

    def latest(_challenge_id: str | None) -> RecordedSubmission:
        return judged(tmp_path / "trays.py")

    assert which_file(folder, None, None, latest) == WhichFile(file=None, challenge_id=None)
    assert which_file(folder, None, None, latest, any_challenge=True).challenge_id == "add-two"


def test_a_remembered_file_that_is_gone_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserFileError, match=r"trays\.py, judged last for add-two, is not there any more"):
        which_file(settings_in(tmp_path, monkeypatch), None, "add-two", lambda _id: judged(tmp_path / "trays.py"))


def test_what_came_over_stdin_cannot_be_meant_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert which_file(settings_in(tmp_path, monkeypatch), None, "add-two", lambda _id: judged("")).file is None


def test_looking_for_the_last_submission_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_submission(app_in(tmp_path, monkeypatch), "sub/new.db")("add-two") is None
    assert list(tmp_path.iterdir()) == []


def test_only_a_remembered_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    found = WhichFile(file="a\x1b[2J.py", challenge_id="x", remembered=True)
    tell_remembered(found, "judging", Streams())
    tell_remembered(replace(found, remembered=False), "judging", Streams())
    tell_remembered(found, "judging", Streams(quiet=True))

    assert capsys.readouterr().err == "judging a\\x1b[2J.py, as last time\n"


@pytest.mark.parametrize("name", ["/etc/passwd", "../other.py", "a/../../b.py", ".", ""])
def test_a_projects_file_cannot_lead_out_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / ".codementor.toml").write_text(settings_text("add-two", name, None))

    with pytest.raises(ProblemsError, match=r"practice\.file: expected"):
        app_in(tmp_path, monkeypatch)
