"""The launchers of an engine, one a language, as long as their files stay what they are."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from typing import Protocol

from codementor_cli.domain.challenge.program import Language
from codementor_cli.ports import Languages
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import Launcher
from codementor_cli.sandbox.warm.demand import Shape


class Engine(Protocol):
    """An engine as a pool needs it: the parts of ``ports.Sandbox`` without a session, and its launchers."""

    @property
    def name(self) -> str:
        """Meet ``ports.Sandbox``."""

    def launcher(self, language: Language) -> Launcher:
        """Return the launcher of a language's lanes."""

    def stamp(self, language: Language) -> str:
        """Return a text that changes whenever such lanes would have other files than before."""


@dataclass(frozen=True, slots=True)
class Held:
    """A lane, and the launcher that it comes from."""

    lane: Lane
    launcher: Launcher

    def end(self) -> None:
        """End the lane; return once it is gone."""
        self.lane.close()
        self.launcher.release(self.lane)


class Launchers:
    """The launchers of one engine. Threads may share them."""

    def __init__(self, engine: Engine, languages: Languages) -> None:
        self._engine = engine
        self._languages = languages
        self._current: dict[str, tuple[str, Launcher]] = {}
        """By language, with its stamp."""
        self._older: list[Launcher] = []
        """Their lanes may still run programs."""
        self._guard = threading.Lock()
        """Held for both."""
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        """By language: held while a launcher is made, for which an image may have to be built."""

    def stamp(self, language: str) -> str:
        """Return the stamp of a language's lanes as they are now."""
        return self._engine.stamp(self._languages.get(language))

    def get(self, language: str, stamp: str | None = None) -> Launcher:
        """Return the launcher of a language's lanes with a stamp; None: with that of now.

        Raises:
            SandboxFault: The engine is not there.
        """
        wanted = self.stamp(language) if stamp is None else stamp
        with self._guard:
            making = self._making[language]
        with making:
            with self._guard:
                before, found = self._current.get(language, ("", None))
            if found is not None and before == wanted:
                return found
            made = self._engine.launcher(self._languages.get(language))
            with self._guard:
                if found is not None:
                    self._older.append(found)
                self._current[language] = (wanted, made)
            return made

    def start(self, shape: Shape, stamp: str) -> Held:
        """Return a new lane, whose interpreter to fork from starts meanwhile.

        Raises:
            SandboxFault: The engine cannot make one.
            LaneDiedError: It was made, and died.
        """
        launcher = self.get(shape.language, stamp)
        lane = launcher.launch(shape.policy)
        if shape.zygote is not None:
            lane.send_zygote(shape.zygote)
        return Held(lane, launcher)

    def finish(self) -> None:
        """End every lane."""
        with self._guard:
            found = [*self._older, *(launcher for _, launcher in self._current.values())]
            self._older.clear()
            self._current.clear()
        for launcher in found:
            launcher.finish()
