"""``codementor review``: what is good in a program, and what is not."""

from __future__ import annotations

from typing import Any

from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.mentor_options import (
    AnswerLanguage,
    ChallengeId,
    File,
    Fresh,
    Model,
    Offline,
    Question,
    ShowPrompt,
)
from codementor_cli.cli.options import Database, Json, Quiet, SandboxName, Verbose


def command() -> Any:
    """Build the command."""
    return leaf(
        review,
        "review",
        "codementor review",
        "codementor review trays.py --challenge equal-trays",
        "codementor review --language German --json",
        "codementor review --show-prompt",
    )


def review(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    file: File = None,
    challenge: ChallengeId = None,
    question: Question = "",
    offline: Offline = False,
    fresh: Fresh = False,
    show_prompt: ShowPrompt = False,
    model: Model = "",
    answer_language: AnswerLanguage = "",
    as_json: Json = False,
    database: Database = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    sandbox: SandboxName = None,
) -> int:
    """Review a program: what is good in it, and what could be better, line by line.

    The file is judged first if it changed since the last submission, and the results go to Claude with it. Needs
    ANTHROPIC_API_KEY; without Claude's answer the exit code is 4. The score cannot contradict the judge: 60 or more is
    for accepted programs.
    """
    from codementor_cli.cli.mentoring import Wanted, ask_mentor  # noqa: PLC0415 - not for `--help`
    from codementor_cli.domain.mentor.mentor_answer import MentorAsk  # noqa: PLC0415 - the same
    from codementor_cli.domain.mentor.mentoring import MentorKind  # noqa: PLC0415 - the same

    ask = MentorAsk(
        kind=MentorKind.REVIEW,
        question=question,
        answer_language=answer_language,
        model=model,
        fresh=fresh,
        offline=offline,
    )
    return ask_mentor(
        Wanted(
            command="review",
            ask=ask,
            file=file,
            challenge_id=challenge,
            as_json=as_json,
            show_prompt=show_prompt,
            database=database,
            sandbox=sandbox,
            quiet=quiet,
            verbose=verbose,
        )
    )
