"""The fake refuses what the real API refuses: else green tests would prove nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from codementor_cli.ai.claude.request import claude_prompt
from tests.fakes.claude import KEY, VERSION, refusal
from tests.unit.ai.packets import asking

HEADERS = {"authorization": f"Bearer {KEY}", "anthropic-version": VERSION, "content-type": "application/json"}


def good() -> dict[str, Any]:
    return copy.deepcopy(dict(claude_prompt(asking(), "claude-sonnet-5-5").body))


def test_what_we_send_is_let_in() -> None:
    assert refusal(HEADERS, good()) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**HEADERS, "authorization": "Bearer other"}, 401),
        ({"x-api-key": KEY, **{name: value for name, value in HEADERS.items() if name != "authorization"}}, 401),
        ({**HEADERS, "anthropic-version": "2023-06-01"}, 400),
        ({name: value for name, value in HEADERS.items() if name != "anthropic-version"}, 400),
        ({**HEADERS, "content-type": "text/plain"}, 400),
    ],
)
def test_headers_that_the_api_refuses(headers: dict[str, str], status: int) -> None:
    refused = refusal(headers, good())

    assert refused is not None
    assert refused[0] == status


def schema(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["output_config"]["format"]["schema"]
    return found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body.update(temperature=1.0),
        lambda body: body.update(top_p=1.0),
        lambda body: body.update(top_k=5),
        lambda body: body.update(thinking={"type": "disabled"}),
        lambda body: body.update(thinking={"type": "enabled", "budget_tokens": 1024}),
        lambda body: body.update(tool_choice={"type": "any"}),
        lambda body: body.update(tool_choice={"type": "tool", "name": "hint"}),
        lambda body: body.update(output_format={}),
        lambda body: body.pop("max_tokens"),
        lambda body: body.update(max_tokens=200_000),
        lambda body: body.update(messages=[]),
        lambda body: body["messages"].append({"role": "assistant", "content": "{"}),
        lambda body: body["messages"].insert(0, {"role": "assistant", "content": "{"}),
        lambda body: body["messages"][0]["content"].append({"type": "text", "text": " "}),
        lambda body: body["messages"][0].update(
            content=[{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5
        ),
        lambda body: body["output_config"].update(effort="lazy"),
        lambda body: body["output_config"].update(retries=1),
        lambda body: body["output_config"]["format"].update(strict=True),
        lambda body: schema(body).pop("additionalProperties"),
        lambda body: schema(body)["properties"]["confidence"].update(minimum=0),
        lambda body: schema(body)["properties"]["hint"].update(maxLength=5),
        lambda body: schema(body)["required"].pop(),
    ],
)
def test_body_that_the_api_refuses(spoil: Callable[[dict[str, Any]], object]) -> None:
    body = good()
    spoil(body)

    refused = refusal(HEADERS, body)

    assert refused is not None
    assert refused[:2] == (400, "invalid_request_error")


def test_model_that_there_is_not_is_refused() -> None:
    refused = refusal(HEADERS, {**good(), "model": "gpt"})

    assert refused is not None
    assert refused[0] == 404
