"""A mentor that says what a script tells it, and remembers exactly what it would have been sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from codementor_cli.ai.claude.request import claude_prompt
from codementor_cli.catalog.advice import shipped_advisor
from codementor_cli.domain.mentor.mentoring import MentorKind, MentorRequest, Prompt, Reply
from codementor_cli.errors import MentorFault
from codementor_cli.ports import Cancel
from codementor_cli.services.mentor.machine import MentorMachine

Say = str | MentorFault | Callable[[Prompt], str]
"""What comes back: text, a fault, or what a function makes of the prompt."""

AT = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)

HINT = {
    "hint": "Compare the first case with what your program prints. What happens before the loop begins?",
    "confidence": 0.8,
    "suggestedApproach": "Follow one value through the program.",
    "nextSteps": ["Print it after each round."],
}
ANSWERS: Mapping[MentorKind, dict[str, Any]] = {
    MentorKind.HINT: HINT,
    MentorKind.HINTS: {
        "cause": "A value starts wrongly.",
        "hints": [{"level": 1, "text": "Look at the start.", "line": 1, "addresses": "wrong_answer"}],
    },
    MentorKind.REVIEW: {
        "overall_score": 40,
        "suggestions": [{"line": 1, "type": "bug", "message": "Starts wrongly.", "severity": "major"}],
        "strengths": ["Clear names."],
        "improvements": ["Think of the empty input."],
    },
    MentorKind.ANALYSIS: {
        "summary": "It reads and prints.",
        "complexity": {"time": "linear", "space": "constant", "reason": "One pass."},
        "findings": [
            {
                "line": 1,
                "category": "correctness",
                "message": "Starts wrongly.",
                "severity": "major",
                "evidence": "code",
            }
        ],
        "feedback": "Look at the start.",
    },
    MentorKind.REPAIR: {"code": "print(1)\n"},
}


def saying(kind: MentorKind, text: str) -> str:
    """Return an answer of a kind that is valid, and whose every text is this one."""

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(each) if key not in _WORDS else each for key, each in value.items()}
        if isinstance(value, list):
            return [filled(each) for each in value]
        return text if isinstance(value, str) else value

    return json.dumps(filled(ANSWERS[kind]))


_WORDS = frozenset({"addresses", "type", "severity", "category", "evidence"})


@dataclass
class FakeMentor:
    """Renders prompts as Claude's adapter does; answers from the script, whose last line goes on answering.

    An empty script gives a valid answer of each kind.
    """

    script: list[Say] = field(default_factory=list)
    requests: list[MentorRequest] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    """Of what was asked, not of what was only shown."""

    def check(self) -> None:
        """Have a key."""

    def prompt(self, request: MentorRequest) -> Prompt:
        self.requests.append(request)
        return claude_prompt(request, "claude-sonnet-5-5")

    def ask(self, prompt: Prompt, deadline_seconds: float, cancel: Cancel | None = None) -> Reply:
        if cancel is not None:
            cancel.check()
        if deadline_seconds <= 0:
            raise AssertionError("asked without any time")
        self.prompts.append(prompt)
        say: Say = self.valid(prompt)
        if self.script:
            say = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(say, MentorFault):
            raise say
        return Reply(
            text=say if isinstance(say, str) else say(prompt),
            model=prompt.model,
            request_ids=(f"req_{len(self.prompts)}",),
            input_tokens=1000,
            output_tokens=100,
            latency_seconds=0.5,
        )

    @staticmethod
    def valid(prompt: Prompt) -> str:
        """Return a valid answer to a prompt."""
        return json.dumps(ANSWERS[prompt.kind])

    @property
    def sent(self) -> str:
        """Everything that was sent, in one text."""
        texts = [(each.texts, each.model) for each in self.prompts]
        return "\n".join(f"{each.system}\n{each.shared}\n{each.packet}\n{each.task}\n{model}" for each, model in texts)


def machine(private: Sequence[str] = ()) -> MentorMachine:
    """Return a machine whose clock goes on by a second each time it is read, and whose tokens are counted."""
    seconds, tokens = count(), count(1)
    return MentorMachine(
        now=lambda: AT + timedelta(seconds=next(seconds)),
        token=lambda: f"{next(tokens):032x}",
        advisor=shipped_advisor(),
        private=tuple(private),
        student_model="claude-haiku-5-5",
    )
