"""What was taken out of a repository: programs to judge, or why there is none; and the commit it stood at."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.results import ChallengeState, Commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The program of one challenge."""

    program: Program
    file: str
    """The main file's path in the repository."""
    folder: str = ""
    """What the program's other files are relative to, in the repository; empty: its top level."""
    notes: tuple[str, ...] = ()

    def repository_path(self, lane_path: str) -> str | None:
        """Return where a file of the program is in the repository; None: it is none of the program's."""
        if lane_path == self.program.main:
            return self.file
        if any(file.path == lane_path for file in self.program.files):
            return f"{self.folder}/{lane_path}" if self.folder else lane_path
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Why there is no program of one challenge."""

    state: ChallengeState
    """``missing`` or ``refused``."""
    reason: str
    """One line for the student."""
    file: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """All that grading takes of a repository."""

    challenges: tuple[Taken | NotTaken, ...] = ()
    """In the assignment's order; empty where the repository is refused as a whole."""
    commit: Commit | None = None
    notes: tuple[str, ...] = ()
    refusal: str = ""
    """Why the repository cannot be taken at all, one line for the student; empty: it can."""
