# attack: memory, descriptors, environment, folders of all other processes, by /proc and by system calls
# verdict: OK
# prints: held
# ordinary user: the folder of the zygote's code is its own to make, as all the box, and made anew after each program
import ctypes
import os
import resource

from attack import attempt, call, syscall, tell

READ = "mem environ maps smaps smaps_rollup pagemap auxv stack syscall io personality numa_maps timers".split()
LINKS = "cwd root exe fd/0 fd/1 fd/2 fd/3 fd/4 fd/5 ns/mnt ns/pid".split()
WRITE = "oom_score_adj mem comm clear_refs coredump_filter timerslack_ns fd/0 fd/1 fd/3 fd/4 attr/current sched".split()
inherited = [name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
attempt("descriptors", lambda: inherited if inherited != ["0", "1", "2"] else False)
buffer = ctypes.create_string_buffer(64)
pieces = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
remote = (ctypes.c_void_p * 2)(id(os) & ~7, 64)

for process in sorted(
    {1, os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {os.getpid()}
):
    for name in READ:
        attempt(f"{process} {name}", lambda: len(open(f"/proc/{process}/{name}", "rb").read(16)) > 0)
    for name in LINKS:
        attempt(f"{process} {name}", lambda: os.readlink(f"/proc/{process}/{name}"))
    for name in ("fd", "fdinfo", "root", "cwd", "map_files", f"task/{process}/fd"):
        attempt(f"{process} {name}/", lambda: os.listdir(f"/proc/{process}/{name}"))
    for name in WRITE:
        attempt(f"{process} write {name}", lambda: os.write(os.open(f"/proc/{process}/{name}", os.O_WRONLY), b"0"))
    for descriptor in range(8):
        attempt(f"{process} fd {descriptor}", lambda: os.open(f"/proc/{process}/fd/{descriptor}", os.O_RDWR))
        attempt(f"{process} getfd {descriptor}", lambda: syscall(438, os.pidfd_open(process), descriptor, 0))
    attempt(f"{process} PTRACE_ATTACH", lambda: call("ptrace", 16, process, 0, 0))
    attempt(f"{process} PTRACE_SEIZE", lambda: call("ptrace", 0x4206, process, 0, 0))
    attempt(f"{process} readv", lambda: syscall(310, process, ctypes.byref(pieces), 1, ctypes.byref(remote), 1, 0))
    attempt(f"{process} writev", lambda: syscall(311, process, ctypes.byref(pieces), 1, ctypes.byref(remote), 1, 0))
    attempt(f"{process} kcmp", lambda: syscall(312, process, os.getpid(), 0, 0, 0))
    attempt(f"{process} move_pages", lambda: syscall(279, process, 1, 0, 0, 0, 0))
    attempt(f"{process} madvise", lambda: syscall(440, os.pidfd_open(process), ctypes.byref(remote), 1, 21, 0))
    attempt(f"{process} prlimit", lambda: resource.prlimit(process, resource.RLIMIT_NOFILE, (1, 1)))
attempt("hook", lambda: os.stat("/box/zygote"))
attempt("hook", lambda: os.mkdir("/box/zygote"))
tell()
