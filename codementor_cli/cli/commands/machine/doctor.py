"""``codementor doctor``: what works on this machine, and what to type next."""

from __future__ import annotations

from typing import Any

from codementor_cli.bootstrap.diagnosis import diagnoses
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.cli.words.lazy import leaf
from codementor_cli.cli.words.options import Json, SandboxName, application, streams
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.text.untrusted import visible_line

_STYLES = {Health.OK: "good", Health.WARNING: "warn", Health.FAILED: "bad"}


def command() -> Any:
    """Build the command."""
    return leaf(doctor, "doctor", "codementor doctor", "codementor doctor --json")


def doctor(as_json: Json = False, sandbox: SandboxName = None) -> int:
    """Look at everything that judging needs, and say what to type where something is missing.

    The exit code is 4 when judging cannot work.
    """
    out = streams()
    with status_line(out) as report:
        live = out.error_stream is not None and out.error_stream.isatty()
        found = list(diagnoses(lambda: application(sandbox), report if live else _nobody))
        report("")
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - only for --json
        from codementor_cli.schemas.public.diagnosis import doctor_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(doctor_report(tuple(found)).json_value(), out.ascii_only))
    else:
        out.answer(doctor_lines(found, look_of(out.output_stream)))
    return 4 if any(each.health is Health.FAILED for each in found) else 0


def doctor_lines(found: list[Diagnosis], look: Look) -> list[Line]:
    """Return the table, and under it the commands to type next."""
    signs = marks(look.unicode)
    sign = {Health.OK: signs.good, Health.WARNING: "!", Health.FAILED: signs.bad}
    rows = [
        (Span(f"{sign[each.health]} {each.health.value}", _STYLES[each.health]), each.subject, each.message)
        for each in found
    ]
    steps = [
        line(f"{signs.arrow} {visible_line(each.subject)}: {visible_line(step)}")
        for each in found
        for step in each.next_step.splitlines()
    ]
    return [*table(("STATE", "WHAT", "FOUND"), rows), *([line(), *steps] if steps else [])]


def _nobody(_message: str) -> None:
    """Drop progress: stderr is no terminal."""
