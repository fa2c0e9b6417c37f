"""``codementor export``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from codementor_cli.bootstrap.practice import existing_store
from codementor_cli.cli.render.text import line
from codementor_cli.cli.terminal.streams import Streams
from codementor_cli.cli.terminal.tally import tally
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Database, Quiet, application, streams
from codementor_cli.domain.mentor.mentoring import MentorCall
from codementor_cli.domain.practice.submission import Submission
from codementor_cli.errors import UserFileError
from codementor_cli.files.output_file import open_atomically
from codementor_cli.text.amounts import count_text
from codementor_cli.text.untrusted import visible_line


def command() -> Any:
    """Build the command."""
    return leaf(
        export,
        "export",
        "codementor export submissions.jsonl",
        "codementor export - | gzip > submissions.jsonl.gz",
        "codementor export --database course.db course.jsonl",
    )


def export(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="Where to write; - or nothing: standard output.")
    ] = None,
    quiet: Quiet = False,
    database: Database = None,
) -> int:
    """Write all submissions, with their code, results and hints, as JSON Lines for another machine.

    Hidden test data is in it, marked as such; where your files lay is not.
    """
    path = None if file in {None, "-"} else Path(str(file))
    out = streams(quiet)
    if path is not None and path.is_dir():
        raise UserFileError(f"{str(path)!r} is a folder.", "Name a file in it.")
    with existing_store(application(), database) as store, tally(out, "Exporting") as told:
        count = _write(_lines(told(store.everything() if store else ())), path, out)
    where = "" if path is None else f" to {visible_line(str(path))}"
    out.tell([line(f"Exported {count_text(count, 'record')}{where}.")])
    return 0


def _lines(records: Iterable[Submission | MentorCall]) -> Iterator[str]:
    from codementor_cli.schemas.kept.export import export_line  # noqa: PLC0415 - not for `--help`

    return map(export_line, records)


def _write(lines: Iterator[str], path: Path | None, out: Streams) -> int:
    """Write lines as they come, and return their count."""
    count = 0
    with nullcontext() if path is None else open_atomically(path, "export") as file:
        for each in lines:
            if file is None:
                out.answer_text(each)
            else:
                file.write(each)
            count += 1
    return count
