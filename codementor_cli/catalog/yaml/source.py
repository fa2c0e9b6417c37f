"""YAML files of authors: found, read with a cap, composed."""

from __future__ import annotations

from typing import Any

from codementor_cli.catalog.yaml.document import MAX_DOCUMENT_BYTES, read_document
from codementor_cli.catalog.yaml.nodes import Mapping, plain_data
from codementor_cli.catalog.yaml.problems import Problems
from codementor_cli.errors import ErrorKind, ProblemsError, UserFileError
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path


def read_mapping(
    files: FolderFiles, name: str, kind: ErrorKind = ErrorKind.INVALID_INPUT
) -> tuple[dict[str, Any], Problems]:
    """Return what a YAML file of a folder holds, and the report to add further problems to.

    Raises:
        UserFileError: There is no such file, or it cannot be read.
        ProblemsError: It is not YAML, or not a mapping.
    """
    shown_name = shown_path(files.root / name)
    try:
        content = files.read(name)
    except Refused as error:
        raise UserFileError(f"{shown_name}: {error.message}", error.suggestion, kind=kind) from error
    report = Problems(shown_name, kind)
    node = read_document(content[: MAX_DOCUMENT_BYTES + 1], report)
    if node is not None and not isinstance(node, Mapping):
        report.at((), "expected keys like tests: at the start of the file, not a list or a single value")
        node = None
    if node is None:
        raise ProblemsError(report.problems(), kind=kind)
    return plain_data(node), report
