# attack: signals of every kind to its parent, which may be the interpreter that it was forked from, by every call
# verdict: OK
# prints: held
# ordinary user: the calls succeed; the kernel delivers nothing to the first process of a namespace
import ctypes
import fcntl
import os
import resource
import signal

from attack import attempt, call, syscall, tell

parent = os.getppid()
group, session = os.getpgid(parent), os.getsid(parent)
for number in range(65):
    attempt(f"kill {number}", lambda: os.kill(parent, number))
    attempt(f"killpg {number}", lambda: os.killpg(group, number) if group > 1 else False)
    attempt(f"sigqueue {number}", lambda: call("sigqueue", parent, number, ctypes.c_void_p(0)))
    attempt(f"tgkill {number}", lambda: syscall(234, parent, parent, number))
    attempt(f"pidfd {number}", lambda: signal.pidfd_send_signal(os.pidfd_open(parent), number))
read, write = os.pipe()
for number in (signal.SIGKILL, signal.SIGSTOP):
    attempt("F_SETOWN", lambda: fcntl.fcntl(read, fcntl.F_SETOWN, parent) is not None and False)
    fcntl.fcntl(read, fcntl.F_SETSIG, number)
    fcntl.fcntl(read, fcntl.F_SETFL, os.O_ASYNC)
    os.write(write, b"x")
attempt("prlimit CPU", lambda: resource.prlimit(parent, resource.RLIMIT_CPU, (0, 0)))
attempt("prlimit AS", lambda: resource.prlimit(parent, resource.RLIMIT_AS, (1, 1)))
attempt("nice", lambda: os.setpriority(os.PRIO_PROCESS, parent, 19))
attempt("scheduler", lambda: os.sched_setscheduler(parent, os.SCHED_IDLE, os.sched_param(0)))
attempt("affinity", lambda: os.sched_setaffinity(parent, {0}))
attempt("ioprio", lambda: syscall(251, 1, parent, 3 << 13))
attempt("setpgid", lambda: os.setpgid(parent, os.getpid()))
attempt("join its group", lambda: os.setpgid(0, group))
attempt("join its terminal", lambda: os.tcsetpgrp(0, group))
attempt("parent gone", lambda: os.getppid() != parent)
attempt("session changed", lambda: (os.getpgid(parent), os.getsid(parent)) != (group, session))
tell()
