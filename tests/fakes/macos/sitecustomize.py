"""Takes from Python what macOS lacks, before the program starts: put this folder on ``PYTHONPATH``.

Names of modules of Python's own are deleted where the documentation says "not macOS" or "Linux"; signals get macOS's
numbers; /proc and /sys are not there. What the kernel does stays Linux's.

Source: docs.python.org, "Availability" of os, select, signal, socket, fcntl, time, resource; macOS's signal(3).
"""

import _signal  # type: ignore[import-not-found]
import _socket
import builtins
import fcntl
import io
import os
import posix
import re
import resource
import select
import sys
import sysconfig
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

LACKING = {
    "os": re.compile(
        r"sched_(?!yield).*|SCHED_.*|memfd_create|MFD_.*|pidfd_open|pipe2|O_(PATH|TMPFILE|DIRECT|NOATIME|LARGEFILE|RSYNC)"
        r"|posix_(fadvise|fallocate)|POSIX_FADV_.*|eventfd.*|EFD_.*|splice|SPLICE_.*|copy_file_range|getrandom|GRND_.*"
        r"|(get|set|list|remove)xattr|XATTR_.*|setns|unshare|CLONE_.*|[gs]etres[ug]id|fdatasync|waitid.*|P_.*ID.*|P_ALL"
        r"|RTLD_DEEPBIND|RWF_.*"
    ),
    "select": re.compile(r"epoll|EPOLL.*|POLLRDHUP|POLLMSG"),
    "socket": re.compile(r"SOCK_(CLOEXEC|NONBLOCK)|AF_(NETLINK|PACKET|VSOCK|ALG)|SO_(PEERCRED|PASSCRED)|MSG_CMSG_.*"),
    "signal": re.compile(r"SIG(CLD|POLL|PWR|RTMIN|RTMAX|STKFLT)|sigtimedwait|sigwaitinfo|pidfd_send_signal"),
    "fcntl": re.compile(r"F_(GET|SET)PIPE_SZ|F_(ADD|GET)_SEALS|F_SEAL_.*|F_OFD_.*|F_NOTIFY|F_(SET|GET)(LEASE|SIG)"),
    "time": re.compile(r"CLOCK_(BOOTTIME|TAI)|pthread_getcpuclockid|clock_settime.*"),
    "resource": re.compile(r"prlimit|RUSAGE_THREAD|RLIMIT_(MSGQUEUE|NICE|OFILE|RTPRIO|RTTIME|SIGPENDING)"),
}
"""By module, what macOS lacks."""
_OTHER_SIGNALS = {
    "SIGBUS": 10,
    "SIGSYS": 12,
    "SIGURG": 16,
    "SIGSTOP": 17,
    "SIGTSTP": 18,
    "SIGCONT": 19,
    "SIGCHLD": 20,
    "SIGIO": 23,
    "SIGUSR1": 30,
    "SIGUSR2": 31,
}
_ABSENT = ("/proc", "/sys")


def _take_names() -> None:
    modules: dict[str, tuple[ModuleType, ...]] = {
        "os": (os, posix),
        "select": (select,),
        "socket": (_socket,),
        "signal": (_signal,),
        "fcntl": (fcntl,),
        "time": (time,),
        "resource": (resource,),
    }
    for name, lacking in LACKING.items():
        for module in modules[name]:
            for each in [each for each in vars(module) if lacking.fullmatch(each)]:
                delattr(module, each)


def _is_absent(path: Any) -> bool:
    try:
        name = os.fsdecode(os.fspath(path))
    except TypeError:
        return False
    return any(name == each or name.startswith(f"{each}/") for each in _ABSENT)


def _without_absent(function: Callable[..., Any]) -> Callable[..., Any]:
    def checked(path: object = ".", *arguments: Any, **options: Any) -> Any:
        if _is_absent(path):
            raise FileNotFoundError(2, "No such file or directory", path)
        return function(path, *arguments, **options)

    return checked


def _take_folders() -> None:
    sets: list[set[Any]] = [os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids]
    for name in ("open", "stat", "lstat", "listdir", "scandir", "readlink", "access"):
        function = getattr(os, name)
        checked = _without_absent(function)
        for each in sets:
            if function in each:
                each.add(checked)
        setattr(os, name, checked)
    builtins.open = io.open = _without_absent(open)


def _be_another() -> None:
    sysconfig.get_config_vars()  # of how Python was built, in a file named after this platform
    sys.platform = "darwin"
    os.uname = posix.uname = lambda: posix.uname_result(("Darwin", "mac", "24.0.0", "Darwin Kernel", "arm64"))
    for name, number in _OTHER_SIGNALS.items():
        setattr(_signal, name, number)
    _signal.strsignal = lambda number: f"macOS's {number}"
    # macOS's own settings of proxies, which urllib asks for there: none.
    proxies: Any = ModuleType("_scproxy")
    proxies._get_proxies = proxies._get_proxy_settings = dict
    sys.modules["_scproxy"] = proxies


_take_names()
_take_folders()
_be_another()
