"""Through the installed command: what is never sent, and what never reaches the screen though Claude says it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.cli.command import Command, Result
from tests.cli.mentoring import JUDGED_HERE
from tests.fakes import canaries
from tests.fakes import claude as fakes
from tests.fakes.canaries import REFERENCE_CODE
from tests.fakes.claude import FakeClaude
from tests.fakes.hostile import FILES
from tests.fakes.shipped import DISGUISES

COMMANDS = ("hint", "review", "analyze")
PROGRAM = "word = input()\nprint(word.upper() * 2)\n"


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    yield from fakes.serving()


@pytest.fixture
def claude(server: HTTPServer) -> Iterator[FakeClaude]:
    yield from fakes.answering(server)


@pytest.fixture
def with_claude(claude: FakeClaude, codementor: Command, work: Path, home: Mapping[str, str]) -> Command:
    """Return the command in a home and with variables whose names and values are secrets."""
    canaries.lay_out(work)
    folder = Path(home["HOME"]).parent / canaries.HOME
    folder.mkdir()

    def run(*arguments: str, **environment: str) -> Result:
        secret = {"HOME": str(folder), "LOGNAME": canaries.HOME, "SECRET": canaries.ENVIRONMENT}
        return codementor(*arguments, **{**claude.environment, **JUDGED_HERE, **secret, **environment})

    return run


def _everything_sent(claude: FakeClaude) -> str:
    return "\n".join(f"{asked.raw.decode()}\n{asked.headers}\n{asked.text}" for asked in claude.asked)


def _canaries_in(text: str) -> list[str]:
    return [each for each in (*canaries.ALWAYS, *canaries.RUNGS[1:]) if each in text]


@pytest.mark.parametrize("name", ["class on every case", "forged place on hidden cases", "folders and variables"])
def test_no_canary_is_sent_whatever_is_asked(name: str, with_claude: Command, claude: FakeClaude, work: Path) -> None:
    (work / "a.py").write_text(canaries.ECHOES[name])

    for command in COMMANDS:
        with_claude(command, "a.py", "--challenge", "shout", "--ask", "Why?" if command == "hint" else "")

    assert len(claude.asked) >= len(COMMANDS)
    assert all(asked.status == 0 for asked in claude.asked)
    assert _canaries_in(_everything_sent(claude)) == []


@pytest.mark.parametrize("name", ["message on hidden cases", "stdout on every case", "does not compile"])
def test_no_canary_is_in_a_shown_prompt(name: str, with_claude: Command, work: Path) -> None:
    (work / "a.py").write_text(canaries.ECHOES[name])

    for command in COMMANDS:
        shown = with_claude(command, "a.py", "--challenge", "shout", "--show-prompt", "--json")
        assert shown.code == 0
        assert _canaries_in(shown.out + shown.err) == []


def test_no_canary_is_sent_to_students_or_on_a_second_try(with_claude: Command, claude: FakeClaude, work: Path) -> None:
    (work / "a.py").write_text(canaries.ECHOES["stderr on hidden cases"])
    claude.answers(fakes.answer(_hint(REFERENCE_CODE)), fakes.answer(_hint("Look at line 3. What does it do?")))

    with_claude("hint", "a.py", "--challenge", "shout", "--validate")

    assert len(claude.asked) >= 3
    assert _canaries_in(_everything_sent(claude)) == []


def _hint(*texts: str) -> dict[str, object]:
    return {
        "hint": texts[0],
        "confidence": 1,
        "suggestedApproach": texts[-1],
        "nextSteps": list(texts[1:]) or ["Look."],
    }


def _said(number: int) -> str:
    """Return the reference submission as an obedient model says it, each time in another way."""
    ways = list(DISGUISES.values())
    if number % (len(ways) + 1) == len(ways):
        return base64.b64encode(REFERENCE_CODE.encode()).decode()
    return ways[number % (len(ways) + 1)](REFERENCE_CODE)


def _shown_of(said: str, screen: str) -> list[str]:
    """Return the lines and long words of an answer that are on the screen."""
    pieces = [line.strip() for line in said.splitlines()] + said.split()
    return [each for each in pieces if len(each) > 12 and each in screen]


@pytest.mark.parametrize(("number", "name"), list(enumerate(FILES)))
def test_a_hostile_file_and_a_mentor_that_obeys_it_bring_nothing_to_the_screen(
    number: int, name: str, with_claude: Command, claude: FakeClaude, work: Path
) -> None:
    file, code = FILES[name]
    (work / file).write_bytes(code)
    said = _said(number)
    claude.answers(fakes.answer(_hint(said)))

    result = with_claude("hint", file, "--challenge", "shout")

    assert result.code == 0
    assert "by the challenge's author" in result.out or "judge" in result.out
    assert _shown_of(said, result.out + result.err) == []
    assert canaries.REFERENCE not in result.out + result.err
    assert _canaries_in(_everything_sent(claude)) == []


@pytest.mark.parametrize("command", ["review", "analyze"])
def test_an_obedient_review_or_analysis_is_withheld(
    command: str, with_claude: Command, claude: FakeClaude, work: Path
) -> None:
    (work / "a.py").write_text(PROGRAM)
    review = {"overall_score": 9, "suggestions": [], "strengths": [], "improvements": REFERENCE_CODE.splitlines()}
    analysis = {
        "summary": REFERENCE_CODE,
        "complexity": {"time": "n", "space": "n", "reason": "n"},
        "findings": [],
        "feedback": "n",
    }
    claude.answers(fakes.answer(review if command == "review" else analysis))

    result = with_claude(command, "a.py", "--challenge", "shout")

    assert result.code == 4
    assert "withheld" in result.err
    assert _shown_of(REFERENCE_CODE, result.out + result.err) == []


def test_what_was_withheld_is_not_in_the_store_either(with_claude: Command, claude: FakeClaude, work: Path) -> None:
    (work / "a.py").write_text(PROGRAM)
    claude.answers(fakes.answer(_hint(REFERENCE_CODE)))

    with_claude("hint", "a.py", "--challenge", "shout", "--database", "kept.db")

    kept = b"".join(path.read_bytes() for path in work.glob("kept.db*"))
    assert kept
    assert canaries.REFERENCE.encode() not in kept
