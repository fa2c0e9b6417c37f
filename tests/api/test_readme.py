"""The three commands of README, and those of the guide, give what the pages say."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.api.conftest import Serve
from tests.cli.page import ROOT, Typed, steps

PAGES = {"README.md": ROOT / "README.md", "serve.md": ROOT / "docs" / "guides" / "serve.md"}


def asked(page: str) -> tuple[str, dict[str, str], str]:
    """Return the path, headers and body of the one request that a page tells the reader to type."""
    (line,) = [each.line for each in steps(PAGES[page]) if isinstance(each, Typed) and each.line.startswith("curl ")]
    words = shlex.split(line)[1:]
    url, options = words[0], list(zip(words[1::2], words[2::2], strict=True))
    assert url.startswith("http://127.0.0.1:3001/")
    headers = dict(text.split(": ", 1) for option, text in options if option == "-H")
    (body,) = [text for option, text in options if option == "-d"]
    return "/" + url.split("/", 3)[3], headers, body


@pytest.mark.parametrize(
    ("page", "expected"), [("README.md", {"isValid": False}), ("serve.md", {"output": "42\n", "success": True})]
)
def test_the_commands_of_a_page_give_its_answer(serve: Serve, page: str, expected: dict[str, Any]) -> None:
    typed = [each.line for each in steps(PAGES[page]) if isinstance(each, Typed)]
    assert "codementor serve" in typed
    path, headers, body = asked(page)
    with serve("--port", "0", "--sandbox", "bubblewrap") as running:
        answer = running.client.post(path, content=body, headers=headers).json()
    assert {key: answer[key] for key in expected} == expected


def test_what_readme_says_of_the_answer_is_in_it(serve: Serve) -> None:
    path, headers, body = asked("README.md")
    with serve("--port", "0", "--sandbox", "bubblewrap") as running:
        answer = running.client.post(path, content=body, headers=headers).json()
        wrong = running.client.post(path, content="{}", headers=headers)
    assert {"isValid", "score", "testResults", "feedback", "submissionId"} <= set(answer)
    assert json.loads(body)["code"] not in json.dumps(answer["testResults"])
    assert wrong.headers["Content-Type"] == "application/problem+json"
