"""``codementor hint``, ``review`` and ``analyze``: one question each to the mentor, by one table of options."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from codementor_cli.cli.words.completers import complete_challenge
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, SandboxName, Verbose

_REPAIR_COUNT = 5
"""Source: Phung et al. 2024 repair ten times; half of that costs half, and still tells none from most."""

_File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A file or a folder. Default: the working folder's, or the one judged last."),
]
_ChallengeId = Annotated[
    str | None,
    typer.Option(
        "--challenge",
        "-c",
        metavar="ID",
        help="The challenge that it is for. Default: the working folder's, or the last one.",
        autocompletion=complete_challenge,
    ),
]
_Level = Annotated[
    int | None,
    typer.Option("--level", metavar="N", min=1, help="Rung of the ladder. Default: one further each time."),
]
_Question = Annotated[
    str, typer.Option("--ask", metavar="TEXT", help="A question of your own, at most 500 characters.")
]
_Validate = Annotated[
    bool,
    typer.Option("--validate", help="Measure the hint: a student model repairs the program with and without it."),
]
_Offline = Annotated[bool, typer.Option("--offline", help="Ask nobody: what is known here answers.")]
_Fresh = Annotated[bool, typer.Option("--fresh", help="Ask again, even if the same was asked before.")]
_ShowPrompt = Annotated[
    bool, typer.Option("--show-prompt", help="Show exactly what would be sent to Claude, and send nothing.")
]
_Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Which Claude model. Default: CODEMENTOR_MODEL.")]
_AnswerLanguage = Annotated[
    str, typer.Option("--language", metavar="NAME", help="Language of the answer: German, pt-BR. Default: English.")
]

_OPTIONS: dict[str, tuple[Any, Any]] = {
    "file": (_File, None),
    "challenge": (_ChallengeId, None),
    "level": (_Level, None),
    "question": (_Question, ""),
    "validate": (_Validate, False),
    "offline": (_Offline, False),
    "fresh": (_Fresh, False),
    "show_prompt": (_ShowPrompt, False),
    "model": (_Model, ""),
    "answer_language": (_AnswerLanguage, ""),
    "as_json": (Json, False),
    "database": (Database, None),
    "quiet": (Quiet, False),
    "verbose": (Verbose, False),
    "sandbox": (SandboxName, None),
}
"""Annotation and default of each parameter, in the order of ``--help``."""
_HINT_ALONE = frozenset({"level", "validate"})
_ASKED = ("level", "question", "offline", "fresh", "model", "answer_language")
"""Parameters that are fields of ``MentorAsk``."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One command."""

    kind: str
    """A ``MentorKind``."""
    examples: tuple[str, ...]
    help: str


_ROWS = {
    "hint": _Row(
        "hint",
        (
            "codementor hint",
            "codementor hint trays.py --challenge equal-trays",
            "codementor hint --ask 'Why is line 4 too slow?'",
            "codementor hint --level 3 --language German",
            "codementor hint --offline",
            "codementor hint --show-prompt",
        ),
        """Give the next hint for a program that is not accepted yet.

        The file is judged first if it changed since the last submission. Hints go from where to look (level 1) to
        nearly there (level 4), one further each time while the problem stays the same. Claude answers where
        ANTHROPIC_API_KEY is set, and every answer is checked before it is shown; else the challenge's own hint does, or
        a diagnosis. The exit code is 0 with a hint of any kind.
        """,
    ),
    "review": _Row(
        "review",
        (
            "codementor review",
            "codementor review trays.py --challenge equal-trays",
            "codementor review --language German --json",
            "codementor review --show-prompt",
        ),
        """Review a program: what is good in it, and what could be better, line by line.

        The file is judged first if it changed since the last submission, and the results go to Claude with it. Needs
        ANTHROPIC_API_KEY; without Claude's answer the exit code is 4. The score cannot contradict the judge: 60 or more
        is for accepted programs.
        """,
    ),
    "analyze": _Row(
        "analysis",
        (
            "codementor analyze",
            "codementor analyze trays.py --challenge equal-trays",
            "codementor analyze --language German --json",
            "codementor analyze --show-prompt",
        ),
        """Explain how a program works, how its cost grows, and what the measured figures say.

        The file is judged first if it changed since the last submission; verdict, CPU time and memory go to Claude with
        it. Needs ANTHROPIC_API_KEY; without Claude's answer the exit code is 4.
        """,
    ),
}


def command(name: str) -> Any:
    """Build ``hint``, ``review`` or ``analyze``."""
    row = _ROWS[name]

    def ask(**typed: Any) -> int:
        return _ask(name, row.kind, typed)

    options = {each: given for each, given in _OPTIONS.items() if name == "hint" or each not in _HINT_ALONE}
    ask.__name__, ask.__doc__ = name, row.help
    ask.__annotations__ = {each: annotation for each, (annotation, _) in options.items()}
    # Typer reads a command's options from its signature.
    ask.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(each, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for each, (annotation, default) in options.items()
        ]
    )
    return leaf(ask, name, *row.examples)


def _ask(name: str, kind: str, typed: dict[str, Any]) -> int:
    from codementor_cli.cli.ask_mentor import Presentation, ask_mentor  # noqa: PLC0415 - not for `--help`
    from codementor_cli.domain.mentor.mentor_answer import MentorAsk  # noqa: PLC0415 - the same
    from codementor_cli.domain.mentor.mentoring import MentorKind  # noqa: PLC0415 - the same
    from codementor_cli.domain.practice.learner import LOCAL  # noqa: PLC0415 - the same
    from codementor_cli.services.mentor.subject import Target  # noqa: PLC0415 - the same

    target = Target(learner=LOCAL, file=typed.pop("file"), challenge_id=typed.pop("challenge"), command=name)
    repair_count = _REPAIR_COUNT if typed.pop("validate", False) else 0
    asked = {each: typed.pop(each) for each in _ASKED if each in typed}
    ask = MentorAsk(kind=MentorKind(kind), repair_count=repair_count, **asked)
    return ask_mentor(target, ask, Presentation(**typed))
