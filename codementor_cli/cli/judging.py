"""What ``codementor test`` is asked to judge: the words of the command line, and the words that lead on from there."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path

from codementor_cli.bootstrap import Application
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.words.programs import program_of
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.domain.judging.judgement import Judgement
from codementor_cli.domain.practice.learner import LOCAL
from codementor_cli.domain.practice.submission import Source
from codementor_cli.errors import UsageError
from codementor_cli.services.judging.submit import JudgeOptions, Judging, prepare
from codementor_cli.services.judging.which_file import WhichFile
from codementor_cli.services.practice.submissions import Origin
from codementor_cli.text.untrusted import visible_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, with what it left out filled in."""

    file: str
    """A path, or ``-``."""
    challenge_id: str | None
    """None: ad hoc cases."""
    tests: str | None
    """Path of the ad hoc cases; None: a challenge."""
    language: str | None = None
    """None: by the file's ending."""
    options: JudgeOptions = field(default_factory=JudgeOptions)
    in_folder: bool = False
    """Whether the working folder says which file and challenge are meant, so that they need not be typed."""

    @property
    def against(self) -> str:
        """The options that say what to judge against, as typed."""
        return against(self.challenge_id, self.tests)

    @property
    def origin(self) -> Origin:
        """Where the program comes from."""
        return Origin(learner=LOCAL, source=Source.CLI, file=None if self.file == "-" else Path(self.file))


def read(app: Application, asked: Asked) -> Judging:
    """Read the challenge, or the cases, and the program.

    Raises:
        UserFileError: One of them is missing, has problems, or does not go with the other.
        UsageError: The program comes on standard input, and its language was not said.
    """
    against = app.load_cases(str(asked.tests)) if asked.challenge_id is None else app.catalog.load(asked.challenge_id)
    program = program_of(app, asked.file, asked.language, f"codementor test --language python {asked.against} -")
    return prepare(program, against, app.machine, asked.options)


def tell_remembered(found: WhichFile, verb: str, out: Streams) -> None:
    """Say on stderr which file is taken, where the user did not and no working folder does: ``judging a.py, …``."""
    if found.remembered and found.file is not None:
        out.tell([line(f"{verb} {visible_line(found.file)}, as last time")])


def check_usage(file: str | None, challenge_id: str | None, tests: str | None) -> None:
    """Refuse a command line that does not say what to judge.

    Raises:
        UsageError: Both or neither of challenge and cases, or no file.
    """
    name = "FILE" if file is None else shlex.quote(file)
    if challenge_id is not None and tests is not None:
        raise UsageError("Give --challenge or --tests, not both.", f"codementor test {name} --challenge {challenge_id}")
    if challenge_id is None and tests is None:
        message = "Say what to judge against: a challenge, or a file of cases."
        raise UsageError(message, f"codementor test {name} --challenge ID\ncodementor test {name} --tests CASES.yaml")
    if file is None:
        raise UsageError("Say which file to judge.", f"codementor test FILE {against(challenge_id, tests)}")


def against(challenge_id: str | None, tests: str | None) -> str:
    """Return the options that say what to judge against, as typed."""
    return f"--tests {shlex.quote(str(tests))}" if challenge_id is None else f"--challenge {shlex.quote(challenge_id)}"


def next_commands(judgement: Judgement, judging: Judging, asked: Asked) -> tuple[str, ...]:
    """Return what to type next: the failed case alone, or everything again, and how to get a hint."""
    base = "codementor test" if asked.in_folder else f"codementor test {shlex.quote(asked.file)} {asked.against}"
    if judgement.verdict is Verdict.JE:
        # A checker of the author's fails more often than the machine does.
        own_checker = asked.challenge_id is not None and judging.request.suite.checker.program is not None
        verify = (f"codementor challenges verify {shlex.quote(str(asked.challenge_id))}",) if own_checker else ()
        return (*verify, "codementor doctor")
    if judgement.verdict is Verdict.AC or asked.file == "-":
        return ()
    hint = _hint_command(asked)
    if asked.options.case_names and judgement.results:
        return (base, *hint)
    # A hidden case alone shows nothing that is not shown already.
    failure = next((each for each in judgement.results if not (each.passed or each.hidden)), None)
    return hint if failure is None else (f"{base} --case {shlex.quote(failure.name)}", *hint)


def _hint_command(asked: Asked) -> tuple[str, ...]:
    """Return how to get a hint for what was judged; nothing where there is none to be had.

    Hints are about a challenge, and take a file's language from its name.
    """
    if asked.in_folder:
        return ("codementor hint",)
    if asked.challenge_id is None or asked.language is not None:
        return ()
    return (f"codementor hint {shlex.quote(asked.file)} {asked.against}",)
