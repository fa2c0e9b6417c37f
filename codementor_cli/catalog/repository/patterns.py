"""Patterns of where a file may be, looked up in a repository: only folders that a pattern leads to are listed."""

from __future__ import annotations

import fnmatch
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field

from codementor_cli.catalog.repository.tree import Parts, RepositoryTree
from codementor_cli.files.below import kind_of

MAX_DEPTH = 20
"""Folders below each other that ``**`` goes into."""
_FOLDERS = "**"


@dataclass(slots=True)
class Matches:
    """What one pattern leads to."""

    files: list[Parts] = field(default_factory=list)
    """Regular files, those nearest to the top level first, then by name."""
    others: dict[Parts, str] = field(default_factory=dict)
    """What the pattern names and is no file, and what it is: ``a symbolic link``."""
    links: list[Parts] = field(default_factory=list)
    """Links that ``**`` came upon: folders perhaps, not looked into."""
    unprintable: list[Parts] = field(default_factory=list)
    """Regular files whose paths cannot be shown as they are."""
    submodules: list[Parts] = field(default_factory=list)
    """Folders that are repositories themselves: not looked into."""


def find(tree: RepositoryTree, pattern: str) -> Matches:
    """Return what matches a pattern: ``*``, ``?`` and ``[…]`` in a name, ``**`` for any folders.

    Names that start with a dot match only where the pattern says the dot; ``.git`` never does.

    Raises:
        RefusedError: The repository has too many files to look at.
    """
    matches = Matches()
    for path in sorted(set(_walk(tree, (), tuple(pattern.split("/")), matches)), key=lambda path: (len(path), path)):
        mode = tree.mode(path)
        if mode is None or stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            matches.others[path] = "a symbolic link" if stat.S_ISLNK(mode) else kind_of(mode)
        elif all(name.isprintable() for name in path):
            matches.files.append(path)
        else:
            matches.unprintable.append(path)
    return matches


def namesakes(tree: RepositoryTree, pattern: str) -> list[Parts]:
    """Return files that a pattern would match but for its ending or for small and capital letters.

    A pattern that names neither a folder nor a file has none: it is about the ending alone.

    Raises:
        RefusedError: The repository has too many files to look at.
    """
    folder, _, name = pattern.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    if folder in {"", "**"} and not (stem or name).strip("*?"):
        return []
    matcher = re.compile(fnmatch.translate(f"{stem}.*" if dot else name), re.IGNORECASE)
    found = find(tree, f"{folder}/*" if folder else "*")
    return [path for path in found.files if matcher.match(path[-1])]


def _walk(tree: RepositoryTree, folder: Parts, pattern: Parts, matches: Matches) -> Iterator[Parts]:
    """Yield every path below a folder that matches; what is there is looked at later."""
    first, rest = pattern[0], pattern[1:]
    if first == _FOLDERS:
        yield from _walk(tree, folder, rest, matches)
        if len(folder) < MAX_DEPTH:
            for name in tree.names(folder):
                if tree.is_link((*folder, name)):
                    # With an ending it is a file's, and perhaps another challenge's.
                    matches.links += [] if "." in name else [(*folder, name)]
                elif not name.startswith(".") and _enters(tree, (*folder, name), matches):
                    yield from _walk(tree, (*folder, name), pattern, matches)
        return
    for name in _named(tree, folder, first):
        path = (*folder, name)
        if not rest:
            yield path
        elif _enters(tree, path, matches):
            yield from _walk(tree, path, rest, matches)


def _named(tree: RepositoryTree, folder: Parts, part: str) -> list[str]:
    """Return the names in a folder that one part of a pattern matches; a plain name is not looked up in a list."""
    if not any(sign in part for sign in "*?["):
        return [] if part.lower() == ".git" or tree.mode((*folder, part)) is None else [part]
    matcher = re.compile(fnmatch.translate(part))
    return [
        name
        for name in tree.names(folder)
        if matcher.match(name) and name.lower() != ".git" and (part[0] == "." or name[0] != ".")
    ]


def _enters(tree: RepositoryTree, path: Parts, matches: Matches) -> bool:
    """Return whether a path is a folder to look into; a link to one, or a repository in this one, is remembered."""
    mode = tree.mode(path)
    if mode is None:
        return False
    if stat.S_ISLNK(mode):
        matches.others[path] = "a symbolic link"
    if not stat.S_ISDIR(mode):
        return False
    if tree.mode((*path, ".git")) is None:
        return True
    if path not in matches.submodules:
        matches.submodules.append(path)
    return False
