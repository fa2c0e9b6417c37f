"""``codementor doctor``: what works on this machine, and what to type next."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from codementor_cli import __version__
from codementor_cli.bootstrap import Application
from codementor_cli.bootstrap.diagnosis import diagnose, prove_limits
from codementor_cli.bootstrap.engines import build_folder
from codementor_cli.cli.lazy import leaf
from codementor_cli.cli.options import Json, SandboxName, application, streams
from codementor_cli.cli.render.marks import marks
from codementor_cli.cli.render.table import table
from codementor_cli.cli.render.text import Line, Look, Span, line
from codementor_cli.cli.terminal.status import status_line
from codementor_cli.cli.terminal.streams import look_of
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Program, SourceFile
from codementor_cli.domain.diagnosis import Diagnosis, Health
from codementor_cli.domain.judging.execution import CaseRun
from codementor_cli.errors import CodementorError, UsageError
from codementor_cli.text.amounts import count_text, measured_text, size_text
from codementor_cli.text.units import MIB
from codementor_cli.text.untrusted import visible_line

_ENOUGH_DISK_BYTES = 1024 * MIB
"""About what the image of one large language takes while it is built."""

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
        found = list(diagnoses(sandbox, report if live else _nobody))
        report("")
    if as_json:
        from codementor_cli.schemas.public.base import to_json  # noqa: PLC0415 - pydantic, only for --json
        from codementor_cli.schemas.public.diagnosis import doctor_report  # noqa: PLC0415 - the same

        out.answer_text(to_json(doctor_report(tuple(found)).json_value(), out.ascii_only))
    else:
        out.answer(doctor_lines(found, look_of(out.output_stream)))
    return 4 if any(each.health is Health.FAILED for each in found) else 0


def doctor_lines(found: list[Diagnosis], look: Look) -> list[Line]:
    """Return the table, and under it what to type next."""
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


def diagnoses(sandbox: str | None, report: Callable[[str], None]) -> Iterator[Diagnosis]:
    """Look at one thing after another; what needs a missing thing is left out."""
    yield _ok("codementor", f"{__version__}, Python {platform.python_version()} at {sys.executable}")
    report("settings")
    try:
        app = application(sandbox)
        yield _settings(app)
    except UsageError:
        raise
    except CodementorError as error:
        yield _failed("settings", error)
        return
    report("challenges")
    yield _challenges(app)
    yield from _folders()
    yield _kept(app)
    report("sandbox")
    works = True
    try:
        for each in diagnose(app):
            works = works and each.health is not Health.FAILED
            yield each
    except CodementorError as error:
        works = False
        yield _failed("sandbox", error)
    if works:
        yield from _programs(app, report)


def _settings(app: Application) -> Diagnosis:
    names = [str(file.path) for file in app.settings.files]
    return _ok("settings", ", ".join(names) if names else "no settings file; defaults and environment")


def _challenges(app: Application) -> Diagnosis:
    count = len(app.catalog.ids())
    folders = ", ".join(str(each) for each in app.challenge_folders if each.is_dir())
    if not count:
        return Diagnosis(
            subject="challenges",
            health=Health.WARNING,
            message="none found",
            next_step="codementor challenges new ID",
        )
    # A mistyped folder holds no challenges, and nothing else would say so.
    missing = [str(each) for each in app.settings.challenge_folders if not each.is_dir()]
    if missing:
        return Diagnosis(
            subject="challenges",
            health=Health.WARNING,
            message=f"{count} in {folders}; there is no folder {', '.join(missing)}",
            next_step="Check CODEMENTOR_CHALLENGES, or challenges in your config file: codementor config",
        )
    return _ok("challenges", f"{count} in {folders}")


def _folders() -> Iterator[Diagnosis]:
    """Look at the folders that we write to, and the room there."""
    from platformdirs import user_cache_path, user_data_path  # noqa: PLC0415 - 10 ms, only here

    for subject, folder in (
        ("data folder", user_data_path("codementor")),
        ("cache folder", user_cache_path("codementor")),
        ("temporary folder", Path(tempfile.gettempdir())),
    ):
        yield _folder(subject, folder)


def _kept(app: Application) -> Diagnosis:
    """Say what compiling again is spared, and how to be rid of it."""
    builds = build_folder(app)
    if builds is None:
        return _ok("compile cache", "off")
    count, size = builds.size()
    kept = f"{count_text(count, 'compilation')}, {size_text(size)}; `codementor images prune` removes them"
    return _ok("compile cache", kept if count else "empty")


def _folder(subject: str, folder: Path) -> Diagnosis:
    existing = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    if not os.access(existing, os.W_OK | os.X_OK):
        return Diagnosis(
            subject=subject,
            health=Health.WARNING,
            message=f"{folder} cannot be written",
            next_step=f"make {existing} writable for you",
        )
    free = shutil.disk_usage(existing).free
    if free < _ENOUGH_DISK_BYTES:
        return Diagnosis(
            subject=subject,
            health=Health.WARNING,
            message=f"{folder}, only {size_text(free)} free",
            next_step="codementor images prune, or make room otherwise",
        )
    return _ok(subject, f"{folder}, {size_text(free)} free")


def _programs(app: Application, report: Callable[[str], None]) -> Iterator[Diagnosis]:
    """Look at the images of Docker lanes, and run a program in a lane."""
    if app.engine != "docker":
        yield from _lane(app, "python", report)
        return
    report("images")
    try:
        statuses = app.images.statuses()
    except CodementorError as error:
        yield _failed("images", error)
        return
    built = [each.language for each in statuses if each.built]
    missing = [each.language for each in statuses if not each.built]
    if missing:
        # First use builds them: judging works, and starts later.
        yield Diagnosis(
            subject="images",
            health=Health.WARNING,
            message=f"built: {', '.join(built) or 'none'}; not built: {', '.join(missing)}",
            next_step=f"codementor images build {' '.join(missing)}",
        )
    else:
        yield _ok("images", f"built: {', '.join(built)}")
    if built:
        yield from _lane(app, "python" if "python" in built else built[0], report)


def _lane(app: Application, name: str, report: Callable[[str], None]) -> Iterator[Diagnosis]:
    """Run a program in a lane, and programs that break each limit."""
    report("hello, world")
    hello = _hello(app, name, report)
    yield hello
    if hello.health is Health.OK:
        report("limits")
        try:
            yield from prove_limits(app, report)
        except CodementorError as error:
            yield _failed("limits", error)


def _hello(app: Application, name: str, report: Callable[[str], None]) -> Diagnosis:
    language = app.languages.get(name)
    source = SourceFile(language.main_name, language.hello.encode())
    program = Program(language=name, files=(source,), main=language.main_name)
    try:
        with app.sandbox(report).open(program, Limits(time_seconds=10), 1) as session:
            session.compilation()
            result = next(iter(session.run([CaseRun(key=0)])))
    except CodementorError as error:
        return _failed("hello, world", error)
    if result.execution is None or result.execution.stdout != b"hello, world\n":
        fault = result.fault or "it printed something else"
        return Diagnosis(
            subject="hello, world",
            health=Health.FAILED,
            message=f"a {name} program did not run: {fault}",
            next_step=f"codementor images build --force {name}",
        )
    return _ok("hello, world", f"a {name} program ran in {measured_text(result.execution.wall_seconds)}")


def _ok(subject: str, message: str) -> Diagnosis:
    return Diagnosis(subject=subject, health=Health.OK, message=message)


def _failed(subject: str, error: CodementorError) -> Diagnosis:
    return Diagnosis(subject=subject, health=Health.FAILED, message=error.message, next_step=error.next_step)


def _nobody(_message: str) -> None:
    """Take progress that nobody sees."""
