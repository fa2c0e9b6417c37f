"""A challenge's statement as one Markdown file. Nothing hidden is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codementor_cli.domain.challenge.challenge import Challenge, TestCase
from codementor_cli.domain.challenge.function_call import call_text
from codementor_cli.domain.challenge.program import Language
from codementor_cli.text.amounts import count_text, seconds_text, size_text

_SAMPLE_BYTES = 4000
"""Of a sample's input or output, how much the statement shows."""


def statement_markdown(challenge: Challenge, languages: Sequence[Language]) -> str:
    """Return title, facts, instructions, samples, limits and languages.

    Args:
        challenge: As loaded.
        languages: Those that it takes.
    """
    counted = count_text(len(challenge.suite.tests), "test case")
    facts = " · ".join([f"`{challenge.id}`", challenge.difficulty.value, *challenge.tags, counted])
    samples = [case for case in challenge.suite.tests if case.sample and not case.hidden]
    parts = [
        f"# {challenge.title}",
        facts,
        challenge.instructions.strip(),
        *(["## Samples"] if samples else []),
        *(part for case in samples for part in _sample(challenge, case)),
        "## Limits",
        limits_text(challenge),
        f"Languages: {', '.join(each.title for each in languages)}.",
    ]
    return "\n\n".join(parts) + "\n"


def limits_text(challenge: Challenge) -> str:
    """Return a challenge's limits in one line."""
    limits = challenge.suite.limits
    return (
        f"{seconds_text(limits.time_seconds)} of CPU time, {size_text(limits.memory_bytes)} of memory, "
        f"{size_text(limits.output_bytes)} of output"
    )


def _sample(challenge: Challenge, case: TestCase) -> list[str]:
    function = challenge.suite.function
    given = call_text(function, case.input).encode() if function else case.input
    return [
        f"### {case.name}",
        *([case.description] if case.description else []),
        "Call:" if function else "Input:",
        _fenced(given),
        "Returns:" if function else "Output:",
        _fenced(case.expected),
    ]


def _fenced(data: bytes) -> str:
    """Return text as a code block whose fence is longer than any run of backticks in it."""
    text = data[:_SAMPLE_BYTES].decode(errors="replace").rstrip("\n")
    fence = "`" * max(3, 1 + max((len(each) for each in re.findall("`+", text)), default=0))
    cut = "\n\n(cut here)" if len(data) > _SAMPLE_BYTES else ""
    return f"{fence}text\n{text}\n{fence}{cut}"
