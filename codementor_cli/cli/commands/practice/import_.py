"""``codementor import``."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from codementor_cli.bootstrap.practice import open_store
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.terminal.tally import tally
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Json, Quiet, application, streams
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.submission import ImportCount, Submission
from codementor_cli.errors import Problem, ProblemsError, UsageError, UserFileError
from codementor_cli.text.amounts import count_text

_LARGEST_LINE_BYTES = 512 * 1024 * 1024
"""Far above a submission with the largest test data: a file that is no export may have no line ends at all."""


def command() -> Any:
    """Build the command."""
    return leaf(
        import_records,
        "import",
        "codementor import submissions.jsonl",
        "gunzip -c submissions.jsonl.gz | codementor import -",
    )


def import_records(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What `codementor export` wrote; -: standard input.")],
    as_json: Json = False,
    quiet: Quiet = False,
    database: Database = None,
) -> int:
    """Add submissions and hints that another machine exported: all of them, or none where a line is wrong.

    What is there already stays as it is: importing a file twice, or in another order, makes no difference.
    """
    app, out = application(), streams(quiet)
    with (
        _opened(file) as stream,
        closing(open_store(app, database)) as store,
        tally(out, "Importing") as told,
    ):
        count = store.record_all(told(_records(stream, "standard input" if file == "-" else file)))
    _tell(count, out, as_json)
    return 0


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Yield the file's bytes.

    Raises:
        UserFileError: It cannot be read.
    """
    if file == "-":
        if sys.stdin is None:
            raise UsageError("Standard input is closed.", "codementor import FILE")
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below; what reading raises is told there
    except OSError as error:
        raise UserFileError(
            f"{file!r} cannot be read: {error.strerror}.", "codementor export FILE writes one."
        ) from error
    with stream:
        yield stream


def _records(stream: BinaryIO, name: str) -> Iterator[Submission | MentorCall]:
    """Yield the record of each line; blank lines are left out.

    Raises:
        ProblemsError: A line holds no record; its author fixes it.
    """
    from codementor_cli.schemas.kept.export import import_line  # noqa: PLC0415 - not for `--help`

    for number, content in enumerate(_lines(stream, name), 1):
        if not content.strip():
            continue
        try:
            yield import_line(content)
        except ValueError as error:
            problem = Problem(name, str(error), number)
            step = "Nothing was imported. If a newer codementor wrote the file: pipx upgrade codementor"
            raise ProblemsError((problem,), step) from error


def _lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        number = 0
        while content := stream.readline(_LARGEST_LINE_BYTES + 1):
            number += 1
            if len(content) > _LARGEST_LINE_BYTES:
                problem = Problem(name, f"is longer than {_LARGEST_LINE_BYTES >> 20} MiB", number)
                raise ProblemsError((problem,), "Nothing was imported. Is it what `codementor export` wrote?")
            yield content
    except OSError as error:
        raise UserFileError(
            f"{shlex.quote(name)} cannot be read: {error.strerror}.", "Nothing was imported."
        ) from error


def _tell(count: ImportCount, out: Streams, as_json: bool) -> None:
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.history import ImportReport  # noqa: PLC0415 - the same

        out.answer_text(to_json(ImportReport.of(count).json_value(), out.ascii_only))
        return
    new = f"{count_text(count.submission_count, 'submission')} and {count_text(count.mentor_call_count, 'hint')}"
    known = f"; {count_text(count.known_count, 'record')} known already" if count.known_count else ""
    out.answer([line(f"Imported {new}{known}.")])
