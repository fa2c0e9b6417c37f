"""The real engines, for tests that need one: never a fake, never skipped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from codementor_cli.bootstrap import data_folder
from codementor_cli.catalog.languages import YamlLanguages
from codementor_cli.domain.challenge.limits import Limits
from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.domain.judging.execution import CaseRun, Execution, RunReport
from codementor_cli.ports import Languages, Sandbox, Session
from codementor_cli.sandbox.bubblewrap import BubblewrapOptions, BubblewrapSandbox
from codementor_cli.sandbox.docker import DockerSandbox, connect, owner
from codementor_cli.sandbox.images.docker_images import Images
from codementor_cli.sandbox.images.unpack import unpack
from codementor_cli.text.units import MIB
from tests.fakes.turns import one_at_a_time

ENGINES = ("docker", "bubblewrap")
"""What the suites run on."""
ORDINARY_USER = "bubblewrap of an ordinary user"
"""One more, for the attacks: with no control group and no user id but its own, it stands on other walls."""
_NOBODY = 65534
BUBBLEWRAP_LANGUAGES = ("python", "c")
"""What is unpacked for bubblewrap: the engines differ in how lanes start, and languages in nothing that concerns it."""
DEADLINE_SECONDS = 60.0
TIGHT = Limits(
    time_seconds=0.8, wall_time_seconds=2.4, memory_bytes=64 * MIB, output_bytes=256 * 1024, process_count=24
)
"""Limits under which an attack ends soon; on a busy machine, memory must run out before the wall time does."""
RECIPES = data_folder("sandbox_images")


class MoreLanguages:
    """The shipped languages, and some of a test's own."""

    def __init__(self, *more: Language) -> None:
        self._shipped = YamlLanguages(RECIPES / "languages.yaml")
        self._more = {language.name: language for language in more}

    def all(self) -> tuple[Language, ...]:
        return (*self._shipped.all(), *self._more.values())

    def get(self, name: str) -> Language:
        return self._more.get(name) or self._shipped.get(name)

    def digest(self) -> str:
        return self._shipped.digest()


def image_of(language: Language) -> str:
    """Return the image of a language; a test's own language has the image of the language that its title names."""
    names = {shipped.name for shipped in MoreLanguages().all()}
    with closing(connect()) as client:
        return Images(RECIPES, lambda: client).ensure(
            language.name if language.name in names else language.title, print
        )


MakeEngine = Callable[[Languages], Sandbox]
"""An engine over other languages than the shipped ones."""


@contextmanager
def engines(name: str, folder: Path) -> Iterator[MakeEngine]:
    """Yield a way to make one engine as ``bootstrap`` puts it together; give back its connections at the end.

    Args:
        name: One of ``ENGINES``, or ``ORDINARY_USER``.
        folder: Takes what bubblewrap's lanes are made of: the same images, as folders. What it has stays as it is.
    """
    yield from _made(name, folder)
    wait_until(lambda: not what_is_left(), "every lane, process and control group of the tests is gone")


def _made(name: str, folder: Path) -> Iterator[MakeEngine]:
    if name == "docker":
        yield lambda languages: DockerSandbox(languages, image_of)
    else:
        yield _bubblewrap(folder, _NOBODY if name == ORDINARY_USER else None)


def _bubblewrap(folder: Path, user: int | None) -> MakeEngine:
    """Return a way to make lanes of our images' files, started as a user; None: as this one."""
    for language in BUBBLEWRAP_LANGUAGES:
        with closing(connect()) as client, one_at_a_time(folder / "unpack.lock"):
            images = Images(RECIPES, lambda: client)  # used before the next one
            unpack(client.api, images.ensure(language, print), folder / language, print)
    return lambda languages: BubblewrapSandbox(languages, BubblewrapOptions(images=folder, user=user))


def program(language: str, text: str | bytes, name: str = "") -> Program:
    """Return a program of one file."""
    main = name or MoreLanguages().get(language).main_name
    content = text.encode() if isinstance(text, str) else text
    return Program(language=language, files=(SourceFile(main, content),), main=main)


def folder_program(language: str, folder: Path, main: str) -> Program:
    """Return a program of all files in a folder."""
    files = tuple(SourceFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file())
    return Program(language=language, files=files, main=main)


def run_one(session: Session, stdin: bytes = b"", *arguments: str) -> RunReport:
    """Run once and return the report."""
    (report,) = session.run([CaseRun(key=0, stdin=stdin, arguments=arguments)])
    return report


def facts(report: RunReport) -> Execution:
    """Return the facts of a report that must have them."""
    assert report.fault == ""
    assert report.execution is not None
    return report.execution


def once(engine: Sandbox, what: Program, stdin: bytes = b"", limits: Limits | None = None) -> Execution:
    """Compile and run a program once, and return its facts."""
    with engine.open(what, limits or Limits(), 1) as session:
        compilation = session.compilation()
        assert compilation is None or compilation.success, compilation
        return facts(run_one(session, stdin))


def what_is_left(process: int | None = None) -> list[str]:
    """Return what sessions of a process, or of this one, left: containers, bubblewrap processes, control groups."""
    own = str(os.getpid() if process is None else process)
    with closing(connect()) as client:
        containers = client.api.containers(all=True, filters={"label": owner.LANE})
    lanes = [found["Id"] for found in containers if found["Labels"][owner.OWNER].startswith(f"{own}:")]
    # os.walk passes over folders that vanish meanwhile: other containers' groups do.
    folders = (f"{top}/{name}" for top, names, _ in os.walk("/sys/fs/cgroup") for name in names)
    groups = [folder for folder in folders if f"/codementor-{own}-" in folder]
    processes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            if fields["Name"] == "bwrap" and fields["PPid"] == own:
                processes.append(str(status))
    return [*lanes, *groups, *processes]


def wait_until(condition: Callable[[], object], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    """Return as soon as a condition holds.

    Raises:
        AssertionError: It does not hold in time.
    """
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not in {seconds:g} s: {what}"
        time.sleep(0.01)
