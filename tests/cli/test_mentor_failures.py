"""Claude failing in every way: one line that says what happened and what was done instead, and never a traceback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.cli.command import Command, Result, imported
from tests.cli.mentoring import JUDGED_HERE, lay_out
from tests.fakes import claude as fakes
from tests.fakes.claude import KEY, FakeClaude, Handler

ASKED = ("a.py", "--challenge", "sum-two")
AUTHORED = "What does the statement say about the sign of the second number?"


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    yield from fakes.serving()


@pytest.fixture
def claude(server: HTTPServer) -> Iterator[FakeClaude]:
    yield from fakes.answering(server)


@pytest.fixture
def with_claude(claude: FakeClaude, codementor: Command, work: Path) -> Command:
    """Return the command with Claude at hand, and a wrong program in its folder."""
    lay_out(work)

    def run(*arguments: str, **environment: str) -> Result:
        result = codementor(*arguments, **{**claude.environment, **JUDGED_HERE, **environment})
        assert KEY not in result.out + result.err
        assert "Traceback" not in result.err
        return result

    return run


def note_of(result: Result) -> str:
    """Return the one note; progress stands around it."""
    (note,) = [each for each in result.err.splitlines() if each.startswith("note: ")]
    return note


FAILURES = [
    pytest.param(fakes.error(401, "authentication_error", f"bad key {KEY}"), "refused the API key", 1, id="401"),
    pytest.param(fakes.error(429, "rate_limit_error", "slow", retry_after="3600"), "HTTP 429", 1, id="429 with a wait"),
    pytest.param(fakes.error(429, "rate_limit_error", "slow"), "HTTP 429", 3, id="429 without one"),
    pytest.param(
        fakes.error(429, "rate_limit_error", "x", "enforced_spend_limit_reached"), "used up", 1, id="spend limit"
    ),
    pytest.param(fakes.OVERLOADED, "overloaded (HTTP 529)", 3, id="529"),
    pytest.param(fakes.error(400, "invalid_request_error", "no"), "refused the request", 1, id="400"),
    pytest.param(fakes.HTML, "Something other than Claude answers", 1, id="HTML"),
    pytest.param(fakes.BROKEN, "broken JSON", 2, id="broken JSON"),
    pytest.param(fakes.cut, "was cut", 6, id="cut answer"),
    pytest.param(fakes.refused(), "declined to answer", 1, id="refusal"),
    pytest.param(fakes.TRUNCATED, "longer than allowed", 2, id="truncated"),
    pytest.param(fakes.text("no JSON at all"), "withheld by our checks", 2, id="malformed"),
    pytest.param(fakes.answer(fakes.REVIEW), "withheld by our checks", 2, id="another shape"),
    pytest.param(fakes.whole({"error": "nope"}), "not a message of Claude's", 1, id="another program"),
]


@pytest.mark.parametrize(("handler", "said", "request_count"), FAILURES)
def test_hint_falls_back_to_the_author_s_and_says_why_in_one_line(
    with_claude: Command, claude: FakeClaude, handler: Handler, said: str, request_count: int
) -> None:
    claude.answers(handler)

    result = with_claude("hint", *ASKED)

    assert result.code == 0
    assert AUTHORED in result.out
    assert said in note_of(result)
    assert note_of(result).endswith(". The challenge's own hint is shown instead.")
    assert len(claude.asked) == request_count


def test_second_try_may_take_more_tokens_and_says_why(with_claude: Command, claude: FakeClaude) -> None:
    claude.answers(fakes.TRUNCATED, fakes.answer(fakes.HINT))

    result = with_claude("hint", *ASKED, "--json")

    assert json.loads(result.out)["source"] == "claude"
    first, second = (each.body["max_tokens"] for each in claude.asked)
    assert second == 2 * first
    assert "Your answer before was withheld" in claude.asked[1].text


@pytest.mark.parametrize("command", ["review", "analyze"])
@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (fakes.error(401, "authentication_error", "bad key"), "→ Check ANTHROPIC_API_KEY"),
        (fakes.HTML, "→ Check ANTHROPIC_BASE_URL"),
        (fakes.OVERLOADED, "→ Try again in a few minutes."),
        (fakes.answer(fakes.HINT), "withheld by our checks"),
    ],
)
def test_review_and_analysis_without_an_answer_say_what_to_do(
    with_claude: Command, claude: FakeClaude, command: str, handler: Handler, said: str
) -> None:
    claude.answers(handler)

    result = with_claude(command, *ASKED, "--json")

    assert result.code == 4
    assert result.out == ""
    assert said in result.err


@pytest.mark.parametrize("command", ["review", "analyze"])
def test_review_and_analysis_without_a_key_say_what_to_set_before_they_judge(
    with_claude: Command, claude: FakeClaude, command: str
) -> None:
    result = with_claude(command, *ASKED, ANTHROPIC_API_KEY="")

    assert result.code == 4
    assert result.is_clear
    assert "→ Set ANTHROPIC_API_KEY" in result.err
    assert claude.asked == []


def test_hint_without_a_key_is_the_author_s(with_claude: Command, claude: FakeClaude) -> None:
    result = with_claude("hint", *ASKED, "--json", ANTHROPIC_API_KEY="")

    value = json.loads(result.out)
    assert result.code == 0
    assert (value["source"], value["hint"], value["requestIds"]) == ("challenge", AUTHORED, [])
    assert value["notes"] == ["Claude was not asked: ANTHROPIC_API_KEY is not set. What is known here answers instead."]
    assert "Asking Claude" not in result.err
    assert claude.asked == []


def test_hint_without_a_network_is_the_author_s(with_claude: Command) -> None:
    with socket.socket() as taken:
        # Bound and not listening: whoever connects is refused.
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        result = with_claude("hint", *ASKED, ANTHROPIC_BASE_URL=address)

    assert result.code == 0
    assert AUTHORED in result.out
    assert "cannot be reached" in note_of(result)


def test_request_id_of_a_failure_is_told_when_asked_for(with_claude: Command, claude: FakeClaude) -> None:
    claude.answers(fakes.error(400, "invalid_request_error", "no"))

    result = with_claude("review", *ASKED, "--verbose")

    assert "request id: req_test" in result.err


def test_hint_without_claude_and_without_a_ladder_is_a_diagnosis(
    with_claude: Command, claude: FakeClaude, challenge: str
) -> None:
    claude.answers(fakes.OVERLOADED)

    value = json.loads(with_claude("hint", "a.py", "--challenge", challenge, "--json").out)

    assert value["source"] == "diagnosis"
    assert value["hint"]


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("hint", "--help"), ("test", *ASKED), ("run", "a.py", "--stdin", "in.txt"), ("hint", *ASKED)],
)
def test_sdk_is_imported_only_where_claude_is_asked(
    codementor: Command, work: Path, arguments: tuple[str, ...]
) -> None:
    lay_out(work)
    (work / "in.txt").write_text("1 2\n")
    result = codementor(*arguments, PYTHONPROFILEIMPORTTIME="1", **JUDGED_HERE)
    loaded = imported(result.err)
    assert "codementor_cli.cli.commands.root" in loaded
    assert not {"anthropic", "httpx2"} & loaded
