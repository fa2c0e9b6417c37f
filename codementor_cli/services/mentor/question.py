"""One question on its way to the mentor, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.mentor.answer import Answer, AnswerFrame, Hint
from codementor_cli.domain.mentor.code_window import source_lines
from codementor_cli.domain.mentor.leaks import Secrets
from codementor_cli.domain.mentor.mentor_answer import Measure, MentorAnswer, MentorAsk, MentorSubject
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind, Reply
from codementor_cli.domain.mentor.packet import Packet
from codementor_cli.services.mentor.answer_checks import AnswerChecks
from codementor_cli.services.mentor.ladder import asked_state, level_count
from codementor_cli.services.mentor.measure import Repairs

Tell = Callable[[str], None]
"""Takes one short line on what goes on."""


@dataclass(slots=True)
class Asking:
    """One question on its way; the costs add up."""

    subject: MentorSubject
    ask: MentorAsk
    level: int
    packet: Packet
    frame: AnswerFrame
    secrets: Secrets
    checks: AnswerChecks
    tell: Tell
    started_at: datetime
    replies: list[Reply] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    untold: Repairs | None = None
    """Repairs without the hint: counted once for all tries."""
    measure: Measure | None = None
    notes: list[str] = field(default_factory=list)
    is_trial: bool = False
    """Whether a measure that fails ends it: it is asked for nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of one hint in an evaluation."""

    checks: str
    chosen: Measure | None = None
    """By which the hint was chosen; None: none may be shown."""
    again: Measure | None = None
    """The same once more, with other repairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which answer it is, of all that were ever given."""

    uid: str
    """32 hexadecimal digits."""
    created_at: datetime
    """Aware, UTC."""


_NO_ANSWER = MentorAnswer(
    kind=MentorKind.HINT,
    answer=Hint(hint="", confidence=0.0, suggested_approach="", next_steps=()),
    source=HintSource.MODEL,
    level=0,
    level_count=0,
    checks="",
)


def frame_of(subject: MentorSubject) -> AnswerFrame:
    """Return what answers about a program must agree with."""
    main = next(file for file in subject.program.files if file.path == subject.program.main)
    judgement = subject.judgement
    return AnswerFrame(
        line_count=len(source_lines(main)),
        accepted=judgement.verdict is Verdict.AC,
        sees_failure=judgement.verdict is Verdict.CE
        or any(not each.passed and not each.hidden for each in judgement.results),
    )


def request_ids(asking: Asking) -> tuple[str, ...]:
    """Return the ids of all that was sent."""
    return tuple(each for reply in asking.replies for each in reply.request_ids)


def withheld(asking: Asking) -> str:
    """Return why answers were withheld, for records; empty: none was."""
    return "; ".join(f"withheld: {each}" for each in asking.problems)


def with_costs(asking: Asking, answer: MentorAnswer) -> MentorAnswer:
    """Return an answer with what all tries cost, measuring left out: that is another model's."""
    replies = asking.replies
    return replace(
        answer,
        model=replies[-1].model if replies else "",
        request_ids=request_ids(asking),
        input_tokens=sum(each.input_tokens for each in replies),
        output_tokens=sum(each.output_tokens for each in replies),
        latency_seconds=sum(each.latency_seconds for each in replies),
    )


def claude_answer(asking: Asking, answer: Answer) -> MentorAnswer:
    """Return Claude's answer, checked, with its costs."""
    return with_costs(
        asking,
        MentorAnswer(
            kind=asking.ask.kind,
            answer=answer,
            source=HintSource.MODEL,
            level=asking.level,
            level_count=level_count(asking.subject.challenge),
            checks="; ".join(filter(None, (withheld(asking), "passed"))),
            notes=tuple(asking.notes),
            measure=asking.measure,
        ),
    )


def remembered_answer(asking: Asking, call: MentorCall, answer: Answer) -> MentorAnswer:
    """Return an answer that was given before; it costs nothing."""
    return MentorAnswer(
        kind=call.kind,
        answer=answer,
        source=call.source,
        level=call.level,
        level_count=level_count(asking.subject.challenge),
        checks=call.checks,
        notes=tuple(asking.notes),
        from_store=True,
        model=call.model,
        request_ids=call.request_ids,
    )


def kept_call(asking: Asking, identity: Identity, source: HintSource, answer: str, checks: str) -> MentorCall:
    """Return what is kept of an answer.

    Args:
        asking: The question, with all that it cost.
        identity: Of the record.
        source: Who gave what was shown.
        answer: What was shown, as JSON; ``{}``: nothing was.
        checks: What the checks said.
    """
    cost = with_costs(asking, _NO_ANSWER)
    return MentorCall(
        uid=identity.uid,
        learner=asking.subject.learner,
        created_at=identity.created_at,
        kind=asking.ask.kind,
        challenge_id=asking.subject.challenge.id,
        submission_uid=asking.subject.submission_uid,
        state=asked_state(asking.subject, asking.ask),
        question=asking.ask.question,
        level=asking.level,
        source=source,
        answer=answer,
        checks=checks,
        model=cost.model,
        request_ids=cost.request_ids,
        input_tokens=cost.input_tokens,
        output_tokens=cost.output_tokens,
        latency_seconds=cost.latency_seconds,
    )
