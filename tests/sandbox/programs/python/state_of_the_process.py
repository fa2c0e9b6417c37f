# attack: changes everything that a process hands on to those after it, of its parent too
# verdict: OK
# prints: held
import ctypes
import os
import resource

from attack import attempt, tell

libc = ctypes.CDLL(None, use_errno=True)
os.nice(19)
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
libc.prctl(29, 1_000_000_000)  # timer slack
libc.prctl(41, 1)  # no huge pages
libc.personality(0x0040000)  # no random addresses
for name, text in (("coredump_filter", "0xff"), ("oom_score_adj", "1000"), ("timerslack_ns", "1"), ("comm", "init")):
    for process in ("self", os.getppid(), 1):
        try:
            with open(f"/proc/{process}/{name}", "w") as file:
                file.write(text)
        except OSError:
            continue
        if process != "self" and os.stat(f"/proc/{process}").st_uid != os.getuid():
            attempt(f"{name} of {process}", lambda: None)
for process in (1, os.getppid()):
    attempt(f"affinity of {process}", lambda: os.sched_setaffinity(process, {0}))
    attempt(f"priority of {process}", lambda: os.setpriority(os.PRIO_PROCESS, process, 19))
    attempt(f"limits of {process}", lambda: resource.prlimit(process, resource.RLIMIT_NOFILE, (64, 64)))
attempt("priority of the user", lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19))
tell()
