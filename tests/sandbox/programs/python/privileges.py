# attack: every call that would give it more than it has
# verdict: OK
# prints: held
# ordinary user: its own user id may be set
import ctypes
import os
import resource
import socket
import time

from attack import attempt, call, syscall, tell

for name in ("setuid", "setgid", "seteuid", "setegid", "setfsuid_", "initgroups_"):
    attempt(name, lambda: getattr(os, name)(0))
attempt("setgroups", lambda: os.setgroups([0]))
attempt("setresuid", lambda: os.setresuid(0, 0, 0))
attempt("another user", lambda: os.setresuid(1000, 1000, 1000))
attempt("chroot", lambda: os.chroot("."))
attempt("mount", lambda: call("mount", b"none", b"/box/scratch", b"tmpfs", 0, None))
attempt("bind", lambda: call("mount", b"/", b"/box/scratch", None, 4096, None))
attempt("umount", lambda: call("umount2", b"/box", 2))
attempt("open_tree", lambda: syscall(428, -100, b"/", 1))
attempt("fsopen", lambda: syscall(430, b"tmpfs", 0))
attempt("pivot_root", lambda: syscall(155, b".", b"."))
for flag, name in (
    (0x10000000, "user"),
    (0x20000, "mount"),
    (0x40000000, "net"),
    (0x20000000, "pid"),
    (0x08000000, "ipc"),
    (0x04000000, "uts"),
    (0x02000000, "cgroup"),
    (0x80, "time"),
):
    attempt(f"unshare {name}", lambda: call("unshare", flag))
for name in ("mnt", "pid", "net", "user", "ipc"):
    attempt(
        f"setns {name}",
        lambda: (
            call("setns", os.open(f"/proc/self/ns/{name}", os.O_RDONLY), 0)
            if name == "user"
            else call("setns", os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0)
        ),
    )
attempt("mknod", lambda: os.mknod("disk", 0o60666, os.makedev(8, 0)))
attempt(
    "capset",
    lambda: syscall(
        126, ctypes.byref((ctypes.c_uint * 2)(0x20080522, 0)), ctypes.byref((ctypes.c_uint * 6)(*([0xFFFFFFFF] * 6)))
    ),
)
attempt("ambient", lambda: call("prctl", 47, 2, 21, 0, 0))
attempt("bpf", lambda: syscall(321, 0, ctypes.byref(ctypes.create_string_buffer(128)), 72))
attempt("perf", lambda: syscall(298, ctypes.byref((ctypes.c_uint * 32)(0, 128)), 0, -1, -1, 0))
attempt("kexec", lambda: syscall(246, 0, 0, 0, 0))
attempt("reboot", lambda: call("reboot", 0x1234567))
attempt("swapon", lambda: call("swapon", b"/box/scratch/swap", 0))
attempt("module", lambda: syscall(175, b"x", 1, b""))
attempt("hostname", lambda: socket.sethostname("evil"))
attempt("clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 0))
attempt("adjtime", lambda: call("settimeofday", ctypes.byref((ctypes.c_long * 2)(0, 0)), None))
attempt("acct", lambda: call("acct", b"x"))
attempt("syslog", lambda: call("klogctl", 3, ctypes.create_string_buffer(100), 100))
attempt("quotactl", lambda: call("quotactl", 0x800002, b"/dev/sda", 0, None))
attempt("iopl", lambda: syscall(172, 3))
attempt("ioperm", lambda: syscall(173, 0, 1, 1))
attempt("userfaultfd", lambda: syscall(323, 0))
attempt("name_to_handle", lambda: syscall(304, 3, ctypes.byref(ctypes.create_string_buffer(b"\x08\0\0\0\1", 64)), 0))
attempt("fanotify", lambda: syscall(300, 0, 0))
attempt("lookup_dcookie", lambda: syscall(212, 1, ctypes.create_string_buffer(100), 100))
attempt("nice", lambda: os.nice(-20))
attempt("fifo", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)))
attempt("ioprio", lambda: syscall(251, 1, 0, 1 << 13))
attempt("vhangup", lambda: syscall(153))
for name in ("NOFILE", "CPU", "FSIZE", "CORE", "MSGQUEUE", "MEMLOCK", "RTPRIO", "NICE"):
    which = getattr(resource, f"RLIMIT_{name}")
    soft, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        attempt(f"raise {name}", lambda: resource.setrlimit(which, (hard + 1, hard + 1)))
tell()
