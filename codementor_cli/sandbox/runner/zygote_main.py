"""What runs in the zygote: it forks one process a program, waits for all that comes of it, and tells how it ended.

It runs as ``usercustomize``, the last thing that an interpreter imports before it turns to the file on its command
line. ``serve`` returns in the forked processes alone, and from there the interpreter itself does everything that it
does for ``python3 FILE``: ``__main__``, ``sys.path[0]``, tracebacks, ``atexit``, the exit code. The zygote holds no
data of any program: what a process needs to know goes to that process alone.
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


def serve(orders: int, requests: int) -> None:
    """Fork when told to, for ever; return in the forked process, as the program's user.

    Args:
        orders: A socket to the runner. From it comes a byte for each process wanted, and one more when the runner has
            its hand on that process, which must not vanish before; to it goes one byte at the beginning and, for each
            program, how it ended.
        requests: A socket that only forked processes read from.
    """
    _control(_PR_SET_DUMPABLE, 0)  # no program has this process's user id; should one ever, this stands in its way
    _control(_PR_SET_CHILD_SUBREAPER, 1)
    gc.collect()
    gc.freeze()  # else each program's collections, the one at its end above all, go through what is here: 1 ms of 4
    os.write(orders, b"!")
    while os.read(orders, 1):
        process = os.fork()
        if process == 0:
            os.close(orders)
            _be_born(requests)
            return
        os.read(orders, 1)
        end = ending.wait_for_all(process)
        os.write(orders, marshal.dumps((end.status, end.largest_bytes, end.cpu_nanoseconds)))
    os._exit(0)


def _be_born(requests: int) -> None:
    """Take the request, and become what it asks for; tell the runner the process id, or what went wrong after it."""
    (fields, way, words, environment), (*streams, answer) = _receive(requests)
    os.write(answer, b"%d " % os.getpid())
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
