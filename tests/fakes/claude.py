"""Claude's HTTP API on this machine, as strict as the real one: what that refuses with 400 or 401, this refuses too.

A lenient fake would prove nothing. What is refused was gathered from the vendor's documentation and release notes; see
``refusal``. Every request that arrives is kept, refused ones too. Answers are scripted; without a script each request
gets a valid answer for the schema that it asks for.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

KEY = "sk-ant-test-4242"
VERSION = "2026-10-21"

_TOP_LEVEL = {
    "model",
    "max_tokens",
    "messages",
    "system",
    "output_config",
    "cache_control",
    "metadata",
    "stop_sequences",
    "stream",
    "thinking",
    "tool_choice",
    "tools",
    "service_tier",
}
_SCHEMA_KEYWORDS = {
    "$defs",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "description",
    "enum",
    "items",
    "properties",
    "required",
    "title",
    "type",
}
_NO_THINKING_SWITCH = ("claude-sonnet-5-5", "claude-opus-5-5")
_MODEL = re.compile(r"claude-(haiku|sonnet|opus|fable|mythos)-\d(-\d)?")
_MOST_BREAKPOINTS = 4

Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    headers: Mapping[str, str]
    raw: bytes
    body: dict[str, Any]
    """Empty where it was no JSON object."""
    status: int
    """Of the refusal; 0 where it was let in."""

    @property
    def text(self) -> str:
        """All texts of system and messages, one after the other."""
        blocks = [*self.body["system"], *(each for message in self.body["messages"] for each in message["content"])]
        return "\n".join(block["text"] for block in blocks)


@dataclass
class FakeClaude:
    """The server, its script and its memory."""

    server: HTTPServer
    asked: list[Asked] = field(default_factory=list)
    script: list[Handler] = field(default_factory=list)
    """What answers next, and next after that; the last one goes on answering."""
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set with the first request that is let in."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Ends answers that would go on for ever."""

    @property
    def address(self) -> str:
        """What to set ``ANTHROPIC_BASE_URL`` to."""
        return self.server.url_for("").rstrip("/")

    @property
    def environment(self) -> dict[str, str]:
        """Variables for a command that must talk to this and to nothing else."""
        return {"ANTHROPIC_BASE_URL": self.address, "ANTHROPIC_API_KEY": KEY, "NO_PROXY": "127.0.0.1,localhost"}

    def answers(self, *handlers: Handler) -> None:
        """Set the script."""
        self.script = list(handlers)

    def handle(self, request: Request) -> Response:
        raw = request.get_data()
        try:
            value = json.loads(raw)
        except ValueError:
            value = None
        body = value if isinstance(value, dict) else {}
        refused = refusal({name.lower(): text for name, text in request.headers.items()}, body)
        self.asked.append(Asked(dict(request.headers), raw, body, 0 if refused is None else refused[0]))
        if refused is not None:
            return error(*refused)(request)
        self.arrived.set()
        if not self.script:
            return answer(EXAMPLES[shape_of(body)])(request)
        return (self.script.pop(0) if len(self.script) > 1 else self.script[0])(request)

    def dribble(self, request: Request) -> Response:
        """Send headers, and then a byte now and then, for ever."""

        def drops() -> Iterator[bytes]:
            yield b'{"type":'
            while not self.stopped.wait(0.05):
                yield b" "

        return Response(drops(), content_type="application/json")

    def silence(self, request: Request) -> Response:
        """Take the request and send nothing."""
        self.stopped.wait()
        return Response(status=500)


def serving() -> Iterator[HTTPServer]:
    """Yield a server on a free port of 127.0.0.1, for many tests: stopping one takes half a second."""
    server = HTTPServer(host="127.0.0.1", port=0, threaded=True)
    server.start()
    yield server
    server.stop()


def answering(server: HTTPServer) -> Iterator[FakeClaude]:
    """Yield a fake with an empty memory, for one test; requests that are still waiting end with it."""
    fake = FakeClaude(server)
    server.expect_request("/v1/messages", method="POST").respond_with_handler(fake.handle)
    yield fake
    fake.stopped.set()
    server.clear()


# What is refused.


def refusal(headers: Mapping[str, str], body: dict[str, Any]) -> tuple[int, str, str] | None:
    """Return status, error type and message of a request that the real API refuses; None where it would not."""
    if headers.get("authorization") != f"Bearer {KEY}":
        return 401, "authentication_error", "invalid bearer token"
    for check in _CHECKS:
        message = check(headers, body)
        if message:
            return 400, "invalid_request_error", message
    if _MODEL.fullmatch(body["model"]) is None:
        return 404, "not_found_error", f"model: {body['model']}"
    return None


def _of_headers(headers: Mapping[str, str], _body: dict[str, Any]) -> str:
    if headers.get("anthropic-version") != VERSION:
        return "anthropic-version: unknown version"
    return "" if headers.get("content-type") == "application/json" else "content-type: application/json expected"


def _of_parameters(_headers: Mapping[str, str], body: dict[str, Any]) -> str:
    for name in ("model", "max_tokens", "messages"):
        if not body.get(name):
            return f"{name}: Field required"
    extra = sorted(set(body) - _TOP_LEVEL)
    if extra:
        # temperature, top_p and top_k among them: this version of the API rejects them even at their defaults.
        return f"{extra[0]}: Extra inputs are not permitted"
    limit = body["max_tokens"]
    return "" if isinstance(limit, int) and 1 <= limit <= 128_000 else "max_tokens: out of range"


def _of_thinking(_headers: Mapping[str, str], body: dict[str, Any]) -> str:
    kind = (body.get("thinking") or {}).get("type")
    if kind == "enabled":
        return "thinking.budget_tokens: not supported by this model"
    if kind == "disabled" and body["model"].startswith(_NO_THINKING_SWITCH):
        return "thinking.type: disabled is not supported by this model"
    return ""


def _of_tools(_headers: Mapping[str, str], body: dict[str, Any]) -> str:
    forced = (body.get("tool_choice") or {}).get("type") in {"any", "tool"}
    return "tool_choice: forced tool use is not supported by this model" if forced else ""


def _of_messages(_headers: Mapping[str, str], body: dict[str, Any]) -> str:
    messages = body["messages"]
    if messages[0].get("role") != "user":
        return "messages.0: first message must use the user role"
    if messages[-1].get("role") == "assistant":
        return "messages: prefilling assistant messages is not supported by this model"
    blocks = [*_blocks(body.get("system", [])), *(each for one in messages for each in _blocks(one.get("content")))]
    if not blocks or any(not str(each.get("text", "")).strip() for each in blocks):
        return "messages: text content blocks must be non-empty"
    if sum("cache_control" in each for each in blocks) > _MOST_BREAKPOINTS:
        return "A maximum of 4 blocks with cache_control may be provided"
    return ""


def _blocks(content: Any) -> list[dict[str, Any]]:
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content or [])


def _of_output(_headers: Mapping[str, str], body: dict[str, Any]) -> str:
    config = body.get("output_config") or {}
    if set(config) - {"effort", "format"}:
        return "output_config: Extra inputs are not permitted"
    if config.get("effort", "low") not in {"low", "medium", "high", "xhigh", "max"}:
        return "output_config.effort: unknown"
    form = config.get("format")
    if form is None:
        return ""
    if set(form) != {"type", "schema"} or form["type"] != "json_schema":
        return "output_config.format: expected json_schema and its schema"
    return _of_schema(form["schema"], "output_config.format.schema")


def _of_schema(schema: Any, place: str) -> str:
    unknown = sorted(set(schema) - _SCHEMA_KEYWORDS)
    if unknown:
        return f"{place}: keyword {unknown[0]!r} is not supported"
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            return f"{place}: additionalProperties must be false"
        if set(schema.get("required", [])) != set(schema.get("properties", {})):
            # Not a refusal of the API's: optional fields are only few and dear there. We have none.
            return f"{place}: every field must be required"
    children = {**schema.get("properties", {}), **({"items": schema["items"]} if "items" in schema else {})}
    return next(filter(None, (_of_schema(each, f"{place}.{name}") for name, each in children.items())), "")


_CHECKS = (_of_headers, _of_parameters, _of_thinking, _of_tools, _of_messages, _of_output)


# What is answered.

HINT = {
    "hint": "Look at the case 'a square': your list has one number twice. Which divisor meets itself half-way?",
    "confidence": 0.8,
    "suggestedApproach": "Follow the loop by hand for 36 and write down what it adds.",
    "nextSteps": ["Print the list for 36.", "Look for a number that stands there twice."],
}
REVIEW = {
    "overall_score": 55,
    "suggestions": [{"line": 1, "type": "bug", "message": "One number is added twice.", "severity": "major"}],
    "strengths": ["The loop ends at the square root."],
    "improvements": ["Try a square by hand."],
}
ANALYSIS = {
    "summary": "The program goes through the numbers up to the square root and keeps those that divide.",
    "complexity": {"time": "O(sqrt n)", "space": "O(1)", "reason": "The loop in line 1 decides."},
    "findings": [
        {
            "line": 1,
            "category": "correctness",
            "message": "A square gives one number too many.",
            "severity": "major",
            "evidence": "failing_test",
        }
    ],
    "feedback": "Try 36 by hand, and compare with what was expected.",
}
HINTS = {
    "cause": "The program ends before it has read all input.",
    "hints": [
        {"level": 1, "text": "Look at where the input is read.", "line": 1, "addresses": "wrong_answer"},
        {"level": 2, "text": "Input may hold more than one line.", "line": 1, "addresses": "wrong_answer"},
    ],
}
REPAIR = {"code": "print('repaired')\n"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "hint": HINT,
    "overall_score": REVIEW,
    "complexity": ANALYSIS,
    "cause": HINTS,
    "code": REPAIR,
}
"""By a field that only this shape has."""


def shape_of(body: dict[str, Any]) -> str:
    """Return which example a request's schema asks for."""
    fields = body["output_config"]["format"]["schema"]["properties"]
    return next(name for name in EXAMPLES if name in fields)


def message(text: str, **changes: Any) -> dict[str, Any]:
    """Return a message of the API's with this text; thinking comes first, as it does from models that think."""
    return {
        "id": "msg_test",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-5-5",
        "content": [{"type": "thinking", "thinking": "", "signature": "s"}, {"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {
            "input_tokens": 1200,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 800,
            "output_tokens": 400,
        },
        **changes,
    }


def answer(value: Any, **changes: Any) -> Handler:
    """Answer with a value as JSON."""
    return whole(message(json.dumps(value), **changes))


def text(content: str, **changes: Any) -> Handler:
    """Answer with any text."""
    return whole(message(content, **changes))


def whole(body: Any) -> Handler:
    """Answer 200 with any JSON."""
    return raw(json.dumps(body).encode())


def raw(content: bytes, status: int = 200, content_type: str = "application/json", **headers: str) -> Handler:
    """Answer with any bytes; header names may be written with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request: Response(
        content, status=status, content_type=content_type, headers={"request-id": "req_test", **sent}
    )


def error(status: int, kind: str, words: str, code: str | None = None, **headers: str) -> Handler:
    """Answer with an error of the API's."""
    details = {} if code is None else {"details": {"error_code": code}}
    body = {"type": "error", "error": {"type": kind, "message": words, **details}, "request_id": "req_test"}
    return raw(json.dumps(body).encode(), status, **headers)


def refused(category: str = "cyber") -> Handler:
    """Decline, as the model does: with status 200."""
    details = {"type": "refusal", "category": category, "explanation": None}
    return whole(message("", content=[], stop_reason="refusal", stop_details=details))


def cut(_request: Request) -> Response:
    """Promise more than is sent, and hang up."""
    content = json.dumps(message(json.dumps(HINT))).encode()
    # An iterator: of a whole body the server would correct the length.
    half = iter([content[: len(content) // 2]])
    return Response(half, content_type="application/json", headers={"content-length": str(len(content))})


HTML = raw(b"<!doctype html><title>Log in</title>", content_type="text/html; charset=utf-8")
BROKEN = raw(b'{"type": "message", "content": [')
TRUNCATED = text('{"hint": "Look at', stop_reason="max_tokens")
OVERLOADED = error(529, "overloaded_error", "Overloaded", retry_after_ms="1")
