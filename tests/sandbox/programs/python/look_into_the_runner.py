# attack: the runner's memory, descriptors, environment, folders, by /proc and by system calls
# verdict: OK
# prints: held
import ctypes
import os

from attack import attempt, call, syscall, tell

for name in (
    "mem",
    "environ",
    "maps",
    "smaps",
    "pagemap",
    "auxv",
    "stack",
    "syscall",
    "io",
    "personality",
    "clear_refs",
):
    attempt(name, lambda: len(open(f"/proc/1/{name}", "rb").read(16)) > 0)
for name in ("cwd", "root", "exe", "fd/0", "fd/1", "ns/mnt"):
    attempt(name, lambda: os.readlink(f"/proc/1/{name}"))
attempt("fd", lambda: os.listdir("/proc/1/fd"))
attempt("root", lambda: os.listdir("/proc/1/root"))
attempt("task mem", lambda: open("/proc/1/task/1/mem", "rb").read(1))
for name in ("oom_score_adj", "mem", "comm", "clear_refs", "coredump_filter", "timerslack_ns", "fd/1", "attr/current"):
    attempt(f"write {name}", lambda: os.write(os.open(f"/proc/1/{name}", os.O_WRONLY), b"0"))
attempt("PTRACE_ATTACH", lambda: call("ptrace", 16, 1, 0, 0))
attempt("PTRACE_SEIZE", lambda: call("ptrace", 0x4206, 1, 0, 0))
buffer = ctypes.create_string_buffer(64)
pieces = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
remote = (ctypes.c_void_p * 2)(0x400000, 64)
attempt("process_vm_readv", lambda: syscall(310, 1, ctypes.byref(pieces), 1, ctypes.byref(remote), 1, 0))
attempt("process_vm_writev", lambda: syscall(311, 1, ctypes.byref(pieces), 1, ctypes.byref(remote), 1, 0))
attempt("kcmp", lambda: syscall(312, 1, os.getpid(), 0, 0, 0))
attempt("pidfd_getfd", lambda: syscall(438, os.pidfd_open(1), 1, 0))
attempt("move_pages", lambda: syscall(279, 1, 1, 0, 0, 0, 0))
attempt("prlimit", lambda: __import__("resource").prlimit(1, 7, (1, 1)))
attempt("affinity", lambda: os.sched_setaffinity(1, {0}))
tell()
