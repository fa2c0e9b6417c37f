"""Ad hoc test cases: a file with the keys ``tests``, ``limits``, ``checker`` and ``function``."""

from __future__ import annotations

from pathlib import Path

from codementor_cli.catalog.challenges.suite import SUITE_KEYS, SuiteReader
from codementor_cli.catalog.yaml.retyped_values import check_scalars
from codementor_cli.catalog.yaml.source import read_mapping
from codementor_cli.catalog.yaml.validation import unknown_key
from codementor_cli.domain.challenge.challenge import TestSuite
from codementor_cli.files.folder import FolderFiles
from codementor_cli.ports import Languages


def load_cases(path: Path, languages: Languages | None = None) -> TestSuite:
    """Return the test cases of a file.

    Args:
        path: The YAML file; files that it names are below its folder.
        languages: Needed for a custom checker only.

    Raises:
        UserFileError: There is no such file, or it has problems: all are named.
    """
    files = FolderFiles(path.parent)
    data, report = read_mapping(files, path.name)
    for key in data:
        if key not in SUITE_KEYS:
            unknown_key((key,), SUITE_KEYS, report)
    suite = SuiteReader(data, files, report, languages).read()
    check_scalars(report)
    report.raise_if_any()
    return suite
