"""The content of a repository as grading takes it: programs to judge, or why there is none, and the commit."""

from __future__ import annotations

from dataclasses import dataclass

from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import Identity
from codementor_cli.domain.grading.results import ChallengeState, Commit, Lateness


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenProgram:
    """The program of one challenge."""

    program: Program
    file: str
    """The main file's path in the repository."""
    folder: str = ""
    """The folder of the program in the repository; empty: the top level."""
    notes: tuple[str, ...] = ()

    def repository_path(self, lane_path: str) -> str | None:
        """Return where a file of the program is in the repository; None: the program has no such file."""
        if lane_path == self.program.main:
            return self.file
        if any(file.path == lane_path for file in self.program.files):
            return f"{self.folder}/{lane_path}" if self.folder else lane_path
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoProgram:
    """The reason for a challenge without a program."""

    state: ChallengeState
    """``missing`` or ``refused``."""
    reason: str
    """One line for the student."""
    file: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryContent:
    """The content of a repository for grading."""

    challenges: tuple[TakenProgram | NoProgram, ...] = ()
    """In the assignment's order; empty: the whole repository is refused."""
    commit: Commit | None = None
    notes: tuple[str, ...] = ()
    refusal: str = ""
    """The reason to refuse the whole repository, one line for the student; empty: it is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryToGrade:
    """A repository under grading."""

    identity: Identity
    name: str
    """Its folder's name, as it is shown; empty: there is no repository."""
    content: RepositoryContent = RepositoryContent()
    lateness: Lateness | None = None
    """None: there is no due date, or no commit to tell by."""
    fingerprint: str = ""
    """The digest of all that its result follows from."""
