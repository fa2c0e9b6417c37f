"""``codementor analyze``: how a program works, and what it costs."""

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
        analyze,
        "analyze",
        "codementor analyze",
        "codementor analyze trays.py --challenge equal-trays",
        "codementor analyze --language German --json",
        "codementor analyze --show-prompt",
    )


def analyze(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
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
    """Explain how a program works, how its cost grows, and what the measured figures say.

    The file is judged first if it changed since the last submission; verdict, CPU time and memory go to Claude with
    it. Needs ANTHROPIC_API_KEY; without Claude's answer the exit code is 4.
    """
    from codementor_cli.cli.mentoring import Wanted, ask_mentor  # noqa: PLC0415 - not for `--help`
    from codementor_cli.domain.mentor.mentor_answer import MentorAsk  # noqa: PLC0415 - the same
    from codementor_cli.domain.mentor.mentoring import MentorKind  # noqa: PLC0415 - the same

    ask = MentorAsk(
        kind=MentorKind.ANALYSIS,
        question=question,
        answer_language=answer_language,
        model=model,
        fresh=fresh,
        offline=offline,
    )
    return ask_mentor(
        Wanted(
            command="analyze",
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
