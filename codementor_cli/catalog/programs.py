"""Programs of learners and authors: files become a ``Program`` with names that are safe inside a lane."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from codementor_cli.domain.challenge.program import Language, Program, SourceFile
from codementor_cli.errors import UserFileError
from codementor_cli.files.below import kind_of
from codementor_cli.files.folder import FolderFiles, Refused
from codementor_cli.files.paths import shown_path
from codementor_cli.ports import Languages
from codementor_cli.text.sentences import capitalised, closed, one_of
from codementor_cli.text.units import MIB
from codementor_cli.text.untrusted import escaped, shell_word

MAX_SOURCE_BYTES = 1 * MIB
MAX_FILE_COUNT = 100
MAX_FOREIGN_BYTES = 16 * MIB
"""Of all files of a program that a client of another judge sends: they bring data along."""

_SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def read_program(path: Path, languages: Languages, language: str | None = None, typed: bytes | None = None) -> Program:
    """Return a learner's program.

    Args:
        path: A file, or a folder whose main file is plain to see.
        languages: Which there are.
        language: The language's name; None: by the file's ending.
        typed: The program's text, where it came on standard input; there is no path then.

    Raises:
        UserFileError: It cannot be read, or is no program; the learner mends that.
    """
    name, shown_name = (path.name, shown_path(path)) if typed is None else ("", "standard input")
    wanted = None if language is None else languages.get(language)
    try:
        content = _read_file(path) if typed is None else typed
        if content is None:
            return _folder_program(FolderFiles(path), "", languages, wanted)
        _vet(content)
        return _file_program(name, content, languages, wanted)
    except Refused as error:
        raise UserFileError(f"{shown_name}: {error.message}", error.suggestion) from error


def program_of_files(main: str, contents: Mapping[str, bytes], languages: Languages) -> Program:
    """Return a program of files that were read already.

    Args:
        main: The name of the file that starts; its ending tells the language.
        contents: By path, relative to the main file's folder; holds the main file too.
        languages: Which there are.

    Raises:
        Refused: It is no program.
    """
    _vet(contents[main])
    if len(contents) == 1:
        return _file_program(main, contents[main], languages, None)
    language = language_of(main, languages)
    if language is None:
        raise Refused(f"no language has the ending {escaped(PurePosixPath(main).suffix)}")
    for name in contents:
        _check_name(name)
    files = tuple(SourceFile(name, content) for name, content in sorted(contents.items()))
    return Program(language=language.name, files=files, main=main)


def sent_program(language: Language, content: bytes, name: str = "", others: Sequence[SourceFile] = ()) -> Program:
    """Return a program that came over the network.

    Args:
        language: The one that was asked for.
        content: Of the main file.
        name: Of the main file; empty: the language's usual one.
        others: Further files.

    Raises:
        UserFileError: It is no program; names or contents do not work in a sandbox.
    """
    try:
        _vet(content)
        if name:
            _check_name(name)
        main = name if name and others else _main_name(name, content, language)
        files = (SourceFile(main, content), *others)
        _check_files(files, MAX_SOURCE_BYTES)
    except Refused as error:
        step = closed(capitalised(error.suggestion)) if error.suggestion else ""
        raise UserFileError(f"The program cannot be accepted: {error.message}.", step) from error
    return Program(language=language.name, files=files, main=main)


def foreign_program(language: Language, content: bytes, name: str, others: Sequence[SourceFile]) -> Program:
    """Return a program of a client of another judge, which accepts more: an empty file, larger ones, any name.

    Args:
        language: The one that was asked for.
        content: Of the main file.
        name: Of the main file; one that is of no use in a sandbox, or without the language's ending, is replaced.
        others: Further files.

    Raises:
        UserFileError: Names of further files do not work in a sandbox, or collide; or there is too much.
    """
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    named = name if ending in language.extensions or not stem else stem + language.extensions[0]
    files = (SourceFile(_main_name(named, content, language), content), *others)
    try:
        _check_files(files, MAX_FOREIGN_BYTES)
    except Refused as error:
        raise UserFileError(f"The program cannot be accepted: {error.message}.", error.suggestion) from error
    return Program(language=language.name, files=files, main=files[0].path)


def program_below(files: FolderFiles, path: str, languages: Languages) -> Program:
    """Return a program of a challenge's author: a file, or a folder.

    Args:
        files: The challenge folder.
        path: Relative to it.
        languages: Which there are.

    Raises:
        Refused: It cannot be read, or is no program.
    """
    if files.is_folder(path):
        return _folder_program(files, path, languages, None)
    content = files.read(path, MAX_SOURCE_BYTES)
    _vet(content)
    return _file_program(path.rpartition("/")[2], content, languages, None)


def language_of(name: str, languages: Languages) -> Language | None:
    """Return the language of a file's ending; None: no language has it."""
    ending = PurePosixPath(name).suffix.lower()
    return next((language for language in languages.all() if ending in language.extensions), None)


def _read_file(path: Path) -> bytes | None:
    """Return a file's content; None: it is a folder. Never waits, never reads more than the cap."""
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError as error:
        raise Refused("there is no such file", "check the name, or the folder that you are in") from error
    except PermissionError as error:
        raise Refused("you may not read it", f"chmod u+r -- {shell_word(str(path))}") from error
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        why = "it is not a regular file" if number in {errno.ENXIO, errno.ENODEV} else str(error)
        raise Refused(f"it cannot be read: {escaped(why)}", "name a file that holds the program") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        with os.fdopen(descriptor, "rb") as file:
            return file.read(MAX_SOURCE_BYTES + 1)
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        return None
    pipe = stat.S_ISFIFO(mode)
    step = "name - for standard input, and say --language" if pipe else "name a file that holds the program"
    raise Refused(f"it is {kind_of(mode)}, not a file", step)


def _vet(content: bytes) -> None:
    """Refuse what cannot be a program."""
    if len(content) > MAX_SOURCE_BYTES:
        raise Refused(f"it is larger than {MAX_SOURCE_BYTES // MIB} MiB", "is it the program itself?")
    if not content.strip():
        raise Refused("it is empty", "write the program, save the file, then try again")
    if b"\0" in content:
        raise Refused(
            "it holds NUL bytes: it is a binary file, or text in UTF-16", "name the source file, saved as UTF-8"
        )


def _file_program(name: str, content: bytes, languages: Languages, wanted: Language | None) -> Program:
    language = wanted or language_of(name, languages)
    if language is None:
        endings = one_of(sorted(each.extensions[0] for each in languages.all()))
        ending = escaped(PurePosixPath(name).suffix)
        what = f"no language has the ending {ending}" if ending else "the name has no ending that tells the language"
        raise Refused(what, f"known endings are {endings}; or name the language with --language")
    main = _main_name(name, content, language)
    return Program(language=language.name, files=(SourceFile(main, content),), main=main)


def _main_name(name: str, content: bytes, language: Language) -> str:
    """Return the name of a program's only file inside the lane."""
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    fits = ending in language.extensions and _SAFE_NAME.fullmatch(name) is not None
    if not language.main_pattern:
        return stem + ending if fits else language.main_name
    text = content.decode("utf-8", "replace")
    declared = re.search(language.main_pattern, text, re.MULTILINE)
    if declared and _SAFE_NAME.fullmatch(declared[1]):
        return declared[1] + (ending if ending in language.extensions else language.extensions[0])
    # Nothing says which name is needed: the file's own is right where the program speaks of it.
    return stem + ending if fits and re.search(rf"\b{re.escape(stem)}\b", text) else language.main_name


def _folder_program(files: FolderFiles, path: str, languages: Languages, wanted: Language | None) -> Program:
    contents = files.contents(path, MAX_FILE_COUNT, MAX_SOURCE_BYTES)
    for name in contents:
        _check_name(name)
    language, main = _main_file(list(contents), languages, wanted)
    _vet(contents[main])
    sources = tuple(SourceFile(name, content) for name, content in contents.items())
    return Program(language=language.name, files=sources, main=main)


def _check_name(name: str) -> None:
    if not all(_SAFE_NAME.fullmatch(part) for part in name.split("/")):
        raise Refused(
            f"the file name {escaped(name)} does not work in a sandbox",
            "rename it: letters, digits, _ . + and -, and no - at its start",
        )


def _check_files(files: Sequence[SourceFile], most_bytes: int) -> None:
    """Refuse files that are too many or too large together, or whose paths get in each other's way."""
    paths = [each.path for each in files]
    if len(files) > MAX_FILE_COUNT:
        raise Refused(f"it has more than {MAX_FILE_COUNT} files")
    if sum(len(each.content) for each in files) > most_bytes:
        raise Refused(f"its files are larger than {most_bytes // MIB} MiB in all")
    for path in paths:
        _check_name(path)
    folders = {str(parent) for path in paths for parent in PurePosixPath(path).parents}
    if len(set(paths)) < len(paths) or not folders.isdisjoint(paths):
        raise Refused("two of its files have the same path", "give each a path of its own")


def _main_file(names: list[str], languages: Languages, wanted: Language | None) -> tuple[Language, str]:
    """Return the language of a folder's program, and the file that starts."""
    choice = (wanted,) if wanted else languages.all()
    mains = [(language, language.main_name) for language in choice if language.main_name in names]
    if len(mains) == 1:
        return mains[0]
    candidates = [
        (language, name)
        for name in names
        for language in choice
        if PurePosixPath(name).suffix.lower() in language.extensions
    ]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise Refused("this folder holds no program in a known language", "name the file that starts")
    usual = one_of(sorted({language.main_name for language, _ in candidates}))
    found = one_of([name for _, name in candidates[:5]])
    raise Refused(
        f"this is a folder, and any of {found} could be the file that starts", f"name that file, or call it {usual}"
    )
