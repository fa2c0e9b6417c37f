"""What runs in the zygote: it forks one process a program, waits for all that comes of it, and tells how it ended.

It runs as ``usercustomize``, the last thing that an interpreter imports before it turns to the file on its command
line. ``serve`` returns in the forked processes alone, and from there the interpreter itself does everything that it
does for ``python3 FILE``: ``__main__``, ``sys.path[0]``, tracebacks, ``atexit``, the exit code. The zygote holds no
data of any program: what a process needs to know goes to that process alone.

It is two processes, forkers, which take turns: while a program of one runs, the other forks the next, so that
no program waits for a fork. Each forks when it is asked: what is forked and never needed costs as much as a program.
"""

from __future__ import annotations

import _ctypes
import _signal  # type: ignore[import-not-found]  # typeshed knows signal alone
import _socket
import gc
import marshal
import os
import sys

from codementor_cli.sandbox.runner import ending, identity
from codementor_cli.sandbox.runner.zygote import pages

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself would bring a dozen modules
    from typing import Any

_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_EXEC_FAILED = 127
_REQUEST_BYTES = 1 << 17
_DESCRIPTOR_COUNT = 4
_DESCRIPTOR_BYTES = 4
_prctl = _ctypes.dlsym(_ctypes.dlopen(None, os.RTLD_NOW), "prctl")  # type: ignore[arg-type]  # None: this process
"""``ctypes`` itself would bring fifteen modules."""


def serve(pairs: tuple[tuple[int, int], ...]) -> None:
    """Become the forkers; return in each process that they fork, as the program's user.

    Args:
        pairs: For each forker two sockets to the runner, for orders and for requests; see ``_fork_for_ever``.
    """
    _control(_PR_SET_DUMPABLE, 0)  # a second wall: no program has this process's user id
    runs = pages.written()
    gc.collect()
    gc.freeze()  # else each program's collections, the one at its end above all, go through what is here: 1 ms of 4
    for orders, requests in pairs:
        if os.fork() == 0:
            for descriptor in {number for pair in pairs for number in pair} - {orders, requests}:
                os.close(descriptor)
            _fork_for_ever(orders, requests, runs)
            return
    os._exit(0)


def _fork_for_ever(orders: int, requests: int, runs: pages.Runs) -> None:
    """Fork a process at each order, once all that came of the one before is gone; return in each.

    Args:
        orders: A socket to the runner. To it goes the forker's process id, then for each program how it ended. An order
            is a byte from it.
        requests: A socket that only forked processes read from. To it goes the process id of each, 0 where none could
            be forked, and another byte when it waits for its request.
        runs: What a forked process copies of memory before it does that.
    """
    _control(_PR_SET_CHILD_SUBREAPER, 1)
    os.write(orders, b"%d" % os.getpid())
    while os.read(orders, 1):
        try:
            process = os.fork()
        except OSError:  # the program of the other forker has taken all there is
            os.write(requests, b"0")
            continue
        if process == 0:
            os.write(requests, b"%d" % os.getpid())
            os.close(orders)
            pages.copy(runs)
            os.write(requests, b"!")
            _become_program(requests)
            return
        end = ending.wait_for_all(process)
        os.write(orders, marshal.dumps((end.status, end.largest_bytes, end.cpu_nanoseconds)))
    os._exit(0)


def _become_program(requests: int) -> None:
    """Take the request, and become what it asks for; tell the runner what went wrong."""
    (fields, way, words, environment), (*streams, answer) = _receive(requests)
    try:
        identity.become(identity.Identity(**fields), (streams[0], streams[1], streams[2]))
        for descriptor in streams:
            os.close(descriptor)
        if way == "execute":
            _execute(words, environment)
        _control(_PR_SET_DUMPABLE, 1)  # its user changed, so that not even /proc/self would be its own. Source: proc(5)
        os.close(answer)
    except OSError as error:
        os.write(answer, b"%d" % (error.errno or 0))
        os._exit(_EXEC_FAILED)
    if way == "code":
        _run_code(words)
    for line in (sys.argv, getattr(sys, "orig_argv", [])):
        line.extend(words)


def _receive(requests: int) -> tuple[Any, list[int]]:
    """Return the request and the descriptors that came with it: the three streams, and where the answer goes."""
    connection = _socket.socket(fileno=requests)
    space = _socket.CMSG_SPACE(_DESCRIPTOR_COUNT * _DESCRIPTOR_BYTES)
    data, ancillary, _, _ = connection.recvmsg(_REQUEST_BYTES, space, _socket.MSG_CMSG_CLOEXEC)
    connection.close()
    if not data:
        os._exit(0)
    packed = ancillary[0][2]
    starts = range(0, len(packed), _DESCRIPTOR_BYTES)
    descriptors = [int.from_bytes(packed[at : at + _DESCRIPTOR_BYTES], sys.byteorder) for at in starts]
    return marshal.loads(data), descriptors  # noqa: S302  # the runner's own


def _execute(argv: list[str], environment: dict[str, str]) -> None:
    """Become another program than the zygote's own."""
    for number in (_signal.SIGPIPE, _signal.SIGXFSZ):  # Python ignores them, and a program would go on to
        _signal.signal(number, _signal.SIG_DFL)
    identity.execute(argv, environment)


def _run_code(words: list[str]) -> None:
    """Run code and end: a check of the host's own, for which a process need not be started."""
    sys.argv[:] = ["-c", *words[1:]]
    try:
        exec(words[0], {"__name__": "__main__"})  # noqa: S102  # it is what ``python3 -c`` does
    except SystemExit as end:
        if end.code is not None:
            os.write(2, f"{end.code}\n".encode("utf-8", "backslashreplace"))
            os._exit(1)
    os._exit(0)


def _control(option: int, value: int) -> None:
    if _ctypes.call_function(_prctl, (option, value, 0, 0, 0)) != 0:
        raise OSError(0, f"prctl {option} failed")
