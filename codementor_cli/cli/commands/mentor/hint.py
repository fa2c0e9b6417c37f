"""``codementor hint``: the next hint."""

from __future__ import annotations

from typing import Annotated, Any

import typer

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

_REPAIR_COUNT = 5
"""Source: Phung et al. 2024 repair ten times; half of that costs half, and still tells none from most."""


def command() -> Any:
    """Build the command."""
    return leaf(
        hint,
        "hint",
        "codementor hint",
        "codementor hint trays.py --challenge equal-trays",
        "codementor hint --ask 'Why is line 4 too slow?'",
        "codementor hint --level 3 --language German",
        "codementor hint --offline",
        "codementor hint --show-prompt",
    )


def hint(  # noqa: PLR0913, PLR0917 - one parameter an option: that is Typer's way
    file: File = None,
    challenge: ChallengeId = None,
    level: Annotated[
        int | None,
        typer.Option("--level", metavar="N", min=1, help="Rung of the ladder. Default: one further each time."),
    ] = None,
    question: Question = "",
    validate: Annotated[
        bool,
        typer.Option("--validate", help="Measure the hint: a student model repairs the program with and without it."),
    ] = False,
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
    """Give the next hint for a program that is not accepted yet.

    The file is judged first if it changed since the last submission. Hints go from where to look (level 1) to nearly
    there (level 4), one further each time while the problem stays the same. Claude answers where ANTHROPIC_API_KEY is
    set, and every answer is checked before it is shown; else the challenge's own hint does, or a diagnosis. The exit
    code is 0 with a hint of any kind.
    """
    from codementor_cli.cli.mentoring import Wanted, ask_mentor  # noqa: PLC0415 - not for `--help`
    from codementor_cli.domain.mentor.mentor_answer import MentorAsk  # noqa: PLC0415 - the same
    from codementor_cli.domain.mentor.mentoring import MentorKind  # noqa: PLC0415 - the same

    ask = MentorAsk(
        kind=MentorKind.HINT,
        level=level,
        question=question,
        answer_language=answer_language,
        model=model,
        fresh=fresh,
        offline=offline,
        repair_count=_REPAIR_COUNT if validate else 0,
    )
    return ask_mentor(
        Wanted(
            command="hint",
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
