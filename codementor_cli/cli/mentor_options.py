"""Options that ``hint``, ``review`` and ``analyze`` share."""

from __future__ import annotations

from typing import Annotated

import typer

from codementor_cli.cli.completers import complete_challenge

File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A file or a folder. Default: the working folder's, or the one judged last."),
]
ChallengeId = Annotated[
    str | None,
    typer.Option(
        "--challenge",
        "-c",
        metavar="ID",
        help="The challenge that it is for. Default: the working folder's, or the last one.",
        autocompletion=complete_challenge,
    ),
]
Question = Annotated[str, typer.Option("--ask", metavar="TEXT", help="A question of your own, at most 500 characters.")]
Offline = Annotated[bool, typer.Option("--offline", help="Ask nobody: what is known here answers.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask again, even if the same was asked before.")]
ShowPrompt = Annotated[
    bool, typer.Option("--show-prompt", help="Show exactly what would be sent to Claude, and send nothing.")
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Which Claude model. Default: CODEMENTOR_MODEL.")]
AnswerLanguage = Annotated[
    str, typer.Option("--language", metavar="NAME", help="Language of the answer: German, pt-BR. Default: English.")
]
