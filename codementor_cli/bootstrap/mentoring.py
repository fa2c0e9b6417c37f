"""Claude as the settings name it. Nothing here imports the SDK; ``warm`` of the mentor does, in a thread."""

# ruff: noqa: PLC0415 - lazy imports are what bootstrap is for; judging pays for none of them

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codementor_cli.bootstrap import Application

if TYPE_CHECKING:
    from codementor_cli.ai.claude import ClaudeMentor
    from codementor_cli.domain.mentoring import Prompt

_ADDRESS = "https://api.anthropic.com"
"""Said here, so that no profile of the SDK's can lead elsewhere."""


def claude_mentor(app: Application, model: str | None = None) -> ClaudeMentor:
    """Return Claude; without a key, one that says so when it is asked.

    Args:
        app: Whose settings hold key, address and model.
        model: After ``--model``; None: as the settings say.

    Raises:
        ProblemsError: A variable holds something else than its key takes.
    """
    from codementor_cli.ai.claude import ClaudeMentor
    from codementor_cli.ai.faults import Claude

    settings = app.settings
    return ClaudeMentor(
        Claude(
            key=settings.value("claude.api_key").value or "",
            address=settings.value("claude.base_url").value or _ADDRESS,
            model=model or settings.value("claude.model").value,
        )
    )


def sent_body(prompt: Prompt) -> dict[str, Any]:
    """Return the body of the request that a prompt becomes, and that ``--show-prompt --json`` prints."""
    from codementor_cli.ai.claude import request_body

    return request_body(prompt)


def is_answer_language(text: str) -> bool:
    """Whether a text can be a language's name or BCP-47 tag."""
    from codementor_cli.ai.rendering import is_language

    return is_language(text)
