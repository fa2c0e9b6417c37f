"""A mentor's answer as a line of an export."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.schemas.kept.values import (
    Content,
    Count,
    ExportedSchema,
    Moment,
    Name,
    Number,
    Uid,
    exported_text,
    imported_text,
)

_Empty = Literal[""]


class ExportedMentorCall(ExportedSchema):
    """One answer that was given."""

    format: Literal["codementor/export/v1"] = Field(alias="schema")
    type: Literal["mentorCall"]
    uid: Uid
    created_at: Moment
    kind: MentorKind
    challenge_id: Name | _Empty
    submission_uid: Uid | _Empty
    state: str
    question: Content
    level: Count
    source: HintSource
    answer: Content
    checks: Content
    model: str
    request_ids: list[str]
    input_tokens: Count
    output_tokens: Count
    latency_seconds: Number

    @classmethod
    def of(cls, call: MentorCall) -> ExportedMentorCall:
        """Return an answer as a line."""
        return cls(
            schema="codementor/export/v1",
            type="mentorCall",
            uid=call.uid,
            created_at=call.created_at,
            kind=call.kind,
            challenge_id=call.challenge_id,
            submission_uid=call.submission_uid,
            state=call.state,
            question=exported_text(call.question),
            level=call.level,
            source=call.source,
            answer=exported_text(call.answer),
            checks=exported_text(call.checks),
            model=call.model,
            request_ids=list(call.request_ids),
            input_tokens=call.input_tokens,
            output_tokens=call.output_tokens,
            latency_seconds=call.latency_seconds,
        )

    def value(self) -> MentorCall:
        """Return the answer."""
        return MentorCall(
            uid=self.uid,
            created_at=self.created_at,
            kind=self.kind,
            challenge_id=self.challenge_id,
            submission_uid=self.submission_uid,
            state=self.state,
            question=imported_text(self.question),
            level=self.level,
            source=self.source,
            answer=imported_text(self.answer),
            checks=imported_text(self.checks),
            model=self.model,
            request_ids=tuple(self.request_ids),
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            latency_seconds=self.latency_seconds,
        )
