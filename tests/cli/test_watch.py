"""``codementor test --watch`` on a real pseudo-terminal; waits for what is shown, never for time."""

import re
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import HistoryQuery
from codementor_cli.store import open_sqlite
from tests.cli.command import COMMAND, DOWN, Command
from tests.fakes.engines import ENGINES, wait_until, what_is_left
from tests.fakes.terminal import Terminal

RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
WRONG = "a, b = map(int, input().split())\nprint(abs(a) + abs(b))\n"
FOREVER = "if input() == '1 2':\n    print(3, flush=True)\nelse:\n    while True:\n        pass\n"
WAITING = "q ends)"


def save(path: Path, text: str) -> None:
    """Save as most editors do: write beside, then rename over."""
    new = path.with_name(path.name + "~")
    new.write_text(text)
    new.replace(path)


@pytest.fixture
def watching(work: Path, challenge: str, home: Mapping[str, str], codementor: Command) -> Terminal:
    """Return a terminal on which a wrong program is watched, in the working folder of the challenge."""
    codementor("start", challenge)
    (work / challenge / "main.py").write_text(WRONG)
    return watch(work / challenge, home)


def watch(folder: Path, home: Mapping[str, str], *arguments: str, **environment: str) -> Terminal:
    usual = {"CODEMENTOR_SANDBOX": "bubblewrap", "TERM": "xterm"}
    return Terminal([COMMAND, "test", "--watch", *arguments], folder, {**home, **usual, **environment})


def verdicts(home: Mapping[str, str]) -> list[Verdict]:
    """Return the verdicts of the recorded submissions, oldest first."""
    store = open_sqlite(Path(home["HOME"], ".local", "share", "codementor", "submissions.db"))
    try:
        return [each.verdict for each in reversed(store.page(LOCAL, HistoryQuery()).entries)]
    finally:
        store.close()


def plain(text: str) -> str:
    """Return what was shown without colours and carriage returns."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r", "")


def test_each_save_is_judged_recorded_and_compared_with_the_one_before(
    watching: Terminal, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    main = work / challenge / "main.py"
    with watching as terminal:
        assert "2 of 3 cases accepted" in plain(terminal.until(WAITING))
        save(main, RIGHT)
        right = plain(terminal.until(WAITING))
        save(main, RIGHT + "\n)")
        broken = plain(terminal.until(WAITING))
        # In place, as other editors do.
        main.write_text(WRONG)
        wrong = plain(terminal.until(WAITING))
        terminal.type("q")
        code, _ = terminal.end()

        assert terminal.echoes()
    assert "✓ now accepted: negative\nwrong answer → accepted\nscore 66.67 → 100\n" in right
    assert "SyntaxError" in broken
    assert "accepted → compile error\nscore 100 → 0\n" in broken
    assert "compile error → wrong answer\n" in wrong
    assert code == 0
    assert verdicts(home) == [Verdict.WA, Verdict.AC, Verdict.CE, Verdict.WA]


def test_judging_the_same_again_is_no_second_submission(
    watching: Terminal, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    with watching as terminal:
        terminal.until(WAITING)
        terminal.type("\n")
        again = plain(terminal.until(WAITING))
        save(work / challenge / "main.py", WRONG)
        saved = plain(terminal.until(WAITING))
        terminal.type("q")
        terminal.end()

    for shown in (again, saved):
        assert "Same result as before.\nsubmission 1\n" in shown
    assert verdicts(home) == [Verdict.WA]


def test_a_file_that_vanishes_is_waited_for(watching: Terminal, work: Path, challenge: str) -> None:
    main = work / challenge / "main.py"
    with watching as terminal:
        terminal.until(WAITING)
        main.unlink()
        gone = plain(terminal.until(WAITING))
        main.write_text("")
        empty = plain(terminal.until(WAITING))
        main.write_text(RIGHT)
        back = plain(terminal.until(WAITING))
        terminal.type("q")
        assert terminal.end()[0] == 0

    assert "error: main.py: there is no such file" in gone
    assert "error: main.py: it is empty" in empty
    assert "✓ now accepted: negative\n" in back


def test_a_folder_that_is_made_again_is_watched_again(work: Path, challenge: str, home: Mapping[str, str]) -> None:
    (work / "source").mkdir()
    (work / "source" / "a.py").write_text(WRONG)
    with watch(work, home, "source/a.py", "--challenge", challenge) as terminal:
        terminal.until(WAITING)
        # No event tells of what is in the new folder; it is looked at all the same.
        (work / "source").rename(work / "old")
        terminal.until("there is no such file")
        (work / "old").rename(work / "source")
        terminal.until("cases accepted")
        terminal.until(WAITING)
        save(work / "source" / "a.py", RIGHT)
        terminal.until("3 of 3 cases accepted")
        terminal.until(WAITING)
        terminal.type("q")
        assert terminal.end()[0] == 0


def test_a_challenge_that_is_being_edited_is_judged_anew(watching: Terminal, work: Path, challenge: str) -> None:
    path = work / "challenges" / challenge / "challenge.yaml"
    whole = path.read_text()
    with watching as terminal:
        terminal.until(WAITING)
        save(path, whole.replace("tests:", "tests: ["))
        broken = plain(terminal.until(WAITING))
        save(path, whole + '  - {name: more, input: "1 1\\n", expected: "2\\n"}\n')
        more = plain(terminal.until(WAITING))
        terminal.type("q")
        assert terminal.end()[0] == 0

    assert re.search(r"error: .*challenge\.yaml:\d+:\d+: ", broken)
    assert "3 of 4 cases accepted" in more


def test_a_save_while_judging_begins_anew(
    watching: Terminal, work: Path, challenge: str, home: Mapping[str, str]
) -> None:
    main = work / challenge / "main.py"
    with watching as terminal:
        terminal.until(WAITING)
        save(main, FOREVER)
        terminal.until("small")
        save(main, RIGHT)
        shown = plain(terminal.until(WAITING))
        terminal.type("q")
        terminal.end()

    assert "score 100 of 100" in shown
    assert verdicts(home) == [Verdict.WA, Verdict.AC]


@pytest.mark.parametrize("when", [WAITING, "small"])
def test_ctrl_c_is_a_normal_end(work: Path, challenge: str, home: Mapping[str, str], when: str) -> None:
    (work / "a.py").write_text(FOREVER)
    with watch(work, home, "a.py", "--challenge", challenge, "--jobs", "1", "--fail-fast") as terminal:
        terminal.until(when)
        terminal.type("\x03")
        code, last = terminal.end()

        assert terminal.echoes()
    assert code == 0
    assert "Traceback" not in last


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("key", ["q", "\x03"])
def test_lanes_wait_for_the_next_save_and_none_is_left_at_the_end(
    work: Path, challenge: str, home: Mapping[str, str], engine: str, key: str
) -> None:
    (work / "a.py").write_text(RIGHT)
    with watch(work, home, "a.py", "--challenge", challenge, CODEMENTOR_SANDBOX=engine) as terminal:
        terminal.until(WAITING)
        wait_until(lambda: what_is_left(terminal.process), "lanes wait for the next program")
        terminal.type(key)
        assert terminal.end()[0] == 0

        wait_until(lambda: not what_is_left(terminal.process), "every lane is gone")


def test_a_terminated_watch_leaves_the_terminal_as_it_was(watching: Terminal) -> None:
    with watching as terminal:
        terminal.until(WAITING)
        assert not terminal.echoes()
        terminal.send(signal.SIGTERM)
        code, _ = terminal.end()

        assert code == 143
        assert terminal.echoes()


def test_a_screen_is_cleared_only_where_there_is_one(work: Path, challenge: str, home: Mapping[str, str]) -> None:
    (work / "a.py").write_text(WRONG)
    for environment, cleared in (({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)):
        with watch(work, home, "a.py", "--challenge", challenge, **environment) as terminal:
            first = terminal.until(WAITING)
            terminal.type("\n")
            second = terminal.until(WAITING)
            terminal.type("q")
            terminal.end()

        assert ("\x1b[2J" in first + second) is cleared
        assert ("--- run 2 ---" in second) is not cleared
        assert "\a" not in first + second


@pytest.mark.parametrize(
    ("arguments", "ending"),
    [
        (("--watch", "a.py", "--challenge", "add-two", "--json"), (2, "--watch shows its results here, as text.")),
        (("--watch", "a.py", "--challenge", "add-two", "--output", "x"), (2, "--watch shows its results here")),
        (("--watch", "-", "--challenge", "add-two"), (2, "--watch needs a file")),
        (("--watch", "b.py", "--challenge", "add-two"), (3, "b.py: there is no such file")),
        (("--watch", "a.py", "--challenge", "add-tow"), (3, "did you mean add-two?")),
        (("--watch", "a.py", "--challenge", "add-two", "--sandbox", "docker"), (4, "No Docker daemon answers")),
    ],
)
def test_what_no_save_could_mend_ends_at_once(
    codementor: Command, work: Path, challenge: str, arguments: tuple[str, ...], ending: tuple[int, str]
) -> None:
    (work / "a.py").write_text(RIGHT)
    code, said = ending
    environment = DOWN if code == 4 else {"CODEMENTOR_SANDBOX": "bubblewrap"}
    result = codementor("test", *arguments, **environment)

    assert result.code == code, result
    assert result.is_clear
    assert said in result.err
