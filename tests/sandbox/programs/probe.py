"""The honest program that comes after each attack: it must find nothing, and have its own input."""

import os
import resource
import signal
import sys

found = []


def expect(name, value, wanted):
    if value != wanted:
        found.append(f"{name}: {value!r}")


expect("working folder", os.getcwd(), "/box/scratch")
expect("scratch", os.listdir("."), [])
for folder in ("/dev/shm", "/dev/mqueue"):
    if os.path.isdir(folder):
        expect(f"times of {folder}", os.stat(folder).st_mtime_ns, 0)
        expect(folder, os.listdir(folder), [])
for table in ("shm", "sem", "msg"):
    with open(f"/proc/sysvipc/{table}") as file:
        expect(f"System V {table}", len(file.readlines()), 1)


def users(process):
    with open(f"/proc/{process}/status") as file:
        return next(line.split()[1:] for line in file if line.startswith("Uid:"))


others = {int(p) for p in os.listdir("/proc") if p.isdigit()} - {1, os.getppid(), os.getpid()}
# A program never becomes root; the zygote, and the process that it has forked ahead, are.
expect("processes", [p for p in others if users(p) != ["0"] * 4], [])
descriptors = [int(n) for n in os.listdir("/proc/self/fd")]
expect("descriptors", [d for d in descriptors if os.path.exists(f"/proc/self/fd/{d}") and d > 2], [])
expect("nice", os.getpriority(os.PRIO_PROCESS, 0), 0)
expect("scheduler", os.sched_getscheduler(0), os.SCHED_OTHER)
expect("umask", os.umask(0o022), 0o022)
expect("mask", signal.pthread_sigmask(signal.SIG_BLOCK, []), set())
expect("open files", resource.getrlimit(resource.RLIMIT_NOFILE)[0] in (256, 1024), True)  # fewer without a group
expect("preload", os.environ.get("LD_PRELOAD"), None)
with open("/proc/self/status") as file:
    status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
# Inheritable ones are nothing by themselves: without new privileges, none of them can become permitted.
expect("capabilities", {int(status[k], 16) for k in ("CapPrm", "CapEff", "CapAmb")}, {0})
expect("new privileges", status["NoNewPrivs"], "1")
expect("seccomp", status["Seccomp"], "2")
# Python ignores two. 32 and 33 are the C library's own: it ignores them in what posix_spawn starts, as make does.
expect("ignored signals", int(status["SigIgn"], 16) & ~(0b11 << 31), 1 << 12 | 1 << 24)
expect("groups", status["Groups"].split(), [])
with open("file", "wb") as file:
    file.write(b"x" * 1_000_000)
print("\n".join(found) or "clean", sys.stdin.read())
