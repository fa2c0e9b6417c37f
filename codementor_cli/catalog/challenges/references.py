"""Reference submissions: ``submissions/<expected>/…`` in a challenge's folder."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.catalog.programs import program_below
from codementor_cli.domain.challenge.challenge import ReferenceSubmission
from codementor_cli.domain.challenge.verdict import Verdict
from codementor_cli.errors import ErrorKind, Problem, ProblemsError
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path
from codementor_cli.ports import Languages
from codementor_cli.text.near_matches import did_you_mean
from codementor_cli.text.sentences import one_of
from codementor_cli.text.untrusted import escaped

SUBMISSIONS = "submissions"

EXPECTED_VERDICTS = {
    "accepted": Verdict.AC,
    "wrong_answer": Verdict.WA,
    "time_limit_exceeded": Verdict.TLE,
    "memory_limit_exceeded": Verdict.MLE,
    "output_limit_exceeded": Verdict.OLE,
    "run_time_error": Verdict.RTE,
    "compile_error": Verdict.CE,
}


def load_references(folder: Path, languages: Languages) -> tuple[ReferenceSubmission, ...]:
    """Return the reference submissions of a challenge folder, in name order; none: empty.

    Raises:
        ProblemsError: Some cannot be read, or are in a folder of another name: all are named.
    """
    files = FolderFiles(folder)
    found: list[ReferenceSubmission] = []
    problems: list[Problem] = []
    if SUBMISSIONS not in _names(files, "", folder):
        return ()
    for expected in _names(files, SUBMISSIONS, folder):
        verdict = EXPECTED_VERDICTS.get(expected)
        if verdict is None:
            near = did_you_mean(expected, EXPECTED_VERDICTS) or f"known are {one_of(EXPECTED_VERDICTS)}"
            where = shown_path(folder / SUBMISSIONS / expected)
            problems.append(Problem(where, "no verdict has this folder's name", suggestion=near))
            continue
        inner, wrong = _with_verdict(files, expected, verdict, languages)
        found += inner
        problems += wrong
    if problems:
        raise ProblemsError(tuple(problems), kind=ErrorKind.BROKEN_CATALOG)
    return tuple(found)


def _names(files: FolderFiles, path: str, folder: Path) -> list[str]:
    try:
        return [name for name in files.names(path) if not name.startswith(".") and name != "__pycache__"]
    except Refused as error:
        raise ProblemsError(
            (Problem(shown_path(folder / path), error.message, suggestion=error.suggestion),),
            kind=ErrorKind.BROKEN_CATALOG,
        ) from error


def _with_verdict(
    files: FolderFiles, expected: str, verdict: Verdict, languages: Languages
) -> tuple[list[ReferenceSubmission], list[Problem]]:
    found: list[ReferenceSubmission] = []
    problems: list[Problem] = []
    outer = f"{SUBMISSIONS}/{expected}"
    for name in _names(files, outer, files.root):
        try:
            program = program_below(files, f"{outer}/{name}", languages)
            found.append(ReferenceSubmission(name=f"{expected}/{escaped(name)}", expected=verdict, program=program))
        except Refused as error:
            where = shown_path(files.root / outer / name)
            problems.append(Problem(where, error.message, suggestion=error.suggestion))
    return found, problems
