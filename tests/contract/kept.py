"""Submissions and answers of every kind that a store must give back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from codementor_cli.domain.challenge.challenge import Difficulty
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.execution import Compilation, Execution, Stop
from codementor_cli.domain.judging.judgement import CaseResult, ExplainedDifference, Judgement
from codementor_cli.domain.mentor.mentoring import HintSource, MentorCall, MentorKind
from codementor_cli.domain.practice.learner import LOCAL, LearnerId
from codementor_cli.domain.practice.submission import ChallengeVersion, Source, Submission

_TEXT = st.text(st.characters(), max_size=40)
"""Lone surrogates and NUL among it."""
_BYTES = st.binary(max_size=40) | st.binary(min_size=1, max_size=4).map(lambda part: part * 300)
"""Empty, not UTF-8, long enough to be compressed, or of one kind again and again."""
_NAMES = st.sampled_from(["equal-trays", "even-load", "two-pantries"])
_LANGUAGES = st.sampled_from(["python", "cpp", "c#"])
_SECONDS = st.floats(0, 100)
_COUNTS = st.integers(0, 2**53)
_TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - Hypothesis takes naive bounds only
_UIDS = st.uuids().map(lambda uid: uid.hex)

_EXECUTIONS = st.builds(
    Execution,
    exit_code=st.none() | st.integers(0, 255),
    signal=st.none() | st.integers(1, 64),
    stop=st.none() | st.sampled_from(Stop),
    oom_kill_count=_COUNTS,
    cpu_seconds=_SECONDS,
    wall_seconds=_SECONDS,
    peak_memory_bytes=_COUNTS,
    stdout=_BYTES,
    stderr=_BYTES,
    stdout_truncated=st.booleans(),
    stderr_truncated=st.booleans(),
    files=st.just(()),
)
_DIFFERENCES = st.builds(
    ExplainedDifference,
    line=_COUNTS,
    column=_COUNTS,
    expected_line=st.none() | _TEXT,
    actual_line=st.none() | _TEXT,
    explanation=_TEXT,
)
_RESULTS = st.builds(
    CaseResult,
    index=st.just(0),
    name=_TEXT,
    description=_TEXT,
    hidden=st.booleans(),
    verdict=st.sampled_from(Verdict),
    points=_SECONDS,
    max_points=_SECONDS,
    input=_BYTES,
    expected=_BYTES,
    actual=_BYTES,
    actual_truncated=st.booleans(),
    prints=_BYTES,
    execution=st.none() | _EXECUTIONS,
    difference=st.none() | _DIFFERENCES,
    reason=_TEXT,
)
_JUDGEMENTS = st.builds(
    Judgement,
    verdict=st.sampled_from(Verdict),
    results=st.lists(_RESULTS, max_size=3).map(
        lambda results: tuple(replace(each, index=2 * index) for index, each in enumerate(results))
    ),
    total_count=_COUNTS,
    score=_SECONDS,
    max_score=_SECONDS,
    language=_LANGUAGES,
    sandbox=st.sampled_from(["docker", "bubblewrap"]),
    compilation=st.none()
    | st.builds(Compilation, success=st.booleans(), output=_TEXT, wall_seconds=_SECONDS, reason=_TEXT),
    feedback=_TEXT,
)
_PROGRAMS = st.builds(
    lambda language, contents, calls: Program(
        language=language,
        files=tuple(SourceFile(f"part{index}.py", content) for index, content in enumerate(contents)),
        main="part0.py",
        calls_function=calls,
    ),
    _LANGUAGES,
    st.lists(_BYTES, min_size=1, max_size=3),
    st.booleans(),
)
_VERSIONS = st.builds(
    ChallengeVersion,
    id=_NAMES,
    digest=st.sampled_from(["a" * 64, "b" * 64]),
    title=_TEXT,
    difficulty=st.sampled_from(Difficulty),
    tags=st.lists(_TEXT, max_size=3).map(tuple),
    max_score=_SECONDS,
)

LEARNERS = st.sampled_from([LOCAL, LearnerId("0123abcd"), LearnerId("ada:7")])

SUBMISSIONS = st.builds(
    Submission,
    uid=_UIDS,
    learner=LEARNERS,
    created_at=_TIMES,
    source=st.sampled_from(Source),
    challenge=_VERSIONS,
    program=_PROGRAMS,
    file=_TEXT,
    judgement=_JUDGEMENTS,
)

CALLS = st.builds(
    MentorCall,
    uid=_UIDS,
    learner=LEARNERS,
    created_at=_TIMES,
    kind=st.sampled_from(MentorKind),
    challenge_id=_NAMES | st.just(""),
    submission_uid=_UIDS | st.just(""),
    state=st.sampled_from(["", "c" * 64]),
    question=_TEXT,
    level=st.integers(0, 9),
    source=st.sampled_from(HintSource),
    answer=_TEXT,
    checks=_TEXT,
    model=st.sampled_from(["", "some-model", "another-model"]),
    request_ids=st.lists(st.sampled_from(["req_1", "req_2"])).map(tuple),
    input_tokens=st.integers(0, 10**6),
    output_tokens=st.integers(0, 10**6),
    latency_seconds=_SECONDS,
)

MOMENT = datetime(2026, 11, 20, 14, 3, 5, 123456, tzinfo=UTC)


def uid(number: int) -> str:
    """Return the uid of a number."""
    return UUID(int=number).hex


def kept_submission(number: int, minutes: float = 0, **changes: object) -> Submission:
    """Return a submission that failed one of two cases, so many minutes after ``MOMENT``; ``changes`` of its fields.

    ``verdict``, ``language``, ``challenge_id`` and ``score`` change what is inside.
    """
    verdict = Verdict(str(changes.pop("verdict", Verdict.WA)))
    language = str(changes.pop("language", "python"))
    challenge_id = str(changes.pop("challenge_id", "equal-trays"))
    score = float(str(changes.pop("score", 50)))
    made = Submission(
        uid=uid(number),
        learner=LOCAL,
        created_at=MOMENT + timedelta(minutes=minutes),
        source=Source.CLI,
        challenge=ChallengeVersion(
            id=challenge_id,
            digest="a" * 64,
            title=challenge_id.title(),
            difficulty=Difficulty.EASY,
            tags=("sums", "loops"),
            max_score=100,
        ),
        program=Program(language=language, files=(SourceFile("main.py", b"print(%d)\n" % number),), main="main.py"),
        file=f"/home/learner/{number}.py",
        judgement=Judgement(
            verdict=verdict,
            results=(case_result(0, number), case_result(1, number, hidden=True)),
            total_count=2,
            score=score,
            max_score=100,
            language=language,
            sandbox="docker",
            compilation=Compilation(success=True, output="", wall_seconds=0.02),
            feedback="Case secret fails.",
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a submission, as a test names them


def case_result(index: int, number: int, *, hidden: bool = False) -> CaseResult:
    """Return a result; a hidden one is a wrong answer, with all there can be about it."""
    actual = b"%d\n" % number if hidden else b"3\n"
    return CaseResult(
        index=index,
        name="secret" if hidden else "small",
        description="large values" if hidden else "",
        hidden=hidden,
        verdict=Verdict.WA if hidden else Verdict.AC,
        points=0 if hidden else 50,
        max_points=50,
        input=b"1 2\n" * (200 if hidden else 1),
        expected=b"3\n",
        actual=actual,
        execution=Execution(
            exit_code=0,
            cpu_seconds=0.011,
            wall_seconds=0.015,
            peak_memory_bytes=9_000_000,
            stdout=actual,
            stderr=b"careful\n" if hidden else b"",
        ),
        difference=ExplainedDifference(
            line=1, column=1, expected_line="3", actual_line=str(number), explanation="Different."
        )
        if hidden
        else None,
        reason="The answer is wrong." if hidden else "",
    )


def kept_call(number: int, minutes: float = 0, **changes: object) -> MentorCall:
    """Return an answer given so many minutes after ``MOMENT``; ``changes`` of its fields."""
    made = MentorCall(
        uid=uid(number),
        learner=LOCAL,
        created_at=MOMENT + timedelta(minutes=minutes),
        kind=MentorKind.HINT,
        challenge_id="equal-trays",
        submission_uid=uid(1),
        state="c" * 64,
        question="",
        level=1,
        source=HintSource.MODEL,
        answer='{"hint": "Look at the first line."}',
        checks="passed",
        model="some-model",
        request_ids=("req_1",),
        input_tokens=1000,
        output_tokens=50,
        latency_seconds=1.5,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a call, as a test names them
