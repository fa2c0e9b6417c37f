"""The system call filter of lanes, as classic BPF: pure.

Docker lanes have the daemon's own profile below it, which in old releases leaves io_uring and AF_VSOCK open. It refuses
what that refuses and a program of a learner never needs: kernel objects that outlive a process or are shared between
namespaces, quotas and file systems of the whole machine's, memory that no count holds, the network (there is none),
new namespaces, tracing, and acting on other processes by number (in a bubblewrap lane of an ordinary user, the runner
has the program's own user id).

Source: seccomp(2), the kernel's Documentation/userspace-api/seccomp_filter.rst; numbers from the kernel's tables for
x86_64 (``syscall_64.tbl``) and for the architectures that share ``asm-generic/unistd.h``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_KILL = 0x80000000
_DONE = 0
"""As an error: the call says that it did its work, and does nothing."""
_EPERM = 1
_ENOMEM = 12
_ENOSYS = 38
_EAFNOSUPPORT = 97

_LOAD = 0x20
_JUMP_EQUAL = 0x15
_JUMP_GREATER_EQUAL = 0x35
_JUMP_SET = 0x45
_RETURN = 0x06

_NUMBER_AT = 0
_ARCHITECTURE_AT = 4
_ARGUMENTS_AT = 16
_X32 = 0x40000000

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: (x86_64, generic); None where the architecture has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "name_to_handle_at": (303, 264),
    "nfsservctl": (180, 42),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
}
# The same, for what kernels may lack, so that programs go on without it: requests and watches of which the machine or
# the user has so many, and what looks beyond the lane.
_MISSING: dict[str, tuple[int | None, int | None]] = {
    "cachestat": (451, 451),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "io_cancel": (210, 3),
    "io_destroy": (207, 1),
    "io_getevents": (208, 4),
    "io_pgetevents": (333, 292),
    "io_setup": (206, 0),
    "io_submit": (209, 2),
    "listmount": (458, 458),
    "memfd_secret": (447, 447),
    "open_tree_attr": (467, 467),
    "process_mrelease": (448, 448),
    "statmount": (457, 457),
}
# All that a program can write is in memory; flushing anything else is at the cost of the machine's other users.
_NOTHING_TO_DO: dict[str, tuple[int, int]] = {
    "fdatasync": (75, 83),
    "fsync": (74, 82),
    "sync": (162, 81),
    "sync_file_range": (277, 84),
    "syncfs": (306, 267),
}
_MEMFD_CREATE = (319, 279)
# (numbers, index of an argument, bits, error): huge pages, which no control group counts as memory
_WITHOUT: tuple[tuple[tuple[int, int], int, int, int], ...] = (
    ((9, 222), 3, 0x40000, _ENOMEM),  # mmap, MAP_HUGETLB
    (_MEMFD_CREATE, 1, 4, _ENOMEM),  # memfd_create, MFD_HUGETLB
    ((29, 194), 2, 0o4000, _ENOMEM),  # shmget, SHM_HUGETLB
    ((26, 227), 2, 4, _DONE),  # msync, MS_SYNC: as fsync
)
# name: (numbers, index of an argument, its only values): on the caller itself alone, 0 in place of a number
_OWN_ONLY: tuple[tuple[str, tuple[int, int], int, tuple[int, ...]], ...] = (
    ("ioprio_set", (251, 30), 0, (1, 2)),
    ("ioprio_set", (251, 30), 1, (0,)),
    ("prlimit64", (302, 261), 0, (0,)),
    ("sched_setaffinity", (203, 122), 0, (0,)),
    ("sched_setattr", (314, 274), 0, (0,)),
    ("sched_setparam", (142, 118), 0, (0,)),
    ("sched_setscheduler", (144, 119), 0, (0,)),
    ("setpriority", (141, 140), 0, (0, 1)),
    ("setpriority", (141, 140), 1, (0,)),
)
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_IOCTL = (16, 29)
_SOCKET = (41, 198)
_NAMESPACE_FLAGS = 0x7E020080
"""CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. Source: linux/sched.h."""
_TERMINAL_INJECTION = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: they type into a terminal."""
_SOCKET_FAMILIES = (1, 16)
"""AF_UNIX and AF_NETLINK; the others reach drivers and the hypervisor, or pass ports and counters from case to case."""
_NETWORK_FAMILIES = (2, 10)
"""AF_INET and AF_INET6."""


class _Filter:
    """Instructions of one filter."""

    def __init__(self) -> None:
        self._code: list[bytes] = []

    def add(self, code: int, value: int, yes: int = 0, no: int = 0) -> None:
        self._code.append(struct.pack("=HBBI", code, yes, no, value))

    def allow(self) -> None:
        self.add(_RETURN, _ALLOW)

    def refuse(self, error: int = _EPERM) -> None:
        self.add(_RETURN, _ERRNO | error)

    def refuse_number(self, number: int, error: int = _EPERM) -> None:
        """Expect the call's number in the accumulator, and leave it there."""
        self.add(_JUMP_EQUAL, number, 0, 1)
        self.refuse(error)

    def bytes(self) -> bytes:
        return b"".join(self._code)


def programs(*, networking: bool = False) -> dict[str, bytes]:
    """Return the filters by architecture, for a lane whose architecture only its runner knows."""
    return {architecture: program(architecture, networking=networking) for architecture in ARCHITECTURES}


@cache
def program(architecture: str, *, networking: bool = False, counted: bool = False) -> bytes:
    """Return the filter for one architecture, as ``bwrap --seccomp`` and prctl(2) take it.

    Args:
        architecture: As uname(2) names it.
        networking: Whether the operator gives programs a network.
        counted: Whether the runner alone counts memory; it does not see files in memory on their way to a process.

    Raises:
        KeyError: No numbers are known for the architecture.
    """
    column = 0 if architecture == "x86_64" else 1
    filter_ = _Filter()
    filter_.add(_LOAD, _ARCHITECTURE_AT)
    filter_.add(_JUMP_EQUAL, ARCHITECTURES[architecture], 1, 0)
    filter_.add(_RETURN, _KILL)
    filter_.add(_LOAD, _NUMBER_AT)
    if column == 0:
        filter_.add(_JUMP_GREATER_EQUAL, _X32, 0, 1)
        filter_.refuse(_ENOSYS)
    if counted:
        filter_.refuse_number(_MEMFD_CREATE[column], _ENOSYS)
    for numbers, argument, bits, error in _WITHOUT:  # first, for programs map memory often
        _allow_without(filter_, numbers[column], argument, bits, error)
    filter_.refuse_number(_CLONE3[column], _ENOSYS)  # its flags are in memory; programs then fall back to clone
    for calls, error in ((_REFUSED, _EPERM), (_MISSING, _ENOSYS), (_NOTHING_TO_DO, _DONE)):
        for pair in calls.values():
            number = pair[column]
            if number is not None:
                filter_.refuse_number(number, error)
    for _, numbers, argument, values in _OWN_ONLY:
        _unless_equal(filter_, numbers[column], argument, values)
    _when_set(filter_, _CLONE[column], 0, _NAMESPACE_FLAGS)
    _when_equal(filter_, _IOCTL[column], 1, _TERMINAL_INJECTION)
    families = (*_SOCKET_FAMILIES, *_NETWORK_FAMILIES) if networking else _SOCKET_FAMILIES
    _unless_equal(filter_, _SOCKET[column], 0, families, _EAFNOSUPPORT)
    filter_.allow()
    return filter_.bytes()


def _argument(index: int) -> int:
    """Return where the low half of an argument is, on little-endian machines."""
    return _ARGUMENTS_AT + 8 * index


def _allow_without(filter_: _Filter, number: int, argument: int, bits: int, error: int) -> None:
    """Refuse a call whose argument has one of the bits; allow any other of that number at once."""
    filter_.add(_JUMP_EQUAL, number, 0, 4)
    filter_.add(_LOAD, _argument(argument))
    filter_.add(_JUMP_SET, bits, 0, 1)
    filter_.refuse(error)
    filter_.allow()


def _unless_equal(filter_: _Filter, number: int, argument: int, values: Sequence[int], error: int = _EPERM) -> None:
    """Refuse a call whose argument is none of the values."""
    count = len(values)
    filter_.add(_JUMP_EQUAL, number, 0, count + 3)
    filter_.add(_LOAD, _argument(argument))
    for index, value in enumerate(values):
        filter_.add(_JUMP_EQUAL, value, count - index, 0)
    filter_.refuse(error)
    filter_.add(_LOAD, _NUMBER_AT)


def _when_equal(filter_: _Filter, number: int, argument: int, values: Sequence[int]) -> None:
    """Refuse a call whose argument is one of the values."""
    count = len(values)
    filter_.add(_JUMP_EQUAL, number, 0, count + 4)
    filter_.add(_LOAD, _argument(argument))
    for index, value in enumerate(values):
        filter_.add(_JUMP_EQUAL, value, count - index + 1, 0)
    filter_.add(_LOAD, _NUMBER_AT)
    filter_.add(_JUMP_EQUAL, number, 1, 0)
    filter_.refuse()


def _when_set(filter_: _Filter, number: int, argument: int, bits: int) -> None:
    """Refuse a call whose argument has one of the bits."""
    filter_.add(_JUMP_EQUAL, number, 0, 4)
    filter_.add(_LOAD, _argument(argument))
    filter_.add(_JUMP_SET, bits, 0, 1)
    filter_.refuse()
    filter_.add(_LOAD, _NUMBER_AT)
