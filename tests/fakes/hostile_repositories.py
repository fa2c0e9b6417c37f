"""Repositories that mean harm, or that things went wrong in: each function does one thing to a good repository.

They get the repository's folder and the file that the first challenge is handed in as. ``WITNESS`` appears beside the
repositories if anything of them is ever executed.
"""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

WITNESS = "executed"
MANY = 20_100
"""Over the number of names that grading looks at in one repository."""

Harm = Callable[[Path, Path], None]


def _command(folder: Path) -> str:
    return f"touch {folder.parent / WITNESS}"


def link_out(folder: Path, file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


def link_to_another_student(folder: Path, file: Path) -> None:
    other = folder.parent / "000-right" / file.relative_to(folder)
    file.unlink()
    file.symlink_to(other)


def linked_folder(folder: Path, file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.symlink_to(folder.parent / "000-right" / file.parent.name)


def fifo(folder: Path, file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def unix_socket(folder: Path, file: Path) -> None:
    file.unlink()
    before = Path.cwd()
    os.chdir(file.parent)  # paths of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(file.name)
    finally:
        os.chdir(before)


def device(folder: Path, file: Path) -> None:
    if os.geteuid() != 0:
        fifo(folder, file)  # only root makes devices
        return
    file.unlink()
    os.mknod(file, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def folder_of_that_name(folder: Path, file: Path) -> None:
    file.unlink()
    file.mkdir()


def sparse(folder: Path, file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(5 << 30)


def many_files(folder: Path, file: Path) -> None:
    for number in range(MANY):
        os.close(os.open(f"{file.parent}/a{number}", os.O_CREAT | os.O_WRONLY))


def newline_in_name(folder: Path, file: Path) -> None:
    file.rename(file.with_name("main\n::error::owned.py"))


def escape_in_name(folder: Path, file: Path) -> None:
    file.rename(file.with_name("\x1b]0;owned\x07\x1b[2J.py"))


def bidi_in_name(folder: Path, file: Path) -> None:
    file.rename(file.with_name("\u202eyp.niam.py"))


def bytes_in_name(folder: Path, file: Path) -> None:
    file.rename(file.with_name(os.fsdecode(b"caf\xe9.py")))


def submodule(folder: Path, file: Path) -> None:
    (file.parent / ".git").write_text("gitdir: ../../.git/modules/first\n")
    (folder / ".gitmodules").write_text('[submodule "first"]\n\tpath = first\n\turl = ext::sh -c "touch owned"\n')


def own_settings(folder: Path, file: Path) -> None:
    for name in (".codementor.toml", "assignment.yaml", "roster.csv"):
        (folder / name).write_text("sandbox = 'none'\n")
    for name in ("first", "second"):
        challenge = folder / "challenges" / name
        challenge.mkdir(parents=True)
        (challenge / "challenge.yaml").write_text("id: first\ntests: []\n")


def configured(folder: Path, file: Path) -> None:
    """Everything that git may run when it is asked about a repository that it trusts."""
    run = _command(folder)
    (folder / ".git" / "config").write_text(
        f"""\
[core]
	repositoryformatversion = 0
	fsmonitor = {run}
	hooksPath = hooks
	pager = {run}
	editor = {run}
	sshCommand = {run}
	gitProxy = {run}
	alternateRefsCommand = {run}
	worktree = /
	attributesFile = attributes
[alias]
	cat-file = !{run}
	log = !{run}
[include]
	path = more
[filter "run"]
	clean = {run}
	smudge = {run}
	process = {run}
	required = true
[diff "run"]
	textconv = {run}
	command = {run}
[credential]
	helper = !{run}
[remote "origin"]
	url = ext::{run}
	promisor = true
	partialclonefilter = blob:none
[extensions]
	worktreeConfig = true
[gpg]
	program = {run}
"""
    )
    (folder / ".git" / "more").write_text(f"[core]\n\tfsmonitor = {run}\n")
    (folder / ".gitattributes").write_text("* filter=run diff=run\n")
    for name in ("pre-commit", "post-checkout", "fsmonitor-watchman", "reference-transaction", "post-index-change"):
        hook = folder / ".git" / "hooks" / name
        hook.write_text(f"#!/bin/sh\n{run}\n")
        hook.chmod(0o755)


def executable_git(folder: Path, file: Path) -> None:
    """Programs where a careless search path finds them."""
    for name in ("git", "sh", "python3", "bwrap", "sitecustomize.py", "conftest.py", "subprocess.py"):
        (folder / name).write_text(f"#!/bin/sh\n{_command(folder)}\n" if "." not in name else "raise SystemExit(99)\n")
        (folder / name).chmod(0o755)


def pointing_elsewhere(folder: Path, file: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").write_text(f"gitdir: {folder.parent / '000-right' / '.git'}\n")


def linked_git(folder: Path, file: Path) -> None:
    shutil.rmtree(folder / ".git")
    (folder / ".git").symlink_to(folder.parent / "000-right" / ".git")


def alternates(folder: Path, file: Path) -> None:
    (folder / ".git" / "objects" / "info" / "alternates").write_text(
        f"{folder.parent / '000-right' / '.git' / 'objects'}\n"
    )


def head_is_a_pipe(folder: Path, file: Path) -> None:
    (folder / ".git" / "HEAD").unlink()
    os.mkfifo(folder / ".git" / "HEAD")


def head_leads_out(folder: Path, file: Path) -> None:
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/../../../../../etc/passwd\n")


def head_turns_in_circles(folder: Path, file: Path) -> None:
    (folder / ".git" / "refs" / "heads" / "main").write_text("ref: refs/heads/main\n")


def damaged_objects(folder: Path, file: Path) -> None:
    for path in (folder / ".git" / "objects").glob("??/*"):
        path.write_bytes(b"x" * 100)


def pipes_for_objects(folder: Path, file: Path) -> None:
    pack = folder / ".git" / "objects" / "pack"
    os.mkfifo(pack / f"pack-{'0' * 40}.idx")
    os.mkfifo(pack / f"pack-{'0' * 40}.pack")


def _commit_object(folder: Path) -> Path:
    """Return the file of the commit at HEAD."""
    commit_id = (folder / ".git" / "refs" / "heads" / "main").read_text().strip()
    return folder / ".git" / "objects" / commit_id[:2] / commit_id[2:]


def _in_the_other(folder: Path, path: Path) -> Path:
    """Return where another student's repository would have the same; it gets the real content."""
    other = folder.parent / "000-right" / path.relative_to(folder)
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(path.read_bytes())
    return other


def linked_fan_out(folder: Path, file: Path) -> None:
    """A folder of objects that is a link into another student's repository."""
    path = _commit_object(folder)
    other = _in_the_other(folder, path)
    shutil.rmtree(path.parent)
    path.parent.symlink_to(other.parent)


def linked_object(folder: Path, file: Path) -> None:
    path = _commit_object(folder)
    other = _in_the_other(folder, path)
    path.unlink()
    path.symlink_to(other)


def pipe_for_an_object(folder: Path, file: Path) -> None:
    path = _commit_object(folder)
    path.unlink()
    os.mkfifo(path)


def device_for_an_object(folder: Path, file: Path) -> None:
    device(folder, _commit_object(folder))


def link_to_a_device_for_an_object(folder: Path, file: Path) -> None:
    path = _commit_object(folder)
    path.unlink()
    path.symlink_to("/dev/zero")


def linked_pack(folder: Path, file: Path) -> None:
    """The packs of another student, under names that packs have."""
    pack = folder / ".git" / "objects" / "pack"
    for ending in ("idx", "pack"):
        other = folder.parent / "000-right" / ".git" / "objects" / "pack" / f"other.{ending}"
        (pack / f"pack-{'a' * 40}.{ending}").symlink_to(other)


def no_commits(folder: Path, file: Path) -> None:
    (folder / ".git" / "refs" / "heads" / "main").unlink()


def no_git(folder: Path, file: Path) -> None:
    shutil.rmtree(folder / ".git")


def empty(folder: Path, file: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def repository_is_a_link(folder: Path, file: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.parent / "000-right")


def unreadable_bytes(folder: Path, file: Path) -> None:
    file.write_bytes(b"print(1)\0\n")


def blank(folder: Path, file: Path) -> None:
    file.write_text(" \n")


def too_large(folder: Path, file: Path) -> None:
    file.write_bytes(b"#" * (1 << 20) + b"#\n")


def other_language(folder: Path, file: Path) -> None:
    file.rename(file.with_suffix(".js"))


def several(folder: Path, file: Path) -> None:
    file.rename(file.with_name("one.py"))
    file.with_name("two.py").write_text("print('two')\n")


def deep(folder: Path, file: Path) -> None:
    place = folder
    for _ in range(60):
        place /= "d"
    place.mkdir(parents=True)


HARMS: Mapping[str, Harm] = {
    each.__name__: each
    for each in (
        link_out,
        link_to_another_student,
        linked_folder,
        fifo,
        unix_socket,
        device,
        folder_of_that_name,
        sparse,
        many_files,
        newline_in_name,
        escape_in_name,
        bidi_in_name,
        bytes_in_name,
        submodule,
        own_settings,
        configured,
        executable_git,
        pointing_elsewhere,
        linked_git,
        alternates,
        head_is_a_pipe,
        head_leads_out,
        head_turns_in_circles,
        damaged_objects,
        pipes_for_objects,
        linked_fan_out,
        linked_object,
        pipe_for_an_object,
        device_for_an_object,
        link_to_a_device_for_an_object,
        linked_pack,
        no_commits,
        no_git,
        empty,
        repository_is_a_link,
        unreadable_bytes,
        blank,
        too_large,
        other_language,
        several,
        deep,
    )
}
