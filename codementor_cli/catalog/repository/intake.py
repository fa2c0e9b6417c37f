"""Programs of a repository: each file and its language, or a clear line where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codementor_cli.catalog.programs import MAX_FILE_COUNT, MAX_SOURCE_BYTES, language_of, program_of_files
from codementor_cli.catalog.repository.head import read_commit
from codementor_cli.catalog.repository.patterns import Matches, find, namesakes
from codementor_cli.catalog.repository.tree import Parts, RefusedError, RepositoryTree
from codementor_cli.domain.challenge.challenge import Challenge
from codementor_cli.domain.challenge.program import Program
from codementor_cli.domain.grading.assignment import AssignedChallenge
from codementor_cli.domain.grading.repository_content import NoProgram, RepositoryContent, TakenProgram
from codementor_cli.domain.grading.results import ChallengeState
from codementor_cli.files.folder import Refused
from codementor_cli.ports import Languages
from codementor_cli.text.excerpts import brief
from codementor_cli.text.sentences import one_of
from codementor_cli.text.untrusted import escaped

_SHOWN_COUNT = 3
_NOT_HONOURED = (".codementor.toml", "assignment.yaml", "challenge.yaml")
"""Files with which a repository could try to grade itself."""


def take_repository(
    root: Path, challenges: Sequence[tuple[AssignedChallenge, Challenge]], languages: Languages, git: str | None
) -> RepositoryContent:
    """Return all that grading takes of a repository; whatever is wrong with it is said in the result.

    Args:
        root: Its folder.
        challenges: What is looked for, in the assignment's order.
        languages: Which there are.
        git: Absolute path of git, for packs; None: it is not installed.

    Raises:
        OSError: This machine cannot read it now: no fault of the student's.
    """
    try:
        with RepositoryTree(root) as tree:
            found = [_Search(tree, assigned, challenge, languages).take() for assigned, challenge in challenges]
            contents: dict[str, bytes] = {}
            for _, read in found:
                contents.update(read)
            tree.renew()
            commit, notes = read_commit(tree, contents, git)
            return RepositoryContent(
                challenges=tuple(each for each, _ in found), commit=commit, notes=(*_notes(tree), *notes)
            )
    except RefusedError as error:
        return RepositoryContent(refusal=str(error))


def _notes(tree: RepositoryTree) -> tuple[str, ...]:
    notes = [
        f"{name} is not used: settings, challenges and assignments come from the teacher alone."
        for name in _NOT_HONOURED
        if tree.mode((name,)) is not None
    ]
    if tree.mode((".gitmodules",)) is not None:
        notes.append("Submodules are not looked into: hand in the files themselves.")
    return tuple(notes)


class _Search:
    """Looks for the program of one challenge."""

    def __init__(
        self, tree: RepositoryTree, assigned: AssignedChallenge, challenge: Challenge, languages: Languages
    ) -> None:
        self._tree = tree
        self._assigned = assigned
        self._challenge = challenge
        self._languages = languages
        self._notes: list[str] = []
        self._read: dict[str, bytes] = {}

    def take(self) -> tuple[TakenProgram | NoProgram, dict[str, bytes]]:
        """Return the program, or why there is none, and what was read by its path in the repository."""
        self._tree.renew()
        try:
            main = self._main()
            return self._taken(main) if isinstance(main, tuple) else main, self._read
        except RefusedError as error:
            return self._refused(str(error)), {}

    def _main(self) -> Parts | NoProgram:
        """Return the first file that the first pattern with one leads to."""
        others: dict[Parts, str] = {}
        unprintable: list[Parts] = []
        links: list[Parts] = []
        for pattern in self._assigned.files:
            matches = find(self._tree, pattern)
            self._tell_left_out(matches)
            if matches.files:
                self._tell_candidates(matches, pattern)
                return matches.files[0]
            others |= matches.others
            unprintable += matches.unprintable
            links += [path for path in matches.links if path not in links]
        if unprintable:
            name = brief("/".join(unprintable[0]))
            return self._refused(f"{name}: the name has characters that do not print. Rename the file.", name)
        if others:
            path, what = next(iter(others.items()))
            name = brief("/".join(path))
            return self._refused(f"{name} is {what}, and is not followed. Put the file itself there.", name)
        return self._namesake() or self._missing(links)

    def _namesake(self) -> NoProgram | None:
        """Return why a file is not taken that has the name that was looked for, but not its ending or its letters."""
        for pattern in self._assigned.files:
            try:
                found = namesakes(self._tree, pattern)
            except RefusedError:
                return None
            for path in found:
                name = brief("/".join(path))
                wrong = self._wrong_language(path[-1])
                if not wrong:
                    return self._refused(f"{name}: expected a name like {escaped(pattern)}. Rename the file.", name)
                if language_of(path[-1], self._languages) is not None:
                    return self._refused(f"{name}: {wrong}", name)
        return None

    def _missing(self, links: Sequence[Parts]) -> NoProgram:
        if links:
            self._notes.append(f"Symbolic links are not followed: {_named(links)}.")
        looked = one_of([escaped(pattern) for pattern in self._assigned.files])
        return NoProgram(
            state=ChallengeState.MISSING,
            reason=f"There is no file where it was looked for: {looked}.",
            notes=tuple(self._notes),
        )

    def _tell_left_out(self, matches: Matches) -> None:
        for path in matches.submodules[:_SHOWN_COUNT]:
            note = f"{brief('/'.join(path))} is a repository of its own: nothing in it is graded."
            if note not in self._notes:
                self._notes.append(note)
        if matches.files and matches.others:
            self._notes.append(f"Left out, for it is no file: {_named(list(matches.others))}.")
        if matches.files and matches.unprintable:
            self._notes.append(f"Left out, for characters that do not print: {_named(matches.unprintable)}.")

    def _tell_candidates(self, matches: Matches, pattern: str) -> None:
        count = len(matches.files)
        if count > 1:
            others = _named(matches.files[1:])
            rest = "" if count - 1 <= _SHOWN_COUNT else f" and {count - 1 - _SHOWN_COUNT} more"
            self._notes.append(
                f"{count} files match {escaped(pattern)}: the first is graded, {brief('/'.join(matches.files[0]))}; "
                f"not {others}{rest}."
            )

    def _taken(self, main: Parts) -> TakenProgram | NoProgram:
        name = "/".join(main)
        wrong = self._wrong_language(main[-1])
        if wrong:
            return self._refused(f"{brief(name)}: {wrong}", name)
        try:
            program = self._program(main)
        except RefusedError as error:
            return self._refused(f"{brief(name)} {error}.", name)
        except Refused as error:
            step = f" ({error.suggestion})" if error.suggestion else ""
            return self._refused(f"{brief(name)}: {error.message}{step}.", name)
        return TakenProgram(program=program, file=name, folder="/".join(main[:-1]), notes=tuple(self._notes))

    def _wrong_language(self, name: str) -> str:
        """Return why the language of a file is not taken; empty: it is."""
        taken = [
            each
            for each in self._languages.all()
            if self._challenge.takes(each) and (not self._assigned.languages or each.name in self._assigned.languages)
        ]
        language = language_of(name, self._languages)
        if language is not None and language.name in [each.name for each in taken]:
            return ""
        titles = one_of([each.title for each in taken]) if taken else "none"
        what = "no language has this ending" if language is None else f"it is {language.title}"
        return f"{what}; taken here: {titles}."

    def _program(self, main: Parts) -> Program:
        """Read the main file and those that belong to it."""
        folder = main[:-1]
        contents = {main[-1]: self._content(main)}
        for pattern in self._assigned.more_files:
            for path in find(self._tree, pattern).files:
                if path[: len(folder)] != folder:
                    self._notes.append(f"Left out: {brief('/'.join(path))} is not below the main file's folder.")
                elif path != main:
                    contents["/".join(path[len(folder) :])] = self._content(path)
                if len(contents) > MAX_FILE_COUNT:
                    raise Refused(f"the program has more than {MAX_FILE_COUNT} files")
        return program_of_files(main[-1], contents, self._languages)

    def _content(self, path: Parts) -> bytes:
        content = self._tree.read(path, MAX_SOURCE_BYTES)
        self._read["/".join(path)] = content
        return content

    def _refused(self, reason: str, file: str = "") -> NoProgram:
        return NoProgram(state=ChallengeState.REFUSED, reason=reason, file=file, notes=tuple(self._notes))


def _named(paths: Sequence[Parts]) -> str:
    """Return some of the paths, as they are shown."""
    return one_of([brief("/".join(path)) for path in paths[:_SHOWN_COUNT]])
