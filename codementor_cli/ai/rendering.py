"""Prompts: the files in ``prompts``, filled with a packet. Pure but for reading those files.

What others wrote stands between lines that carry a boundary. A packet's is random, drawn for the request; the
challenge's is a digest of its own text, so that the part stays the same from request to request and can be cached, and
still no text can hold it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from codementor_cli.ai.answer_schema import answer_schema
from codementor_cli.ai.packet_text import packet_sections, statement_sections
from codementor_cli.ai.sections import Section, fenced
from codementor_cli.domain.mentor.mentoring import (
    ERROR_CHARACTERS,
    LEVEL_COUNT,
    QUESTION_CHARACTERS,
    MentorKind,
    MentorRequest,
    PromptTexts,
    is_answer_language,
)
from codementor_cli.text.untrusted import stripped

_DEFAULT_LANGUAGE = "English"


def render(request: MentorRequest) -> PromptTexts:
    """Return the texts that a model is sent, and the shape of its answer."""
    own = _file(f"{request.kind}.md")
    shared = statement_sections(request.packet.statement)
    return PromptTexts(
        # A student model keeps no rules of the mentor's.
        system=own if request.kind is MentorKind.REPAIR else f"{_file('rules.md')}\n{own}",
        shared=fenced("challenge", shared, _digest(shared)),
        packet=fenced("data", _data(request), request.boundary),
        task=_task(request),
        schema=answer_schema(request.kind),
    )


def _data(request: MentorRequest) -> list[Section]:
    sections = packet_sections(request.packet)
    if request.hint:
        sections.append(Section("the mentor's hint", stripped(request.hint)))
    if request.error_message:
        message = stripped(request.error_message)[:ERROR_CHARACTERS]
        sections.append(Section("error message that the learner reports", message))
    if request.question:
        sections.append(Section("the learner's question", stripped(request.question)[:QUESTION_CHARACTERS]))
    return sections


def _task(request: MentorRequest) -> str:
    tasks = _tasks()
    repair_told = request.kind is MentorKind.REPAIR and request.hint
    parts = [tasks["repair with a hint" if repair_told else request.kind.value]]
    if request.question:
        parts.append(tasks["question"])
    if request.stricter:
        parts.append(tasks["stricter"])
    return " ".join(parts).format(
        level=min(max(request.level, 1), LEVEL_COUNT),
        answer_language=request.answer_language if is_answer_language(request.answer_language) else _DEFAULT_LANGUAGE,
        stricter=request.stricter.rstrip("."),
    )


def _digest(sections: list[Section]) -> str:
    text = json.dumps([(section.title, section.text) for section in sections])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _file(name: str) -> str:
    return (files(__package__) / "prompts" / name).read_text(encoding="utf-8")


@cache
def _tasks() -> MappingProxyType[str, str]:
    """Return the paragraphs of ``tasks.md`` by their headings."""
    blocks = _file("tasks.md").split("# ")[1:]
    return MappingProxyType(
        {title: " ".join(body.split()) for title, _, body in (block.partition("\n") for block in blocks)}
    )
