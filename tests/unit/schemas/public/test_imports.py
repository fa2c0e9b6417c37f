"""Printing JSON imports nothing that takes long."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import codementor_cli.schemas.public

_FOLDER = Path(codementor_cli.schemas.public.__file__).parent
_PRINTING = sorted(each.stem for each in _FOLDER.glob("[a-z]*.py") if each.stem != "published")


@pytest.mark.parametrize("name", [*_PRINTING, "kept.codec", "kept.export"])
def test_schema_is_printed_without_pydantic(name: str) -> None:
    module = f"codementor_cli.schemas.{name if '.' in name else f'public.{name}'}"
    code = f"import sys, {module}; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
