"""The lane's one writable place, ``/box``, and what must be gone from the lane before the next step.

``source`` and ``build`` belong to the runner and can only be read by programs; each step gets a new ``scratch``.
Everything here happens while no program is alive, so paths cannot change underfoot.
"""

from __future__ import annotations

import os
import stat

BOX = "/box"
SCRATCH = BOX + "/scratch"
_SHARED = ("/dev/shm", "/dev/mqueue")  # noqa: S108  # these are what is cleaned
_TERMINALS = "/dev/pts/ptmx"
_IPC_TABLES = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")
_MOST_FILES = 20_000
_MOST_CLEANED = 2_000
"""Entries that are removed one by one, in 50 ms at most; of more, the kernel frees the whole lane in a fraction."""
_RENAME_TRIES = 2 * _MOST_CLEANED


class DirtyLaneError(Exception):
    """The last program left something that cannot be removed, or not cheaply: the lane must not be used again."""


def close_terminals() -> None:
    """Let the runner alone make terminals: the whole machine has a few thousand."""
    if os.path.exists(_TERMINALS):
        os.chmod(_TERMINALS, 0o600)


def prepare() -> None:
    """Make the folders of a new lane; an engine may have mounted the box with an image's own mode."""
    os.chmod(BOX, 0o755)
    for name in ("source", "build", "scratch"):
        os.mkdir(f"{BOX}/{name}", 0o755)
    os.chmod(SCRATCH, 0o777)
    for folder in _shared():
        os.utime(folder, (0, 0))


def _shared() -> list[str]:
    return [folder for folder in _SHARED if os.path.isdir(folder)]


def write(root: str, path: str, executable: bool, body: bytes) -> None:
    """Append to a file of the box, making it and its folders where needed."""
    full = f"{BOX}/{root}/{path}"
    os.makedirs(os.path.dirname(full), 0o755, exist_ok=True)
    descriptor = os.open(full, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o755 if executable else 0o644)
    try:
        view = memoryview(body)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def open_build() -> None:
    """Let the compiler write to ``build``."""
    os.chmod(BOX + "/build", 0o777)


def is_crowded() -> bool:
    """Whether there are more files in the lane than should be; asked where an engine could not cap them."""
    folders = [BOX, *_SHARED[:1]]
    return any(status.f_files - status.f_ffree > _MOST_FILES for status in map(os.statvfs, folders))


def link_sources() -> None:
    """Show the files of a submission of several in the working folder too, so that it can open its data by name."""
    names = os.listdir(BOX + "/source")
    if len(names) > 1:
        for name in names:
            os.symlink(f"{BOX}/source/{name}", f"{SCRATCH}/{name}")


def make_folders_for(paths: list[str]) -> None:
    """Make the folders that a program was promised for the files it leaves."""
    for path in paths:
        folder = os.path.dirname(f"{SCRATCH}/{path}")
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o777)


def read_left(path: str, limit: int) -> bytes | None:
    """Return the head of a regular file in scratch; None where it is anything else, or behind a link."""
    folder = os.open(SCRATCH, os.O_RDONLY | os.O_DIRECTORY)
    try:
        *parents, name = path.split("/")
        for parent in parents:
            inner = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = inner
        return _read_regular(name, folder, limit)
    except OSError:
        return None
    finally:
        os.close(folder)


def _read_regular(name: str, folder: int | None, limit: int) -> bytes | None:
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        pieces = []
        while limit > 0 and (piece := os.read(descriptor, min(limit, 1 << 20))):
            pieces.append(piece)
            limit -= len(piece)
        return b"".join(pieces)
    finally:
        os.close(descriptor)


def built(limit_bytes: int, limit_count: int) -> list[tuple[str, bool, int]]:
    """Return (path, executable, size) of the regular files in ``build``; links, devices and fifos are left out.

    Raises:
        OverflowError: There is more than the limits allow.
    """
    found: list[tuple[str, bool, int]] = []
    folders = [BOX + "/build"]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    path = os.path.relpath(entry.path, BOX + "/build")
                    found.append((path, bool(status.st_mode & 0o100), status.st_size))
                if len(found) + len(folders) > limit_count:
                    raise OverflowError
        if len(found) + len(folders) > limit_count or sum(size for _, _, size in found) > limit_bytes:
            raise OverflowError
    return sorted(found)


def read_built(path: str) -> bytes:
    """Return a file that ``built`` named."""
    return _read_regular(f"{BOX}/build/{path}", None, 1 << 40) or b""


def is_littered() -> bool:
    """Whether the last program left anything that is to be removed one by one."""
    return any(_has_entry(folder) for folder in (SCRATCH, *_shared()))


def rebuild(files: dict[tuple[str, str], tuple[bool, bytes]]) -> None:
    """Remove everything and write the program's own files again: for a program that owned them.

    Raises:
        DirtyLaneError: Something stays, or there is too much of it.
    """
    try:
        os.chmod(BOX, 0o755)
        _empty(os.fsencode(BOX), _MOST_CLEANED + len(files))
        prepare()
        for (root, path), (executable, content) in files.items():
            write(root, path, executable, content)
    except OSError as error:
        raise DirtyLaneError(f"files stay: {error}") from error


def open_ipc_tables() -> list[int]:
    """Return descriptors of the tables of System V objects, of those that there are."""
    return [os.open(path, os.O_RDONLY) for path in _IPC_TABLES if os.path.exists(path)]


def clean(ipc_tables: list[int]) -> None:
    """Remove all that the last program left.

    Args:
        ipc_tables: See ``open_ipc_tables``.

    Raises:
        DirtyLaneError: Something stays, or there is too much of it.
    """
    left = _MOST_CLEANED
    try:
        left = _empty(os.fsencode(SCRATCH), left)
        os.rmdir(SCRATCH)
        os.mkdir(SCRATCH)
        os.chmod(SCRATCH, 0o777)
        for folder in _shared():
            os.chmod(folder, 0o1777)
            left = _empty(os.fsencode(folder), left)
            os.utime(folder, (0, 0))  # else it says when the last program used it
    except OSError as error:
        raise DirtyLaneError(f"files stay: {error}") from error
    for table in ipc_tables:
        if os.pread(table, 4096, 0).count(b"\n") > 1:
            raise DirtyLaneError("System V shared memory, semaphores or queues stay")


def _has_entry(folder: str) -> bool:
    """Whether a folder has an entry; a mode that keeps the runner out of it counts as one."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except OSError:
        return True


def _empty(top: bytes, most: int) -> int:
    """Remove all in a folder; return how many entries more might have been removed.

    Inner folders are moved up before they are emptied, so that neither their depth nor the length of their path counts.

    Raises:
        DirtyLaneError: There are more entries than that.
    """
    number = 0
    while names := _listed(top, most):
        for name in names:
            path = top + b"/" + name
            try:
                os.unlink(path)
            except IsADirectoryError:
                os.chmod(path, 0o700)
                for inner in _listed(path, most):
                    number = _move(path + b"/" + inner, top, number)
                os.rmdir(path)
            most -= 1
    return most


def _listed(folder: bytes, most: int) -> list[bytes]:
    """Return the names in a folder, without reading more of them than may be.

    Raises:
        DirtyLaneError: There are more.
    """
    names: list[bytes] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if len(names) >= most:
                raise DirtyLaneError("more files stay than are worth removing")
            names.append(entry.name)
    return names


def _move(path: bytes, top: bytes, number: int) -> int:
    """Rename a file to the first free number in ``top``; return the number after it."""
    for candidate in range(number, number + _RENAME_TRIES):
        try:
            os.rename(path, top + b"/.%d" % candidate)
        except OSError:
            continue
        return candidate + 1
    raise OSError(0, "a folder cannot be moved")
