"""What compiling said, as part of other reports."""

from __future__ import annotations

from codementor_cli.domain.judging.execution import Compilation
from codementor_cli.schemas.public.base import Schema, clean, milliseconds


class CompileReport(Schema):
    """What the compiler, or the syntax check, said."""

    success: bool
    output: str
    """Its messages, capped."""
    execution_time: float
    """Milliseconds on the wall."""

    @classmethod
    def of(cls, compilation: Compilation) -> CompileReport:
        """Return the report of a compilation."""
        said = "\n".join(part for part in (clean(compilation.output).rstrip("\n"), compilation.reason) if part)
        return cls(success=compilation.success, output=said, execution_time=milliseconds(compilation.wall_seconds))
