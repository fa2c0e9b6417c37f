"""A submission as a line of an export."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.practice.submission import ChallengeVersion, Source, Submission
from codementor_cli.schemas.kept.judgement import ExportedJudgement
from codementor_cli.schemas.kept.values import (
    Content,
    Digest,
    ExportedSchema,
    Moment,
    Name,
    Number,
    Uid,
    exported,
    exported_text,
    imported,
    imported_text,
)


class ExportedChallenge(ExportedSchema):
    """A challenge as it was judged."""

    id: Name
    digest: Digest
    title: Content
    difficulty: Difficulty
    tags: list[Content]
    max_score: Number

    @classmethod
    def of(cls, version: ChallengeVersion) -> ExportedChallenge:
        """Return a challenge's version for a line."""
        return cls(
            id=version.id,
            digest=version.digest,
            title=exported_text(version.title),
            difficulty=version.difficulty,
            tags=[exported_text(each) for each in version.tags],
            max_score=version.max_score,
        )

    def value(self) -> ChallengeVersion:
        """Return the challenge's version."""
        return ChallengeVersion(
            id=self.id,
            digest=self.digest,
            title=imported_text(self.title),
            difficulty=self.difficulty,
            tags=tuple(imported_text(each) for each in self.tags),
            max_score=self.max_score,
        )


class ExportedFile(ExportedSchema):
    """One file of a program."""

    path: Content
    content: Content

    @field_validator("path")
    @classmethod
    def _is_inside(cls, path: Content) -> Content:
        """A path that leaves the folder would be written elsewhere when somebody judges the program again."""
        parts = imported(path).split(b"/")
        if any(part in {b"", b".", b".."} or b"\0" in part for part in parts):
            raise ValueError("expected a relative path without ..")
        return path


class ExportedProgram(ExportedSchema):
    """The code that was submitted."""

    language: Name
    main: Content
    calls_function: bool
    files: list[ExportedFile] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_its_main(self) -> ExportedProgram:
        paths = [imported(each.path) for each in self.files]
        if len(set(paths)) < len(paths) or imported(self.main) not in paths:
            raise ValueError("expected files with different paths, one of them main")
        return self

    @classmethod
    def of(cls, program: Program) -> ExportedProgram:
        """Return a program for a line."""
        return cls(
            language=program.language,
            main=exported_text(program.main),
            calls_function=program.calls_function,
            files=[
                ExportedFile(path=exported_text(each.path), content=exported(each.content)) for each in program.files
            ],
        )

    def value(self) -> Program:
        """Return the program."""
        return Program(
            language=self.language,
            files=tuple(SourceFile(imported_text(each.path), imported(each.content)) for each in self.files),
            main=imported_text(self.main),
            calls_function=self.calls_function,
        )


class ExportedSubmission(ExportedSchema):
    """One submission, whole. Where its file lay on the machine that it is from is not told."""

    format: Literal["codementor/export/v1"] = Field(alias="schema")
    type: Literal["submission"]
    uid: Uid
    created_at: Moment
    source: Source
    challenge: ExportedChallenge
    program: ExportedProgram
    judgement: ExportedJudgement

    @classmethod
    def of(cls, submission: Submission) -> ExportedSubmission:
        """Return a submission as a line."""
        return cls(
            schema="codementor/export/v1",
            type="submission",
            uid=submission.uid,
            created_at=submission.created_at,
            source=submission.source,
            challenge=ExportedChallenge.of(submission.challenge),
            program=ExportedProgram.of(submission.program),
            judgement=ExportedJudgement.of(submission.judgement),
        )

    def value(self) -> Submission:
        """Return the submission; it has no file here."""
        return Submission(
            uid=self.uid,
            created_at=self.created_at,
            source=self.source,
            challenge=self.challenge.value(),
            program=self.program.value(),
            file="",
            judgement=self.judgement.value(),
        )
