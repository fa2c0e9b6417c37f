"""The runner: the first process of a lane, serving one host until that host is gone."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # see child
import os
import termios

from codementor_cli.sandbox.runner import box, child, wire
from codementor_cli.sandbox.runner.link import Link
from codementor_cli.sandbox.runner.meter import Meter
from codementor_cli.sandbox.runner.step import Watch
from codementor_cli.sandbox.runner.streams import Feed
from codementor_cli.sandbox.runner.zygote.zygote import Forked, Zygote

_FIRST_USER = 20_000
"""Where the host does not say: in a lane with control groups, other lanes' users of the same number do not matter."""
_USER_COUNT = 9_999
"""User ids of programs, taken in turn. The next one is the runner's, to end programs of the zygote."""
_LEFT_FILE_BYTES = 1 << 16
_FAULT_TEXT = 4_000
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_INSTRUCTION_BYTES = 8


class Lane:
    """What the runner keeps between steps: nothing of any program."""

    def __init__(self, link: Link, options: dict[str, object], zygote_code: str) -> None:
        self._link = link
        self._meter = Meter(counts=bool(options.get("counts")), uncapped=bool(options.get("uncapped")))
        self._same_user = bool(options.get("same_user"))
        self._first_user = wire.typed({"first_user": _FIRST_USER, **options}, "first_user", int)
        self._files: dict[tuple[str, str], tuple[bool, bytes]] = {}
        self._steps = 0
        self._zygote_code = zygote_code
        self._zygote: Zygote | None = None
        self._is_new = True
        self._stdin = child.nameless_file()
        self._ipc_tables = box.open_ipc_tables()

    def serve(self) -> None:
        """Take files and steps from the host until it is gone."""
        box.prepare()
        if not self._same_user:
            box.close_terminals()
        self._link.send(wire.READY, {"version": wire.VERSION, "meter": self._meter.sources})
        while True:
            kind, header, body = self._link.receive()
            self._await_zygote()
            if kind == wire.FILE and self._zygote is not None:
                self._zygote.expect(1)
            if kind == wire.FILE and header["root"] == "stdin":
                os.write(self._stdin, body)
            elif kind == wire.FILE:
                self._write(header, body)
            elif kind == wire.ZYGOTE and not self._same_user and self._is_new:
                self._zygote = Zygote(header, self._zygote_code, self._first_user + _USER_COUNT)
            elif kind == wire.STEP:
                self._step(header)
            self._is_new = False

    def _write(self, header: dict[str, object], body: bytes) -> None:
        """Put a file, or more of one, into the box; remember the program's own where a program could change them."""
        root, path, executable = str(header["root"]), str(header["path"]), bool(header["executable"])
        box.write(root, path, executable, body)
        if self._same_user and root != "scratch":
            _, before = self._files.get((root, path), (executable, b""))
            self._files[root, path] = (executable, before + body)

    def _step(self, step: dict[str, object]) -> None:
        """Run one step, send what it left and what happened, and only then make the lane as new."""
        self._steps += 1
        left = wire.typed(step, "collect", list)
        box.make_folders_for(left)
        if step["folder"] == box.SCRATCH:
            box.link_sources()
        if step["builds"]:
            box.open_build()
        facts = self._run(step)
        for path in left:
            content = box.read_left(path, _LEFT_FILE_BYTES)
            if content is not None:
                self._link.send_file("scratch", path, False, content)
        if step["builds"]:
            facts["build_too_large"] = not self._send_build(step)
        self._link.post(wire.DONE, {"key": step["key"], **facts})
        if box.is_littered():
            self._link.flush()  # else it goes with what is sent next: cleaning takes no time then
        try:
            if self._same_user:
                box.rebuild(self._files)
            box.clean(self._ipc_tables)
        except box.DirtyLaneError as error:
            self._link.send(wire.DIRTY, {"reason": str(error)})
            os._exit(0)
        if step["settles"]:
            self._link.post(wire.CLEAN, {})

    def _run(self, step: dict[str, object]) -> dict[str, object]:
        """Open the program's streams and run it."""
        how = child.Start(step, self._user(), caps_processes=self._meter.totals is not None)
        watch = Watch(self._link, step, self._meter)
        limit = wire.typed(step, "output_bytes", int)
        live = bool(step["live"])
        more = wire.typed(step, "more", int)
        stderr_read, stderr_write = os.pipe()
        if how.terminal:
            master, stdin = _open_terminal(how.identity.user)
            stdout = stdin
            watch.capture(master, 1, limit, live)
            watch.feed(Feed(master, terminal=True))
        else:
            stdout_read, stdout = os.pipe()
            watch.capture(stdout_read, 1, limit, live)
            stdin = self._open_input(watch, live)
        watch.capture(stderr_read, 2, limit, live)
        user = how.identity.user
        if user is not None:
            for descriptor in (stdin, stdout, stderr_write):
                os.fchown(descriptor, user, user)  # else /dev/stdin and the like cannot be opened by name
        if self._zygote is not None:
            self._zygote.prepare()
        return watch.run(lambda streams: self._start(how, streams, more), (stdin, stdout, stderr_write))

    def _start(self, how: child.Start, streams: tuple[int, int, int], more: int) -> child.Executed | Forked:
        """Start a program: as long as there is a zygote, every one comes from it, so that its own are easily told."""
        if self._zygote is None:
            return child.start(how, streams)
        program = self._zygote.fork_for(how, streams)
        self._zygote.expect(more)
        return program

    def _await_zygote(self) -> None:
        """Let the zygote come up before anything else comes; without it, programs are started one by one.

        Until it is where it forks, it is an interpreter that root started for the program's file, which must not be
        there yet.
        """
        if self._zygote is None or self._zygote.is_ready:
            return
        if self._zygote.wait():
            self._meter.leave_out(self._zygote)
        else:
            self._zygote = None

    def _user(self) -> int | None:
        """Return a user id that no earlier program of this lane had; None where there is only the runner's own."""
        return None if self._same_user else self._first_user + self._steps % _USER_COUNT

    def _open_input(self, watch: Watch, live: bool) -> int:
        """Return the program's stdin: the file that was sent, or a pipe that the host feeds."""
        if live:
            stdin, write = os.pipe()
            watch.feed(Feed(write, terminal=False))
            return stdin
        readable = os.open(f"/proc/self/fd/{self._stdin}", os.O_RDONLY)
        os.close(self._stdin)
        self._stdin = child.nameless_file()
        return readable

    def _send_build(self, step: dict[str, object]) -> bool:
        """Send what the compiler made; return whether it is within the limits."""
        limit = wire.typed(step, "build_bytes", int)
        count = wire.typed(step, "build_count", int)
        try:
            files = box.built(limit, count)
        except (OverflowError, OSError):  # OSError: folders so deep that no path reaches into them
            return False
        for path, executable, _ in files:
            self._link.send_file("build", path, executable, box.read_built(path))
        return True


def _open_terminal(user: int | None) -> tuple[int, int]:
    """Return both ends of a terminal that neither echoes nor translates: the host's own terminal does both."""
    master, slave = os.openpty()
    modes = termios.tcgetattr(slave)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~(termios.ECHO | termios.ECHONL)
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    if user is not None:
        os.fchown(slave, user, user)
    return master, slave


def _hide() -> None:
    """Keep a program of the same user from tracing the runner and reading its memory or descriptors.

    Source: prctl(2), PR_SET_DUMPABLE; proc(5) on the owner of such a process's files.
    """
    import ctypes  # noqa: PLC0415  # 10 ms that only a lane of an ordinary user needs

    if ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(0, "the runner cannot be made undumpable")


def _filter_calls(filters: dict[str, bytes]) -> None:
    """Refuse system calls to the runner and all its programs; nothing where the architecture has no filter.

    Source: prctl(2), PR_SET_SECCOMP; struct sock_fprog in linux/filter.h.
    """
    import ctypes  # noqa: PLC0415  # 3 ms that not every engine's runner needs

    class Program(ctypes.Structure):
        _fields_ = (("count", ctypes.c_ushort), ("code", ctypes.c_char_p))

    code = filters.get(os.uname().machine)
    if code is None:
        return
    program = Program(len(code) // _INSTRUCTION_BYTES, code)
    if ctypes.CDLL(None).prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program)) != 0:
        raise OSError(0, "system calls cannot be filtered")


def main(options: dict[str, object], zygote_code: str) -> None:
    """Serve the host on stdin and stdout; say on the same stream what went wrong in the runner itself.

    Args:
        options: See ``bundle.message``.
        zygote_code: What a zygote runs.
    """
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
    link = Link(os.dup(0), os.dup(1))
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    try:
        if options.get("same_user"):
            _hide()
        if options.get("filters"):
            _filter_calls(options["filters"])  # type: ignore[arg-type]  # the host's own table
        if options.get("compiled"):
            link.post(wire.CODE, {}, options["compiled"])  # type: ignore[arg-type]  # see bundle
        Lane(link, options, zygote_code).serve()
    except BaseException as error:  # noqa: BLE001  # the host must hear of every error
        missing = error.program if isinstance(error, child.CannotStartError) else ""
        link.send(wire.FAULT, {"reason": f"{type(error).__name__}: {error}"[:_FAULT_TEXT], "missing": missing})
        os._exit(1)
