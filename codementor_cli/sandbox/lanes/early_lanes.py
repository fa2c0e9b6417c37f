"""Lanes that start before a session asks for them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress

from codementor_cli.errors import SandboxFault
from codementor_cli.sandbox.lanes.builds import Builds
from codementor_cli.sandbox.lanes.lane import Lane
from codementor_cli.sandbox.lanes.launcher import Launcher
from codementor_cli.sandbox.lanes.step_report import LaneDiedError
from codementor_cli.sandbox.policy import LanePolicy, Step

_START_SECONDS = 10.0
"""How long closing waits for a lane that is about to start; it starts in a fraction of one."""


class PreparedLauncher:
    """Hands out lanes that it started ahead, and new ones when those are used up; meets ``launcher.Launcher``.

    They start one after the other, since two at once slow each other, until a later one is asked for.

    Args:
        make: Returns the engine's launcher; called in a thread, where it may take its time.
        wanted: How many lanes of each policy to start ahead; those that are needed first come first.
        zygotes: The step that interpreters are started for in lanes of a policy, where that is known already.
    """

    def __init__(
        self,
        make: Callable[[], Launcher],
        wanted: Counter[LanePolicy],
        zygotes: Mapping[LanePolicy, Step] | None = None,
    ) -> None:
        self._make = make
        self._making = threading.Lock()
        self._launcher: Launcher | None = None
        self._ahead: list[_Ahead] = []
        for policy in wanted.elements():
            before = self._ahead[-1] if self._ahead else None
            self._ahead.append(_Ahead(self._engine, policy, (zygotes or {}).get(policy), before))
        self._guard = threading.Lock()
        self._finished = False

    def launch(self, policy: LanePolicy) -> Lane:
        """Meet ``Launcher``."""
        with self._guard:
            found = next((each for each in self._ahead if each.policy == policy), None)
            if found is not None:
                self._ahead.remove(found)
        lane = None if found is None else found.lane()
        return self._engine().launch(policy) if lane is None else lane

    def died_of_memory(self, lane: Lane) -> bool:
        """Meet ``Launcher``."""
        return self._engine().died_of_memory(lane)

    def discard(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._engine().discard(lane)

    def release(self, lane: Lane) -> None:
        """Meet ``Launcher``."""
        self._engine().release(lane)

    def builds(self) -> Builds:
        """Meet ``Launcher``."""
        return self._engine().builds()

    def close(self) -> None:
        """End the lanes that were not taken."""
        with self._guard:
            left, self._ahead = self._ahead, []
        for each in left:
            each.close()

    def finish(self) -> None:
        """Meet ``Launcher``."""
        with self._guard:
            if self._finished:
                return
            self._finished = True
        self.close()
        if self._launcher is not None:
            self._launcher.finish()

    def _engine(self) -> Launcher:
        with self._making:
            if self._launcher is None:
                self._launcher = self._make()
            return self._launcher


class _Ahead:
    """A lane that is starting, in a thread of its own."""

    def __init__(
        self, engine: Callable[[], Launcher], policy: LanePolicy, zygote: Step | None, before: _Ahead | None
    ) -> None:
        self.policy = policy
        self._zygote = zygote
        self._lane: Lane | None = None
        self._unwanted = False
        self.is_over = threading.Event()
        """It has started, or will not; or the next one need not wait for it."""
        self._turn = threading.Event() if before is None else before.is_over
        if before is None:
            self._turn.set()
        self._thread = threading.Thread(target=self._start, args=(engine,), daemon=True)
        self._thread.start()

    def lane(self) -> Lane | None:
        """Return the lane, waiting for it; None: it did not start, or is gone."""
        self._turn.set()
        self._thread.join()
        if self._lane is None or self._lane.is_waiting():
            return self._lane
        self._lane.close()
        return None

    def close(self) -> None:
        """End the lane, perhaps before it has started."""
        self._unwanted = True
        self._turn.set()
        self._thread.join(_START_SECONDS)
        if self._lane is not None:
            self._lane.close()

    def _start(self, engine: Callable[[], Launcher]) -> None:
        self._turn.wait()
        # The session that needs a lane starts it again, and reports the fault.
        try:
            with suppress(SandboxFault, LaneDiedError):
                if not self._unwanted:
                    self._lane = engine().launch(self.policy)
                    if self._zygote is not None:
                        self._lane.send_zygote(self._zygote)
                if self._unwanted and self._lane is not None:
                    self._lane.close()
        finally:
            self.is_over.set()


class HeadStart:
    """Lanes for the first program of a language that an engine gets."""

    def __init__(self, language: str, launcher: PreparedLauncher) -> None:
        self._language = language
        self._launcher: PreparedLauncher | None = launcher

    def take(self, language: str) -> PreparedLauncher | None:
        """Return their launcher, once. None: they are another language's, or taken."""
        if language != self._language:
            return None
        launcher, self._launcher = self._launcher, None
        return launcher

    def close(self) -> None:
        """End the lanes that were not taken."""
        launcher = self.take(self._language)
        if launcher is not None:
            launcher.finish()
