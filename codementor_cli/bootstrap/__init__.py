"""The composition root: the only place that names an adapter. Everything heavy is imported when it is asked for.

``Application`` holds the parts for judging; the other modules here build grading, mentoring and practice on it.
"""

# ruff: noqa: PLC0415 - lazy imports are what this module is for; `--help` and completion pay for none of them

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from codementor_cli.bootstrap.once import Once
from codementor_cli.errors import EnvironmentFault
from codementor_cli.settings import Settings

if TYPE_CHECKING:
    from types import TracebackType

    from codementor_cli.catalog.challenges.folder import FolderCatalog
    from codementor_cli.catalog.languages import YamlLanguages
    from codementor_cli.domain.challenge.challenge import TestSuite
    from codementor_cli.domain.challenge.program import Program
    from codementor_cli.files.disk_cache import DiskCache
    from codementor_cli.ports import Budget, Judge, Runner, Sandbox
    from codementor_cli.remote.address import Address
    from codementor_cli.sandbox.docker import Daemon
    from codementor_cli.sandbox.images.docker_images import Images
    from codementor_cli.sandbox.lanes.early_lanes import HeadStart
    from codementor_cli.sandbox.lanes.lane_sandbox import LaneSandbox
    from codementor_cli.services.judging.judge import JudgeService
    from codementor_cli.services.judging.submit import Machine
    from codementor_cli.services.judging.which_file import FolderSettings

Report = Callable[[str], None]
"""Takes one short line on how long work goes on."""


def _ignore(_line: str) -> None:
    """Ignore it."""


def data_folder(name: str) -> Path:
    """Return a folder of data: from the installed wheel, or from a checkout's top level."""
    package = Path(__file__).parents[1]
    packaged = package / "data" / name
    return packaged if packaged.is_dir() else package.parent / name


class Application:
    """The settings, and all parts that follow from them.

    A process builds one and shares it between threads: several may ask for a part at a time. ``close``, or the end of a
    ``with`` statement, closes connections and unused lanes.
    """

    def __init__(self, settings: Settings, tell_note: Report = _ignore) -> None:
        """Take the settings; each part opens at its first request.

        Args:
            settings: Effective ones.
            tell_note: Told once that programs are judged elsewhere than the user may expect.
        """
        self.settings = settings
        self.tell_note = tell_note
        self._note = ""
        self._head_start: HeadStart | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close connections and unused lanes; may be called more than once. Running judgings end by their tokens."""
        self._opened.close()

    def close_later(self, close: Callable[[], None]) -> None:
        """Let something be closed with the application."""
        self._opened.callback(close)

    def begin_with(self, head_start: HeadStart) -> None:
        """Give the first program lanes that have started already; ``close`` ends unused ones."""
        self._head_start = head_start
        self._opened.callback(head_start.close)

    @Once
    def languages(self) -> YamlLanguages:
        """The languages that programs may be written in."""
        from codementor_cli.catalog.languages import YamlLanguages

        zygotes = self.settings.value("zygote").value
        return YamlLanguages(data_folder("sandbox_images") / "languages.yaml", zygotes=zygotes, kept=self._kept)

    @Once
    def _kept(self) -> DiskCache | None:
        """Where the table of languages is kept as it was read; None where the settings want nothing kept."""
        folder = self.cache_folder("readings")
        if folder is None:
            return None
        from codementor_cli.catalog.languages import languages_cache

        return languages_cache(folder)

    def forget_languages(self) -> None:
        """Remove the table of languages as it was read."""
        if self._kept is not None:
            self._kept.clear()

    def cache_folder(self, name: str) -> Path | None:
        """Return a folder for what can be made again; None where the settings want nothing kept."""
        if not self.settings.value("compile_cache").value:
            return None
        from platformdirs import user_cache_path

        return user_cache_path("codementor") / name

    @Once
    def challenge_folders(self) -> tuple[Path, ...]:
        """Where challenges are looked for, first folder first."""
        own, packaged = self.settings.working_folder / "challenges", data_folder("challenges")
        local = () if own.resolve() == packaged.resolve() else (own,)
        return (*self.settings.challenge_folders, *local, packaged)

    @Once
    def catalog(self) -> FolderCatalog:
        """The challenges of all folders."""
        from codementor_cli.catalog.challenges.folder import FolderCatalog

        return FolderCatalog(self.challenge_folders, self.languages)

    @Once
    def images(self) -> Images:
        """The images that Docker lanes start from."""
        from codementor_cli.sandbox.images.docker_images import Images

        return Images(data_folder("sandbox_images"), lambda: self._docker)

    @Once
    def _docker(self) -> Any:
        """The SDK's client: for images, and for daemons that no socket of this machine leads to."""
        from codementor_cli.sandbox.docker import connect

        return self._opened.enter_context(closing(connect()))

    @Once
    def daemon(self) -> Daemon:
        """The Docker daemon, once it has answered.

        Raises:
            EnvironmentFault: None answers.
        """
        from codementor_cli.sandbox.docker import find_daemon

        return find_daemon(lambda: self._docker)

    @Once
    def engine(self) -> str:
        """The engine in force: ``docker`` wherever a daemon answers, else ``bubblewrap``; never anything weaker.

        Raises:
            EnvironmentFault: There is neither, or the settings ask to judge elsewhere.
        """
        from codementor_cli.bootstrap.engines import check_settings

        check_settings(self.settings)
        wanted = str(self.settings.value("sandbox").value)
        if wanted != "auto":
            return wanted
        from codementor_cli.sandbox.bubblewrap import find_bubblewrap

        try:
            _ = self.daemon
        except EnvironmentFault as fault:
            if find_bubblewrap():
                from codementor_cli.bootstrap.engines import judged_elsewhere

                self._note = judged_elsewhere(self.settings, fault)
                return "bubblewrap"
            step = fault.next_step
            if sys.platform == "linux":
                step += "\nOr do without Docker: sudo apt-get install bubblewrap"
            raise EnvironmentFault(f"There is no sandbox. {fault.message}", step) from fault
        return "docker"

    def sandbox(self, report: Report) -> LaneSandbox:
        """Return the engine that the settings ask for.

        Args:
            report: Told when an image must be built first; an empty line when that is done.

        Raises:
            EnvironmentFault: The settings ask for an engine that is not there.
        """
        from codementor_cli.bootstrap.engines import engine_of

        engine = engine_of(self, report)
        engine.share(self.budget)
        note, self._note = self._note, ""
        if note:
            self.tell_note(note)
        if self._head_start is not None:
            engine.begin_with(self._head_start)
        return engine

    @Once
    def judge_address(self) -> Address | None:
        """Where programs are judged; None: in this process."""
        from codementor_cli.bootstrap.judges import judge_address

        return judge_address(self.settings)

    def judge_service(self, report: Report, of_class: bool = False) -> Judge:
        """Return the judge in force: on this machine, or on the server that the settings name."""
        from codementor_cli.bootstrap.judges import judge_in_force

        return judge_in_force(self, report, of_class)

    def runner(self, report: Report) -> Runner:
        """Return what runs single programs, there where they are judged."""
        from codementor_cli.bootstrap.judges import runner_in_force

        return runner_in_force(self, report)

    def judge_on(self, sandbox: Sandbox, report: Report = _ignore) -> JudgeService:
        """Return the judge on a sandbox; it shares the machine with all other judges of this user.

        Args:
            sandbox: Where it judges.
            report: Told where a judging waits for others to end.
        """
        from codementor_cli.services.judging.judge import JudgeService

        return JudgeService(sandbox, self.languages, self.budget, report)

    @property
    def machine(self) -> Machine:
        """What one judging may take of this machine."""
        from codementor_cli.services.judging.submit import Machine

        return Machine(languages=self.languages, ceilings=self.settings.ceilings, core_count=core_count())

    @property
    def folder_settings(self) -> FolderSettings:
        """What the working folder's settings say of the file and the challenge that are meant."""
        from codementor_cli.services.judging.which_file import FolderSettings

        challenge, file = self.settings.value("practice.challenge").value, self.settings.value("practice.file")
        path = None if file.value is None else Path(file.value)
        return FolderSettings(challenge_id=challenge, file=path, origin=file.origin)

    @Once
    def budget(self) -> Budget:
        """How many lanes this user's commands may keep busy on this machine at a time."""
        from codementor_cli.files.runtime import runtime_folder
        from codementor_cli.sandbox.machine_budget import MachineBudget

        return MachineBudget(runtime_folder(self.settings.environment), core_count())

    def read_program(self, path: str, language: str | None, typed: bytes | None = None) -> Program:
        """Read a learner's file or folder, or take what was typed on standard input.

        Raises:
            UserFileError: It cannot be read as a program.
        """
        from codementor_cli.catalog.programs import read_program

        return read_program(Path(path), self.languages, language, typed)

    def load_cases(self, path: str) -> TestSuite:
        """Read ad hoc cases.

        Raises:
            UserFileError: The file has problems; all of them.
        """
        from codementor_cli.catalog.challenges.cases import load_cases

        return load_cases(Path(path), self.languages)

    def new_challenge(self, challenge_id: str) -> Path:
        """Lay out a new challenge in the working folder's ``challenges``.

        Raises:
            UserFileError: The id is taken, or is not one.
        """
        from codementor_cli.catalog.challenges.scaffold import new_challenge

        return new_challenge(self.settings.working_folder / "challenges", challenge_id)


def challenge_json_schema() -> dict[str, object]:
    """Return the JSON Schema of challenge.yaml."""
    from codementor_cli.catalog.challenges.schema import challenge_schema

    return challenge_schema()


def core_count() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
